-- title: Privileged access to the management account
-- severity: high
-- subject: principal
-- key: principal_type, principal_id
-- name: principal_name|principal_id
-- needs: account_assignments, permission_set_privileges.privilege_state, organization
-- reads: accounts, permission_sets, users, groups
-- message: {name} has {list permission_set_name|permission_set_arn} ({list privilege}) in the management account
-- why: The management account pays for all others, can close them, and no service control policy holds in it.
-- fix: Move the work to a delegated administrator account, and keep this access for few people.
-- refs: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html
SELECT
  assignments.principal_type,
  assignments.principal_id,
  CASE
    WHEN assignments.principal_type = 'USER' THEN users.user_name
    WHEN assignments.principal_type = 'GROUP' THEN groups.group_name
  END AS principal_name,
  assignments.account_id,
  accounts.account_name,
  assignments.permission_set_arn,
  sets.permission_set_name,
  privileges.privilege,
  privileges.action,
  privileges.resource,
  privileges.policy_name,
  privileges.statement
FROM account_assignments AS assignments
INNER JOIN organization ON assignments.account_id = organization.management_account_id
INNER JOIN permission_set_privileges AS privileges
  ON assignments.permission_set_arn = privileges.permission_set_arn
  AND assignments.account_id = privileges.account_id
LEFT JOIN accounts ON assignments.account_id = accounts.account_id
LEFT JOIN permission_sets AS sets ON assignments.permission_set_arn = sets.permission_set_arn
LEFT JOIN users ON assignments.principal_id = users.user_id
LEFT JOIN groups ON assignments.principal_id = groups.group_id
WHERE (
    privileges.privilege = 'administrator'
    OR privileges.privilege = 'administrator_equivalent'
    OR privileges.privilege = 'identity_center_administrator'
  )
  AND privileges.verdict = 'allowed'
ORDER BY principal_type, principal_id, permission_set_arn, privilege
