use super::super::frame::FrameBuilder;
use super::{Table, permission_sets, sorted};

/// The tags of permission sets.
pub const TABLE: Table = Table {
    name: "permission_set_tags",
    doc: "One row a tag of a permission set. Sets whose tags are unknown have none here: see permission_sets.tags_state.",
    key: &["permission_set_arn", "tag_key"],
    parts: &[],
    build: |source| {
        let sets = sorted(&source.snapshot.permission_sets);
        let rows: Vec<_> = sets
            .iter()
            .flat_map(|set| sorted(&set.tags).into_iter().map(|tag| (&*set.permission_set_arn, tag)))
            .collect();
        FrameBuilder::new("permission_set_tags", &source.categories, rows.len())
            .id("permission_set_arn", "PermissionSetArn.", rows.iter().map(|(set, _)| Some(*set)))
            .text("tag_key", "Key.", rows.iter().map(|(_, tag)| Some(&*tag.key)))
            .text("tag_value", "Value.", rows.iter().map(|(_, tag)| tag.value.text()))
            .finish()
    },
    gaps: |source| permission_sets::gaps_of_part(source, &permission_sets::TAGS, |set| set.tags.list_state()),
};
