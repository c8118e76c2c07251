//! What a permission set allows that it did not, or no longer does.

use std::fmt;

use serde::Serialize;

/// How what a set allows differs between two snapshots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PermissionChangeKind {
    /// It allows something that it did not.
    Gained,
    /// It no longer allows something.
    Lost,
    /// It allows the same actions on the same resources, under other conditions.
    ConditionChanged,
}

impl PermissionChangeKind {
    /// All kinds.
    pub const ALL: [PermissionChangeKind; 3] =
        [PermissionChangeKind::Gained, PermissionChangeKind::Lost, PermissionChangeKind::ConditionChanged];

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            PermissionChangeKind::Gained => "gained",
            PermissionChangeKind::Lost => "lost",
            PermissionChangeKind::ConditionChanged => "condition-changed",
        }
    }
}

impl fmt::Display for PermissionChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// An action and a resource that show a difference.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Witness {
    /// The action: one of a class that differs in the same way.
    pub action: String,
    /// The resource.
    pub resource: String,
    /// How many known actions the class has. None: it is about actions that AWS may add.
    pub known_actions: usize,
    /// The conditions of the older statements about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub old_conditions: Vec<String>,
    /// The conditions of the newer statements about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub new_conditions: Vec<String>,
}

/// One way in which what a set allows differs, and whom that touches.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PermissionChange {
    /// How it differs.
    pub change: PermissionChangeKind,
    /// The set.
    pub permission_set_arn: String,
    /// Its name.
    pub name: String,
    /// How many known actions differ so.
    pub known_actions: usize,
    /// How many people have the set in the accounts, directly or through a group: in the newer snapshot, or, of
    /// what was lost, in the older one.
    /// Nothing where the members of a group are not known.
    pub people: Option<usize>,
    /// The accounts where it is so.
    pub account_ids: Vec<String>,
    /// What shows it, the first few.
    pub witnesses: Vec<Witness>,
    /// How many more there are.
    pub more_witnesses: usize,
}

impl PermissionChange {
    /// In words: `s3:DeleteObject on * and 12 more actions, for 14 people in 3 accounts`.
    pub fn words(&self) -> String {
        let first = self.witnesses.first();
        let example =
            first.map(|witness| format!("{} on {}", witness.action, witness.resource)).unwrap_or_default();
        let more =
            match self.known_actions.saturating_sub(first.map_or(0, |first| first.known_actions.min(1))) {
                0 => String::new(),
                1 => " and 1 more action".to_owned(),
                more => format!(" and {more} more actions"),
            };
        let count = |number: usize, one: &str, many: &str| match number {
            1 => format!("1 {one}"),
            number => format!("{number} {many}"),
        };
        let people = self
            .people
            .map_or("people who are not all known".to_owned(), |people| count(people, "person", "people"));
        format!("{example}{more}, for {people} in {}", count(self.account_ids.len(), "account", "accounts"))
    }
}
