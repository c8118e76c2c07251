-- title: What permission sets amount to
-- needs: permission_set_privileges
-- reads: permission_set_privileges.privilege_state, permission_sets, accounts
-- why: One row a permission set, account and privilege, with a request that shows it. Service control policies, resource
--   control policies, resource policies and session policies are not considered.
SELECT
  privileges.permission_set_arn,
  sets.permission_set_name,
  privileges.account_id,
  accounts.account_name,
  privileges.privilege,
  privileges.verdict,
  privileges.escalation_paths,
  privileges.action,
  privileges.resource,
  privileges.policy_name,
  privileges.statement,
  privileges.conditions,
  privileges.doubts
FROM permission_set_privileges AS privileges
LEFT JOIN permission_sets AS sets ON privileges.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON privileges.account_id = accounts.account_id
ORDER BY permission_set_arn, account_id, privilege
