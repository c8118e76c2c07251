use rustc_hash::FxHashSet;

use super::super::frame::{FrameBuilder, Part};
use super::{Table, list_gaps, sorted};
use crate::snapshot::coverage::operation::{LIST_GROUP_MEMBERSHIPS, LIST_GROUPS};
use crate::snapshot::{State, Symbol};

/// Who is in the group.
pub const MEMBERS: Part = Part {
    state: "members_state",
    words: "members",
    of: &["group_id"],
    operations: &[LIST_GROUP_MEMBERSHIPS],
    covers: &[],
    follows: &[],
    reason: None,
};

/// The groups.
pub const TABLE: Table = Table {
    name: "groups",
    doc: "One row a group of the identity store.",
    key: &["group_id"],
    parts: &[MEMBERS],
    build: |source| {
        let groups = sorted(&source.snapshot.groups);
        let memberships = &source.snapshot.group_memberships;
        let with_members: FxHashSet<Symbol> = memberships.records().iter().map(|row| row.group).collect();
        let has_members =
            |id: &str| source.snapshot.symbols.find(id).is_some_and(|group| with_members.contains(&group));
        FrameBuilder::new("groups", &source.categories, groups.len())
            .id("group_id", "GroupId.", groups.iter().map(|group| Some(&*group.group_id)))
            .text("group_name", "DisplayName.", groups.iter().map(|group| group.display_name.text()))
            .text("description", "Description.", groups.iter().map(|group| group.description.text()))
            .text(
                "created_at",
                "CreatedAt, RFC 3339 UTC.",
                groups.iter().map(|group| group.created_at.text()),
            )
            .state(
                MEMBERS,
                "Whether the group has members: `none` only where they were all read.",
                groups.iter().map(|group| {
                    let read = group.members_read.value() != Some(&false)
                        && source.knowledge.absence_is_known(
                            memberships,
                            &[LIST_GROUP_MEMBERSHIPS],
                            &[&group.group_id],
                        );
                    match (read, has_members(&group.group_id)) {
                        (false, _) => State::Unknown,
                        (true, true) => State::Known,
                        (true, false) => State::None,
                    }
                }),
            )
            .finish()
    },
    gaps: |source| list_gaps(source, &source.snapshot.groups, &[LIST_GROUPS], "groups"),
};
