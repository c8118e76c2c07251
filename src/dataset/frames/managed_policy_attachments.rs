use super::super::frame::FrameBuilder;
use super::{Table, permission_sets, sorted};

/// The AWS managed policies of permission sets.
pub const TABLE: Table = Table {
    name: "managed_policy_attachments",
    doc: "One row an AWS managed policy attached to a permission set. Sets whose attachments are unknown have none \
          here: see permission_sets.managed_policies_state.",
    key: &["permission_set_arn", "policy_arn"],
    parts: &[],
    build: |source| {
        let sets = sorted(&source.snapshot.permission_sets);
        let rows: Vec<_> = sets
            .iter()
            .flat_map(|set| {
                sorted(&set.managed_policies).into_iter().map(|policy| (&*set.permission_set_arn, policy))
            })
            .collect();
        FrameBuilder::new("managed_policy_attachments", &source.categories, rows.len())
            .id("permission_set_arn", "PermissionSetArn.", rows.iter().map(|(set, _)| Some(*set)))
            .id(
                "policy_arn",
                "Arn of the AWS managed policy.",
                rows.iter().map(|(_, policy)| Some(&*policy.arn)),
            )
            .text("policy_name", "Name.", rows.iter().map(|(_, policy)| policy.name.text()))
            .finish()
    },
    gaps: |source| {
        permission_sets::gaps_of_part(source, &permission_sets::MANAGED_POLICIES, |set| {
            set.managed_policies.list_state()
        })
    },
};
