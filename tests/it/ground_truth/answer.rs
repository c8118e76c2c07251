//! What `ssoscan diff` says of two organizations, held against what it should say.

use std::collections::BTreeMap;

use serde_json::Value;

use super::amounts::{Tier, is_production};
use super::expected::{self, Cause, Row};
use super::organization::{AccountId, Organization, SetId, UserId};
use super::snapshot::{coverage, snapshot};
use crate::harness::Workplace;

const BEFORE: &str = "2026-07-01T00:00:00Z";
const AFTER: &str = "2026-10-01T00:00:00Z";

pub struct Answer {
    pub code: i32,
    pub access: Vec<Value>,
    pub records: Vec<Value>,
}

/// What the program answers, or why there is no telling.
pub fn ask(old: &Organization, new: &Organization) -> Result<Answer, String> {
    let place = Workplace::new();
    place.write("old.json", &snapshot(old, BEFORE).to_string());
    place.write("new.json", &snapshot(new, AFTER).to_string());
    let run = place.run(&["diff", "old.json", "new.json", "--format", "json"]);
    let failed = |what: &str| format!("{what}; exit code {}, stderr: {}", run.code, run.stderr);
    let answer: Value =
        serde_json::from_str(&run.stdout).map_err(|error| failed(&format!("no JSON answer ({error})")))?;
    let list = |member: &str| {
        let list = answer[member].as_array().cloned();
        list.ok_or_else(|| failed(&format!("the answer has no list {member:?}")))
    };
    Ok(Answer { code: run.code, access: list("access")?, records: list("records")? })
}

type Key = (String, String, String);

/// Everything in which the answer is not what it should be, for a person to read.
pub fn disagreements(old: &Organization, new: &Organization, answer: &Answer) -> Vec<String> {
    let names = Names { old, new };
    let mut expected: BTreeMap<Key, Row> =
        expected::rows(old, new).into_iter().map(|row| (key(&row), row)).collect();
    let mut found = Vec::new();
    for got in &answer.access {
        match expected.remove(&key_of(got)) {
            Some(row) => {
                let wrong = differences(&names, &row, got);
                if !wrong.is_empty() {
                    let expected = names.describe(&row);
                    found.push(format!(
                        "WRONG    {}\n         expected {expected}\n         got {got}",
                        wrong.join("; ")
                    ));
                }
            }
            None => found.push(format!("SURPLUS  {got}")),
        }
    }
    found.extend(expected.values().map(|row| format!("MISSING  {}", names.describe(row))));
    found.extend(disorder(&answer.access));
    let is_unread = |side: &Organization| !coverage(side).is_empty();
    let is_unsure = answer.access.iter().any(|row| row["change"] == "unknown");
    let codes: &[i32] = match (is_unread(old) || is_unread(new), is_unsure) {
        (true, _) => &[3],
        (false, true) => &[0, 3],
        (false, false) => &[0],
    };
    if !codes.contains(&answer.code) {
        found.push(format!("EXIT     {} and not one of {codes:?}", answer.code));
    }
    found
}

fn key(row: &Row) -> Key {
    (row.user.to_string(), row.account.to_string(), row.set.to_string())
}

fn text(row: &Value, member: &str) -> String {
    row[member].as_str().unwrap_or_default().to_owned()
}

pub fn key_of(row: &Value) -> Key {
    (text(row, "user_id"), text(row, "account_id"), text(row, "permission_set_arn"))
}

/// The causes of a row of the answer, each with its group, sorted.
pub fn causes_of(row: &Value) -> Vec<(String, Option<String>)> {
    let list = |member: &str| row[member].as_array().cloned().unwrap_or_default();
    let text = |value: Value| value.as_str().map(str::to_owned);
    let causes = list("causes").into_iter().map(|cause| text(cause).unwrap_or_default());
    let mut causes: Vec<_> = causes.zip(list("group_ids").into_iter().map(text)).collect();
    causes.sort();
    causes
}

fn written(causes: &[Cause]) -> Vec<(String, Option<String>)> {
    let mut causes: Vec<_> = causes
        .iter()
        .map(|(cause, group)| ((*cause).to_owned(), group.map(|group| group.to_string())))
        .collect();
    causes.sort();
    causes
}

/// The members of the row that are not as they should be.
fn differences(names: &Names, row: &Row, got: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |what: &str, is_right: bool| {
        if !is_right {
            wrong.push(what.to_owned());
        }
    };
    let change = text(got, "change");
    check("change", change == row.change.word());
    check("causes", row.causes.as_ref().is_none_or(|causes| causes_of(got) == written(causes)));
    let length = |member: &str| got[member].as_array().map(Vec::len);
    check("as many group_ids as causes", length("group_ids") == length("causes"));
    check("as many reasons as causes", length("because") == length("causes"));
    let reasons = got["because"].as_array();
    check(
        "because",
        reasons.is_some_and(|all| all.iter().all(|one| one.as_str().is_some_and(|one| !one.is_empty()))),
    );
    let says_why = got["unknown"].as_str().is_some_and(|why| !why.is_empty());
    check("unknown", if change == "unknown" { says_why } else { got["unknown"].is_null() });
    for (member, tier) in [("old_tier", row.old_tier), ("new_tier", row.new_tier)] {
        match tier {
            Tier::Nothing => check(&format!("{member}, which is null"), got[member].is_null()),
            Tier::Is(tier) => check(&format!("{member}, which is {tier}"), got[member] == tier),
            Tier::Open => check(member, got[member].is_string()),
        }
    }
    for (member, name) in [
        ("user_name", names.user(row.user)),
        ("email", names.email(row.user)),
        ("account_name", names.account(row.account)),
        ("permission_set_name", names.set(row.set)),
    ] {
        check(&format!("{member}, which is {name}"), got[member] == name);
    }
    let production = names.is_production(row.account);
    check(&format!("production, which is {production}"), got["production"] == production);
    wrong
}

/// The first place where the rows are out of their order.
fn disorder(rows: &[Value]) -> Option<String> {
    let is_administrator =
        |tier: &Value| ["administrator", "administrator_equivalent"].iter().any(|one| tier == one);
    let rank = |row: &Value| {
        let is_now = is_administrator(&row["new_tier"]);
        match row["change"].as_str().unwrap_or_default() {
            "gained" if is_now => u8::from(row["production"] != true),
            "changed" if is_now && !is_administrator(&row["old_tier"]) => u8::from(row["production"] != true),
            "gained" => 2,
            "changed" => 3,
            "lost" => 4,
            _ => 5,
        }
    };
    let places: Vec<(u8, Key)> = rows.iter().map(|row| (rank(row), key_of(row))).collect();
    let place = places.windows(2).position(|two| two[0] >= two[1])?;
    Some(format!("ORDER    {}\n         stands before {}", rows[place], rows[place + 1]))
}

/// The newest names of things.
pub struct Names<'o> {
    old: &'o Organization,
    new: &'o Organization,
}

impl Names<'_> {
    fn of(&self, name: impl Fn(&Organization) -> Option<String>) -> String {
        name(self.new).or_else(|| name(self.old)).unwrap_or_default()
    }

    fn user(&self, id: UserId) -> String {
        self.of(|side| side.user(id).map(|user| user.name.clone()))
    }

    fn email(&self, id: UserId) -> String {
        self.of(|side| side.user(id).map(|user| user.email.clone()))
    }

    fn account(&self, id: AccountId) -> String {
        self.of(|side| side.account(id).map(|account| account.name.clone()))
    }

    fn set(&self, id: SetId) -> String {
        self.of(|side| side.set(id).map(|set| set.name.clone()))
    }

    fn is_production(&self, id: AccountId) -> bool {
        is_production(if self.new.account(id).is_some() { self.new } else { self.old }, id)
    }

    fn describe(&self, row: &Row) -> String {
        let group = |cause: &Cause| match cause {
            (cause, None) => (*cause).to_owned(),
            (cause, Some(id)) => {
                let name = self.of(|side| side.group(*id).map(|group| group.name.clone()));
                format!("{cause} of {name} ({id})")
            }
        };
        let causes = match &row.causes {
            None => "whatever".to_owned(),
            Some(causes) => causes.iter().map(group).collect::<Vec<_>>().join(", "),
        };
        format!(
            "{} of {} in {}: {} by [{causes}]; user {}, account {}, set {}",
            self.set(row.set),
            self.user(row.user),
            self.account(row.account),
            row.change.word(),
            row.user,
            row.account,
            row.set,
        )
    }
}
