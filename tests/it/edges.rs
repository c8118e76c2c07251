//! Small snapshots at the edges of what can be known, each true to the format.

use serde_json::{Value, json};

use crate::harness::{Run, Workplace, argument};

const SET: &str = "arn:aws:sso:::permissionSet/ssoins-1/ps-a";
const OTHER_SET: &str = "arn:aws:sso:::permissionSet/ssoins-1/ps-b";

/// One set in one account, assigned to user `u1` and group `g1`; everything read.
fn small() -> Value {
    let set = |arn: &str, name: &str| {
        json!({"PermissionSetArn": arn, "Name": name, "Description": null, "SessionDuration": null,
            "RelayState": null, "Tags": [{"Key": "Owner", "Value": "x"}], "InlinePolicy": null,
            "ManagedPolicies": [], "CustomerManagedPolicyReferences": [],
            "PermissionsBoundary": {"ManagedPolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}})
    };
    let pair = |set: &str, account: &str| {
        json!({"PermissionSetArn": set, "AccountId": account,
            "ProvisioningStatus": "LATEST_PERMISSION_SET_PROVISIONED"})
    };
    let account =
        |id: &str| json!({"Id": id, "Name": "Sandbox", "State": "ACTIVE", "ParentId": "r-1", "Tags": []});
    json!({
        "format": "ssoscan-snapshot",
        "format_version": 1,
        "coverage": [],
        "instance": {"InstanceArn": "arn:aws:sso:::instance/ssoins-1"},
        "access_control_attributes": null,
        "regions": [],
        "permission_sets": [set(SET, "A"), set(OTHER_SET, "B")],
        "permission_set_provisioning": [pair(SET, "111111111111"), pair(OTHER_SET, "222222222222")],
        "account_assignments": [assignment(SET, "USER", "u1"), assignment(SET, "GROUP", "g1"),
            {"AccountId": "222222222222", "PermissionSetArn": OTHER_SET, "PrincipalType": "GROUP", "PrincipalId": "g1"}],
        "account_assignment_creation_statuses": [],
        "account_assignment_deletion_statuses": [],
        "permission_set_provisioning_statuses": [],
        "applications": [],
        "application_providers": [],
        "trusted_token_issuers": [],
        "users": [{"UserId": "u1", "UserName": "ann", "UserStatus": "ENABLED", "Extensions": null}],
        "groups": [{"GroupId": "g1", "DisplayName": "Admins"}],
        "group_memberships": [{"GroupId": "g1", "UserId": "u1"}],
        "organization": null,
        "roots": [{"Id": "r-1", "Name": "Root"}],
        "accounts": [account("111111111111"), account("222222222222")],
        "organizational_units": [],
        "delegated_administrators": [],
        "managed_policies": [],
        "customer_managed_policies": [],
        "entitlements": [],
        "organization_policies": [],
    })
}

fn assignment(set: &str, kind: &str, principal: &str) -> Value {
    json!({"AccountId": "111111111111", "PermissionSetArn": set, "PrincipalType": kind, "PrincipalId": principal})
}

fn covered(service: &str, operation: &str, status: &str, scope: Option<&str>) -> Value {
    let mut row = json!({"service": service, "operation": operation, "status": status, "calls": 1});
    if let Some(scope) = scope {
        row["scope"] = json!(scope);
    }
    row
}

fn run(snapshot: &Value, args: &[&str]) -> Run {
    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());
    let at = args.iter().position(|arg| arg.starts_with("--")).unwrap_or(args.len());
    let (verb, flags) = args.split_at(at);
    place.run(&[verb, &["s.json", "--format", "json"], flags].concat())
}

fn diff(old: &Value, new: &Value) -> Run {
    let place = Workplace::new();
    place.write("old.json", &old.to_string());
    place.write("new.json", &new.to_string());
    place.run(&["diff", "old.json", "new.json", "--format", "json"])
}

fn whats(answer: &Value) -> Vec<String> {
    let rows = answer["not_evaluated"].as_array().unwrap();
    rows.iter().map(|row| row["what"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_small_snapshot_is_whole() {
    let answer = run(&small(), &["check"]).exits(1).answer();
    assert_eq!(answer["not_evaluated"], json!([]));
    assert_eq!(answer["findings"].as_array().unwrap().len(), 1, "ann is assigned directly");
    let same = diff(&small(), &small()).exits(0).answer();
    assert_eq!((&same["records"], &same["not_evaluated"]), (&json!([]), &json!([])));
}

/// Provisioning was read by account, and one account was denied: any set may be provisioned there.
#[test]
fn how_far_a_set_reaches_is_unknown_where_an_account_was_not_read() {
    let mut snapshot = small();
    snapshot["permission_sets"][1]["PermissionsBoundary"] = json!(null);
    let operation = "ListPermissionSetsProvisionedToAccount";
    snapshot["coverage"] = json!([
        covered("sso-admin", operation, "partial", None),
        covered("sso-admin", operation, "denied", Some("222222222222")),
        covered("sso-admin", "ListAccountAssignments", "partial", None),
        covered("sso-admin", "ListAccountAssignments", "denied", Some("222222222222")),
    ]);
    let lists = ["permission_set_provisioning", "account_assignments"];
    for list in lists {
        snapshot[list].as_array_mut().unwrap().retain(|row| row["AccountId"] != "222222222222");
    }
    let answer = run(&snapshot, &["report", "boundaries"]).exits(3).answer();
    let row = &answer["rows"][0];
    assert_eq!(
        (&row["provisioned_account_count"], &row["provisioning_state"]),
        (&json!(null), &json!("unknown"))
    );
    assert_eq!(
        (&row["assigned_principal_count"], &row["assignments_state"]),
        (&json!(null), &json!("unknown"))
    );
    assert!(!whats(&answer).is_empty());
}

#[test]
fn tables_of_parts_say_which_sets_they_lack() {
    for (member, operation, table) in [
        ("Tags", "ListTagsForResource", "permission_set_tags"),
        ("ManagedPolicies", "ListManagedPoliciesInPermissionSet", "managed_policy_attachments"),
        (
            "CustomerManagedPolicyReferences",
            "ListCustomerManagedPolicyReferencesInPermissionSet",
            "customer_managed_policy_references",
        ),
    ] {
        let mut snapshot = small();
        snapshot["permission_sets"][1].as_object_mut().unwrap().remove(member);
        snapshot["coverage"] = json!([covered("sso-admin", operation, "denied", Some(OTHER_SET))]);
        let sql = format!("SELECT COUNT(*) AS n FROM {table}");
        let answer = run(&snapshot, &["query", "--sql", &sql]).exits(3).answer();
        assert!(whats(&answer)[0].ends_with("of permission set B"), "{answer}");
        assert!(answer["not_evaluated"][0]["why"].as_str().unwrap().contains(operation));
    }
}

#[test]
fn what_neither_side_knows_is_no_agreement() {
    for (list, member) in [
        ("permission_set_provisioning", "ProvisioningStatus"),
        ("accounts", "ParentId"),
        ("accounts", "State"),
        ("users", "UserStatus"),
        ("permission_sets", "Description"),
        ("permission_sets", "InlinePolicy"),
    ] {
        let mut snapshot = small();
        snapshot[list][0].as_object_mut().unwrap().remove(member);
        let answer = diff(&snapshot, &snapshot).exits(3).answer();
        assert_eq!(answer["records"], json!([]));
        assert!(whats(&answer).iter().all(|what| what.starts_with(member)), "{list} {member}: {answer}");
    }
}

#[test]
fn the_reason_for_an_unknown_place_is_the_listing_that_was_denied() {
    let mut snapshot = small();
    snapshot["accounts"][0].as_object_mut().unwrap().remove("ParentId");
    let operation = "ListAccountsForParent";
    snapshot["coverage"] = json!([
        covered("organizations", operation, "partial", None),
        covered("organizations", operation, "denied", Some("ou-1")),
    ]);
    let check = run(&snapshot, &["check"]).answer();
    for answer in [check, diff(&small(), &snapshot).exits(3).answer()] {
        assert!(answer["not_evaluated"][0]["why"].as_str().unwrap().contains(operation), "{answer}");
    }
}

/// Ids are told apart by what they are ids of.
#[test]
fn a_group_never_has_the_name_of_a_user() {
    let mut snapshot = small();
    snapshot["groups"][0]["GroupId"] = json!("u1");
    snapshot["group_memberships"] = json!([]);
    snapshot["account_assignments"] = json!([
        assignment(SET, "USER", "u1"),
        assignment(SET, "GROUP", "u1"),
        assignment(SET, "ROBOT", "u1")
    ]);
    snapshot["accounts"][0]["State"] = json!("SUSPENDED");
    let answer = run(&snapshot, &["report", "assignments"]).answer();
    let names: Vec<String> = answer["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {}", row["principal_type"], row["principal_name"], row["user_status"]))
        .collect();
    assert_eq!(names, [r#""GROUP" "Admins" null"#, r#""ROBOT" null null"#, r#""USER" "ann" "ENABLED""#]);
    let found = run(&snapshot, &["check", "--select", "suspended-account-with-access"]).answer();
    let message = found["findings"][0]["message"].as_str().unwrap();
    assert!(message.contains("Admins") && message.contains("ann") && message.contains("u1"), "{message}");
    let mut newer = snapshot.clone();
    newer["account_assignments"].as_array_mut().unwrap().remove(1);
    let change = diff(&snapshot, &newer).answer();
    assert_eq!(change["records"][0]["name"], "group Admins has A in Sandbox");
}

#[test]
fn grouped_rows_come_in_the_same_order_each_time() {
    let sample = argument("samples/northwind/2026-10-01.json");
    let place = Workplace::new();
    for sql in [
        "SELECT account_id, COUNT(*) AS n FROM account_assignments GROUP BY account_id",
        "SELECT DISTINCT permission_set_arn FROM account_assignments",
        "SELECT principal_type, COUNT(*) AS n FROM account_assignments GROUP BY principal_type, account_id ORDER BY n",
    ] {
        let ask = || place.run(&["query", &sample, "--sql", sql, "--format", "csv"]).exits(0).stdout;
        let first = ask();
        assert!((0..5).all(|_| ask() == first), "{sql}");
    }
}

/// An empty scope is no scope: the operation as a whole was denied.
#[test]
fn an_empty_scope_is_the_whole_operation() {
    let mut snapshot = small();
    snapshot["group_memberships"] = json!([]);
    snapshot["coverage"] = json!([covered("identitystore", "ListGroupMemberships", "denied", Some(""))]);
    let answer = run(&snapshot, &["check", "--select", "empty-group-with-access"]).exits(3).answer();
    assert_eq!(answer["findings"], json!([]));
    let answer = diff(&small(), &snapshot).exits(3).answer();
    assert_eq!(answer["records"], json!([]));
}

#[test]
fn a_tag_without_its_value_is_unknown() {
    let mut snapshot = small();
    snapshot["permission_sets"][0]["Tags"] = json!([{"Key": "Environment"}]);
    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());
    place.write("ssoscan.toml", "[tags.allowed]\nEnvironment = [\"prod\"]\n");
    let run =
        place.run(&["check", "s.json", "--select", "tag-value-not-allowed", "--format", "json"]).exits(3);
    assert_eq!(run.answer()["findings"], json!([]));
    place.write("ssoscan.toml", "[tags.allowed]\nEnvironment = []\n");
    place.run(&["check", "s.json"]).exits(2).says(&["Environment", "allows no value"]);
}

/// AWS lists the pair under both statuses: its status is unknown, and nothing else.
#[test]
fn a_pair_with_two_statuses_is_provisioned_all_the_same() {
    let mut snapshot = small();
    snapshot["permission_set_provisioning"][0].as_object_mut().unwrap().remove("ProvisioningStatus");
    let operation = "ListAccountsForProvisionedPermissionSet";
    let scope = format!("{SET},111111111111");
    snapshot["coverage"] = json!([
        covered("sso-admin", operation, "partial", None),
        covered("sso-admin", operation, "partial", Some(&scope)),
    ]);
    run(&snapshot, &["check", "--select", "empty-group-with-access"]).exits(0);
    let answer = run(&snapshot, &["check", "--select", "provisioning-outdated"]).exits(3).answer();
    assert_eq!(whats(&answer), ["provisioning status of permission set A in account Sandbox (111111111111)"]);
}

#[test]
fn all_ways_to_write_none_are_none() {
    let old = small();
    let mut new = small();
    let set = &mut new["permission_sets"][0];
    set["Description"] = json!("");
    set["InlinePolicy"] = json!("");
    set["ManagedPolicies"] = json!(null);
    let answer = diff(&old, &new).exits(0).answer();
    assert_eq!((&answer["records"], &answer["not_evaluated"]), (&json!([]), &json!([])));
}

#[test]
fn two_things_of_one_name_are_two() {
    let mut snapshot = small();
    for account in snapshot["accounts"].as_array_mut().unwrap() {
        account.as_object_mut().unwrap().remove("State");
    }
    let answer = run(&snapshot, &["check", "--select", "suspended-account-with-access"]).exits(3).answer();
    let expected = ["111111111111", "222222222222"].map(|id| format!("status of account Sandbox ({id})"));
    assert_eq!(whats(&answer), expected);
}

#[test]
fn one_denied_list_is_one_gap_however_many_stand_on_it() {
    let mut snapshot = small();
    snapshot.as_object_mut().unwrap().remove("users");
    snapshot["account_assignments"] =
        (0..50).map(|number| assignment(SET, "USER", &format!("u{number}"))).collect();
    snapshot["coverage"] = json!([covered("identitystore", "ListUsers", "denied", None)]);
    let answer = run(&snapshot, &["check", "--select", "principal-deleted"]).exits(3).answer();
    assert_eq!(whats(&answer), ["users"]);
}

#[test]
fn a_principal_of_a_kind_that_is_not_known_is_said_to_be_unknown() {
    let mut snapshot = small();
    snapshot["account_assignments"][0] = assignment(SET, "ROBOT", "r2");
    let answer = run(&snapshot, &["check", "--select", "principal-deleted"]).exits(3).answer();
    assert_eq!(whats(&answer), ["name and status of r2"]);
}

/// A deleted group gives nobody access, whatever memberships are left of it.
#[test]
fn a_deleted_group_gives_no_access() {
    let mut snapshot = small();
    snapshot["users"][0]["UserStatus"] = json!("DISABLED");
    snapshot["groups"] = json!([]);
    snapshot["account_assignments"] = json!([assignment(SET, "GROUP", "g1")]);
    let answer =
        run(&snapshot, &["check", "--select", "disabled-user-with-access,principal-deleted"]).answer();
    let found: Vec<&Value> =
        answer["findings"].as_array().unwrap().iter().map(|found| &found["check"]).collect();
    assert_eq!(found, ["principal-deleted"]);
}

#[test]
fn counts_of_what_may_not_be_all_say_so() {
    let mut snapshot = small();
    snapshot["users"] = json!([]);
    snapshot["coverage"] = json!([
        covered("identitystore", "ListUsers", "denied", None),
        covered("sso-admin", "ListAccountAssignments", "partial", None),
    ]);
    let answer = run(&snapshot, &["snapshot", "info"]).exits(0).answer();
    let value = |item: &str| {
        let rows = answer["rows"].as_array().unwrap();
        rows.iter().find(|row| row["item"] == item).unwrap()["value"].clone()
    };
    assert_eq!((value("users"), value("account_assignments")), (json!("unknown"), json!("at least 3")));
    assert_eq!(value("groups"), json!(1));
}

/// What hangs on a list is unknown where the list is: a set that was not listed was not asked about.
#[test]
fn what_was_walked_from_a_denied_list_is_not_gone() {
    let mut snapshot = small();
    for list in ["permission_sets", "permission_set_provisioning", "account_assignments"] {
        snapshot[list] = json!([]);
    }
    snapshot["coverage"] = json!([covered("sso-admin", "ListPermissionSets", "denied", None)]);
    let answer = diff(&small(), &snapshot).exits(3).answer();
    assert_eq!(answer["records"], json!([]));
    run(&snapshot, &["check", "--select", "provisioned-unassigned"]).exits(3);
    run(&snapshot, &["check", "--select", "user-assigned-directly"]).exits(3);

    let mut snapshot = small();
    snapshot["users"][0]["UserStatus"] = json!("DISABLED");
    snapshot["groups"] = json!([]);
    snapshot["group_memberships"] = json!([]);
    snapshot["account_assignments"].as_array_mut().unwrap().remove(0);
    snapshot["coverage"] = json!([covered("identitystore", "ListGroups", "denied", None)]);
    run(&snapshot, &["check", "--select", "disabled-user-with-access"]).exits(3);
}

#[test]
fn two_sides_that_could_not_look_do_not_agree() {
    let mut snapshot = small();
    snapshot["users"] = json!([]);
    snapshot["coverage"] = json!([
        covered("identitystore", "ListUsers", "denied", None),
        covered("identitystore", "ListGroupMemberships", "denied", Some("g1")),
    ]);
    let answer = diff(&snapshot, &snapshot).exits(3).answer();
    assert_eq!(answer["records"], json!([]));
    assert_eq!(whats(&answer).len(), 4, "two gaps a side: {answer}");
}

/// An operation that failed as a whole is not reduced to the scopes that it names.
#[test]
fn a_failed_operation_with_a_skipped_scope_has_failed() {
    let mut snapshot = small();
    let operation = "ListAccountAssignments";
    snapshot["coverage"] = json!([
        covered("sso-admin", operation, "failed", None),
        covered("sso-admin", operation, "skipped", Some(SET)),
    ]);
    run(&snapshot, &["check", "--select", "empty-group-with-access"]).exits(3);
}
