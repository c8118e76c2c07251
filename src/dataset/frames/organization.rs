use super::super::frame::FrameBuilder;
use super::{Table, gaps_of_steps};
use crate::snapshot::coverage::operation::DESCRIBE_ORGANIZATION;

/// The organization.
pub const TABLE: Table = Table {
    name: "organization",
    doc: "The organization: one row, or none where the account is in none.",
    key: &["organization_id"],
    parts: &[],
    build: |source| {
        let rows: Vec<_> = source.snapshot.organization.value().into_iter().collect();
        FrameBuilder::new("organization", &source.categories, rows.len())
            .id("organization_id", "Id.", rows.iter().map(|row| Some(&*row.id)))
            .id(
                "management_account_id",
                "MasterAccountId: the management account.",
                rows.iter().map(|row| row.master_account_id.text()),
            )
            .id("feature_set", "ALL or CONSOLIDATED_BILLING.", rows.iter().map(|row| row.feature_set.text()))
            .finish()
    },
    gaps: |source| {
        let absent = source.snapshot.organization.is_absent();
        gaps_of_steps(source, absent, &[DESCRIBE_ORGANIZATION], "the organization")
    },
};
