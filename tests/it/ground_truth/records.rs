//! Which lists of a snapshot changed, and that `records` speaks of these alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::answer::Answer;
use super::changes::Kind;
use super::organization::Organization;
use super::snapshot::snapshot;

/// The lists, each with the members that tell its records apart.
const LISTS: [(&str, &[&str]); 10] = [
    ("permission_sets", &["PermissionSetArn"]),
    ("permission_set_provisioning", &["PermissionSetArn", "AccountId"]),
    ("account_assignments", &["AccountId", "PermissionSetArn", "PrincipalType", "PrincipalId"]),
    ("users", &["UserId"]),
    ("groups", &["GroupId"]),
    ("group_memberships", &["GroupId", "UserId"]),
    ("accounts", &["Id"]),
    ("organizational_units", &["Id"]),
    ("managed_policies", &["Arn"]),
    ("customer_managed_policies", &["AccountId", "Path", "Name"]),
];
/// What comes and goes here with what names it is told by that.
const NAMED_BY_OTHERS: [&str; 2] = ["managed_policies", "customer_managed_policies"];

/// The lists that have records which came, went or changed.
pub fn touched(old: &Organization, new: &Organization) -> BTreeSet<&'static str> {
    let (old, new) = (snapshot(old, ""), snapshot(new, ""));
    let differs = |(list, key): &(&str, &[&str])| {
        let (before, after) = (by_key(&old[*list], key), by_key(&new[*list], key));
        let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        keys.into_iter().any(|key| match (before.get(key), after.get(key)) {
            (Some(one), Some(other)) => one != other,
            _ => !NAMED_BY_OTHERS.contains(list),
        })
    };
    LISTS.iter().filter(|list| differs(list)).map(|(list, _)| *list).collect()
}

fn by_key(list: &Value, key: &[&str]) -> BTreeMap<String, Value> {
    let records = list.as_array().unwrap().iter();
    records
        .map(|record| {
            let mut record = record.clone();
            record.as_object_mut().unwrap().remove("members_read");
            (key.iter().map(|member| record[*member].to_string()).collect(), record)
        })
        .collect()
}

/// What is wrong with the records of something that happened alone.
pub fn disagreements(kind: &Kind, old: &Organization, new: &Organization, answer: &Answer) -> Vec<String> {
    let expected = if kind.hides { BTreeSet::new() } else { touched(old, new) };
    let tables = answer.records.iter().map(|record| record["table"].as_str().unwrap_or_default());
    let got: BTreeSet<&str> = tables.collect();
    let mut found = Vec::new();
    // A policy with the same meaning may or may not be told as another text.
    let is_right = if kind.shows.is_empty() && kind.name.contains("otherwise") {
        got.is_subset(&expected)
    } else {
        got == expected
    };
    if !is_right {
        found.push(format!("RECORDS  expected records of {expected:?}, got {got:?}"));
    }
    let renamed = answer.records.iter().filter(|record| record["change"] == "renamed").count();
    if renamed != if kind.renames { answer.records.len() } else { 0 } {
        found.push(format!("RENAMED  {renamed} of {} records are renamed", answer.records.len()));
    }
    found
}
