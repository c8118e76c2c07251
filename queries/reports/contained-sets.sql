-- title: Permission sets that allow no more than another
-- needs: permission_set_containment
-- reads: permission_sets, policy_statements.document_state
-- why: One row two permission sets where everything that the first allows the second allows too. Who has both needs only
--   the second; two that are within each other are one set under two names.
SELECT
  containment.permission_set_arn,
  inner_sets.permission_set_name,
  containment.within_permission_set_arn,
  outer_sets.permission_set_name AS within_permission_set_name
FROM permission_set_containment AS containment
LEFT JOIN permission_sets AS inner_sets ON containment.permission_set_arn = inner_sets.permission_set_arn
LEFT JOIN permission_sets AS outer_sets ON containment.within_permission_set_arn = outer_sets.permission_set_arn
ORDER BY permission_set_arn, within_permission_set_arn
