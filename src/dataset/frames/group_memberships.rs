use super::super::frame::FrameBuilder;
use super::{Table, list_gaps, sorted};
use crate::model::NotEvaluated;
use crate::snapshot::coverage::operation::LIST_GROUP_MEMBERSHIPS;

/// The group memberships.
pub const TABLE: Table = Table {
    name: "group_memberships",
    doc: "One row a user in a group. Groups whose members were not read have none here: see groups.members_state.",
    key: &["group_id", "user_id"],
    subject: "membership",
    label: &["group_id"],
    build: |source| {
        let rows = sorted(&source.snapshot.group_memberships);
        FrameBuilder::new("group_memberships", &source.symbols, rows.len())
            .id("group_id", "GroupId.", rows.iter().map(|row| Some(&*row.group_id)))
            .id("user_id", "UserId.", rows.iter().map(|row| Some(&*row.user_id)))
            .text("created_at", "CreatedAt, RFC 3339 UTC.", rows.iter().map(|row| row.created_at.text()))
            .finish()
    },
    gaps: |source| {
        let list = &source.snapshot.group_memberships;
        let mut gaps = list_gaps(source, list, &[LIST_GROUP_MEMBERSHIPS], "members");
        // `members_read: false` counts even where coverage is silent.
        for group in sorted(&source.snapshot.groups) {
            let what = format!("members of {}", source.name(&group.group_id));
            if group.members_read.value() == Some(&false) && !gaps.iter().any(|gap| gap.what == what) {
                let (why, asked_for) = source.knowledge.why(&[LIST_GROUP_MEMBERSHIPS], &[&group.group_id]);
                gaps.push(NotEvaluated { what, why, asked_for });
            }
        }
        gaps
    },
};
