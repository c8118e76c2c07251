//! One review for each person who decides.

use std::collections::{BTreeMap, BTreeSet};

use super::{Review, Row};
use crate::dataset::frames::enterprise::Enterprise;

/// What decides which rows go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SplitBy {
    /// The manager of the user.
    Manager,
    /// The path of the account's organizational unit.
    Ou,
    /// The account.
    Account,
}

impl SplitBy {
    /// The word on the command line and in the manifest.
    pub fn as_str(self) -> &'static str {
        match self {
            SplitBy::Manager => "manager",
            SplitBy::Ou => "ou",
            SplitBy::Account => "account",
        }
    }
}

/// Rows that go together.
pub struct Part {
    /// A name for a file, without its ending: safe in every folder, and no other part's.
    pub name: String,
    /// The manager, path or account id; nothing where it is unknown.
    pub of: Option<String>,
    /// The rows and their numbers, in order.
    pub rows: Vec<(usize, Row)>,
}

/// The name of the part of which nobody knows what it is of.
const UNKNOWN: &str = "unknown";

impl Review<'_> {
    /// The rows in parts, in the order of what they are of; the unknown last.
    pub fn split(&self, by: SplitBy) -> Vec<Part> {
        let mut known: BTreeMap<&str, Vec<(usize, Row)>> = BTreeMap::new();
        let mut unknown = Vec::new();
        let manager = |id| self.directory.user(id).and_then(|user| Enterprise::of(user).manager);
        let managers: Vec<Option<String>> = match by {
            SplitBy::Manager => self.access.users.iter().map(manager).collect(),
            SplitBy::Ou | SplitBy::Account => Vec::new(),
        };
        self.for_each(|number, row| match self.split_key(by, &row, &managers) {
            Some(of) => known.entry(of).or_default().push((number, row)),
            None => unknown.push((number, row)),
        });
        let mut taken = BTreeSet::from([UNKNOWN.to_owned()]);
        let mut parts: Vec<Part> = known
            .into_iter()
            .map(|(of, rows)| {
                let name = unused(&self.words(by, of), &mut taken);
                Part { name, of: Some(of.to_owned()), rows }
            })
            .collect();
        if !unknown.is_empty() {
            parts.push(Part { name: UNKNOWN.to_owned(), of: None, rows: unknown });
        }
        parts
    }

    /// What a row goes by; `managers` are those of the users, by place.
    fn split_key<'k>(&'k self, by: SplitBy, row: &Row, managers: &'k [Option<String>]) -> Option<&'k str> {
        let account = self.access.accounts.text(row.pair.account);
        match by {
            SplitBy::Manager => managers.get(row.user? as usize)?.as_deref(),
            SplitBy::Ou => self.directory.ou_path(account),
            SplitBy::Account => Some(account),
        }
    }

    fn words(&self, by: SplitBy, of: &str) -> String {
        match by {
            SplitBy::Manager | SplitBy::Ou => of.to_owned(),
            SplitBy::Account => format!("{of} {}", self.directory.account_name(of).unwrap_or_default()),
        }
    }
}

/// The longest name: short enough for every file system, with an ending and a number.
const LONGEST: usize = 80;
/// Names that Windows keeps for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A name that is not taken, whatever the case.
fn unused(words: &str, taken: &mut BTreeSet<String>) -> String {
    let base = slug(words);
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let mut names = [base.clone()].into_iter().chain(numbered);
    let name = names.find(|name| !taken.contains(name)).unwrap_or(base);
    taken.insert(name.clone());
    name
}

/// Lower-case letters and digits of ASCII, and single `-` for what stands between.
fn slug(words: &str) -> String {
    let words: Vec<String> = words
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let name: String = words.join("-").chars().take(LONGEST).collect();
    let is_device = DEVICES.iter().any(|device| {
        name.strip_prefix(device)
            .is_some_and(|rest| rest.is_empty() || rest.bytes().all(|b| b.is_ascii_digit()))
    });
    if name.is_empty() || is_device { format!("of-{name}").trim_end_matches('-').to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_no_two_are_the_same() {
        let mut taken = BTreeSet::from([UNKNOWN.to_owned()]);
        for (words, expected) in [
            ("Maya Singh", "maya-singh"),
            ("maya/singh", "maya-singh-2"),
            ("../../etc/passwd", "etc-passwd"),
            ("Zoë Müller", "zo-m-ller"),
            ("日本", "of"),
            ("", "of-2"),
            ("unknown", "unknown-2"),
            ("NUL", "of-nul"),
            ("com1", "of-com1"),
            ("combat", "combat"),
            ("Root/Workloads", "root-workloads"),
        ] {
            assert_eq!(unused(words, &mut taken), expected, "{words:?}");
        }
        assert_eq!(unused(&"x".repeat(500), &mut taken).len(), LONGEST);
    }
}
