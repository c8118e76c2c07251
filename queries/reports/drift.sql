-- title: Unprovisioned drift: pairs that are not as they should be
-- needs: permission_set_provisioning
-- reads: permission_sets.details_state, accounts.ou_path_state, permission_set_provisioning.provisioning_status_state, permission_set_provisioning.assignments_state
-- why: One row a permission set and account whose latest version is not provisioned (outdated), where nobody is
--   assigned any more (unassigned), or both.
SELECT
  pair.permission_set_arn,
  sets.permission_set_name,
  pair.account_id,
  accounts.account_name,
  accounts.ou_path,
  CASE
    WHEN pair.provisioning_status = 'LATEST_PERMISSION_SET_NOT_PROVISIONED' AND pair.assignments_state = 'none'
      THEN 'outdated, unassigned'
    WHEN pair.provisioning_status = 'LATEST_PERMISSION_SET_NOT_PROVISIONED' THEN 'outdated'
    ELSE 'unassigned'
  END AS drift,
  pair.provisioning_status,
  pair.provisioning_status_state,
  pair.assignments_state
FROM permission_set_provisioning AS pair
LEFT JOIN permission_sets AS sets ON pair.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON pair.account_id = accounts.account_id
WHERE pair.provisioning_status = 'LATEST_PERMISSION_SET_NOT_PROVISIONED' OR pair.assignments_state = 'none'
ORDER BY permission_set_arn, account_id
