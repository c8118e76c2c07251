-- title: Permission set whose policies are near AWS's limits
-- severity: info
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_sets.inline_policy_state, permission_sets.managed_policies_state,
--   permission_sets.customer_managed_policies_state
-- message: {name} has {policies} policies and {inline_policy_characters} characters of inline policy
-- why: A set has at most 20 policies, of which a role takes 10 unless the account's quota is raised, and an inline policy at
--   most 10,240 characters without blanks. The next change fails, or fails in some accounts alone.
-- fix: Join policies, or split the set.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html
SELECT
  permission_set_arn,
  permission_set_name,
  managed_policy_count + customer_managed_policy_count AS policies,
  COALESCE(inline_policy_characters, 0) AS inline_policy_characters
FROM permission_sets
WHERE managed_policy_count + customer_managed_policy_count > 9 OR inline_policy_characters > 9216
ORDER BY permission_set_arn
