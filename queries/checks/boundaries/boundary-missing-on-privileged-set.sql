-- title: Privileged permission set without a permissions boundary
-- severity: high
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_set_privileges.privilege_state, permission_sets.boundary_state, organization,
--   delegated_administrators
-- reads: accounts
-- message: {name} is privileged ({privilege}) in {list account_name|account_id} and has no permissions boundary
-- why: Of all sets these need the ceiling most: nothing but service control policies limits what they can do.
-- fix: Attach a boundary that leaves out what nobody needs day by day: IAM, IAM Identity Center, the audit trail.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetcustom.html
SELECT
  privileges.permission_set_arn,
  sets.permission_set_name,
  privileges.account_id,
  accounts.account_name,
  privileges.verdict,
  privileges.privilege,
  privileges.action,
  privileges.resource,
  privileges.policy_name,
  privileges.statement,
  privileges.conditions
FROM permission_set_privileges AS privileges
INNER JOIN permission_sets AS sets ON privileges.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON privileges.account_id = accounts.account_id
WHERE sets.boundary_state = 'none'
  AND (
    privileges.privilege = 'administrator'
    OR privileges.privilege = 'administrator_equivalent'
    OR privileges.privilege = 'identity_center_administrator'
  )
  AND privileges.verdict = 'allowed'
ORDER BY permission_set_arn, account_id, privilege
