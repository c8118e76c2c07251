use super::super::frame::FrameBuilder;
use super::{Table, list_gaps, sorted};
use crate::snapshot::coverage::operation::LIST_DELEGATED_ADMINISTRATORS;

/// The delegated administrators.
pub const TABLE: Table = Table {
    name: "delegated_administrators",
    doc: "One row an account that may administer IAM Identity Center in place of the management account.",
    key: &["account_id"],
    parts: &[],
    build: |source| {
        let rows = sorted(&source.snapshot.delegated_administrators);
        FrameBuilder::new("delegated_administrators", &source.categories, rows.len())
            .id("account_id", "Id.", rows.iter().map(|row| Some(&*row.id)))
            .text("account_name", "Name.", rows.iter().map(|row| row.name.text()))
            .text(
                "delegation_enabled_date",
                "DelegationEnabledDate, RFC 3339 UTC.",
                rows.iter().map(|row| row.delegation_enabled_date.text()),
            )
            .finish()
    },
    gaps: |source| {
        let list = &source.snapshot.delegated_administrators;
        list_gaps(source, list, &[LIST_DELEGATED_ADMINISTRATORS], "delegated administrators")
    },
};
