-- title: Latest attempt to provision a permission set failed
-- severity: medium
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: operations.details_state
-- reads: accounts, permission_sets
-- message: {name} could not be provisioned to {list target}: {list failure_reason|status}
-- why: Whoever edited the set believes that the edit is in force. In these accounts it is not: people there work with
--   what was provisioned before, or with nothing.
-- fix: Remove the reason, then provision the set again: `aws sso-admin provision-permission-set`.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_DescribePermissionSetProvisioningStatus.html
WITH requests AS (
  SELECT
    permission_set_arn, account_id, request_id, status, failure_reason, created_date,
    COALESCE(CAST(account_id AS VARCHAR), '') AS target,
    COALESCE(REPLACE(created_date, 'Z', ''), '') || ' ' || CAST(request_id AS VARCHAR) AS moment
  FROM operations
  WHERE operation = 'provision'
),
latest AS (
  SELECT permission_set_arn, target, MAX(moment) AS moment FROM requests GROUP BY permission_set_arn, target
)
SELECT
  requests.permission_set_arn,
  sets.permission_set_name,
  requests.account_id,
  accounts.account_name,
  CASE
    WHEN requests.target = '' THEN 'all accounts that have it'
    ELSE COALESCE(accounts.account_name, requests.target)
  END AS target,
  requests.status,
  requests.failure_reason,
  requests.created_date,
  requests.request_id
FROM requests
INNER JOIN latest
  ON requests.permission_set_arn = latest.permission_set_arn
  AND requests.target = latest.target
  AND requests.moment = latest.moment
LEFT JOIN (
  SELECT permission_set_arn, moment FROM latest WHERE target = ''
) AS everywhere ON requests.permission_set_arn = everywhere.permission_set_arn
LEFT JOIN permission_sets AS sets ON requests.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON requests.account_id = accounts.account_id
WHERE requests.status = 'FAILED' AND COALESCE(everywhere.moment, '') <= requests.moment
ORDER BY permission_set_arn, account_id, request_id
