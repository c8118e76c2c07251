use super::super::frame::{FrameBuilder, Part};
use super::{Table, sorted};
use crate::snapshot::coverage::operation::{GET_POLICY, GET_POLICY_VERSION};

const DOCUMENT: Part = Part {
    state: "document_state",
    words: "document",
    of: &["policy_arn"],
    operations: &[GET_POLICY_VERSION, GET_POLICY],
    covers: &["document"],
    follows: &[],
    reason: None,
};

/// The AWS managed policies.
pub const TABLE: Table = Table {
    name: "managed_policies",
    doc: "One row an AWS managed policy that a permission set or a permissions boundary names.",
    key: &["policy_arn"],
    parts: &[DOCUMENT],
    build: |source| {
        let rows = sorted(&source.snapshot.managed_policies);
        FrameBuilder::new("managed_policies", &source.categories, rows.len())
            .id("policy_arn", "Arn.", rows.iter().map(|row| Some(&*row.arn)))
            .text(
                "default_version_id",
                "DefaultVersionId.",
                rows.iter().map(|row| row.default_version_id.text()),
            )
            .text("update_date", "UpdateDate, RFC 3339 UTC.", rows.iter().map(|row| row.update_date.text()))
            .text("document", "The text of the default version.", rows.iter().map(|row| row.document.text()))
            .state(
                DOCUMENT,
                "Whether the document was read (GetPolicyVersion).",
                rows.iter().map(|row| row.document.state()),
            )
            .finish()
    },
    gaps: |source| {
        // IAM is asked for customer managed policies too: those have an account in their ARN.
        let is_aws_managed = |ids: &[&str]| ids.iter().any(|id| id.contains(":aws:policy/"));
        let absent = source.snapshot.managed_policies.is_absent();
        let describe = |ids: &[&str]| source.describe(ids);
        source.knowledge.gaps(&[GET_POLICY], "AWS managed policies", absent, is_aws_managed, describe)
    },
};
