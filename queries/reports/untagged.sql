-- title: Permission sets without tags
-- needs: permission_sets.tags_state
-- reads: permission_sets.details_state, permission_sets.provisioning_state, permission_sets.assignments_state
-- why: One row a permission set that is known to have no tags, with how far it reaches (empty where that is unknown).
SELECT
  permission_set_arn,
  permission_set_name,
  description,
  created_date,
  tags_state,
  provisioned_account_count,
  provisioning_state,
  assigned_principal_count,
  assignments_state
FROM permission_sets
WHERE tags_state = 'none'
ORDER BY permission_set_arn
