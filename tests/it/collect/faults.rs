//! Faults that pass: the snapshot is that of a run without any.

use std::time::Duration;

use serde_json::Value;

use super::{EVERYTHING, small};
use crate::harness::Workplace;
use crate::snapshots::{assert_same, content, gaps};
use crate::standin::StandIn;

/// Collected with these arguments, everything is there, and nothing is told that is not so.
#[track_caller]
fn comes_through(document: &Value, standin: &StandIn, more: &[&str]) -> Value {
    let place = Workplace::near(standin);
    let rate: &[&str] = if more.contains(&"--max-tps") { &[] } else { &["--max-tps", "100000"] };
    place.run(&[&["collect", "--out", "out.json"], &EVERYTHING[..], rate, more].concat()).exits(0);
    let snapshot = place.json("out.json");
    assert_same(&content(snapshot.clone()), &content(document.clone()));
    assert_eq!(gaps(&snapshot), [""; 0]);
    let observations = snapshot["observations"].as_array().expect("observations").iter();
    let disagreements = observations.filter(|row| row["kind"] != "canary");
    assert_eq!(disagreements.collect::<Vec<_>>(), [&Value::Null; 0]);
    assert_eq!(snapshot["collected"]["throttled"], throttled(standin));
    snapshot
}

fn throttled(standin: &StandIn) -> usize {
    let services = ["sso-admin", "identitystore", "organizations", "iam", "sts", "account-access"];
    services.iter().map(|service| standin.throttled(service)).sum()
}

#[test]
fn each_operation_is_asked_until_it_answers() {
    let document = small().document();
    let standin = || StandIn::of(&document);
    let struck = [
        standin().throttle("*", 3),
        standin().retry_after("*", 1, 1),
        standin().unwell("*", 500, 2),
        standin().unwell("*", 503, 2),
        standin().hang_up("*", 2),
        standin().throttle("*", 1).hang_up("*", 1).unwell("*", 500, 1),
    ];
    for standin in struck {
        comes_through(&document, &standin, &[]);
    }
}

#[test]
fn a_slow_answer_is_asked_for_again() {
    let document = small().document();
    let never = Duration::from_secs(3600);
    let standin = StandIn::of(&document).slow("*", never, 1);
    comes_through(&document, &standin, &["--timeout", "1"]);
    assert!(standin.calls("ListUsers") > 1);
}

#[test]
fn pages_of_any_length_make_the_same_lists() {
    let document = small().document();
    for standin in [
        StandIn::of(&document).short_pages(1),
        StandIn::of(&document).short_pages(3),
        StandIn::of(&document).empty_pages(),
        StandIn::of(&document).short_pages(2).empty_pages(),
    ] {
        comes_through(&document, &standin, &[]);
        comes_through(&document, &standin, &["--mode", "exhaustive"]);
    }
}

#[test]
fn a_limit_below_the_rate_is_learned() {
    let document = small().document();
    let services = ["sso-admin", "identitystore", "organizations", "iam", "account-access"];
    let standin = services
        .iter()
        .fold(StandIn::of(&document), |standin, service| standin.token_bucket(service, 40.0, 5.0));
    comes_through(&document, &standin, &["--max-tps", "400"]);
    assert!(throttled(&standin) > 0);
}
