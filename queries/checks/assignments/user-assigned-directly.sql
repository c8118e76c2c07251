-- title: User is assigned directly, not through a group
-- severity: low
-- subject: user
-- key: user_id
-- name: user_name|user_id
-- needs: account_assignments
-- reads: users, accounts, permission_sets
-- message: {name} is assigned {list permission_set_name|permission_set_arn} directly, in {list account_name|account_id}
-- why: Access given to a person by name stays when the person changes jobs: joiner, mover and leaver processes work
--   on groups.
-- fix: Assign a group, add the user to it, and remove the direct assignment.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/useraccess.html
SELECT
  assignments.principal_id AS user_id,
  users.user_name,
  users.email,
  assignments.account_id,
  accounts.account_name,
  assignments.permission_set_arn,
  sets.permission_set_name
FROM account_assignments AS assignments
LEFT JOIN users ON assignments.principal_id = users.user_id
LEFT JOIN accounts ON assignments.account_id = accounts.account_id
LEFT JOIN permission_sets AS sets ON assignments.permission_set_arn = sets.permission_set_arn
WHERE assignments.principal_type = 'USER' AND assignments.principal_state <> 'none'
ORDER BY user_id, account_id, permission_set_arn
