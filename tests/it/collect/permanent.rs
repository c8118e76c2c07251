//! An operation that never answers leaves out what it would have told, and coverage says which and why.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde_json::Value;

use super::{EVERYTHING, collect_with};
use crate::harness::Workplace;
use crate::snapshots::{KEYS, PART_KEYS, content};
use crate::standin::{Organization, StandIn};

/// Without these there is nothing to read.
const FATAL: [&str; 2] = ["ListInstances", "ListPermissionSets"];
/// What helps, and callers often may not ask for: that these are denied is no failure.
const OPTIONAL: [&str; 7] = [
    "organizations:ListTagsForResource",
    "iam:GetPolicy",
    "iam:GetPolicyVersion",
    "sts:GetCallerIdentity",
    "account-access:ListApplications",
    "account-access:GetApplication",
    "account-access:ListEntitlements",
];

/// How everything is read by default, and by those operations too that repeat what others tell.
const MODES: [&str; 2] = ["pairs", "exhaustive"];

/// Reads in this mode, and gives the exit code too.
fn read(standin: &StandIn, mode: &str) -> (i32, Value) {
    let place = Workplace::near(standin);
    let run = collect_with(&place, &[&EVERYTHING[..], &["--mode", mode]].concat());
    assert!([0, 3].contains(&run.code), "exit code {}:\n{}", run.code, run.stderr);
    (run.code, place.json("out.json"))
}

/// Every operation that is asked and may fail, failing in this way.
fn each_operation(fail: impl Fn(StandIn, &str) -> StandIn + Sync, status: &str) {
    let document = Organization::new(2, 3, 4, 2, 6).document();
    let mut asked = BTreeMap::new();
    let wholes = MODES.map(|mode| {
        let standin = StandIn::of(&document);
        let (_, whole) = read(&standin, mode);
        for request in standin.requests().into_iter().filter(|one| !FATAL.contains(&one.operation.as_str())) {
            asked.entry((request.service, request.operation)).or_insert(mode);
        }
        (mode, whole)
    });
    let (asked, problems) = (Mutex::new(asked.into_iter()), Mutex::new(Vec::new()));
    let next = || asked.lock().expect("no thread panicked here").next();
    let work = || {
        while let Some(((service, operation), mode)) = next() {
            let name = format!("{service}:{operation}");
            let (code, snapshot) = read(&fail(StandIn::of(&document), &name), mode);
            let (_, whole) = wholes.iter().find(|(of, _)| *of == mode).expect("a mode");
            let mut found = Vec::new();
            lacks_only(&content(snapshot.clone()), &content(whole.clone()), "", &mut found);
            found.extend(named(&snapshot, service, &operation, status));
            let excused = status == "denied" && OPTIONAL.contains(&name.as_str());
            if excused != (code == 0) {
                found.push(format!("exit code {code}"));
            }
            let found = found.into_iter().map(|problem| format!("{name}: {problem}"));
            problems.lock().expect("no thread panicked here").extend(found);
        }
    };
    // They mostly wait for their next attempt.
    std::thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(work);
        }
    });
    let problems = problems.into_inner().expect("no thread panicked here");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_denied_operation_leaves_out_what_it_would_have_told() {
    each_operation(|standin, operation| standin.deny(operation), "denied");
}

#[test]
fn an_operation_that_always_fails_leaves_out_what_it_would_have_told() {
    each_operation(|standin, operation| standin.unwell(operation, 500, usize::MAX), "failed");
}

#[test]
fn an_operation_with_an_error_nobody_knows_leaves_out_what_it_would_have_told() {
    each_operation(|standin, operation| standin.fail(operation, "NeverHeardOfException"), "failed");
}

/// Coverage has the operation with this status, AWS's code and the id of a request.
fn named(snapshot: &Value, service: &str, operation: &str, status: &str) -> Vec<String> {
    let rows = snapshot["coverage"].as_array().expect("coverage");
    let of_operation = |row: &&Value| row["service"] == service && row["operation"] == operation;
    let row = rows.iter().find(|row| of_operation(row) && row["scope"].is_null());
    let row = row.expect("a row for each operation");
    let mut problems = Vec::new();
    if row["status"] != status {
        problems.push(format!("coverage says {row}"));
    }
    let error = &row["error"];
    let codes = ["AccessDenied", "InternalServer", "ServiceException", "NeverHeardOf"];
    let code = error["code"].as_str().unwrap_or_default();
    if !codes.iter().any(|known| code.starts_with(known)) || !error["request_id"].is_string() {
        problems.push(format!("coverage gives the reason {error}"));
    }
    problems
}

/// What is there is what was there without the fault: `got` has no other values, and lists that are there
/// are not short of everything.
fn lacks_only(got: &Value, whole: &Value, place: &str, problems: &mut Vec<String>) {
    match (got, whole) {
        (Value::Object(got), Value::Object(whole)) => {
            for (name, value) in got {
                let place = format!("{place}/{name}");
                match whole.get(name) {
                    Some(whole) => lacks_only(value, whole, &place, problems),
                    // A group that says so was not read.
                    None if name == "members_read" && value == false => {}
                    None => problems.push(format!("{place} came from nowhere: {value}")),
                }
            }
        }
        (Value::Array(got), Value::Array(whole)) if !whole.is_empty() => {
            if got.is_empty() {
                problems.push(format!("{place} is empty and not absent"));
            }
            for record in got {
                match whole.iter().find(|other| key(place, other) == key(place, record)) {
                    Some(other) => lacks_only(record, other, place, problems),
                    None => problems.push(format!("{place} has a record from nowhere: {record}")),
                }
            }
        }
        _ if got == whole => {}
        _ => problems.push(format!("{place} is {got} and not {whole}")),
    }
}

/// What makes a record of the list the same one.
fn key(place: &str, record: &Value) -> Vec<Value> {
    let list = place.rsplit('/').next().unwrap_or_default();
    let keys = KEYS.iter().chain(&PART_KEYS).find(|(name, _)| *name == list);
    match keys {
        Some((_, members)) => members.iter().map(|member| record[member].clone()).collect(),
        None => vec![record.clone()],
    }
}
