//! `report dead-access`: each kind of it, with what to do.

use serde_json::{Value, json};

use super::{SHOP, rows, run, shop, unread_members};

const COLUMNS: [&str; 5] =
    ["kind", "subject_name", "account_name", "permission_set_name", "assignment_count"];

fn dead(snapshot: &Value) -> Vec<String> {
    rows(run(snapshot, &["report", "dead-access", "s.json", "--format", "json"]), &COLUMNS)
}

#[test]
fn what_lives_is_not_dead() {
    let mut snapshot = shop();
    snapshot["users"][2]["UserStatus"] = json!("ENABLED");
    assert_eq!(dead(&snapshot), [] as [&str; 0]);
}

#[test]
fn each_kind_is_a_row() {
    let one = |change: &dyn Fn(&mut Value)| {
        let mut snapshot = shop();
        snapshot["users"][2]["UserStatus"] = json!("ENABLED");
        change(&mut snapshot);
        dead(&snapshot)
    };
    assert_eq!(dead(&shop()), ["disabled-user cat - - 1"]);
    assert_eq!(
        one(&|snapshot| snapshot["accounts"][1]["State"] = json!("CLOSED")),
        ["closed-account shop-prod shop-prod - 3"]
    );
    assert_eq!(
        one(&|snapshot| {
            snapshot["users"].as_array_mut().unwrap().remove(0);
        }),
        ["deleted-user - - - 1"]
    );
    assert_eq!(
        one(&|snapshot| {
            snapshot["groups"].as_array_mut().unwrap().remove(0);
        }),
        ["deleted-group - - - 1"]
    );
    assert_eq!(
        one(&|snapshot| {
            snapshot["group_memberships"].as_array_mut().unwrap().retain(|row| row["GroupId"] != "admins");
        }),
        ["empty-group Admins - - 1"]
    );
    assert_eq!(
        one(&|snapshot| {
            snapshot["account_assignments"].as_array_mut().unwrap().remove(1);
        }),
        ["permission-set-unassigned Admin - Admin 0", "provisioned-unassigned Admin shop-prod Admin 0"]
    );
    assert_eq!(
        one(&|snapshot| {
            let mut twin = snapshot["permission_sets"][1].clone();
            twin["PermissionSetArn"] = json!("arn:aws:sso:::permissionSet/ssoins-1/ps-view-2");
            twin["Name"] = json!("Viewer");
            snapshot["account_assignments"].as_array_mut().unwrap().push(json!({
                "AccountId": SHOP, "PermissionSetArn": twin["PermissionSetArn"], "PrincipalType": "USER",
                "PrincipalId": "u-bob"}));
            snapshot["permission_sets"].as_array_mut().unwrap().push(twin);
        }),
        ["duplicate-permission-set Viewer - View 1"]
    );
}

#[test]
fn every_row_says_what_to_do() {
    let answer = run(&shop(), &["report", "dead-access", "s.json", "--format", "json"]).answer();
    assert!(answer["rows"][0]["what_to_do"].as_str().unwrap().contains("Remove the user"), "{answer}");
}

#[test]
fn a_group_whose_members_were_not_read_is_not_empty() {
    let mut snapshot = shop();
    unread_members(&mut snapshot, "admins");
    let answer = run(&snapshot, &["report", "dead-access", "s.json", "--format", "json"]).exits(3).answer();
    assert_eq!(answer["rows"], json!([]), "{answer}");
}
