-- title: Boundary gaps: permission sets without a permissions boundary
-- needs: permission_sets.boundary_state
-- reads: permission_sets.details_state, permission_sets.provisioning_state, permission_sets.assignments_state
-- why: One row a permission set that is known to have no permissions boundary, with how far it reaches: accounts
--   where it is provisioned and principals that are assigned it (empty where that is unknown).
SELECT
  permission_set_arn,
  permission_set_name,
  session_duration,
  boundary_state,
  provisioned_account_count,
  provisioning_state,
  assigned_principal_count,
  assignments_state
FROM permission_sets
WHERE boundary_state = 'none'
ORDER BY permission_set_arn
