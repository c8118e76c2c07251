-- title: Permissions boundary that lets everything through
-- severity: high
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_set_boundaries.boundary_effect_state
-- reads: accounts, permission_sets
-- message: {name}: its boundary {boundary_policy} lets everything through
-- why: The set looks bounded, and is not: its boundary allows every action on every resource, so that it limits nothing,
--   whatever policies the set has or gets.
-- fix: Attach a boundary that says what the set may have at most.
-- refs: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
SELECT
  boundaries.permission_set_arn,
  sets.permission_set_name,
  boundaries.boundary_policy,
  boundaries.account_id,
  accounts.account_name
FROM permission_set_boundaries AS boundaries
LEFT JOIN permission_sets AS sets ON boundaries.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON boundaries.account_id = accounts.account_id
WHERE boundaries.boundary_effect = 'lets_everything_through'
ORDER BY permission_set_arn, account_id
