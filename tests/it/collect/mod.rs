//! `ssoscan collect` as its user sees it: exit code, messages, files, and what is in them.

mod broken_off;
mod faults;
mod folder;
mod journal;
mod kill_points;
mod permanent;
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

/// Collects from the stand-in, which must end with this exit code, and gives the snapshot.
#[track_caller]
pub fn snapshot_of(standin: &StandIn, code: i32) -> Value {
    let place = Workplace::near(standin);
    collect(&place).exits(code);
    place.json("out.json")
}
