use super::super::frame::{FrameBuilder, Part};
use super::super::source::{account_status, tags_text};
use super::{Table, list_gaps, sorted};
use crate::snapshot::State;
use crate::snapshot::coverage::operation::{
    LIST_ACCOUNT_TAGS, LIST_ACCOUNTS, LIST_ACCOUNTS_FOR_PARENT, LIST_ORGANIZATIONAL_UNITS, LIST_ROOTS,
};

const STATUS: Part = Part {
    state: "account_status_state",
    words: "status",
    of: &["account_id"],
    operations: &[LIST_ACCOUNTS],
    covers: &["account_status"],
    follows: &[],
    reason: None,
};
const OU_PATH: Part = Part {
    state: "ou_path_state",
    words: "place in the organization",
    of: &["account_id"],
    operations: &[LIST_ACCOUNTS_FOR_PARENT, LIST_ORGANIZATIONAL_UNITS, LIST_ROOTS],
    covers: &["ou_path", "parent_id"],
    follows: &[],
    reason: None,
};
/// The part behind a table of its own.
pub const TAGS: Part = Part {
    state: "tags_state",
    words: "tags",
    of: &["account_id"],
    operations: &[LIST_ACCOUNT_TAGS],
    covers: &["tags", "tag_count"],
    follows: &[],
    reason: None,
};

/// The accounts.
pub const TABLE: Table = Table {
    name: "accounts",
    doc: "One row an account of the organization.",
    key: &["account_id"],
    parts: &[STATUS, OU_PATH, TAGS],
    build: |source| {
        let accounts = sorted(&source.snapshot.accounts);
        let paths: Vec<Option<String>> =
            accounts.iter().map(|account| source.ou_path(account.parent_id.text()?)).collect();
        FrameBuilder::new("accounts", &source.categories, accounts.len())
            .id("account_id", "Id.", accounts.iter().map(|account| Some(&*account.id)))
            .text("account_name", "Name.", accounts.iter().map(|account| account.name.text()))
            .text("account_email", "Email.", accounts.iter().map(|account| account.email.text()))
            .id(
                "account_status",
                "State (PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED), or the retired Status where \
                 State is absent.",
                accounts.iter().map(|account| account_status(account).value().copied()),
            )
            .state(
                STATUS,
                "Whether the status is known.",
                accounts.iter().map(|account| account_status(account).state()),
            )
            .id("parent_id", "The root or organizational unit above.", accounts.iter().map(|a| a.parent_id.text()))
            .text("ou_path", "The names from the root down, joined by `/`.", paths.iter().map(Option::as_deref))
            .state(
                OU_PATH,
                "Whether every step up to the root is known.",
                paths.iter().map(|path| if path.is_some() { State::Known } else { State::Unknown }),
            )
            .text(
                "joined_timestamp",
                "JoinedTimestamp, RFC 3339 UTC.",
                accounts.iter().map(|account| account.joined_timestamp.text()),
            )
            .text(
                "tags",
                "All tags as `Key=Value; Key=Value`.",
                accounts.iter().map(|account| tags_text(&account.tags)),
            )
            .integer(
                "tag_count",
                "How many tags it has (table account_tags).",
                accounts.iter().map(|account| account.tags.list().map(|tags| tags.len() as u64)),
            )
            .state(
                TAGS,
                "Whether the tags were read (ListTagsForResource of Organizations).",
                accounts.iter().map(|account| account.tags.list_state()),
            )
            .finish()
    },
    gaps: |source| list_gaps(source, &source.snapshot.accounts, &[LIST_ACCOUNTS], "accounts"),
};
