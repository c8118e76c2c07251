-- title: Permission set that can get credentials
-- severity: medium
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_set_privileges.privilege_state
-- reads: accounts, permission_sets
-- message: {name} can get credentials with {action} in {list account_name|account_id}
-- why: Credentials outlive the session and leave the company's sight: whoever has them needs no permission set any more.
-- fix: Take the actions away, or restrict them to the resources that the work needs.
-- refs: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
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
WHERE privileges.privilege = 'credential_exposure'
  AND privileges.verdict = 'allowed'
  AND administrators.is_administrator IS NULL
ORDER BY permission_set_arn, account_id, action
