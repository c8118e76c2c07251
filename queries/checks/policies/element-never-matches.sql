-- title: Policy with an element that does not do what it says
-- severity: medium
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: policy_lints, policy_statements.document_state
-- reads: accounts, permission_sets
-- message: {name}: in {policy_name} {what}
-- why: AWS accepts the element and it matches nothing: what the policy seems to grant or forbid is neither. In NotAction it
--   leaves nothing out.
-- fix: Correct the element: `ssoscan policy lint` says how.
-- refs: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
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
WHERE lints.lint IN (
  'element-never-matches', 'not-action-matches-everything', 'resource-needs-wildcard', 'variable-in-2008', 'variable-malformed'
)
ORDER BY permission_set_arn, policy_use, policy_name, account_id, statement_number, lint, what
