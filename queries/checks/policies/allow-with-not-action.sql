-- title: Policy that allows everything but what it names
-- severity: medium
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: policy_lints, policy_statements.document_state
-- reads: accounts, permission_sets
-- message: {name}: {policy_name} allows with NotAction
-- why: Allow with NotAction grants every action but those named, also those of services that AWS has not made yet.
-- fix: Name what is granted with Action.
-- refs: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
SELECT
  lints.permission_set_arn,
  sets.permission_set_name,
  lints.policy_use,
  lints.policy_name,
  lints.statement_number,
  lints.sid,
  lints.lint,
  lints.what,
  lints.account_id,
  accounts.account_name
FROM policy_lints AS lints
LEFT JOIN permission_sets AS sets ON lints.permission_set_arn = sets.permission_set_arn
LEFT JOIN accounts ON lints.account_id = accounts.account_id
WHERE lints.lint = 'allow-not-action' AND lints.policy_use = 'identity'
ORDER BY permission_set_arn, policy_use, policy_name, account_id, statement_number, lint, what
