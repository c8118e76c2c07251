//! Assignments that were read principal by principal: what a deleted principal had is not all known.

use serde_json::{Value, json};

use crate::harness::Workplace;

const SET: &str = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef";
const ACCOUNT: &str = "111122223333";
const OTHER_ACCOUNT: &str = "444455556666";

fn row(operation: &str, status: &str, code: &str, scope: Option<&str>) -> Value {
    let service = match operation {
        "ListUsers" | "ListGroups" | "ListGroupMemberships" => "identitystore",
        "ListAccounts" => "organizations",
        _ => "sso-admin",
    };
    let mut row =
        json!({"service": service, "operation": operation, "status": status, "calls": 1, "items": 1});
    if !code.is_empty() {
        row["error"] = json!({"code": code});
    }
    if let Some(scope) = scope {
        row["scope"] = json!(scope);
    }
    row
}

/// A set that is provisioned in one account, two users, and these assignments: (account, user).
fn snapshot(mode: &str, users: &[&str], assignments: &[(&str, &str)]) -> Value {
    let (by_pair, by_principal) = match mode {
        "principals" => (
            row("ListAccountAssignments", "skipped", "PrincipalsMode", None),
            row("ListAccountAssignmentsForPrincipal", "complete", "", None),
        ),
        _ => (
            row("ListAccountAssignments", "complete", "", None),
            row("ListAccountAssignmentsForPrincipal", "skipped", "NotNeeded", None),
        ),
    };
    let users: Vec<Value> = users
        .iter()
        .map(|id| json!({"UserId": id, "UserName": format!("{id}@x"), "UserStatus": "ENABLED", "Extensions": null}))
        .collect();
    let assigned = |(account, user): &(&str, &str)| json!({"AccountId": account, "PermissionSetArn": SET, "PrincipalType": "USER", "PrincipalId": user});
    json!({
        "format": "ssoscan-snapshot", "format_version": 1,
        "collected": {"mode": mode},
        "coverage": [
            row("ListPermissionSets", "complete", "", None),
            row("ListAccountsForProvisionedPermissionSet", "complete", "", None),
            row("ListPermissionSetsProvisionedToAccount", "skipped", "NotNeeded", None),
            by_pair, by_principal,
            row("ListUsers", "complete", "", None),
            row("ListGroups", "complete", "", None),
        ],
        "permission_sets": [{"PermissionSetArn": SET, "Name": "Audit"}],
        "permission_set_provisioning": [{
            "PermissionSetArn": SET, "AccountId": ACCOUNT,
            "ProvisioningStatus": "LATEST_PERMISSION_SET_PROVISIONED",
        }],
        "account_assignments": assignments.iter().map(assigned).collect::<Vec<_>>(),
        "users": users, "groups": [], "group_memberships": [],
    })
}

/// The principal's read that failed.
fn failed(mut snapshot: Value, id: &str) -> Value {
    let rows = snapshot["coverage"].as_array_mut().unwrap();
    for row in rows.iter_mut().filter(|row| row["operation"] == "ListAccountAssignmentsForPrincipal") {
        row["status"] = json!("partial");
    }
    rows.push(row("ListAccountAssignmentsForPrincipal", "failed", "InternalServerException", Some(id)));
    snapshot
}

/// The changes of assignments as (change, user), and why it is not known of others whether they changed.
fn diff(old: &Value, new: &Value) -> (Vec<(String, String)>, Vec<String>) {
    let place = Workplace::new();
    place.write("old.json", &old.to_string());
    place.write("new.json", &new.to_string());
    let answer = place.run(&["diff", "old.json", "new.json", "--format", "json"]).answer();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of_assignments = |row: &&Value| row["table"] == "account_assignments";
    let changes = answer["records"].as_array().unwrap().iter().filter(of_assignments);
    let unknown = answer["not_evaluated"].as_array().unwrap().iter();
    (
        changes.map(|row| (text(&row["change"]), text(&row["key"]["PrincipalId"]))).collect(),
        unknown
            .filter(|row| row["what"].as_str().unwrap().starts_with("whether assignment"))
            .map(|row| text(&row["why"]))
            .collect(),
    )
}

fn changed(how: &str, user: &str) -> (Vec<(String, String)>, Vec<String>) {
    (vec![(how.to_owned(), user.to_owned())], Vec::new())
}

/// `ann` and `bob` are users; `eve` was deleted.
#[test]
fn a_live_principals_assignment_came_or_went() {
    let with = |mode: &str| snapshot(mode, &["ann", "bob"], &[(ACCOUNT, "ann"), (ACCOUNT, "bob")]);
    let without = |mode: &str| snapshot(mode, &["ann", "bob"], &[(ACCOUNT, "ann")]);
    for (one, other) in [("pairs", "principals"), ("principals", "pairs"), ("principals", "principals")] {
        assert_eq!(diff(&with(one), &without(other)), changed("removed", "bob"), "{one} {other}");
        assert_eq!(diff(&without(one), &with(other)), changed("added", "bob"), "{one} {other}");
    }
}

#[test]
fn a_deleted_principals_assignment_is_unknown_where_someone_else_has_the_pair() {
    let pairs = snapshot("pairs", &["ann", "bob"], &[(ACCOUNT, "ann"), (ACCOUNT, "eve")]);
    let principals = snapshot("principals", &["ann", "bob"], &[(ACCOUNT, "ann")]);
    for (old, new, side) in [(&pairs, &principals, "newer"), (&principals, &pairs, "older")] {
        let (changes, unknown) = diff(old, new);
        assert_eq!(changes, []);
        let [why] = unknown.as_slice() else { panic!("{unknown:?}") };
        assert!(why.starts_with(&format!("the {side} snapshot: mode principals")), "{why}");
    }
    // Where the set is not provisioned any more, nobody can have it.
    let mut gone = principals;
    gone["permission_set_provisioning"] = json!([]);
    gone["account_assignments"] = json!([]);
    assert_eq!(diff(&pairs, &gone).0.len(), 2);
    assert_eq!(diff(&gone, &pairs).0.len(), 2);
    gone.as_object_mut().unwrap().remove("permission_set_provisioning");
    assert_eq!(diff(&pairs, &gone).0.len(), 1, "ann is live");
}

#[test]
fn a_principal_whose_assignments_were_not_read_lost_none() {
    let with = snapshot("principals", &["ann", "bob"], &[(ACCOUNT, "ann"), (ACCOUNT, "bob")]);
    let without = failed(snapshot("principals", &["ann", "bob"], &[(ACCOUNT, "ann")]), "bob");
    for (old, new) in [(&with, &without), (&without, &with)] {
        let (changes, unknown) = diff(old, new);
        assert_eq!((changes, unknown.len()), (Vec::new(), 1));
        assert!(unknown[0].contains("ListAccountAssignmentsForPrincipal failed"), "{unknown:?}");
    }
}

/// The findings' checks, what they lacked, and the exit code.
fn check(snapshot: &Value, id: &str, more: &[&str]) -> (usize, Vec<String>, i32) {
    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());
    let run = place.run(&[&["check", "s.json", "--select", id, "--format", "json"], more].concat());
    let answer = run.answer();
    let rows = answer["not_evaluated"].as_array().unwrap().iter();
    let lacked = rows.map(|row| format!("{}: {}", row["what"], row["why"]).replace('"', "")).collect();
    (answer["findings"].as_array().unwrap().len(), lacked, run.code)
}

fn says(lacked: &[String], words: &str) -> bool {
    lacked.iter().any(|row| row.contains(words))
}

#[test]
fn deleted_principals_are_found_where_they_show() {
    let shown = snapshot("principals", &["ann"], &[(ACCOUNT, "eve")]);
    let (found, lacked, _) = check(&shown, "principal-deleted", &[]);
    assert!(found == 1 && says(&lacked, "assignments of deleted principals"), "{lacked:?}");
    let none = snapshot("principals", &["ann"], &[(ACCOUNT, "ann")]);
    let (found, lacked, code) = check(&none, "principal-deleted", &[]);
    assert_eq!((found, code), (0, 0), "{lacked:?}");
    assert_eq!(check(&none, "principal-deleted", &["--strict"]).2, 3);
    let (_, lacked, _) = check(&snapshot("pairs", &["ann"], &[]), "principal-deleted", &["--strict"]);
    assert!(!says(&lacked, "assignments of deleted principals"), "{lacked:?}");
}

#[test]
fn what_nobody_has_is_known_once_every_principal_was_read() {
    let nobody = snapshot("principals", &["ann"], &[]);
    assert_eq!(check(&nobody, "provisioned-unassigned", &[]).0, 1);
    let (found, lacked, code) = check(&failed(nobody.clone(), "ann"), "provisioned-unassigned", &[]);
    assert_eq!((found, code), (0, 3));
    assert!(
        says(&lacked, "assignments of user ann@x: ListAccountAssignmentsForPrincipal failed"),
        "{lacked:?}"
    );
    let mut unlisted = nobody.clone();
    for row in unlisted["coverage"].as_array_mut().unwrap() {
        if row["operation"] == "ListUsers" {
            row["status"] = json!("partial");
        }
    }
    assert_eq!(check(&unlisted, "provisioned-unassigned", &[]).0, 0, "who is not listed was not asked");
    // A pair that no principal explains is asked for itself.
    let mut denied = nobody;
    let pair = format!("{SET},{ACCOUNT}");
    let rows = denied["coverage"].as_array_mut().unwrap();
    rows.push(row("ListAccountAssignments", "denied", "AccessDeniedException", Some(&pair)));
    let (found, lacked, code) = check(&denied, "provisioned-unassigned", &[]);
    assert_eq!((found, code), (0, 3));
    assert!(says(&lacked, "ListAccountAssignments was denied (AccessDeniedException)"), "{lacked:?}");
}

#[test]
fn an_assignment_that_is_not_provisioned_shows_in_some_modes_only() {
    let outside = |mode: &str| snapshot(mode, &["ann"], &[(OTHER_ACCOUNT, "ann"), (ACCOUNT, "ann")]);
    for (mode, found, code) in [("principals", 1, 1), ("exhaustive", 1, 1)] {
        let answer = check(&outside(mode), "assignment-unprovisioned", &[]);
        assert_eq!((answer.0, answer.2), (found, code), "{mode}: {answer:?}");
    }
    let pairs = snapshot("pairs", &["ann"], &[(ACCOUNT, "ann")]);
    let (found, lacked, code) = check(&pairs, "assignment-unprovisioned", &[]);
    assert_eq!((found, code), (0, 0));
    assert!(says(&lacked, "not provisioned: only the modes principals and exhaustive see"), "{lacked:?}");
    assert_eq!(check(&pairs, "assignment-unprovisioned", &["--strict"]).2, 3);
}

/// ... so where one of them saw it and the other side is of mode pairs, nobody knows whether it went.
#[test]
fn mode_pairs_does_not_tell_that_an_unprovisioned_assignment_is_gone() {
    let seen = snapshot("exhaustive", &["ann"], &[(ACCOUNT, "ann"), (OTHER_ACCOUNT, "ann")]);
    let pairs = snapshot("pairs", &["ann"], &[(ACCOUNT, "ann")]);
    for (old, new) in [(&seen, &pairs), (&pairs, &seen)] {
        let (changes, unknown) = diff(old, new);
        assert_eq!((changes, unknown.len()), (Vec::new(), 1), "{unknown:?}");
    }
    let gone = snapshot("exhaustive", &["ann"], &[(ACCOUNT, "ann")]);
    assert_eq!(diff(&seen, &gone), changed("removed", "ann"));
}

/// An operation whose answer another one gave is no gap, wherever gaps are told.
#[test]
fn what_was_not_needed_is_told_to_nobody() {
    let place = Workplace::new();
    place.write("s.json", &snapshot("exhaustive", &["ann"], &[(ACCOUNT, "ann")]).to_string());
    for verb in [&["check"][..], &["snapshot", "verify"], &["report", "drift"], &["report", "assignments"]] {
        let run = place.run(&[verb, &["s.json", "--format", "json"]].concat());
        assert!(!run.stdout.contains("NotNeeded"), "{verb:?}: {}", run.stdout);
        assert!(!run.stderr.contains("NotNeeded"), "{verb:?}: {}", run.stderr);
        assert!(!run.stdout.contains("ListPermissionSetsProvisionedToAccount"), "{verb:?}: {}", run.stdout);
    }
}
