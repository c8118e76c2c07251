//! A stand-in that serves a snapshot is collected into that snapshot.

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{collect, small, snapshot_of};
use crate::harness::Workplace;
use crate::snapshots::{assert_same, content, gaps};
use crate::standin::{Organization, StandIn};

/// Collects what is served, to the last record, with nothing missing.
#[track_caller]
fn comes_back(document: &Value, standin: &StandIn) -> Value {
    let snapshot = snapshot_of(standin, 0);
    assert_same(&content(snapshot.clone()), &content(document.clone()));
    assert_eq!(gaps(&snapshot), [""; 0]);
    snapshot
}

#[test]
fn an_instance_comes_back_as_it_is() {
    let document = Organization::new(12, 23, 45, 7, 90).document();
    comes_back(&document, &StandIn::of(&document));
}

#[test]
fn lists_over_a_page_are_read_to_their_end() {
    // More permission sets, users, groups, accounts than one page may hold.
    let document = Organization::new(101, 41, 201, 101, 60).document();
    comes_back(&document, &StandIn::of(&document));
}

#[test]
fn short_and_empty_pages_do_not_end_a_list() {
    let document = small().document();
    comes_back(&document, &StandIn::of(&document).short_pages(1).empty_pages());
}

#[test]
fn an_instance_with_nothing_in_it_has_empty_lists() {
    let document = Organization::new(0, 1, 0, 0, 0).document();
    let snapshot = comes_back(&document, &StandIn::of(&document));
    for member in ["permission_sets", "permission_set_provisioning", "account_assignments", "users", "groups"]
    {
        assert_eq!(snapshot[member], json!([]), "{member}");
    }
}

#[test]
fn more_accounts_than_sets_and_more_sets_than_accounts_are_read_alike() {
    for (sets, accounts) in [(3, 9), (9, 3)] {
        let document = Organization::new(sets, accounts, 5, 3, 15).document();
        comes_back(&document, &StandIn::of(&document));
    }
}

#[test]
fn throttling_is_waited_out_and_counted() {
    let document = small().document();
    let standin = StandIn::of(&document).throttle("*", 1);
    let snapshot = comes_back(&document, &standin);
    let mut operations: Vec<String> =
        standin.requests().into_iter().map(|request| request.operation).collect();
    operations.sort();
    operations.dedup();
    assert_eq!(snapshot["collected"]["throttled"], operations.len());
}

#[test]
fn errors_of_the_service_are_tried_again() {
    let document = small().document();
    for status in [500, 503] {
        comes_back(&document, &StandIn::of(&document).unwell("*", status, 1));
    }
}

#[test]
fn lost_connections_are_tried_again() {
    let document = small().document();
    comes_back(&document, &StandIn::of(&document).hang_up("*", 1));
}

#[test]
fn two_runs_differ_in_nothing_but_when_and_how() {
    let document = small().document();
    let one = snapshot_of(&StandIn::of(&document), 0);
    let other = snapshot_of(&StandIn::of(&document).short_pages(2), 0);
    assert_eq!(content(one).to_string(), content(other).to_string());
}

#[test]
fn the_snapshot_says_how_it_was_read() {
    let document = small().document();
    let standin = StandIn::of(&document);
    let collected = &snapshot_of(&standin, 0)["collected"];
    for service in ["sso-admin", "identitystore", "organizations"] {
        let sent = standin.requests().iter().filter(|request| request.service == service).count();
        assert_eq!(collected["calls"][service], sent, "{service}");
    }
    assert_eq!(collected["mode"], "pairs");
    assert_eq!(collected["region"], "us-east-1");
    assert_eq!(collected["partition"], "aws");
    assert_eq!(collected["ssoscan_version"], env!("CARGO_PKG_VERSION"));
    let time =
        |member: &str| collected[member].as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    assert!(time("started_at").expect("a time") <= time("finished_at").expect("a time"));
}

#[test]
fn the_file_is_private_and_has_its_checksum_beside_it() {
    let standin = StandIn::of(&small().document());
    let place = Workplace::near(&standin);
    let run = collect(&place).exits(0);
    assert_eq!(run.stdout, "");
    assert_eq!(place.names(), ["out.json", "out.json.sha256"]);
    let mode = std::fs::metadata(place.path("out.json")).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = place.read("out.json");
    let digest = Sha256::digest(&text);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(place.read("out.json.sha256"), format!("{digest}  out.json\n"));
    assert!(text.ends_with("}\n") && !text.contains('\r'));
    assert!(text.lines().all(|line| line == line.trim_end()), "no trailing spaces");
    assert!(text.lines().count() > small().users, "one record a line");
}

#[test]
fn a_snapshot_may_be_written_compressed() {
    let standin = StandIn::of(&small().document());
    let place = Workplace::near(&standin);
    let run = |out: &str| place.run(&["collect", "--out", out, "--max-tps", "100000"]).exits(0);
    run("out.json.gz");
    run("out.json.zst");
    let start = |name: &str| std::fs::read(place.path(name)).expect("the file")[..2].to_vec();
    assert_eq!(start("out.json.gz"), [0x1f, 0x8b]);
    assert_eq!(start("out.json.zst"), [0x28, 0xb5]);
}

#[test]
fn no_call_is_made_twice_and_none_too_many() {
    for (sets, accounts) in [(5, 8), (8, 5)] {
        let organization = Organization::new(sets, accounts, 10, 4, 20);
        let document = organization.document();
        let standin = StandIn::of(&document);
        comes_back(&document, &standin);
        let pairs = document["permission_set_provisioning"].as_array().expect("pairs").len();
        let sent = |service: &str| standin.requests().iter().filter(|r| r.service == service).count();
        // ListInstances, DescribeInstance, ListPermissionSets (once more to see what changed meanwhile), six
        // reads a set, both statuses along the shorter axis, one a pair.
        let most = 2 + 2 + 6 * sets + 2 * sets.min(accounts) + pairs;
        assert!(sent("sso-admin") <= most, "{} calls, at most {most}", sent("sso-admin"));
        assert_eq!(sent("identitystore"), 2 + organization.groups);
    }
}

#[test]
fn exactly_the_actions_of_the_published_policy_are_called() {
    let mut called = std::collections::BTreeSet::new();
    for (sets, accounts) in [(5, 8), (8, 5)] {
        let standin = StandIn::of(&Organization::new(sets, accounts, 4, 2, 10).document());
        snapshot_of(&standin, 0);
        called.extend(standin.requests().into_iter().map(|request| {
            let prefix = if request.service == "sso-admin" { "sso" } else { request.service };
            format!("{prefix}:{}", request.operation)
        }));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/collect/permissions.json");
    let policy: Value =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the policy")).expect("JSON");
    let statements = policy["Statement"].as_array().expect("statements").iter();
    let actions = statements.flat_map(|statement| statement["Action"].as_array().expect("actions").clone());
    let allowed = actions.map(|action| action.as_str().expect("an action").to_owned()).collect();
    assert_eq!(called, allowed);
}
