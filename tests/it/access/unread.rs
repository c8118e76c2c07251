//! What was not read is neither gained nor lost, nor outside production.

use serde_json::{Value, json};

use super::{SHOP, run, shop, unread_members};
use crate::harness::Workplace;

fn diff(old: &Value, new: &Value, fail_on: &str) -> (i32, Value) {
    let place = Workplace::new();
    place.write("old.json", &old.to_string());
    place.write("new.json", &new.to_string());
    let run = place.run(&["diff", "old.json", "new.json", "--format", "json", "--fail-on", fail_on]);
    (run.code, run.answer())
}

/// The changes of the rows of access.
fn changes(answer: &Value) -> Vec<&str> {
    answer["access"].as_array().unwrap().iter().map(|row| row["change"].as_str().unwrap()).collect()
}

/// Leaves lists out, with what coverage says of the operations that read them.
fn without(lists: &[&str], operations: &[(&str, &str)], status: &str) -> Value {
    let mut snapshot = shop();
    for list in lists {
        snapshot.as_object_mut().unwrap().remove(*list);
    }
    let row = |(service, operation): &(&str, &str)| json!({"service": service, "operation": operation, "status": status});
    snapshot["coverage"] = operations.iter().map(row).collect();
    snapshot
}

const GROUPS: [(&str, &str); 2] =
    [("identitystore", "ListGroups"), ("identitystore", "ListGroupMemberships")];

/// The collector drops the memberships with the groups.
#[test]
fn groups_that_were_not_read_brought_nothing_and_took_nothing() {
    for status in ["skipped", "denied"] {
        let holed = without(&["groups", "group_memberships"], &GROUPS, status);
        for (old, new) in [(&shop(), &holed), (&holed, &shop())] {
            let (code, answer) = diff(old, new, "gained-administrator,lost-access,gained-access");
            assert_eq!(code, if status == "denied" { 3 } else { 0 }, "{answer}");
            let changes = changes(&answer);
            assert!(!changes.is_empty() && changes.iter().all(|change| *change == "unknown"), "{answer}");
        }
    }
    // Only some groups were listed.
    let mut holed = shop();
    holed["groups"].as_array_mut().unwrap().remove(0);
    holed["group_memberships"].as_array_mut().unwrap().retain(|row| row["GroupId"] != "admins");
    holed["coverage"] = json!([{"service": "identitystore", "operation": "ListGroups", "status": "partial"}]);
    let (_, answer) = diff(&shop(), &holed, "lost-access");
    assert_eq!(changes(&answer), ["unknown"], "{answer}");
}

#[test]
fn assignments_that_were_not_read_are_not_lost() {
    let operations = [("sso-admin", "ListAccountAssignments")];
    let holed = without(&["account_assignments"], &operations, "denied");
    let (code, answer) = diff(&shop(), &holed, "lost-access");
    assert_eq!(code, 3);
    assert!(changes(&answer).iter().all(|change| *change == "unknown"), "{answer}");
}

/// The version that an account has of an edited set cannot be read: what it is there is unknown, until it is the latest.
#[test]
fn an_administrator_is_gained_when_the_edit_reaches_the_account() {
    let before = shop();
    let mut edited = before.clone();
    let administrator =
        json!([{"Name": "AdministratorAccess", "Arn": "arn:aws:iam::aws:policy/AdministratorAccess"}]);
    edited["permission_sets"][1]["ManagedPolicies"] = administrator;
    edited["permission_sets"][1]["PermissionsBoundary"] = json!(null);
    let after = edited.clone();
    for pair in edited["permission_set_provisioning"].as_array_mut().unwrap() {
        pair["ProvisioningStatus"] = json!("LATEST_PERMISSION_SET_NOT_PROVISIONED");
    }
    let (code, answer) = diff(&before, &edited, "gained-administrator");
    assert_eq!((code, changes(&answer).iter().all(|change| *change == "unknown")), (0, true), "{answer}");
    let (code, answer) = diff(&edited, &after, "gained-administrator-in-production");
    assert_eq!((code, &answer["access"][0]["old_tier"]), (1, &json!("unknown")), "{answer}");
    let text = run(&edited, &["explain", "ann", SHOP, "s.json"]).exits(0).stdout;
    assert!(text.contains("an account has an earlier version of it"), "{text}");
}

#[test]
fn whether_an_edit_reached_an_account_may_be_unknown() {
    let mut new = shop();
    new["permission_sets"][0]["ManagedPolicies"] = json!([]);
    for pair in new["permission_set_provisioning"].as_array_mut().unwrap() {
        pair.as_object_mut().unwrap().remove("ProvisioningStatus");
    }
    let (_, answer) = diff(&shop(), &new, "any");
    assert_eq!(changes(&answer), ["unknown"], "{answer}");
    assert_eq!(answer["access"][0]["causes"], json!(["policies-narrowed"]));
}

/// A gate is not passed where nobody knows.
#[test]
fn production_that_is_not_known_is_not_elsewhere() {
    let operations = [("organizations", "ListAccounts")];
    let new = without(&["accounts"], &operations, "skipped");
    let mut old = new.clone();
    old["account_assignments"].as_array_mut().unwrap().remove(1);
    let (code, answer) = diff(&old, &new, "gained-administrator-in-production");
    assert_eq!((code, &answer["access"][0]["production"]), (1, &json!(null)), "{answer}");
    assert_eq!(answer["summary"]["people_gained_administrator_in_production"], 0);
    let args = ["blast-radius", "s.json", "--group", "Admins"];
    let text = run(&new, &args).exits(0).stdout;
    assert!(text.contains("(0 of production, of 1 nobody knows)"), "{text}");
}

#[test]
fn the_first_line_says_where_something_is_not_known() {
    let first =
        |snapshot: &Value, args: &[&str]| run(snapshot, args).stdout.lines().next().unwrap().to_owned();
    let mut unread = shop();
    unread["permission_sets"][1].as_object_mut().unwrap().remove("InlinePolicy");
    assert_eq!(
        first(&unread, &["explain", "bob", SHOP, "s.json"]),
        "bob reaches shop-prod (222222222222) with 1 permission set by 1 path, as unknown"
    );
    unread_members(&mut unread, "admins");
    let blast = first(&unread, &["blast-radius", "s.json", "--permission-set", "Admin"]);
    assert!(blast.contains("as far as is known") && blast.contains("groups that were not read"), "{blast}");
    let add =
        run(&unread, &["blast-radius", "s.json", "--group", "Admins", "--add", "bob", "--format", "json"]);
    assert_eq!(add.answer()["rows"][0]["change"], "unknown");
    run(&shop(), &["blast-radius", "s.json", "--user", "ann", "--add", "bob"]).fails(&["--add", "--group"]);
}
