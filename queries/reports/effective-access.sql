-- title: Who reaches what, in SQL: the paths of the report access without their names and status
-- needs: account_assignments, group_memberships
-- why: A row is a path that leads a user to a permission set in an account: an assignment to the user, or an
--   assignment to a group and the user's membership in it. The report `access` has the same rows with names, and
--   holds none of them in memory; this one is to be read, joined and checked against.
SELECT
  assignments.principal_id AS user_id,
  assignments.account_id,
  assignments.permission_set_arn,
  'direct' AS path,
  CAST(NULL AS VARCHAR) AS group_id
FROM account_assignments AS assignments
WHERE assignments.principal_type = 'USER'
UNION ALL
SELECT
  memberships.user_id,
  assignments.account_id,
  assignments.permission_set_arn,
  'group' AS path,
  CAST(memberships.group_id AS VARCHAR) AS group_id
FROM account_assignments AS assignments
INNER JOIN group_memberships AS memberships ON assignments.principal_id = memberships.group_id
WHERE assignments.principal_type = 'GROUP'
ORDER BY user_id, account_id, permission_set_arn, path, group_id
