use super::super::frame::FrameBuilder;
use super::{Table, groups, list_gaps, sorted};
use crate::snapshot::coverage::Standing;
use crate::snapshot::coverage::operation::{LIST_GROUP_MEMBERSHIPS, LIST_GROUPS};
use crate::snapshot::v1::Group;

/// The group memberships.
pub const TABLE: Table = Table {
    name: "group_memberships",
    doc: "One row a user in a group. Groups whose members were not read have none here: see groups.members_state.",
    key: &["group_id", "user_id"],
    parts: &[],
    build: |source| {
        let rows = source.snapshot.group_memberships.records();
        FrameBuilder::new("group_memberships", &source.categories, rows.len())
            .symbols("group_id", "GroupId.", rows.iter().map(|row| Some(row.group)))
            .symbols("user_id", "UserId.", rows.iter().map(|row| Some(row.user)))
            .text(
                "created_at",
                "CreatedAt, RFC 3339 UTC.",
                rows.iter()
                    .map(|row| row.created_at.value().map(|time| time.unpack(source.snapshot.symbols))),
            )
            .finish()
    },
    gaps: |source| {
        let list = &source.snapshot.group_memberships;
        let mut gaps = list_gaps(source, list, &[LIST_GROUP_MEMBERSHIPS], "members");
        // A group that is not listed was not asked for its members.
        if matches!(source.knowledge.standing(LIST_GROUPS, &[]), Standing::Gap(_)) {
            gaps.extend((groups::TABLE.gaps)(source));
        }
        // `members_read: false` counts even where coverage is silent.
        let is_silent = |group: &&Group| {
            let standing = source.knowledge.standing(LIST_GROUP_MEMBERSHIPS, &[&group.group_id]);
            group.members_read.value() == Some(&false) && !matches!(standing, Standing::Gap(_))
        };
        let silent = sorted(&source.snapshot.groups).into_iter().filter(is_silent);
        gaps.extend(silent.map(|group| source.gap(&groups::MEMBERS, &[&group.group_id])));
        gaps
    },
};
