//! A stand-in that serves a snapshot is collected into that snapshot.

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{EVERYTHING, collect, collect_with, small, snapshot_of};
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
    let requests = standin.requests().into_iter();
    let mut operations: Vec<_> = requests.map(|request| (request.service, request.operation)).collect();
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
        let rows = |member: &str| document[member].as_array().expect("a list").len();
        let sent = |service: &str| standin.requests().iter().filter(|r| r.service == service).count();
        // The sets and the requests are listed once more to see what changed meanwhile.
        let lists = ["ListInstances", "DescribeInstance", "ListRegions", "ListPermissionSets", "again"].len()
            + ["access control attributes", "applications", "providers", "issuers"].len()
            + 2 * ["creations", "deletions", "provisionings"].len();
        let requests = rows("account_assignment_creation_statuses")
            + rows("account_assignment_deletion_statuses")
            + rows("permission_set_provisioning_statuses");
        // Scopes come ten a page.
        let scopes = |application: &Value| application["AccessScopes"].as_array().map_or(0, Vec::len);
        let applications = document["applications"].as_array().expect("applications");
        let more_pages: usize =
            applications.iter().map(|found| scopes(found).div_ceil(10).saturating_sub(1)).sum();
        let parts = more_pages + 7 * rows("applications") + 2 * rows("trusted_token_issuers") + requests;
        let access = 6 * sets + 2 * sets.min(accounts) + rows("permission_set_provisioning");
        assert_eq!(sent("sso-admin"), lists + parts + access);
        assert_eq!(sent("identitystore"), 2 + organization.groups);
        let tree = 1 + 2 * (1 + rows("organizational_units"));
        let policies = 2 + 2 * rows("organization_policies");
        assert_eq!(sent("organizations"), 3 + tree + accounts + policies);
    }
}

#[test]
fn exactly_the_actions_of_the_published_policy_are_called() {
    let mut called = std::collections::BTreeSet::new();
    let standin = StandIn::of(&Organization::new(5, 8, 4, 2, 10).document());
    let place = Workplace::near(&standin);
    collect_with(&place, &[&EVERYTHING[..], &["--mode", "exhaustive"]].concat()).exits(0);
    called.extend(standin.requests().into_iter().map(|request| {
        let prefix = if request.service == "sso-admin" { "sso" } else { request.service };
        format!("{prefix}:{}", request.operation)
    }));
    let printed = place.run(&["collect", "--print-policy", "--member-role", "ssoscan-reader"]).exits(0);
    let policy: Value = serde_json::from_str(&printed.stdout).expect("JSON");
    let statements = policy["Statement"].as_array().expect("statements");
    assert_eq!(statements[1]["Resource"], "arn:*:iam::*:role/ssoscan-reader");
    assert_eq!(statements[1]["Action"], "sts:AssumeRole");
    let actions =
        statements[0]["Action"].as_array().expect("actions").iter().chain([&statements[1]["Action"]]);
    let allowed = actions.map(|action| action.as_str().expect("an action").to_owned()).collect();
    assert_eq!(called, allowed);
}
