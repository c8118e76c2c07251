-- title: Permission set lacks a required tag
-- severity: medium
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_sets.tags_state
-- reads: permission_set_tags
-- message: {name} lacks the required tag {list tag_key}
-- why: The tag keys under [tags] required in ssoscan.toml are the ones your reviews rely on.
-- fix: Add the tag: `aws sso-admin tag-resource`.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/tagging.html
SELECT wanted.permission_set_arn, wanted.permission_set_name, wanted.tag_key
FROM (
  SELECT sets.permission_set_arn, sets.permission_set_name, required.tag_key
  FROM permission_sets AS sets
  CROSS JOIN config_required_tags AS required
) AS wanted
LEFT JOIN (
  SELECT permission_set_arn, tag_key, TRUE AS is_there FROM permission_set_tags
) AS found
  ON wanted.permission_set_arn = found.permission_set_arn AND wanted.tag_key = found.tag_key
WHERE found.is_there IS NULL
ORDER BY permission_set_arn, tag_key
