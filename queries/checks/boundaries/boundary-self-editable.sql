-- title: Permission set that can change its own permissions boundary
-- severity: high
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_set_privileges.privilege_state
-- reads: accounts, permission_sets
-- message: {name} can change its own boundary in {list account_name|account_id}, with {action}
-- why: The boundary is a customer managed policy of the account. A ceiling that one can lift oneself is none.
-- fix: Deny iam:CreatePolicyVersion and iam:SetDefaultPolicyVersion on the boundary, in the boundary itself.
-- refs: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
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
LEFT JOIN permission_sets AS sets ON privileges.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON privileges.account_id = accounts.account_id
WHERE privileges.privilege = 'own_boundary_editor' AND privileges.verdict = 'allowed'
ORDER BY permission_set_arn, account_id, action
