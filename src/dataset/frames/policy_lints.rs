use rayon::prelude::*;

use super::super::frame::FrameBuilder;
use super::policy_statements::{Used, policy_columns, used};
use super::{Table, policy_statements};
use crate::policy::document::{Document, Lint, lint, undefined_principal_tags};
use crate::policy::evaluate::PolicyKind;

/// What is odd in the policies that people wrote.
pub const TABLE: Table = Table {
    name: "policy_lints",
    doc: "One row a finding of `ssoscan policy lint` in an inline or customer managed policy of a permission set, or of \
          its boundary. AWS managed policies are AWS's to mend. \
          `principal-tag-undefined` is found only where the instance's attributes for access control were read.",
    key: &[
        "permission_set_arn",
        "policy_use",
        "policy_name",
        "account_id",
        "statement_number",
        "lint",
        "what",
    ],
    parts: &[],
    build: |source| {
        let used = used(source.groups());
        let written = used.par_iter().filter(|used| used.policy.kind != Some(PolicyKind::AwsManaged));
        let attributes = source.snapshot.access_control_attributes.value();
        let attributes = attributes
            .and_then(|attributes| attributes.instance_access_control_attribute_configuration.value())
            .map(|configuration| configuration.access_control_attributes.records())
            .unwrap_or_default();
        let defined: Vec<&str> = attributes.iter().map(|attribute| &*attribute.key).collect();
        // Where the attributes were not read, nobody knows which are defined.
        let knows_attributes = !source.snapshot.access_control_attributes.is_absent();
        let lints_of = |document: &Document| {
            let mut found = lint(document);
            if knows_attributes {
                found.extend(undefined_principal_tags(document, &defined));
                found.sort();
            }
            found
        };
        let rows: Vec<(&Used, Lint)> = written
            .flat_map_iter(|used| {
                let found = used.policy.document.as_deref().map(lints_of).unwrap_or_default();
                found.into_iter().map(move |found| (used, found))
            })
            .collect();
        policy_columns(FrameBuilder::new("policy_lints", &source.categories, rows.len()), &rows)
            .integer(
                "statement_number",
                "From 1; empty where it is about the document.",
                rows.iter().map(|(_, found)| found.statement.map(|place| place as u64 + 1)),
            )
            .text("sid", "Sid.", rows.iter().map(|(_, found)| found.sid.as_deref()))
            .id(
                "lint",
                "The rule: `ssoscan policy lint --list`.",
                rows.iter().map(|(_, found)| Some(found.id)),
            )
            .id(
                "severity",
                "Its severity.",
                rows.iter().map(|(_, found)| found.rule().map(|rule| rule.severity.as_str())),
            )
            .text("what", "What was found.", rows.iter().map(|(_, found)| Some(&found.what)))
            .finish()
    },
    gaps: |source| (policy_statements::TABLE.gaps)(source),
};
