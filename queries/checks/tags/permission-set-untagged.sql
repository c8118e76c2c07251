-- title: Permission set without tags
-- severity: low
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_sets.tags_state
-- message: {name} has no tags
-- why: Nobody can tell who owns the set, or who may decide about it in the next review.
-- fix: Tag it with its owner: `aws sso-admin tag-resource`.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/tagging.html
SELECT permission_set_arn, permission_set_name
FROM permission_sets
WHERE tags_state = 'none'
ORDER BY permission_set_arn
