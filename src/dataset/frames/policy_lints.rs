use super::super::frame::FrameBuilder;
use super::super::policies::{groups, kind_of};
use super::policy_statements::used;
use super::{Table, policy_statements};
use crate::policy::document::{Lint, lint, undefined_principal_tags};

/// What is odd in the policies that people wrote.
pub const TABLE: Table = Table {
    name: "policy_lints",
    doc: "One row a finding of `ssoscan policy lint` in an inline or customer managed policy of a permission set, or of \
          its boundary. AWS managed policies are AWS's to mend.",
    key: &[
        "permission_set_arn",
        "policy_use",
        "policy_name",
        "account_id",
        "statement_number",
        "lint",
        "what",
    ],
    build: |source| {
        let groups = groups(source);
        let used = used(&groups);
        let written = used.iter().filter(|used| kind_of(used.policy) != "aws_managed");
        let attributes = source.snapshot.access_control_attributes.value();
        let attributes = attributes
            .and_then(|attributes| attributes.instance_access_control_attribute_configuration.value())
            .map(|configuration| configuration.access_control_attributes.records())
            .unwrap_or_default();
        let defined: Vec<&str> = attributes.iter().map(|attribute| &*attribute.key).collect();
        // Where the attributes were not read, nobody knows which are defined.
        let knows_attributes = !source.snapshot.access_control_attributes.is_absent();
        let rows: Vec<_> = written
            .flat_map(|used| {
                let document = used.policy.document.as_deref();
                let mut found = document.map(lint).unwrap_or_default();
                if knows_attributes {
                    found.extend(
                        document
                            .map(|document| undefined_principal_tags(document, &defined))
                            .unwrap_or_default(),
                    );
                    found.sort();
                }
                found.into_iter().map(move |found: Lint| (used, found))
            })
            .collect();
        FrameBuilder::new("policy_lints", &source.symbols, rows.len())
            .id(
                "permission_set_arn",
                "PermissionSetArn.",
                rows.iter().map(|(used, _)| Some(used.permission_set_arn)),
            )
            .id(
                "policy_use",
                "`identity`, or `boundary` for the permissions boundary.",
                rows.iter().map(|(used, _)| Some(used.word())),
            )
            .id(
                "policy_kind",
                "`inline` or `customer_managed`.",
                rows.iter().map(|(used, _)| Some(kind_of(used.policy))),
            )
            .text(
                "policy_name",
                "`inline policy`, or path and name.",
                rows.iter().map(|(used, _)| Some(&used.policy.name)),
            )
            .id(
                "account_id",
                "The account of a customer managed policy.",
                rows.iter().map(|(used, _)| used.account_id),
            )
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
