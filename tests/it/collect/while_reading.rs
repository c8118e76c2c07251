//! Facts that AWS tells in two ways, or that change while they are read.

use serde_json::{Value, json};

use super::{small, snapshot_of};
use crate::snapshots::{assert_same, content, coverage, gaps};
use crate::standin::StandIn;

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
