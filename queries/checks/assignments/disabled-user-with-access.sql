-- title: Disabled user still has access assigned
-- severity: high
-- subject: user
-- key: user_id
-- name: user_name|user_id
-- needs: users.user_status_state, account_assignments, group_memberships
-- reads: accounts, groups, permission_sets
-- message: {name} is disabled and still has {list permission_set_name|permission_set_arn} in {list account_name|account_id}
-- why: The moment the user is enabled again, by mistake or by an attacker, all of this access is back.
-- fix: Remove the user from the groups and delete the direct assignments.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/disableuser.html
SELECT
  access.user_id,
  access.user_name,
  access.email,
  access.account_id,
  accounts.account_name,
  access.permission_set_arn,
  sets.permission_set_name,
  access.path,
  access.group_id,
  groups.group_name
FROM (
  SELECT
    users.user_id, users.user_name, users.email, assignments.account_id, assignments.permission_set_arn,
    'direct' AS path, NULLIF(assignments.principal_id, assignments.principal_id) AS group_id
  FROM users
  INNER JOIN account_assignments AS assignments ON users.user_id = assignments.principal_id
  WHERE users.user_status = 'DISABLED' AND assignments.principal_type = 'USER'
  UNION ALL
  SELECT
    users.user_id, users.user_name, users.email, assignments.account_id, assignments.permission_set_arn,
    'group' AS path, memberships.group_id
  FROM users
  INNER JOIN group_memberships AS memberships ON users.user_id = memberships.user_id
  INNER JOIN account_assignments AS assignments ON memberships.group_id = assignments.principal_id
  WHERE
    users.user_status = 'DISABLED'
    AND assignments.principal_type = 'GROUP'
    AND assignments.principal_state <> 'none'
) AS access
LEFT JOIN accounts ON access.account_id = accounts.account_id
LEFT JOIN permission_sets AS sets ON access.permission_set_arn = sets.permission_set_arn
LEFT JOIN groups ON access.group_id = groups.group_id
ORDER BY user_id, account_id, permission_set_arn, path, group_id
