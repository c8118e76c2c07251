-- title: Permission set is provisioned where nobody is assigned
-- severity: low
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_set_provisioning.assignments_state
-- reads: accounts, permission_sets
-- message: {name} is provisioned without any assignment in {list account_name|account_id}
-- why: The role is still in the account and nobody is meant to use it. It is left over from a removed assignment, or
--   was provisioned by mistake, and one new assignment brings it back to life unreviewed.
-- fix: Assign it to whom it was meant for, or remove it from the account.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListAccountsForProvisionedPermissionSet.html
SELECT
  pair.permission_set_arn,
  sets.permission_set_name,
  pair.account_id,
  accounts.account_name,
  accounts.ou_path
FROM permission_set_provisioning AS pair
LEFT JOIN permission_sets AS sets ON pair.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON pair.account_id = accounts.account_id
WHERE pair.assignments_state = 'none'
ORDER BY permission_set_arn, account_id
