-- title: Permission set that leads to administrator access
-- severity: high
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_set_privileges.privilege_state
-- reads: accounts, permission_sets
-- message: {name} leads to administrator access in {list account_name|account_id}, by {escalation_paths}
-- why: The set does not say administrator, and comes to it in a few steps: by a role that it may pass, a policy that it may
--   change, or credentials that it may make.
-- fix: Take the actions of the path away, or restrict the roles that may be passed; a permissions boundary holds for all.
-- refs: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
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
LEFT JOIN permission_sets AS sets ON privileges.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON privileges.account_id = accounts.account_id
WHERE privileges.privilege = 'administrator_equivalent' AND privileges.verdict = 'allowed'
ORDER BY permission_set_arn, account_id, action
