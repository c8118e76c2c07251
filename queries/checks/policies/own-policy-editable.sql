-- title: Permission set that can change a policy of its own
-- severity: high
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_set_privileges.privilege_state
-- reads: accounts, permission_sets
-- message: {name} can change a policy of its own in {list account_name|account_id}, with {action}
-- why: A customer managed policy is a policy of the account. Who may write a new version of one that the own role has gives
--   themselves what they like.
-- fix: Deny iam:CreatePolicyVersion and iam:SetDefaultPolicyVersion on the policies that permission sets name.
-- refs: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
SELECT
  privileges.permission_set_arn,
  sets.permission_set_name,
  privileges.account_id,
  accounts.account_name,
  privileges.verdict,
  privileges.action,
  privileges.resource,
  privileges.policy_name,
  privileges.statement,
  privileges.conditions
FROM permission_set_privileges AS privileges
LEFT JOIN (
  SELECT permission_set_arn, account_id, 'yes' AS is_administrator
  FROM permission_set_privileges
  WHERE privilege = 'administrator' AND verdict = 'allowed'
) AS administrators
  ON privileges.permission_set_arn = administrators.permission_set_arn
  AND privileges.account_id = administrators.account_id
LEFT JOIN permission_sets AS sets ON privileges.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON privileges.account_id = accounts.account_id
WHERE privileges.privilege = 'own_policy_editor'
  AND privileges.verdict = 'allowed'
  AND administrators.is_administrator IS NULL
ORDER BY permission_set_arn, account_id, action
