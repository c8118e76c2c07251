use super::super::frame::{FrameBuilder, Part};
use super::{Table, list_gaps, sorted};
use crate::snapshot::coverage::operation::{ASSUME_ROLE, GET_POLICY, GET_POLICY_VERSION};

const POLICY: Part = Part {
    state: "policy_state",
    words: "customer managed policy",
    of: &["policy_name", "account_id"],
    operations: &[GET_POLICY, GET_POLICY_VERSION, ASSUME_ROLE],
    covers: &["document"],
    follows: &[],
    reason: None,
};

/// The customer managed policies in the accounts.
pub const TABLE: Table = Table {
    name: "customer_managed_policies",
    doc: "One row an account and a customer managed policy that should be there, because a permission set that is \
          provisioned there names it. Only where the collector was asked to look into the accounts.",
    key: &["account_id", "policy_path", "policy_name"],
    parts: &[POLICY],
    build: |source| {
        let rows = sorted(&source.snapshot.customer_managed_policies);
        FrameBuilder::new("customer_managed_policies", &source.categories, rows.len())
            .id("account_id", "The account.", rows.iter().map(|row| Some(&*row.account_id)))
            .text("policy_path", "Path.", rows.iter().map(|row| Some(&*row.path)))
            .text("policy_name", "Name.", rows.iter().map(|row| Some(&*row.name)))
            .text("document", "The text of the default version.", rows.iter().map(|row| row.document.text()))
            .state(
                POLICY,
                "Whether the account has the policy: `none` where IAM said that there is no such policy.",
                rows.iter().map(|row| row.document.state()),
            )
            .finish()
    },
    gaps: |source| {
        let list = &source.snapshot.customer_managed_policies;
        list_gaps(source, list, &[ASSUME_ROLE], "customer managed policies")
    },
};
