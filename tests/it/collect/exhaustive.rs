//! The reading in every way there is: what two operations tell of one thing is held against each other.

use serde_json::{Value, json};

use super::modes::{BY_PAIR, BY_PRINCIPAL, document, observed, pair, snapshot_in};
use super::{EVERYTHING, records, remove, snapshot_with, text};
use crate::snapshots::{assert_same, content, coverage, gaps};
use crate::standin::{Organization, StandIn};

fn kinds(snapshot: &Value) -> Vec<&str> {
    records(snapshot, "observations").iter().map(|told| text(&told["kind"])).collect()
}

#[test]
fn where_all_agree_the_exhaustive_reading_gives_the_same_and_observes_nothing() {
    for document in [document(), Organization::with_pairs(9, 5, 30, 12, 8).document()] {
        let standin = StandIn::of(&document);
        let snapshot = snapshot_in("exhaustive", &standin, 0);
        assert_same(&content(snapshot.clone()), &content(document.clone()));
        assert_eq!(gaps(&snapshot), [""; 0]);
        assert_eq!(kinds(&snapshot), ["canary"]);
        let rows = |member: &str| records(&document, member).len();
        assert_eq!(standin.calls(BY_PRINCIPAL), rows("users") + rows("groups"));
        assert_eq!(standin.calls(BY_PAIR), rows("permission_set_provisioning"));
    }
}

#[test]
fn what_two_operations_tell_differently_is_observed() {
    // The only user's own list comes before those of the pairs.
    let document = Organization::with_pairs(4, 5, 12, 1, 1).document();
    let user = text(&document["users"][0]["UserId"]).to_owned();
    let rows = records(&document, "account_assignments");
    let provisioned = records(&document, "permission_set_provisioning").iter();
    let free = provisioned
        .map(pair)
        .find(|wanted| !rows.iter().any(|row| pair(row) == *wanted && row["PrincipalId"] == user.as_str()));
    let (set, account) = free.expect("a pair that the user does not have");
    let scope = format!("{account},{set},USER,{user}");
    let row = json!({
        "AccountId": account,
        "PermissionSetArn": set,
        "PrincipalType": "USER",
        "PrincipalId": user,
    });
    let new = row.clone();
    let standin = StandIn::of(&document).change_after(BY_PRINCIPAL, move |document| {
        document["account_assignments"].as_array_mut().expect("assignments").push(new);
    });
    let snapshot = snapshot_in("exhaustive", &standin, 0);
    assert!(records(&snapshot, "account_assignments").contains(&row));
    let [told] = observed(&snapshot, "disagreement")[..] else { panic!("{}", snapshot["observations"]) };
    assert_eq!((&told["operation"], &told["scope"]), (&json!(BY_PRINCIPAL), &json!(scope)));
    assert_eq!(told["detail"], format!("{BY_PAIR} has it and {BY_PRINCIPAL} does not"));
}

#[test]
fn a_pair_that_goes_meanwhile_is_told_along_the_other_axis() {
    let document = document();
    let gone = document["permission_set_provisioning"][0].clone();
    let facts = ["PermissionSetArn", "AccountId", "ProvisioningStatus"].map(|key| text(&gone[key]));
    let removed = gone.clone();
    let standin = StandIn::of(&document).change_after(BY_PAIR, move |document| {
        let pairs = document["permission_set_provisioning"].as_array_mut().expect("pairs");
        pairs.retain(|pair| *pair != removed);
    });
    let snapshot = snapshot_in("exhaustive", &standin, 0);
    let [told] = observed(&snapshot, "disagreement")[..] else { panic!("{}", snapshot["observations"]) };
    assert_eq!(told["scope"], facts.join(","));
    assert_eq!(told["operation"], "ListPermissionSetsProvisionedToAccount");
}

/// What could not be read in one way disagrees with nothing.
#[test]
fn a_refusal_is_no_disagreement() {
    let document = document();
    let group = text(&document["group_memberships"][0]["GroupId"]);
    let application = text(&document["applications"][0]["ApplicationArn"]);
    let user = text(&document["users"][0]["UserId"]);
    let set = text(&document["permission_sets"][0]["PermissionSetArn"]);
    for (operation, scope) in [
        ("ListGroupMemberships", group),
        ("ListApplicationAssignments", application),
        (BY_PRINCIPAL, user),
        (BY_PAIR, set),
        ("ListAccountsForProvisionedPermissionSet", set),
        ("ListPermissionSetsProvisionedToAccount", text(&document["accounts"][0]["Id"])),
        ("ListGroupMembershipsForMember", user),
        ("ListApplicationAssignmentsForPrincipal", user),
    ] {
        let snapshot = snapshot_in("exhaustive", &StandIn::of(&document).deny_for(operation, scope), 3);
        assert_eq!(observed(&snapshot, "disagreement"), [&Value::Null; 0], "{operation}");
    }
}

/// The exhaustive reading goes on by pair where it may not, or cannot, ask by principal.
#[test]
fn the_exhaustive_reading_does_without_the_principals() {
    let document = document();
    let denied = StandIn::of(&document).deny(BY_PRINCIPAL);
    let snapshot = snapshot_in("exhaustive", &denied, 3);
    assert_same(&content(snapshot.clone()), &content(document.clone()));
    assert_eq!(gaps(&snapshot), [format!("{BY_PRINCIPAL}  denied")]);
    assert!(denied.calls(BY_PRINCIPAL) <= 4);

    let snapshot = snapshot_in("exhaustive", &StandIn::of(&document).deny("ListUsers"), 3);
    let mut expected = content(document.clone());
    remove(&mut expected, &["users"]);
    assert_same(&content(snapshot.clone()), &expected);
    for operation in [BY_PRINCIPAL, "ListApplicationAssignmentsForPrincipal", "ListGroupMembershipsForMember"]
    {
        assert_ne!(coverage(&snapshot, operation, None)["status"], "complete", "{operation}");
    }

    let more = [&EVERYTHING[..], &["--mode", "exhaustive", "--skip", "identity"]].concat();
    let snapshot = snapshot_with(&StandIn::of(&document), &more, 0);
    remove(&mut expected, &["groups", "group_memberships"]);
    assert_same(&content(snapshot.clone()), &expected);
    for operation in [BY_PRINCIPAL, "ListApplicationAssignmentsForPrincipal"] {
        assert_eq!(coverage(&snapshot, operation, None)["status"], "skipped", "{operation}");
    }
}
