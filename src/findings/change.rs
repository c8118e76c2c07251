//! What a diff finds.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

/// How something differs between two snapshots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is in the newer snapshot alone.
    Added,
    /// It is in the older snapshot alone.
    Removed,
    /// One of its members differs.
    Changed,
    /// Its name differs; its id does not.
    Renamed,
}

impl ChangeKind {
    /// All kinds.
    pub const ALL: [ChangeKind; 4] =
        [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Changed, ChangeKind::Renamed];

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            ChangeKind::Added => "added",
            ChangeKind::Removed => "removed",
            ChangeKind::Changed => "changed",
            ChangeKind::Renamed => "renamed",
        }
    }
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One difference: a record that came or went, or one member of a record that is in both.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The snapshot's member: `account_assignments`.
    pub table: &'static str,
    /// How it differs.
    pub change: ChangeKind,
    /// The record's key, by AWS's member names.
    pub key: Map<String, Value>,
    /// The record in words, with names.
    pub name: String,
    /// Of a user, group or permission set that was deleted and made again under the same name: its other id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made_again: Option<String>,
    /// The member that differs; nothing for a record that came or went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// The older value; `null` was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// The newer value; `null` is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
}
