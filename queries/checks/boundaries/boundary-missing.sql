-- title: Permission set without a permissions boundary
-- severity: medium
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_sets.boundary_state
-- message: {name} has no permissions boundary
-- why: A permissions boundary is the ceiling that holds whatever policies are attached later. Without one, each new
--   policy of the set is limited by nothing but service control policies.
-- fix: Attach a boundary: `aws sso-admin put-permissions-boundary-to-permission-set`, then provision the set.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetcustom.html
SELECT permission_set_arn, permission_set_name
FROM permission_sets
WHERE boundary_state = 'none'
ORDER BY permission_set_arn
