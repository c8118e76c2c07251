use super::super::frame::FrameBuilder;
use super::{Table, list_gaps};
use crate::snapshot::Member;
use crate::snapshot::coverage::operation::LIST_INSTANCES;

/// The Identity Center instance.
pub const TABLE: Table = Table {
    name: "instances",
    doc: "The IAM Identity Center instance that was read: one row.",
    key: &["instance_arn"],
    parts: &[],
    build: |source| {
        let rows: Vec<_> = source.snapshot.instance.value().into_iter().collect();
        FrameBuilder::new("instances", &source.categories, rows.len())
            .id("instance_arn", "InstanceArn.", rows.iter().map(|row| Some(&*row.instance_arn)))
            .id("identity_store_id", "IdentityStoreId.", rows.iter().map(|row| row.identity_store_id.text()))
            .id(
                "owner_account_id",
                "The account that owns the instance.",
                rows.iter().map(|row| row.owner_account_id.text()),
            )
            .text("instance_name", "Name.", rows.iter().map(|row| row.name.text()))
            .id("instance_status", "Status.", rows.iter().map(|row| row.status.text()))
            .text(
                "created_date",
                "CreatedDate, RFC 3339 UTC.",
                rows.iter().map(|row| row.created_date.text()),
            )
            .finish()
    },
    gaps: |source| {
        let listed: Member<Vec<()>> = match source.snapshot.instance {
            Member::Absent => Member::Absent,
            _ => Member::Null,
        };
        list_gaps(source, &listed, &[LIST_INSTANCES], "the instance")
    },
};
