//! What the caller may not see is absent, is named in coverage, and ends in exit code 3. It is never empty.

use serde_json::{Value, json};

use super::{collect_with, small};
use crate::harness::Workplace;
use crate::snapshots::{assert_same, content, coverage, gaps};
use crate::standin::StandIn;

/// The six reads of a permission set, and what each of them fills.
const SET_READS: [(&str, &[&str]); 6] = [
    ("DescribePermissionSet", &["Name", "Description", "CreatedDate", "SessionDuration", "RelayState"]),
    ("ListTagsForResource", &["Tags"]),
    ("GetInlinePolicyForPermissionSet", &["InlinePolicy"]),
    ("ListManagedPoliciesInPermissionSet", &["ManagedPolicies"]),
    ("ListCustomerManagedPolicyReferencesInPermissionSet", &["CustomerManagedPolicyReferences"]),
    ("GetPermissionsBoundaryForPermissionSet", &["PermissionsBoundary"]),
];

/// What goes out from other lists has tests of its own (`families.rs`).
const LEAN: [&str; 2] = ["--skip", "applications,managed-policies,account-tags,entitlements"];

fn document() -> Value {
    let left_out = [
        "applications",
        "application_providers",
        "trusted_token_issuers",
        "managed_policies",
        "customer_managed_policies",
        "entitlements",
        "organization_policies",
    ];
    let mut document = without(&small().document(), &left_out);
    rows(&mut document, "accounts").iter_mut().for_each(|account| remove(account, &["Tags"]));
    document
}

#[track_caller]
fn snapshot_of(standin: &StandIn, code: i32) -> Value {
    let place = Workplace::near(standin);
    collect_with(&place, &LEAN).exits(code);
    place.json("out.json")
}

fn remove(record: &mut Value, members: &[&str]) {
    let record = record.as_object_mut().expect("a record");
    members.iter().for_each(|member| drop(record.remove(*member)));
}

fn without(document: &Value, members: &[&str]) -> Value {
    let mut document = content(document.clone());
    remove(&mut document, members);
    document
}

fn rows<'a>(document: &'a mut Value, member: &str) -> &'a mut Vec<Value> {
    document[member].as_array_mut().expect("a list")
}

/// The coverage row says that AWS refused, in AWS's words.
#[track_caller]
fn names_the_denial(snapshot: &Value, operation: &str, scope: Option<&str>) {
    let row = coverage(snapshot, operation, scope);
    assert_eq!(row["status"], "denied", "{row}");
    assert_eq!(row["error"]["code"], "AccessDeniedException", "{row}");
    assert!(row["error"]["request_id"].as_str().is_some_and(|id| id.starts_with("00000000-")), "{row}");
}

/// With the operations denied, the snapshot is this one.
#[track_caller]
fn denied(document: &Value, operations: &[&str], expected: &Value) {
    let standin = operations.iter().fold(StandIn::of(document), |standin, operation| standin.deny(operation));
    let snapshot = snapshot_of(&standin, 3);
    assert_same(&content(snapshot.clone()), expected);
    for operation in operations.iter().filter(|operation| standin.calls(operation) > 0) {
        names_the_denial(&snapshot, operation, None);
    }
}

#[test]
fn a_read_denied_for_all_sets_leaves_that_part_of_each_absent() {
    let document = document();
    for (operation, members) in SET_READS {
        let mut expected = content(document.clone());
        rows(&mut expected, "permission_sets").iter_mut().for_each(|set| remove(set, members));
        denied(&document, &[operation], &expected);
    }
}

#[test]
fn a_read_denied_for_one_set_leaves_that_part_of_it_absent() {
    let document = document();
    for (operation, members) in SET_READS {
        let mut expected = content(document.clone());
        let set = &mut rows(&mut expected, "permission_sets")[2];
        remove(set, members);
        let arn = set["PermissionSetArn"].as_str().expect("an ARN").to_owned();
        let snapshot = snapshot_of(&StandIn::of(&document).deny_for(operation, &arn), 3);
        assert_same(&content(snapshot.clone()), &expected);
        names_the_denial(&snapshot, operation, Some(&arn));
        assert_eq!(coverage(&snapshot, operation, None)["status"], "partial");
        assert_eq!(gaps(&snapshot).len(), 2, "{:?}", gaps(&snapshot));
    }
}

#[test]
fn users_denied_are_absent() {
    let document = document();
    denied(&document, &["ListUsers"], &without(&document, &["users"]));
}

#[test]
fn groups_denied_leave_groups_and_memberships_absent() {
    let document = document();
    denied(&document, &["ListGroups"], &without(&document, &["groups", "group_memberships"]));
}

#[test]
fn memberships_denied_are_absent() {
    let document = document();
    let standin = StandIn::of(&document).deny("ListGroupMemberships");
    let mut snapshot = snapshot_of(&standin, 3);
    names_the_denial(&snapshot, "ListGroupMemberships", None);
    // A group may or may not say that its members were not read, where no group's were.
    rows(&mut snapshot, "groups").iter_mut().for_each(|group| remove(group, &["members_read"]));
    assert_same(&content(snapshot), &without(&document, &["group_memberships"]));
}

#[test]
fn members_denied_for_one_group_are_marked_unread_there() {
    let document = document();
    let mut expected = content(document.clone());
    let group = &mut rows(&mut expected, "groups")[0];
    group["members_read"] = json!(false);
    let id = group["GroupId"].as_str().expect("an id").to_owned();
    rows(&mut expected, "group_memberships").retain(|row| row["GroupId"] != id.as_str());
    let snapshot = snapshot_of(&StandIn::of(&document).deny_for("ListGroupMemberships", &id), 3);
    names_the_denial(&snapshot, "ListGroupMemberships", Some(&id));
    assert_same(&content(snapshot), &expected);
}

#[test]
fn without_the_accounts_the_assignments_are_read_all_the_same() {
    let document = document();
    denied(&document, &["ListAccounts"], &without(&document, &["accounts"]));
}

#[test]
fn without_the_tree_the_accounts_have_no_parents() {
    let document = document();
    let mut expected = without(&document, &["roots", "organizational_units"]);
    rows(&mut expected, "accounts").iter_mut().for_each(|account| remove(account, &["ParentId"]));
    denied(&document, &["ListRoots"], &expected);
}

#[test]
fn without_organizations_the_rest_is_read() {
    let document = document();
    let operations =
        ["ListAccounts", "ListRoots", "ListOrganizationalUnitsForParent", "ListAccountsForParent"];
    denied(&document, &operations, &without(&document, &["accounts", "roots", "organizational_units"]));
}

#[test]
fn without_the_provisioned_pairs_the_assignments_are_unknown_too() {
    let document = document();
    let operations = ["ListAccountsForProvisionedPermissionSet", "ListPermissionSetsProvisionedToAccount"];
    let members = ["permission_set_provisioning", "account_assignments"];
    denied(&document, &operations, &without(&document, &members));
}

#[test]
fn assignments_denied_are_absent() {
    let document = document();
    denied(&document, &["ListAccountAssignments"], &without(&document, &["account_assignments"]));
}

#[test]
fn assignments_denied_for_one_pair_leave_out_that_pair_and_say_so() {
    let document = document();
    let row = &document["account_assignments"][0];
    let (set, account) =
        (row["PermissionSetArn"].as_str().expect("an ARN"), row["AccountId"].as_str().expect("an id"));
    let scope = format!("{set},{account}");
    let mut expected = content(document.clone());
    rows(&mut expected, "account_assignments")
        .retain(|row| row["PermissionSetArn"] != set || row["AccountId"] != account);
    let snapshot = snapshot_of(&StandIn::of(&document).deny_for("ListAccountAssignments", &scope), 3);
    names_the_denial(&snapshot, "ListAccountAssignments", Some(&scope));
    assert_eq!(coverage(&snapshot, "ListAccountAssignments", None)["status"], "partial");
    assert_same(&content(snapshot), &expected);
}

#[test]
fn an_operation_that_never_recovers_is_failed_and_not_empty() {
    let document = document();
    let standin = StandIn::of(&document).unwell("ListUsers", 500, usize::MAX);
    let snapshot = snapshot_of(&standin, 3);
    assert_same(&content(snapshot.clone()), &without(&document, &["users"]));
    let row = coverage(&snapshot, "ListUsers", None);
    assert_eq!(
        (&row["status"], &row["error"]["code"]),
        (&json!("failed"), &json!("InternalServerException"))
    );
    assert_eq!(row["calls"], standin.calls("ListUsers"));
    assert!(standin.calls("ListUsers") > 1, "tried again");
}

#[test]
fn a_refusal_is_not_tried_again() {
    let standin = StandIn::of(&document()).deny("ListUsers");
    snapshot_of(&standin, 3);
    assert_eq!(standin.calls("ListUsers"), 1);
}

#[test]
fn a_snapshot_with_holes_comes_back_with_its_holes() {
    let mut document = without(&document(), &["users", "account_assignments"]);
    let sets = rows(&mut document, "permission_sets");
    for (set, (_, members)) in sets.iter_mut().zip(SET_READS) {
        remove(set, members);
    }
    let snapshot = snapshot_of(&StandIn::of(&document), 3);
    assert_same(&content(snapshot), &document);
}

#[test]
fn an_error_that_is_no_refusal_is_told_in_its_own_words() {
    let document = document();
    for code in ["ValidationException", "AWSOrganizationsNotInUseException", "NeverHeardOfException"] {
        let standin = StandIn::of(&document).fail("ListAccounts", code);
        let place = Workplace::near(&standin);
        let run = collect_with(&place, &LEAN);
        let snapshot = place.json("out.json");
        assert_same(&content(snapshot.clone()), &without(&document, &["accounts"]));
        let row = coverage(&snapshot, "ListAccounts", None);
        // What an instance or organization does not have was no failure of this run.
        run.exits(match row["status"].as_str() {
            Some("unsupported") => 0,
            Some("failed") => 3,
            _ => panic!("{row}"),
        });
        assert_eq!(row["error"]["code"], code, "{row}");
    }
}

#[test]
fn a_list_that_breaks_off_is_partial() {
    let document = document();
    let snapshot = snapshot_of(&StandIn::of(&document).short_pages(5).deny_after(1, "ListUsers", ""), 3);
    let users = snapshot["users"].as_array().expect("the users of the first page");
    assert_eq!(users.len(), 5);
    let mut first = document["users"].clone();
    let read = |id: &Value| users.iter().any(|user| user["UserId"] == *id);
    first.as_array_mut().expect("users").retain(|user| read(&user["UserId"]));
    assert_same(&snapshot["users"], &first);
    let row = coverage(&snapshot, "ListUsers", None);
    assert_eq!((&row["status"], &row["items"]), (&json!("partial"), &json!(5)));
    assert_same(&without(&snapshot, &["users"]), &without(&document, &["users"]));
}

#[test]
fn a_part_of_a_set_that_breaks_off_is_absent() {
    const READ: &str = "ListManagedPoliciesInPermissionSet";
    let document = document();
    let mut expected = content(document.clone());
    let policies = |set: &Value| set["ManagedPolicies"].as_array().map_or(0, Vec::len);
    let set =
        rows(&mut expected, "permission_sets").iter_mut().max_by_key(|set| policies(set)).expect("a set");
    assert!(policies(set) > 2);
    remove(set, &["ManagedPolicies"]);
    let arn = set["PermissionSetArn"].as_str().expect("an ARN").to_owned();
    let snapshot = snapshot_of(&StandIn::of(&document).short_pages(2).deny_after(1, READ, &arn), 3);
    assert_same(&content(snapshot.clone()), &expected);
    assert_eq!(coverage(&snapshot, READ, Some(&arn))["error"]["code"], "AccessDeniedException");
}

#[test]
fn below_a_unit_that_may_not_be_listed_the_tree_is_unknown() {
    const READ: &str = "ListOrganizationalUnitsForParent";
    let document = document();
    let mut expected = content(document.clone());
    let units = rows(&mut expected, "organizational_units");
    let id = |name: &str| units.iter().find(|unit| unit["Name"] == name).expect("a unit")["Id"].clone();
    let (above, below) = (id("Production"), id("Payments"));
    units.retain(|unit| unit["Id"] != below);
    let mut hidden = 0;
    for account in rows(&mut expected, "accounts").iter_mut().filter(|account| account["ParentId"] == below) {
        remove(account, &["ParentId"]);
        hidden += 1;
    }
    assert!(hidden > 0);
    let above = above.as_str().expect("an id");
    let snapshot = snapshot_of(&StandIn::of(&document).deny_for(READ, above), 3);
    assert_same(&content(snapshot.clone()), &expected);
    names_the_denial(&snapshot, READ, Some(above));
}

#[test]
fn accounts_that_may_not_be_listed_by_parent_have_none() {
    let document = document();
    let mut expected = content(document.clone());
    rows(&mut expected, "accounts").iter_mut().for_each(|account| remove(account, &["ParentId"]));
    denied(&document, &["ListAccountsForParent"], &expected);
}

#[test]
fn pairs_denied_for_one_set_leave_out_that_set_and_its_assignments() {
    const READ: &str = "ListAccountsForProvisionedPermissionSet";
    let document = document();
    let arn = document["account_assignments"][0]["PermissionSetArn"].as_str().expect("an ARN");
    let mut expected = content(document.clone());
    for member in ["permission_set_provisioning", "account_assignments"] {
        rows(&mut expected, member).retain(|row| row["PermissionSetArn"] != arn);
    }
    let snapshot = snapshot_of(&StandIn::of(&document).deny_for(READ, arn), 3);
    assert_same(&content(snapshot.clone()), &expected);
    names_the_denial(&snapshot, READ, Some(arn));
    for operation in [READ, "ListAccountAssignments"] {
        assert_eq!(coverage(&snapshot, operation, None)["status"], "partial", "{operation}");
    }
}
