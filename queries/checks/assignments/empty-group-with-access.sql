-- title: Group without members has access assigned
-- severity: low
-- subject: group
-- key: group_id
-- name: group_name|group_id
-- needs: groups.members_state, account_assignments
-- reads: accounts, permission_sets
-- message: {name} has no members and has {list permission_set_name|permission_set_arn} in {list account_name|account_id}
-- why: Whoever is added to the group next, for whatever reason, gets access that nobody reviewed with them in mind.
-- fix: Delete the assignments, or the group.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/users-groups-provisioning.html
SELECT
  groups.group_id,
  groups.group_name,
  assignments.account_id,
  accounts.account_name,
  assignments.permission_set_arn,
  sets.permission_set_name
FROM groups
INNER JOIN account_assignments AS assignments ON groups.group_id = assignments.principal_id
LEFT JOIN accounts ON assignments.account_id = accounts.account_id
LEFT JOIN permission_sets AS sets ON assignments.permission_set_arn = sets.permission_set_arn
WHERE groups.members_state = 'none' AND assignments.principal_type = 'GROUP'
ORDER BY group_id, account_id, permission_set_arn
