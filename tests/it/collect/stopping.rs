//! A run that ends before its end: stopped, logged out, or without a network.

use super::broken_off::{JOURNAL, Whole};
use super::small;
use crate::harness::{Run, Workplace};
use crate::standin::StandIn;

/// Could not go on: says so, keeps the journal and leaves nothing else.
#[track_caller]
fn ended_early(run: Run, place: &Workplace, words: &[&str]) {
    let run = run.exits(2).says(words).says(&[JOURNAL, "kept", "--resume"]);
    assert_eq!(run.stderr.lines().filter(|line| line.starts_with("error: ")).count(), 1, "{}", run.stderr);
    assert_eq!(place.names(), [JOURNAL]);
}

#[test]
fn a_run_that_is_stopped_says_how_to_go_on() {
    let whole = Whole::of(small(), &[]);
    for signal in ["INT", "TERM"] {
        let standin = StandIn::of(&whole.document).hold_after(whole.all / 2);
        let place = Workplace::near(&standin);
        let run = whole.held(&place, &standin).stop(signal);
        ended_early(run, &place, &["stopped before the end"]);
        whole.resumes(place);
    }
}

#[test]
fn a_run_stopped_before_it_knows_the_instance_leaves_nothing() {
    let whole = Whole::of(small(), &[]);
    let standin = StandIn::of(&whole.document).hold_after(0);
    let place = Workplace::near(&standin);
    let run = whole.held(&place, &standin).stop("INT").fails(&["stopped before the end"]);
    assert!(!run.stderr.contains("--resume"), "{}", run.stderr);
    assert_eq!(place.names(), [""; 0]);
}

#[test]
fn after_a_login_that_ended_a_run_goes_on_with_a_new_one() {
    let whole = Whole::of(small(), &[]);
    for operation in ["ListAccountAssignments", "ListGroupMemberships", "GetPolicy"] {
        let standin = StandIn::of(&whole.document).fail(operation, "ExpiredTokenException");
        let place = Workplace::near(&standin);
        ended_early(whole.collect(&place, &[]), &place, &[operation, "expired"]);
        whole.resumes(place);
    }
}

#[test]
fn when_the_network_is_back_the_run_goes_on_where_it_was() {
    let whole = Whole::of(small(), &[]);
    let standin = StandIn::of(&whole.document).hold_after(whole.all / 2);
    let place = Workplace::near(&standin);
    let running = whole.held(&place, &standin);
    drop(standin);
    ended_early(running.wait(), &place, &["the network is lost"]);
    whole.resumes(place);
}

#[test]
fn where_nothing_is_kept_nobody_is_told_to_go_on() {
    let standin = StandIn::of(&small().document()).fail("ListUsers", "ExpiredTokenException");
    let place = Workplace::near(&standin);
    let run = place.run(&["collect", "--out", "-", "--max-tps", "100000"]).fails(&["expired"]);
    assert!(!run.stderr.contains("--resume"), "{}", run.stderr);
}
