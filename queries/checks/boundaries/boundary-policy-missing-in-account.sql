-- title: Account lacks the policy that is the permissions boundary
-- severity: high
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_sets.boundary_state, permission_set_provisioning, customer_managed_policies.policy_state
-- reads: accounts
-- message: {name}: its boundary {boundary_policy} is no policy of {list account_name|account_id}
-- why: A customer managed boundary is a name and a path. Where the account has no such policy, provisioning fails, and
--   the role keeps the policies and the boundary that it had.
-- fix: Create the policy in the account, under the same path and name, then provision the set again.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetcustom.html
SELECT
  sets.permission_set_arn,
  sets.permission_set_name,
  sets.boundary_policy,
  pair.account_id,
  accounts.account_name
FROM permission_sets AS sets
INNER JOIN permission_set_provisioning AS pair ON sets.permission_set_arn = pair.permission_set_arn
INNER JOIN (
  SELECT account_id, policy_path || policy_name AS policy FROM customer_managed_policies WHERE policy_state = 'none'
) AS missing ON pair.account_id = missing.account_id AND sets.boundary_policy = missing.policy
LEFT JOIN accounts ON pair.account_id = accounts.account_id
WHERE sets.boundary_kind = 'customer_managed'
ORDER BY permission_set_arn, account_id
