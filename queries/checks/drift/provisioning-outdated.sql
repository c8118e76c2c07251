-- title: Latest version of a permission set is not provisioned
-- severity: medium
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_set_provisioning.provisioning_status_state
-- reads: accounts, permission_sets
-- message: {name}: its latest version is not provisioned to {list account_name|account_id}
-- why: Editing a permission set does not reach the accounts that have it: until it is provisioned again, people
--   there work with the old policies, the old session duration and the old permissions boundary.
-- fix: Provision the set again: `aws sso-admin provision-permission-set --target-type ALL_PROVISIONED_ACCOUNTS`.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ProvisionPermissionSet.html
SELECT
  pair.permission_set_arn,
  sets.permission_set_name,
  pair.account_id,
  accounts.account_name,
  accounts.ou_path,
  pair.provisioning_status
FROM permission_set_provisioning AS pair
LEFT JOIN permission_sets AS sets ON pair.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON pair.account_id = accounts.account_id
WHERE pair.provisioning_status = 'LATEST_PERMISSION_SET_NOT_PROVISIONED'
ORDER BY permission_set_arn, account_id
