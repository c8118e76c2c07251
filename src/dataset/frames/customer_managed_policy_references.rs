use super::super::frame::FrameBuilder;
use super::{Table, permission_sets, sorted};

/// The customer managed policies that permission sets name.
pub const TABLE: Table = Table {
    name: "customer_managed_policy_references",
    doc: "One row a customer managed policy that a permission set names; the policy itself lives in each account. Sets \
          whose references are unknown have none here: see permission_sets.customer_managed_policies_state.",
    key: &["permission_set_arn", "policy_path", "policy_name"],
    parts: &[],
    build: |source| {
        let sets = sorted(&source.snapshot.permission_sets);
        let rows: Vec<_> = sets
            .iter()
            .flat_map(|set| {
                let policies = sorted(&set.customer_managed_policy_references);
                policies.into_iter().map(|policy| (&*set.permission_set_arn, policy))
            })
            .collect();
        FrameBuilder::new("customer_managed_policy_references", &source.categories, rows.len())
            .id("permission_set_arn", "PermissionSetArn.", rows.iter().map(|(set, _)| Some(*set)))
            .text(
                "policy_path",
                "Path.",
                rows.iter().map(|(_, policy)| Some(policy.path.text().unwrap_or("/"))),
            )
            .text("policy_name", "Name.", rows.iter().map(|(_, policy)| Some(&*policy.name)))
            .finish()
    },
    gaps: |source| {
        permission_sets::gaps_of_part(source, &permission_sets::CUSTOMER_MANAGED_POLICIES, |set| {
            set.customer_managed_policy_references.list_state()
        })
    },
};
