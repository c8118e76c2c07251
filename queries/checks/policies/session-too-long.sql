-- title: Permission set with long sessions
-- severity: low
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_sets.details_state
-- message: {name} lets a session last {session_duration}
-- why: Whoever takes over a session has it for that long; a user who is disabled keeps theirs until it ends. Eight hours
--   are taken for the most, unless the configuration says otherwise.
-- fix: Shorten SessionDuration.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html
SELECT sets.permission_set_arn, sets.permission_set_name, sets.session_duration, sets.session_minutes
FROM permission_sets AS sets
CROSS JOIN config_sessions
WHERE sets.session_minutes > config_sessions.longest_minutes
ORDER BY permission_set_arn
