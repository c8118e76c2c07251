use super::super::frame::FrameBuilder;
use super::{Table, accounts, sorted};
use crate::snapshot::State;

/// The tags of accounts.
pub const TABLE: Table = Table {
    name: "account_tags",
    doc: "One row a tag of an account. Accounts whose tags are unknown have none here: see accounts.tags_state.",
    key: &["account_id", "tag_key"],
    parts: &[],
    build: |source| {
        let rows: Vec<_> = sorted(&source.snapshot.accounts)
            .into_iter()
            .flat_map(|account| sorted(&account.tags).into_iter().map(|tag| (&*account.id, tag)))
            .collect();
        FrameBuilder::new("account_tags", &source.categories, rows.len())
            .id("account_id", "The account.", rows.iter().map(|(account, _)| Some(*account)))
            .text("tag_key", "Key.", rows.iter().map(|(_, tag)| Some(&*tag.key)))
            .text("tag_value", "Value.", rows.iter().map(|(_, tag)| tag.value.text()))
            .finish()
    },
    gaps: |source| {
        let mut gaps = (accounts::TABLE.gaps)(source);
        let accounts = sorted(&source.snapshot.accounts).into_iter();
        let unknown = accounts.filter(|account| account.tags.list_state() == State::Unknown);
        gaps.extend(unknown.map(|account| source.gap(&accounts::TAGS, &[&account.id])));
        gaps
    },
};
