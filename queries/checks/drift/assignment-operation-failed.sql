-- title: Latest attempt to create or delete an assignment failed
-- severity: medium
-- subject: principal
-- key: principal_type, principal_id
-- name: principal_name|principal_id
-- needs: operations.details_state
-- reads: accounts, permission_sets, users, groups
-- message: {name}: the latest request about {list permission_set_name|permission_set_arn} in {list account_name|account_id} failed: {list failure_reason|status}
-- why: Whoever asked believes that the access was given, or taken away. It was not: a deletion that failed leaves the
--   access in place.
-- fix: Remove the reason, then create or delete the assignment again.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_DescribeAccountAssignmentCreationStatus.html
--   https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_DescribeAccountAssignmentDeletionStatus.html
WITH requests AS (
  SELECT
    operation, request_id, status, failure_reason, account_id, permission_set_arn, principal_type, principal_id,
    created_date,
    COALESCE(REPLACE(created_date, 'Z', ''), '') || ' ' || CAST(request_id AS VARCHAR) AS moment
  FROM operations
  WHERE operation <> 'provision'
),
latest AS (
  SELECT principal_type, principal_id, permission_set_arn, account_id, MAX(moment) AS moment
  FROM requests
  GROUP BY principal_type, principal_id, permission_set_arn, account_id
)
SELECT
  requests.principal_type,
  requests.principal_id,
  CASE
    WHEN requests.principal_type = 'USER' THEN users.user_name
    WHEN requests.principal_type = 'GROUP' THEN groups.group_name
  END AS principal_name,
  requests.operation,
  requests.account_id,
  accounts.account_name,
  requests.permission_set_arn,
  sets.permission_set_name,
  requests.status,
  requests.failure_reason,
  requests.created_date,
  requests.request_id
FROM requests
INNER JOIN latest
  ON requests.principal_type = latest.principal_type
  AND requests.principal_id = latest.principal_id
  AND requests.permission_set_arn = latest.permission_set_arn
  AND requests.account_id = latest.account_id
  AND requests.moment = latest.moment
LEFT JOIN accounts ON requests.account_id = accounts.account_id
LEFT JOIN permission_sets AS sets ON requests.permission_set_arn = sets.permission_set_arn
LEFT JOIN users ON requests.principal_id = users.user_id
LEFT JOIN groups ON requests.principal_id = groups.group_id
WHERE requests.status = 'FAILED'
ORDER BY principal_type, principal_id, account_id, permission_set_arn
