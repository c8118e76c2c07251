//! `ssoscan collect` as its user sees it: exit code, messages, files, and what is in them.

mod broken_off;
mod contexts;
mod exhaustive;
mod families;
mod faults;
mod folder;
mod journal;
mod kill_points;
mod member_role;
mod modes;
mod output;
mod permanent;
mod plan;
mod refused;
mod resume;
mod round_trip;
mod stopping;
mod unknown;
mod while_reading;

use serde_json::Value;

use crate::harness::{Run, Workplace};
use crate::standin::{Organization, StandIn};

/// Small enough for a run of a second, large enough that every kind of record is in it.
pub fn small() -> Organization {
    Organization::new(6, 7, 12, 4, 20)
}

/// Asks for what is left out unless it is asked for, too.
pub const EVERYTHING: [&str; 4] = ["--with", "organization-policies", "--member-role", "ssoscan-reader"];

/// Runs `collect` of everything into `out.json`, with nothing to slow it down.
pub fn collect(place: &Workplace) -> Run {
    collect_with(place, &EVERYTHING)
}

pub fn collect_with(place: &Workplace, more: &[&str]) -> Run {
    place.run(&[&["collect", "--out", "out.json", "--max-tps", "100000"], more].concat())
}

/// Collects everything from the stand-in, which must end with this exit code, and gives the snapshot.
#[track_caller]
pub fn snapshot_of(standin: &StandIn, code: i32) -> Value {
    snapshot_with(standin, &EVERYTHING, code)
}

/// The same of what these arguments ask for.
#[track_caller]
pub fn snapshot_with(standin: &StandIn, more: &[&str], code: i32) -> Value {
    let place = Workplace::near(standin);
    collect_with(&place, more).exits(code);
    place.json("out.json")
}

/// The records of a list of a snapshot.
#[track_caller]
pub fn records<'s>(snapshot: &'s Value, member: &str) -> &'s [Value] {
    snapshot[member].as_array().unwrap_or_else(|| panic!("no list {member}"))
}

/// Takes members out of a record, or out of a snapshot.
pub fn remove(record: &mut Value, members: &[&str]) {
    let record = record.as_object_mut().expect("a record");
    members.iter().for_each(|member| drop(record.remove(*member)));
}

/// Takes members out of each record of a list.
pub fn remove_from_each(snapshot: &mut Value, list: &str, members: &[&str]) {
    let records = snapshot[list].as_array_mut().expect("a list");
    records.iter_mut().for_each(|record| remove(record, members));
}

/// An id, a name: what must be text.
#[track_caller]
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}
