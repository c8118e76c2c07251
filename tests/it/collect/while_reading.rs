//! Facts that AWS tells in two ways, or that change while they are read.

use serde_json::{Value, json};

use super::{EVERYTHING, records, small, snapshot_of, snapshot_with, text};
use crate::snapshots::{assert_same, content, coverage, gaps};
use crate::standin::{Organization, StandIn};

/// The place in the list and the ARN of a set that has a permissions boundary.
fn set_with_boundary(document: &Value) -> (usize, String) {
    let sets = document["permission_sets"].as_array().expect("sets");
    let place = sets.iter().position(|set| !set["PermissionsBoundary"].is_null()).expect("a boundary");
    (place, sets[place]["PermissionSetArn"].as_str().expect("an ARN").to_owned())
}

#[test]
fn a_boundary_not_found_for_a_reason_is_unknown_and_not_none() {
    const READ: &str = "GetPermissionsBoundaryForPermissionSet";
    let document = small().document();
    let (place, arn) = set_with_boundary(&document);
    let standin = StandIn::of(&document).not_found_because(READ, &arn, "KMS_NotFoundException");
    let snapshot = snapshot_of(&standin, 3);
    let mut expected = content(document);
    expected["permission_sets"][place].as_object_mut().expect("a set").remove("PermissionsBoundary");
    assert_same(&content(snapshot.clone()), &expected);
    let row = coverage(&snapshot, READ, Some(&arn));
    assert_eq!(
        (&row["status"], &row["error"]["code"]),
        (&json!("failed"), &json!("ResourceNotFoundException"))
    );
    assert!(
        row["error"]["message"].as_str().is_some_and(|text| text.contains("KMS_NotFoundException")),
        "{row}"
    );
}

fn delete_set(document: &mut Value, arn: &str) {
    for member in ["permission_sets", "permission_set_provisioning", "account_assignments"] {
        let rows = document[member].as_array_mut().expect("a list");
        rows.retain(|row| row["PermissionSetArn"] != arn);
    }
}

/// Deleted after any of these, its boundary is never called none, and the snapshot tells of it.
#[test]
fn a_set_deleted_while_it_is_read_never_has_no_boundary() {
    let document = small().document();
    let (_, arn) = set_with_boundary(&document);
    let mut rest = content(document.clone());
    delete_set(&mut rest, &arn);
    for moment in ["ListPermissionSets", "DescribePermissionSet", "GetPermissionsBoundaryForPermissionSet"] {
        let gone = arn.clone();
        let standin =
            StandIn::of(&document).change_after(moment, move |document| delete_set(document, &gone));
        let mut snapshot = snapshot_of(&standin, 3);
        let sets = snapshot["permission_sets"].as_array().expect("sets");
        if let Some(set) = sets.iter().find(|set| set["PermissionSetArn"] == arn.as_str()) {
            assert_ne!(set.get("PermissionsBoundary"), Some(&Value::Null), "after {moment}: {set}");
        }
        let told = format!("{:?}{}", gaps(&snapshot), snapshot["observations"]);
        assert!(told.contains(&arn), "after {moment}: {told}");
        delete_set(&mut snapshot, &arn);
        // What only the deleted set named is not asked for, or was asked for in time.
        for document in [&mut snapshot, &mut rest] {
            for member in ["managed_policies", "customer_managed_policies"] {
                document.as_object_mut().expect("a snapshot").remove(member);
            }
        }
        assert_same(&content(snapshot), &rest);
    }
}

#[test]
fn a_pair_listed_under_both_statuses_is_one_row_without_one() {
    let mut document = small().document();
    let row = &mut document["permission_set_provisioning"][1];
    row.as_object_mut().expect("a row").remove("ProvisioningStatus");
    let (set, account) = (row["PermissionSetArn"].clone(), row["AccountId"].clone());
    let standin = StandIn::of(&document);
    let snapshot = snapshot_of(&standin, 3);
    assert_same(&content(snapshot.clone()), &content(document));
    let told = format!("{:?}{}", gaps(&snapshot), snapshot["observations"]);
    for id in [set, account] {
        assert!(told.contains(id.as_str().expect("an id")), "{told}");
    }
}

/// What the run observed, as `kind scope`.
fn observed(snapshot: &Value) -> Vec<String> {
    let told = records(snapshot, "observations").iter();
    told.map(|told| format!("{} {}", text(&told["kind"]), text(&told["scope"]))).collect()
}

#[test]
fn in_a_quiet_instance_there_is_nothing_to_observe() {
    let snapshot = snapshot_of(&StandIn::of(&Organization::new(9, 5, 20, 6, 60).document()), 0);
    assert_eq!(snapshot["observations"], json!([]));
}

#[test]
fn a_set_that_goes_or_comes_meanwhile_is_told() {
    let document = small().document();
    let arn = text(&document["permission_sets"][0]["PermissionSetArn"]).to_owned();
    let gone = arn.clone();
    let standin = StandIn::of(&document)
        .change_after("ListPermissionSets", move |document| delete_set(document, &gone));
    assert_eq!(observed(&snapshot_of(&standin, 3)), [format!("deleted-while-reading {arn}")]);

    let mut new = document["permission_sets"][0].clone();
    new["PermissionSetArn"] =
        json!("arn:aws:sso:::permissionSet/ssoins-7223b0d1c2a3e4f5/ps-new0000000000000");
    let arn = text(&new["PermissionSetArn"]).to_owned();
    let standin = StandIn::of(&document).change_after("ListPermissionSets", move |document| {
        document["permission_sets"].as_array_mut().expect("sets").push(new);
    });
    let snapshot = snapshot_of(&standin, 0);
    assert_eq!(observed(&snapshot), [format!("created-while-reading {arn}")]);
    // It was not read, and is not made up.
    assert_same(&content(snapshot), &content(document));
}

#[test]
fn assignments_of_a_set_that_is_listed_no_more_are_told() {
    // One pair: the set goes once all its assignments are read.
    let document = Organization::new(1, 1, 3, 2, 2).document();
    let arn = text(&document["permission_sets"][0]["PermissionSetArn"]).to_owned();
    let gone = arn.clone();
    let standin = StandIn::of(&document)
        .change_after("ListAccountAssignments", move |document| delete_set(document, &gone));
    let snapshot = snapshot_with(&standin, &["--skip", "policies"], 3);
    assert_same(&snapshot["account_assignments"], &document["account_assignments"]);
    let expected = [format!("assignment-of-unlisted-set {arn}"), format!("deleted-while-reading {arn}")];
    assert_eq!(observed(&snapshot), expected);
}

/// A pair of a set and an account that is not provisioned.
fn new_pair(document: &Value) -> (String, String) {
    let provisioned = |set: &Value, account: &Value| {
        let mut pairs = records(document, "permission_set_provisioning").iter();
        pairs.any(|pair| pair["PermissionSetArn"] == *set && pair["AccountId"] == *account)
    };
    let accounts = records(document, "accounts").iter().map(|account| &account["Id"]);
    let sets = records(document, "permission_sets").iter().map(|set| &set["PermissionSetArn"]);
    let mut pairs = sets.flat_map(|set| accounts.clone().map(move |account| (set, account)));
    let (set, account) = pairs.find(|(set, account)| !provisioned(set, account)).expect("a pair to come");
    (text(set).to_owned(), text(account).to_owned())
}

/// The request to assign the pair to the first user.
fn request(document: &Value, (set, account): &(String, String), status: &str) -> Value {
    json!({
        "RequestId": "99999999-0000-4000-8000-000000000001",
        "Status": status,
        "FailureReason": null,
        "TargetId": account,
        "TargetType": "AWS_ACCOUNT",
        "PermissionSetArn": set,
        "PrincipalType": "USER",
        "PrincipalId": document["users"][0]["UserId"],
        "CreatedDate": "2026-01-02T03:04:05Z",
    })
}

fn provision(document: &mut Value, (set, account): &(String, String)) {
    document["permission_set_provisioning"].as_array_mut().expect("pairs").push(json!({
        "PermissionSetArn": set,
        "AccountId": account,
        "ProvisioningStatus": "LATEST_PERMISSION_SET_PROVISIONED",
    }));
}

const CREATIONS: &str = "account_assignment_creation_statuses";

#[test]
fn a_pair_that_a_new_request_provisioned_is_told() {
    let document = small().document();
    let pair = new_pair(&document);
    let new = request(&document, &pair, "SUCCEEDED");
    let (of_new, of_pair) = (new.clone(), pair.clone());
    let standin = StandIn::of(&document).change_after("ListAccountAssignments", move |document| {
        document[CREATIONS].as_array_mut().expect("requests").push(of_new);
        provision(document, &of_pair);
    });
    let snapshot = snapshot_with(&standin, &EVERYTHING, 0);
    let (set, account) = pair;
    let user = text(&new["PrincipalId"]);
    assert_eq!(
        observed(&snapshot),
        [
            format!("changed-while-reading {set},{account},{user}"),
            format!("provisioned-while-reading {set},{account}"),
        ]
    );
    assert!(records(&snapshot, CREATIONS).contains(&new), "the request itself is in the snapshot");
    let pairs = records(&snapshot, "permission_set_provisioning");
    assert_eq!(
        pairs.len(),
        records(&document, "permission_set_provisioning").len(),
        "as it was at the start"
    );
}

#[test]
fn a_pair_that_a_request_under_way_provisioned_is_told() {
    let mut document = small().document();
    let pair = new_pair(&document);
    let under_way = request(&document, &pair, "IN_PROGRESS");
    document[CREATIONS].as_array_mut().expect("requests").push(under_way);
    let of_pair = pair.clone();
    let standin = StandIn::of(&document).change_after("ListAccountAssignments", move |document| {
        let requests = document[CREATIONS].as_array_mut().expect("requests");
        requests.last_mut().expect("it")["Status"] = json!("SUCCEEDED");
        provision(document, &of_pair);
    });
    let snapshot = snapshot_with(&standin, &EVERYTHING, 0);
    let (set, account) = pair;
    assert!(observed(&snapshot).contains(&format!("provisioned-while-reading {set},{account}")));
    let mut requests = records(&snapshot, CREATIONS).iter();
    let request =
        requests.find(|request| request["TargetId"] == account && request["PermissionSetArn"] == set);
    assert_eq!(request.expect("the request, once")["Status"], "SUCCEEDED");
    assert_eq!(records(&snapshot, CREATIONS).len(), records(&document, CREATIONS).len());
}

/// Between the list, which has it under way, and its description, which has it ended.
#[test]
fn a_request_that_ends_before_it_is_described_is_told() {
    let mut document = small().document();
    let pair = new_pair(&document);
    let under_way = request(&document, &pair, "IN_PROGRESS");
    let user = text(&under_way["PrincipalId"]).to_owned();
    document[CREATIONS].as_array_mut().expect("requests").push(under_way);
    let standin =
        StandIn::of(&document).change_after("ListAccountAssignmentCreationStatus", move |document| {
            let requests = document[CREATIONS].as_array_mut().expect("requests");
            requests.last_mut().expect("it")["Status"] = json!("SUCCEEDED");
        });
    let (set, account) = pair;
    let told = observed(&snapshot_with(&standin, &EVERYTHING, 0));
    assert!(told.contains(&format!("changed-while-reading {set},{account},{user}")), "{told:?}");
}

#[test]
fn a_request_that_failed_or_took_away_provisioned_nothing() {
    for (list, status) in [(CREATIONS, "FAILED"), ("account_assignment_deletion_statuses", "SUCCEEDED")] {
        let document = small().document();
        let new = request(&document, &new_pair(&document), status);
        let standin = StandIn::of(&document).change_after("ListAccountAssignments", move |document| {
            document[list].as_array_mut().expect("requests").push(new);
        });
        let told = observed(&snapshot_of(&standin, 0));
        assert!(told.len() == 1 && told[0].starts_with("changed-while-reading"), "{told:?}");
    }
}
