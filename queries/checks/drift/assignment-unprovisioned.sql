-- title: Assignment of a permission set that is not provisioned
-- severity: medium
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: unprovisioned_assignments
-- reads: accounts, permission_sets, users, groups
-- message: {name} is assigned and not provisioned in {list account_name|account_id}
-- why: The assignment is in the reviews and has no role behind it, so nobody can use it; the next provisioning brings
--   the access to life, when nobody thinks of it any more.
-- fix: Provision the set there (`aws sso-admin provision-permission-set`), or delete the assignment.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ProvisionPermissionSet.html
SELECT
  assignments.permission_set_arn,
  sets.permission_set_name,
  assignments.account_id,
  accounts.account_name,
  assignments.principal_type,
  assignments.principal_id,
  CASE
    WHEN assignments.principal_type = 'USER' THEN users.user_name
    WHEN assignments.principal_type = 'GROUP' THEN groups.group_name
  END AS principal_name
FROM unprovisioned_assignments AS assignments
LEFT JOIN permission_sets AS sets ON assignments.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON assignments.account_id = accounts.account_id
LEFT JOIN users ON assignments.principal_id = users.user_id
LEFT JOIN groups ON assignments.principal_id = groups.group_id
ORDER BY permission_set_arn, account_id, principal_type, principal_id
