use super::super::frame::FrameBuilder;
use super::{Table, list_gaps, sorted};
use crate::snapshot::coverage::operation::LIST_REGIONS;

/// The Regions of the instance.
pub const TABLE: Table = Table {
    name: "regions",
    doc: "One row a Region that the instance is in.",
    key: &["region_name"],
    parts: &[],
    build: |source| {
        let rows = sorted(&source.snapshot.regions);
        FrameBuilder::new("regions", &source.categories, rows.len())
            .id("region_name", "RegionName.", rows.iter().map(|row| Some(&*row.region_name)))
            .id("region_status", "Status.", rows.iter().map(|row| row.status.text()))
            .text("added_date", "AddedDate, RFC 3339 UTC.", rows.iter().map(|row| row.added_date.text()))
            .id(
                "is_primary_region",
                "`true` or `false`.",
                rows.iter().map(|row| {
                    row.is_primary_region.value().map(|primary| if *primary { "true" } else { "false" })
                }),
            )
            .finish()
    },
    gaps: |source| list_gaps(source, &source.snapshot.regions, &[LIST_REGIONS], "Regions"),
};
