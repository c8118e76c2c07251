-- title: Every account assignment with names, place and tags
-- reads: account_assignments.principal_state, permission_sets.details_state, permission_sets.tags_state, users.user_status_state, groups, accounts.account_status_state, accounts.ou_path_state, permission_set_provisioning.provisioning_status_state
-- why: One row an assignment: who was given what, where. A name that is empty belongs to an id that is in no list;
--   principal_state and account_state say whether it was deleted (none) or could not be looked up (unknown).
SELECT
  assignments.account_id,
  accounts.account_name,
  accounts.ou_path,
  accounts.account_status,
  assignments.account_state,
  assignments.permission_set_arn,
  sets.permission_set_name,
  sets.tags AS permission_set_tags,
  sets.tags_state AS permission_set_tags_state,
  assignments.principal_type,
  assignments.principal_id,
  CASE
    WHEN assignments.principal_type = 'USER' THEN users.user_name
    WHEN assignments.principal_type = 'GROUP' THEN groups.group_name
  END AS principal_name,
  CASE WHEN assignments.principal_type = 'USER' THEN users.email END AS email,
  CASE WHEN assignments.principal_type = 'USER' THEN CAST(users.user_status AS VARCHAR) END AS user_status,
  assignments.principal_state,
  pairs.provisioning_status
FROM account_assignments AS assignments
LEFT JOIN accounts ON assignments.account_id = accounts.account_id
LEFT JOIN permission_sets AS sets ON assignments.permission_set_arn = sets.permission_set_arn
LEFT JOIN users ON assignments.principal_id = users.user_id
LEFT JOIN groups ON assignments.principal_id = groups.group_id
LEFT JOIN permission_set_provisioning AS pairs
  ON assignments.permission_set_arn = pairs.permission_set_arn AND assignments.account_id = pairs.account_id
ORDER BY account_id, permission_set_arn, principal_type, principal_id
