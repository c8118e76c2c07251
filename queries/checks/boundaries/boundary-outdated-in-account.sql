-- title: Permissions boundary may not be on the role yet
-- severity: medium
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_sets.boundary_state, permission_set_provisioning.provisioning_status_state
-- reads: accounts
-- message: {name} has a boundary, and an older version of the set in {list account_name|account_id}
-- why: A boundary reaches the role in an account only when the set is provisioned there. Where an older version is, the
--   role may have another boundary or none, although the set looks bounded.
-- fix: Provision the set again: `aws sso-admin provision-permission-set --target-type ALL_PROVISIONED_ACCOUNTS`.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ProvisionPermissionSet.html
SELECT
  sets.permission_set_arn,
  sets.permission_set_name,
  sets.boundary_kind,
  sets.boundary_policy,
  pair.account_id,
  accounts.account_name,
  pair.provisioning_status
FROM permission_sets AS sets
INNER JOIN permission_set_provisioning AS pair ON sets.permission_set_arn = pair.permission_set_arn
LEFT JOIN accounts ON pair.account_id = accounts.account_id
WHERE sets.boundary_state = 'known' AND pair.provisioning_status = 'LATEST_PERMISSION_SET_NOT_PROVISIONED'
ORDER BY permission_set_arn, account_id
