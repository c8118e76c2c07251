-- title: Permission set has a tag value that is not allowed
-- severity: medium
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_sets.tags_state
-- reads: permission_set_tags
-- message: {name} has a tag value that is not allowed: {list tag}
-- why: Reports and policies that select by this tag pass the set over: its value is not one of those under
--   [tags.allowed] in ssoscan.toml.
-- fix: Correct the value, or add it to the configuration.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/tagging.html
SELECT
  tags.permission_set_arn,
  sets.permission_set_name,
  tags.tag_key,
  tags.tag_value,
  tags.tag_key || '=' || COALESCE(tags.tag_value, '') AS tag
FROM permission_set_tags AS tags
INNER JOIN (SELECT DISTINCT tag_key FROM config_allowed_tag_values) AS limited ON tags.tag_key = limited.tag_key
INNER JOIN permission_sets AS sets ON tags.permission_set_arn = sets.permission_set_arn
LEFT JOIN (
  SELECT tag_key, tag_value, TRUE AS is_allowed FROM config_allowed_tag_values
) AS allowed ON tags.tag_key = allowed.tag_key AND tags.tag_value = allowed.tag_value
WHERE allowed.is_allowed IS NULL
ORDER BY permission_set_arn, tag_key, tag_value
