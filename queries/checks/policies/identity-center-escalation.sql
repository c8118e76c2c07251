-- title: Permission set that can change access in IAM Identity Center
-- severity: high
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_set_privileges.privilege_state, organization, delegated_administrators
-- reads: accounts, permission_sets
-- message: {name} can change who has which access, from {list account_name|account_id}, by {escalation_paths}
-- why: From the management or a delegated administrator account the set can assign permission sets, widen one, join a group
--   or become another user: in every account of the organization. PowerUserAccess can, too.
-- fix: Deny sso, sso-directory and identitystore in sets for these two accounts, but for those who administer access.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html
SELECT
  privileges.permission_set_arn,
  sets.permission_set_name,
  privileges.account_id,
  accounts.account_name,
  privileges.verdict,
  privileges.escalation_paths,
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
WHERE privileges.privilege = 'identity_center_administrator'
  AND privileges.verdict = 'allowed'
  AND administrators.is_administrator IS NULL
ORDER BY permission_set_arn, account_id, action
