//! What version 1 holds beside sets and assignments: requests, policies in accounts, applications and the rest.

use serde_json::{Value, json};

use crate::harness::{Workplace, repository};

fn clean() -> Value {
    serde_json::from_slice(&std::fs::read(repository("samples/clean/2026-10-01.json")).unwrap()).unwrap()
}

fn northwind() -> Value {
    serde_json::from_slice(&std::fs::read(repository("samples/northwind/2026-10-01.json")).unwrap()).unwrap()
}

/// `check --select ID`: the exit code, the findings' messages, and what was not evaluated.
fn check(snapshot: &Value, id: &str, more: &[&str]) -> (i32, Vec<String>, Vec<String>) {
    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());
    let run = place.run(&[&["check", "s.json", "--select", id, "--format", "json"], more].concat());
    let answer = run.answer();
    let texts = |rows: &Value, member: &str| -> Vec<String> {
        rows.as_array().unwrap().iter().map(|row| row[member].as_str().unwrap().to_owned()).collect()
    };
    (run.code, texts(&answer["findings"], "message"), texts(&answer["not_evaluated"], "what"))
}

fn query(snapshot: &Value, sql: &str) -> (i32, Value) {
    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());
    let run = place.run(&["query", "s.json", "--sql", sql, "--format", "json"]);
    (run.code, run.answer())
}

/// Marks an operation in coverage.
fn cover(snapshot: &mut Value, service: &str, operation: &str, status: &str, scope: Option<&str>) {
    let rows = snapshot["coverage"].as_array_mut().unwrap();
    let is_it = |row: &Value| row["service"] == service && row["operation"] == operation;
    let mut row =
        json!({"service": service, "operation": operation, "status": status, "calls": 1, "items": 0});
    if let Some(scope) = scope {
        let whole = rows.iter_mut().find(|row| is_it(row)).unwrap();
        whole["status"] = json!("partial");
        row["scope"] = json!(scope);
    } else {
        rows.retain(|row| !is_it(row));
    }
    rows.push(row);
}

/// Requests to provision: (id, status, date, account or none for all accounts).
fn provisioned(requests: &[(&str, &str, &str, Option<&str>)]) -> Value {
    let mut snapshot = clean();
    let set = snapshot["permission_sets"][0]["PermissionSetArn"].clone();
    let record = |(id, status, date, account): &(&str, &str, &str, Option<&str>)| {
        json!({"RequestId": id, "Status": status, "FailureReason": null, "AccountId": account,
            "PermissionSetArn": set, "CreatedDate": date})
    };
    snapshot["permission_set_provisioning_statuses"] = requests.iter().map(record).collect();
    snapshot
}

#[test]
fn only_the_latest_request_to_provision_counts() {
    let (one, other) = (Some("111111111111"), Some("222222222222"));
    let (early, late) = ("2026-09-01T00:00:00Z", "2026-09-02T00:00:00Z");
    for (requests, found) in [
        (vec![("a", "FAILED", early, one)], 1),
        (vec![("a", "FAILED", early, one), ("b", "SUCCEEDED", late, one)], 0),
        (vec![("a", "FAILED", early, one), ("b", "IN_PROGRESS", late, one)], 0),
        (vec![("b", "FAILED", late, one), ("a", "SUCCEEDED", early, one)], 1),
        (vec![("a", "FAILED", early, one), ("b", "SUCCEEDED", late, other)], 1),
        // The same moment: the id decides.
        (vec![("a", "FAILED", late, one), ("b", "SUCCEEDED", late, one)], 0),
        (vec![("a", "SUCCEEDED", late, one), ("b", "FAILED", late, one)], 1),
        // A fraction of a second later is later.
        (vec![("b", "FAILED", late, one), ("a", "SUCCEEDED", "2026-09-02T00:00:00.5Z", one)], 0),
        // A request for all accounts is one for each.
        (vec![("a", "FAILED", early, one), ("b", "SUCCEEDED", late, None)], 0),
        (vec![("a", "SUCCEEDED", early, one), ("b", "FAILED", late, None)], 1),
        (vec![("a", "FAILED", early, None), ("b", "SUCCEEDED", late, one)], 1),
    ] {
        let (_, messages, _) = check(&provisioned(&requests), "provisioning-failed", &[]);
        assert_eq!(messages.len(), found, "{requests:?}: {messages:?}");
    }
}

#[test]
fn only_the_latest_request_about_an_assignment_counts() {
    let base = clean();
    let (set, account) = (&base["permission_sets"][0]["PermissionSetArn"], &base["accounts"][0]["Id"]);
    let group = &base["groups"][0]["GroupId"];
    let record = |id: &str, status: &str, date: &str, account: &Value| {
        json!({"RequestId": id, "Status": status, "FailureReason": "busy", "TargetId": account,
            "TargetType": "AWS_ACCOUNT", "PermissionSetArn": set, "PrincipalType": "GROUP",
            "PrincipalId": group, "CreatedDate": date})
    };
    let (early, late) = ("2026-09-01T00:00:00Z", "2026-09-02T00:00:00Z");
    let other = &base["accounts"][1]["Id"];
    for (created, deleted, found) in [
        (record("a", "FAILED", early, account), record("b", "SUCCEEDED", late, account), 0),
        (record("a", "SUCCEEDED", early, account), record("b", "FAILED", late, account), 1),
        (record("a", "FAILED", late, account), record("b", "SUCCEEDED", early, account), 1),
        (record("a", "FAILED", early, account), record("b", "SUCCEEDED", late, other), 1),
    ] {
        let mut snapshot = base.clone();
        snapshot["account_assignment_creation_statuses"] = json!([created]);
        snapshot["account_assignment_deletion_statuses"] = json!([deleted]);
        let (_, messages, _) = check(&snapshot, "assignment-operation-failed", &[]);
        assert_eq!(messages.len(), found, "{created} {deleted}");
    }
}

/// A request that was listed and not described may be about anything.
#[test]
fn a_request_that_was_not_described_is_not_evaluated() {
    let mut snapshot = provisioned(&[]);
    snapshot["permission_set_provisioning_statuses"] =
        json!([{"RequestId": "r1", "Status": "FAILED", "CreatedDate": "2026-09-01T00:00:00Z"}]);
    let operation = "DescribePermissionSetProvisioningStatus";
    cover(&mut snapshot, "sso-admin", operation, "denied", Some("r1"));
    let (code, messages, lacked) = check(&snapshot, "provisioning-failed", &[]);
    assert_eq!((code, messages.len(), lacked), (3, 0, vec!["details of r1".to_owned()]));
}

#[test]
fn a_boundary_is_missed_only_where_someone_looked() {
    let id = "boundary-policy-missing-in-account";
    let mut gone = clean();
    let policies = gone["customer_managed_policies"].as_array_mut().unwrap();
    let boundary = policies.iter_mut().find(|policy| policy["Path"] == "/boundaries/").unwrap();
    boundary["Document"] = json!(null);
    let account = boundary["AccountId"].as_str().unwrap().to_owned();
    assert_eq!(check(&gone, id, &[]).0, 1);

    // Nobody was asked to look, nobody may look, nobody may look there.
    let mut skipped = clean();
    skipped.as_object_mut().unwrap().remove("customer_managed_policies");
    let mut denied = skipped.clone();
    cover(&mut skipped, "sts", "AssumeRole", "skipped", None);
    let (code, _, lacked) = check(&skipped, id, &[]);
    assert_eq!((code, lacked), (0, vec!["customer managed policies".to_owned()]));
    assert_eq!(check(&skipped, id, &["--strict"]).0, 3);
    cover(&mut denied, "sts", "AssumeRole", "denied", None);
    assert_eq!(check(&denied, id, &[]).0, 3);
    let mut there = clean();
    there["customer_managed_policies"]
        .as_array_mut()
        .unwrap()
        .retain(|policy| policy["AccountId"] != *account);
    cover(&mut there, "sts", "AssumeRole", "denied", Some(&account));
    let (code, messages, lacked) = check(&there, id, &[]);
    assert_eq!((code, messages.len(), lacked.len()), (3, 0, 1), "{lacked:?}");
    // Nor is "none" believed where coverage says that the account was not entered.
    cover(&mut gone, "sts", "AssumeRole", "denied", Some(&account));
    assert_eq!(check(&gone, id, &[]).1.len(), 0);
}

#[test]
fn the_new_tables_say_what_they_do_not_know() {
    for (sql, member, service, operation) in [
        ("SELECT tag_key FROM account_tags", "Tags", "organizations", "ListTagsForResource"),
        (
            "SELECT principal_id FROM application_assignments",
            "Assignments",
            "sso-admin",
            "ListApplicationAssignments",
        ),
        ("SELECT tag_count FROM accounts", "Tags", "organizations", "ListTagsForResource"),
        ("SELECT grants FROM applications", "Grants", "sso-admin", "ListApplicationGrants"),
        ("SELECT document FROM managed_policies", "Document", "iam", "GetPolicyVersion"),
        ("SELECT department FROM users", "Extensions", "identitystore", "ListUsers"),
    ] {
        let mut snapshot = northwind();
        assert_eq!(query(&snapshot, sql).0, 0, "{sql}");
        for list in ["accounts", "applications", "managed_policies", "users"] {
            for record in snapshot[list].as_array_mut().unwrap() {
                record.as_object_mut().unwrap().remove(member);
            }
        }
        cover(&mut snapshot, service, operation, "denied", None);
        let (code, answer) = query(&snapshot, sql);
        let rows = answer["not_evaluated"].as_array().unwrap();
        assert!(code == 3 && !rows.is_empty(), "{sql}");
        assert!(
            rows.iter().any(|row| row["why"].as_str().unwrap().starts_with(operation)),
            "{sql}: {answer}"
        );
    }
    for (table, member) in [
        ("regions", "regions"),
        ("operations", "permission_set_provisioning_statuses"),
        ("operations", "account_assignment_deletion_statuses"),
        ("applications", "applications"),
        ("managed_policies", "managed_policies"),
        ("customer_managed_policies", "customer_managed_policies"),
        ("entitlements", "entitlements"),
        ("delegated_administrators", "delegated_administrators"),
        ("organization", "organization"),
    ] {
        let mut snapshot = northwind();
        let sql = format!("SELECT COUNT(*) AS n FROM {table}");
        let (code, answer) = query(&snapshot, &sql);
        assert!(code == 0 && answer["rows"][0]["n"] != json!(0), "{table}: {answer}");
        snapshot.as_object_mut().unwrap().remove(member);
        assert_eq!(query(&snapshot, &sql).0, 3, "{table} without {member}");
    }
}

/// The lists that came with the whole of version 1, and the operation that gives each.
const LISTS: [(&str, &str, &str); 11] = [
    ("access_control_attributes", "sso-admin", "DescribeInstanceAccessControlAttributeConfiguration"),
    ("regions", "sso-admin", "ListRegions"),
    ("applications", "sso-admin", "ListApplications"),
    ("application_providers", "sso-admin", "ListApplicationProviders"),
    ("trusted_token_issuers", "sso-admin", "ListTrustedTokenIssuers"),
    ("organization", "organizations", "DescribeOrganization"),
    ("delegated_administrators", "organizations", "ListDelegatedAdministrators"),
    ("managed_policies", "iam", "GetPolicy"),
    ("customer_managed_policies", "sts", "AssumeRole"),
    ("entitlements", "account-access", "ListEntitlements"),
    ("organization_policies", "organizations", "ListPolicies"),
];

#[test]
fn a_list_that_was_denied_lost_nothing() {
    let whole = northwind();
    for (member, service, operation) in LISTS {
        for told_as_none in [false, true] {
            let mut holed = whole.clone();
            if told_as_none {
                holed[member] = if whole[member].is_array() { json!([]) } else { json!(null) };
            } else {
                holed.as_object_mut().unwrap().remove(member);
            }
            cover(&mut holed, service, operation, "denied", None);
            for (old, new) in [(&whole, &holed), (&holed, &whole)] {
                let place = Workplace::new();
                place.write("old.json", &old.to_string());
                place.write("new.json", &new.to_string());
                let args = ["diff", "old.json", "new.json", "--format", "json"];
                let answer = place.run(&args).exits(3).answer();
                assert_eq!(answer["records"], json!([]), "{member}");
                let gaps = answer["not_evaluated"].as_array().unwrap();
                let why =
                    |row: &Value| row["why"].as_str().unwrap().contains(&format!("{operation} was denied"));
                assert!(gaps.iter().any(why), "{member}: {answer}");
            }
        }
    }
}

#[test]
fn a_part_that_was_denied_did_not_change() {
    let whole = northwind();
    for (list, member, service, operation) in [
        ("applications", "Assignments", "sso-admin", "ListApplicationAssignments"),
        ("applications", "Grants", "sso-admin", "ListApplicationGrants"),
        ("trusted_token_issuers", "Tags", "sso-admin", "ListTagsForResource"),
        ("accounts", "Tags", "organizations", "ListTagsForResource"),
        ("managed_policies", "Document", "iam", "GetPolicyVersion"),
        ("organization_policies", "Targets", "organizations", "ListTargetsForPolicy"),
    ] {
        let mut holed = whole.clone();
        for record in holed[list].as_array_mut().unwrap() {
            record.as_object_mut().unwrap().remove(member);
        }
        cover(&mut holed, service, operation, "denied", None);
        for (old, new) in [(&whole, &holed), (&holed, &whole), (&holed, &holed)] {
            let place = Workplace::new();
            place.write("old.json", &old.to_string());
            place.write("new.json", &new.to_string());
            let answer = place.run(&["diff", "old.json", "new.json", "--format", "json"]).exits(3).answer();
            assert_eq!(answer["records"], json!([]), "{list} {member}");
            let gaps = answer["not_evaluated"].as_array().unwrap();
            assert!(gaps.len() >= whole[list].as_array().unwrap().len(), "{list} {member}");
        }
    }
}

/// What was skipped by `--skip` is told so, without the word that ssoscan put in for a code.
#[test]
fn a_skipped_family_is_listed_in_plain_words() {
    let mut snapshot = clean();
    snapshot.as_object_mut().unwrap().remove("regions");
    cover(&mut snapshot, "sso-admin", "ListRegions", "skipped", None);
    let rows = snapshot["coverage"].as_array_mut().unwrap();
    rows.last_mut().unwrap()["error"] = json!({"code": "Skipped"});
    let (code, answer) = query(&snapshot, "SELECT region_name FROM regions");
    assert_eq!(code, 0);
    assert_eq!(answer["not_evaluated"], json!([{"what": "Regions", "why": "ListRegions was skipped"}]));
}
