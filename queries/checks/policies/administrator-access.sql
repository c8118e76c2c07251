-- title: Permission set that gives administrator access
-- severity: medium
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_set_privileges.privilege_state
-- reads: accounts, permission_sets
-- message: {name} can do everything in {list account_name|account_id} ({statement} of {policy_name})
-- why: Whoever holds it can do anything in the account, also take away what would show it. Such access is for few people, and
--   for the moment of need.
-- fix: Give the people who work with it a set of their own for that work, and keep this one for emergencies.
-- refs: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
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
WHERE privileges.privilege = 'administrator' AND privileges.verdict = 'allowed'
ORDER BY permission_set_arn, account_id, action
