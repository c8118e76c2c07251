-- title: Assignment to a principal that was deleted
-- severity: medium
-- subject: principal
-- key: principal_type, principal_id
-- name: principal_id
-- needs: account_assignments.principal_state, deleted_principals
-- reads: accounts, permission_sets
-- message: The deleted {principal_type} {principal_id} still has {list permission_set_name|permission_set_arn} in {list account_name|account_id}
-- why: The user or group is gone from the identity store and its assignments are not. They show as ids that nobody
--   can review.
-- fix: Delete the assignment: `aws sso-admin delete-account-assignment`.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_DeleteAccountAssignment.html
SELECT
  assignments.principal_type,
  assignments.principal_id,
  assignments.account_id,
  accounts.account_name,
  assignments.permission_set_arn,
  sets.permission_set_name
FROM deleted_principals AS principals
INNER JOIN account_assignments AS assignments
  ON principals.principal_id = assignments.principal_id AND principals.principal_type = assignments.principal_type
LEFT JOIN accounts ON assignments.account_id = accounts.account_id
LEFT JOIN permission_sets AS sets ON assignments.permission_set_arn = sets.permission_set_arn
ORDER BY principal_type, principal_id, account_id, permission_set_arn
