-- title: Account that is not active has access assigned
-- severity: medium
-- subject: account
-- key: account_id
-- name: account_name|account_id
-- needs: accounts.account_status_state, account_assignments
-- reads: users, groups, permission_sets
-- message: {name} is {account_status}, and still assigned there: {list principal_name|principal_id}
-- why: A suspended or closing account can be reopened for 90 days, with every assignment that was left in it.
-- fix: Delete the assignments in the account.
-- refs: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-closing.html
SELECT
  accounts.account_id,
  accounts.account_name,
  accounts.account_status,
  assignments.permission_set_arn,
  sets.permission_set_name,
  assignments.principal_type,
  assignments.principal_id,
  CASE
    WHEN assignments.principal_type = 'USER' THEN users.user_name
    WHEN assignments.principal_type = 'GROUP' THEN groups.group_name
  END AS principal_name
FROM accounts
INNER JOIN account_assignments AS assignments ON accounts.account_id = assignments.account_id
LEFT JOIN permission_sets AS sets ON assignments.permission_set_arn = sets.permission_set_arn
LEFT JOIN users ON assignments.principal_id = users.user_id
LEFT JOIN groups ON assignments.principal_id = groups.group_id
WHERE accounts.account_status IN ('SUSPENDED', 'PENDING_CLOSURE', 'CLOSED')
ORDER BY account_id, permission_set_arn, principal_type, principal_id
