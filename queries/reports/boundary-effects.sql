-- title: What permissions boundaries take away
-- needs: permission_set_boundaries
-- reads: permission_set_boundaries.boundary_effect_state, permission_sets, accounts
-- why: One row a permission set with a boundary, and account. What the boundary cuts are dead grants, which no request can
--   use; a boundary that cuts nothing may be wider than it need be.
SELECT
  boundaries.permission_set_arn,
  sets.permission_set_name,
  boundaries.account_id,
  accounts.account_name,
  boundaries.boundary_policy,
  boundaries.boundary_effect,
  boundaries.cut_actions,
  boundaries.cut_action,
  boundaries.cut_resource,
  boundaries.doubts
FROM permission_set_boundaries AS boundaries
LEFT JOIN permission_sets AS sets ON boundaries.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON boundaries.account_id = accounts.account_id
ORDER BY permission_set_arn, account_id
