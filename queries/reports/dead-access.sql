-- title: Access that nobody can use or nobody has, each with what to do
-- needs: users.user_status_state, groups.members_state, deleted_principals, account_assignments.principal_state,
--   group_memberships, permission_set_provisioning.assignments_state
-- reads: accounts.account_status_state, permission_sets.assignments_state, permission_set_containment
-- why: What was left behind comes back to life: a user is enabled again, an account reopened, somebody joins an empty
--   group. A row is one user, group, account, permission set, or permission set in an account, with how many
--   assignments it concerns; of a duplicate set the other one beside it.
SELECT
  kind, subject_id, subject_name, account_id, account_name, permission_set_arn, permission_set_name, assignment_count,
  what_to_do
FROM (
  SELECT
    CASE WHEN principal_type = 'USER' THEN 'deleted-user' ELSE 'deleted-group' END AS kind,
    subject_id,
    subject_name,
    CAST(NULL AS VARCHAR) AS account_id,
    CAST(NULL AS VARCHAR) AS account_name,
    CAST(NULL AS VARCHAR) AS permission_set_arn,
    CAST(NULL AS VARCHAR) AS permission_set_name,
    CAST(assignment_count AS BIGINT) AS assignment_count,
    'Delete its assignments (DeleteAccountAssignment).' AS what_to_do
  FROM (
    SELECT principal_type, subject_id, subject_name, COUNT(*) AS assignment_count
    FROM (
      SELECT
        CAST(assignments.principal_type AS VARCHAR) AS principal_type,
        CAST(assignments.principal_id AS VARCHAR) AS subject_id,
        CAST(NULL AS VARCHAR) AS subject_name
      FROM deleted_principals AS principals
      INNER JOIN account_assignments AS assignments
        ON principals.principal_id = assignments.principal_id
        AND principals.principal_type = assignments.principal_type
    ) AS assigned
    GROUP BY principal_type, subject_id, subject_name
  ) AS counted
  UNION ALL
  SELECT
    'disabled-user' AS kind,
    subject_id,
    subject_name,
    CAST(NULL AS VARCHAR) AS account_id,
    CAST(NULL AS VARCHAR) AS account_name,
    CAST(NULL AS VARCHAR) AS permission_set_arn,
    CAST(NULL AS VARCHAR) AS permission_set_name,
    CAST(assignment_count AS BIGINT) AS assignment_count,
    'Remove the user from the groups and delete the direct assignments.' AS what_to_do
  FROM (
    SELECT subject_id, subject_name, COUNT(*) AS assignment_count
    FROM (
      SELECT CAST(users.user_id AS VARCHAR) AS subject_id, users.user_name AS subject_name
      FROM users
      INNER JOIN account_assignments AS assignments ON users.user_id = assignments.principal_id
      WHERE users.user_status = 'DISABLED' AND assignments.principal_type = 'USER'
      UNION ALL
      SELECT CAST(users.user_id AS VARCHAR) AS subject_id, users.user_name AS subject_name
      FROM users
      INNER JOIN group_memberships AS memberships ON users.user_id = memberships.user_id
      INNER JOIN account_assignments AS assignments ON memberships.group_id = assignments.principal_id
      WHERE
        users.user_status = 'DISABLED'
        AND assignments.principal_type = 'GROUP'
        AND assignments.principal_state <> 'none'
    ) AS assigned
    GROUP BY subject_id, subject_name
  ) AS counted
  UNION ALL
  SELECT
    'empty-group' AS kind,
    subject_id,
    subject_name,
    CAST(NULL AS VARCHAR) AS account_id,
    CAST(NULL AS VARCHAR) AS account_name,
    CAST(NULL AS VARCHAR) AS permission_set_arn,
    CAST(NULL AS VARCHAR) AS permission_set_name,
    CAST(assignment_count AS BIGINT) AS assignment_count,
    'Delete the assignments of the group, or the group.' AS what_to_do
  FROM (
    SELECT subject_id, subject_name, COUNT(*) AS assignment_count
    FROM (
      SELECT CAST(groups.group_id AS VARCHAR) AS subject_id, groups.group_name AS subject_name
      FROM groups
      INNER JOIN account_assignments AS assignments ON groups.group_id = assignments.principal_id
      WHERE groups.members_state = 'none' AND assignments.principal_type = 'GROUP'
    ) AS assigned
    GROUP BY subject_id, subject_name
  ) AS counted
  UNION ALL
  SELECT
    'closed-account' AS kind,
    subject_id,
    subject_name,
    subject_id AS account_id,
    subject_name AS account_name,
    CAST(NULL AS VARCHAR) AS permission_set_arn,
    CAST(NULL AS VARCHAR) AS permission_set_name,
    CAST(assignment_count AS BIGINT) AS assignment_count,
    'Delete the assignments in the account: it can be reopened for 90 days.' AS what_to_do
  FROM (
    SELECT subject_id, subject_name, COUNT(*) AS assignment_count
    FROM (
      SELECT CAST(accounts.account_id AS VARCHAR) AS subject_id, accounts.account_name AS subject_name
      FROM accounts
      INNER JOIN account_assignments AS assignments ON accounts.account_id = assignments.account_id
      WHERE accounts.account_status IN ('SUSPENDED', 'PENDING_CLOSURE', 'CLOSED')
    ) AS assigned
    GROUP BY subject_id, subject_name
  ) AS counted
  UNION ALL
  SELECT
    'provisioned-unassigned' AS kind,
    CAST(pairs.permission_set_arn AS VARCHAR) AS subject_id,
    sets.permission_set_name AS subject_name,
    CAST(pairs.account_id AS VARCHAR) AS account_id,
    accounts.account_name,
    CAST(pairs.permission_set_arn AS VARCHAR) AS permission_set_arn,
    sets.permission_set_name,
    CAST(0 AS BIGINT) AS assignment_count,
    'Assign it to whom it was meant for, or remove it from the account.' AS what_to_do
  FROM permission_set_provisioning AS pairs
  LEFT JOIN permission_sets AS sets ON pairs.permission_set_arn = sets.permission_set_arn
  LEFT JOIN accounts ON pairs.account_id = accounts.account_id
  WHERE pairs.assignments_state = 'none'
  UNION ALL
  SELECT
    'permission-set-unassigned' AS kind,
    CAST(permission_set_arn AS VARCHAR) AS subject_id,
    permission_set_name AS subject_name,
    CAST(NULL AS VARCHAR) AS account_id,
    CAST(NULL AS VARCHAR) AS account_name,
    CAST(permission_set_arn AS VARCHAR) AS permission_set_arn,
    permission_set_name,
    CAST(0 AS BIGINT) AS assignment_count,
    'Delete the permission set, unless it is kept for emergencies.' AS what_to_do
  FROM permission_sets
  WHERE assignments_state = 'none'
  UNION ALL
  SELECT
    'duplicate-permission-set' AS kind,
    same.subject_id,
    sets.permission_set_name AS subject_name,
    CAST(NULL AS VARCHAR) AS account_id,
    CAST(NULL AS VARCHAR) AS account_name,
    same.permission_set_arn,
    others.permission_set_name,
    CAST(sets.assigned_principal_count AS BIGINT) AS assignment_count,
    'It allows the same as the other set: keep one of them.' AS what_to_do
  FROM (
    SELECT subject_id, MIN(permission_set_arn) AS permission_set_arn
    FROM (
      SELECT
        CAST(one.permission_set_arn AS VARCHAR) AS subject_id,
        CAST(other.permission_set_arn AS VARCHAR) AS permission_set_arn
      FROM permission_set_containment AS one
      INNER JOIN permission_set_containment AS other
        ON one.within_permission_set_arn = other.permission_set_arn
        AND one.permission_set_arn = other.within_permission_set_arn
    ) AS equal
    WHERE subject_id > permission_set_arn
    GROUP BY subject_id
  ) AS same
  LEFT JOIN (
    SELECT CAST(permission_set_arn AS VARCHAR) AS arn, permission_set_name, assigned_principal_count FROM permission_sets
  ) AS sets ON same.subject_id = sets.arn
  LEFT JOIN (
    SELECT CAST(permission_set_arn AS VARCHAR) AS arn, permission_set_name FROM permission_sets
  ) AS others ON same.permission_set_arn = others.arn
) AS dead
ORDER BY kind, subject_id, account_id, permission_set_arn
