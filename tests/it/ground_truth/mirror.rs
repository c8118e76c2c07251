//! Gained one way is lost the other way.

use std::collections::BTreeMap;

use serde_json::Value;

use super::answer::{ask, causes_of, key_of};
use super::expected;
use super::organization::{Organization, Provisioned};

/// Each cause and what it is backwards; the others are themselves.
const OPPOSITES: [(&str, &str); 12] = [
    ("direct-assignment", "direct-assignment-removed"),
    ("group-assignment", "group-assignment-removed"),
    ("joined-group", "left-group"),
    ("user-created", "user-deleted"),
    ("group-created", "group-deleted"),
    ("permission-set-created", "permission-set-deleted"),
    ("account-added", "account-removed"),
    ("user-enabled", "user-disabled"),
    ("account-reactivated", "account-suspended"),
    ("provisioned", "deprovisioned"),
    ("policies-widened", "policies-narrowed"),
    ("gained", "lost"),
];

fn opposite(word: &str) -> &str {
    OPPOSITES
        .iter()
        .find_map(|(one, other)| match word {
            word if word == *one => Some(*other),
            word if word == *other => Some(*one),
            _ => None,
        })
        .unwrap_or(word)
}

type Told = BTreeMap<(String, String, String), (String, Vec<(String, Option<String>)>)>;

fn told<'r>(rows: &'r [Value], word: impl Fn(&'r str) -> &'r str, is_fit: impl Fn(&Value) -> bool) -> Told {
    let row = |row: &'r Value| {
        let change = word(row["change"].as_str().unwrap_or_default()).to_owned();
        (key_of(row), (change, causes_of(row)))
    };
    rows.iter().filter(|row| is_fit(row)).map(row).collect()
}

/// Rows that are not told backwards as they are told forwards.
///
/// A set that is behind in an account does not mirror: there it is what the newer side has that is unknown. Nor
/// need what the specification leaves open.
pub fn disagreements(old: &Organization, new: &Organization) -> Vec<String> {
    let (there, back) = match (ask(old, new), ask(new, old)) {
        (Ok(there), Ok(back)) => (there, back),
        (Err(why), _) | (_, Err(why)) => return vec![why],
    };
    let open: Vec<_> = expected::rows(old, new)
        .into_iter()
        .filter(|row| row.causes.is_none())
        .map(|row| (row.user.to_string(), row.account.to_string(), row.set.to_string()))
        .collect();
    let is_behind = |one: &&Provisioned| {
        let before = old.provisioned(one.pair);
        before.is_some_and(|before| before.latest != one.latest)
    };
    let behind = new.provisioned.iter().filter(is_behind);
    let behind: Vec<(String, String)> =
        behind.map(|one| (one.pair.1.to_string(), one.pair.0.to_string())).collect();
    let is_fit = |row: &Value| {
        let key = key_of(row);
        !open.contains(&key) && !behind.contains(&(key.1, key.2))
    };
    let forwards = told(&there.access, |word| word, is_fit);
    let mut backwards = told(&back.access, opposite, is_fit);
    for (_, causes) in backwards.values_mut() {
        for (cause, _) in causes.iter_mut() {
            *cause = opposite(cause).to_owned();
        }
        causes.sort();
    }
    let keys = forwards.keys().chain(backwards.keys().filter(|key| !forwards.contains_key(*key)));
    keys.filter(|key| forwards.get(*key) != backwards.get(*key))
        .map(|key| {
            format!(
                "MIRROR   {key:?}\n         forwards {:?}\n         mirrored {:?}",
                forwards.get(key),
                backwards.get(key)
            )
        })
        .collect()
}
