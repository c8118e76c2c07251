//! Unknown is not none: no check, report or diff calls a part that was not read "none".

use serde_json::{Value, json};

use crate::harness::{Workplace, repository};

/// The parts of a permission set: the member, the operation that reads it, and the words for it.
const PARTS: [(&str, &str, &str); 6] = [
    ("Name", "DescribePermissionSet", "description"),
    ("Tags", "ListTagsForResource", "tags"),
    ("InlinePolicy", "GetInlinePolicyForPermissionSet", "inline policy"),
    ("ManagedPolicies", "ListManagedPoliciesInPermissionSet", "AWS managed policies"),
    (
        "CustomerManagedPolicyReferences",
        "ListCustomerManagedPolicyReferencesInPermissionSet",
        "customer managed policies",
    ),
    ("PermissionsBoundary", "GetPermissionsBoundaryForPermissionSet", "permissions boundary"),
];

fn sample() -> Value {
    serde_json::from_slice(&std::fs::read(repository("samples/northwind/2026-10-01.json")).unwrap()).unwrap()
}

/// Takes the part out of some sets and says so in coverage.
fn deny(snapshot: &mut Value, member: &str, operation: &str, of: impl Fn(&str) -> bool) {
    let mut scopes = Vec::new();
    for set in snapshot["permission_sets"].as_array_mut().unwrap() {
        let arn = set["PermissionSetArn"].as_str().unwrap().to_owned();
        if of(&arn) {
            let set = set.as_object_mut().unwrap();
            set.remove(member);
            if member == "Name" {
                for also in ["Description", "CreatedDate", "SessionDuration", "RelayState"] {
                    set.remove(also);
                }
            }
            scopes.push(arn);
        }
    }
    deny_scopes(snapshot, "sso-admin", operation, &scopes);
}

fn deny_scopes(snapshot: &mut Value, service: &str, operation: &str, scopes: &[String]) {
    let rows = snapshot["coverage"].as_array_mut().unwrap();
    rows.retain(|row| row["operation"] != operation || row["service"] != service);
    let error = json!({"code": "AccessDeniedException"});
    rows.push(json!({"service": service, "operation": operation, "status": "partial"}));
    for scope in scopes {
        rows.push(json!(
            {"service": service, "operation": operation, "scope": scope, "status": "denied", "error": error}
        ));
    }
}

fn run(snapshot: &Value, args: &[&str]) -> (i32, Value) {
    let place = Workplace::new();
    place.write("snapshot.json", &snapshot.to_string());
    place.write("ssoscan.toml", "[tags]\nrequired = [\"Owner\"]\n");
    let run = place.run(&[args, &["snapshot.json", "--format", "json"]].concat());
    (run.code, run.answer())
}

fn subjects(answer: &Value) -> Vec<String> {
    let arn = |row: &Value| row["subject"]["permission_set_arn"].as_str().map(str::to_owned);
    answer["findings"].as_array().unwrap().iter().filter_map(arn).collect()
}

fn notes(answer: &Value, words: &str, why: &str) -> usize {
    let rows = answer["not_evaluated"].as_array().unwrap();
    let matches = |row: &&Value| {
        row["what"].as_str().unwrap().starts_with(words) && row["why"].as_str().unwrap().contains(why)
    };
    rows.iter().filter(matches).count()
}

#[test]
fn a_denied_part_is_neither_a_finding_nor_a_row_nor_a_change() {
    let whole = sample();
    let sets = whole["permission_sets"].as_array().unwrap();
    // One with a boundary and tags, and one without either.
    let with = sets.iter().find(|set| set["Name"] == "PlatformEngineer").unwrap();
    let without = sets.iter().find(|set| set["Name"] == "LegacyPowerUser").unwrap();
    let arn = |set: &Value| set["PermissionSetArn"].as_str().unwrap().to_owned();
    let some = [arn(with), arn(without)];
    for (member, operation, words) in PARTS {
        for all in [true, false] {
            let mut holed = whole.clone();
            deny(&mut holed, member, operation, |arn| all || some.iter().any(|one| one == arn));
            let denied = if all { sets.len() } else { 2 };

            let (code, answer) = run(&holed, &["check"]);
            assert_eq!(code, 1, "the other findings are there");
            let silent: &[&str] = match member {
                "Tags" => &["permission-set-untagged", "required-tag-missing"],
                "PermissionsBoundary" => &["boundary-missing"],
                _ => &[],
            };
            for check in silent {
                let (code, answer) = run(&holed, &["check", "--select", check]);
                let found = subjects(&answer);
                assert!(some.iter().all(|arn| !found.contains(arn)), "{check} without {member}");
                assert_eq!(notes(&answer, words, operation), denied, "{check} without {member}: {answer}");
                assert_eq!(code, if all { 3 } else { 1 }, "{check} without {member}");
            }
            assert_eq!(notes(&answer, words, operation), denied, "check names what is unknown: {answer}");

            for report in ["boundaries", "untagged"] {
                let (_, answer) = run(&holed, &["report", report]);
                let reads = matches!(
                    (report, member),
                    (_, "Name") | ("boundaries", "PermissionsBoundary") | ("untagged", "Tags")
                );
                let rows = answer["rows"].as_array().unwrap();
                if reads && member != "Name" {
                    assert!(rows.iter().all(|row| row["permission_set_arn"] != arn(without).as_str()));
                }
                assert_eq!(
                    notes(&answer, words, operation),
                    if reads { denied } else { 0 },
                    "{report} {member}"
                );
            }

            for (old, new) in [(&whole, &holed), (&holed, &whole), (&holed, &holed)] {
                let place = Workplace::new();
                place.write("old.json", &old.to_string());
                place.write("new.json", &new.to_string());
                let run =
                    place.run(&["diff", "old.json", "new.json", "--format", "json", "--fail-on", "any"]);
                let answer = run.answer();
                assert_eq!(answer["records"], json!([]), "{member}");
                let what = format!("{member} of permission set");
                assert!(notes(&answer, &what, operation) >= denied, "{member}: {answer}");
                assert_eq!(run.code, 3);
            }
        }
    }
}

/// Checks that stand on what a set allows, which any of its policies and its boundary may change.
const OF_PRIVILEGES: &str = "administrator-access,boundary-missing-on-privileged-set,boundary-self-editable,\
    credential-exposure,identity-center-escalation,own-policy-editable,privilege-escalation,\
    privileged-access-in-management-account";

/// A policy that was not read may deny what others allow, or allow what nobody knows of.
#[test]
fn what_a_set_allows_is_unknown_where_a_policy_was_not_read() {
    let whole = sample();
    let select = ["check", "--select", OF_PRIVILEGES];
    let (_, before) = run(&whole, &select);
    for member in
        ["InlinePolicy", "ManagedPolicies", "CustomerManagedPolicyReferences", "PermissionsBoundary"]
    {
        let (_, operation, _) = PARTS.into_iter().find(|(part, ..)| *part == member).unwrap();
        let mut holed = whole.clone();
        deny(&mut holed, member, operation, |_| true);
        let (code, answer) = run(&holed, &select);
        assert_eq!((code, &answer["findings"]), (3, &json!([])), "{member}");
        let sets = whole["permission_sets"].as_array().unwrap().len();
        assert!(
            notes(&answer, "what the policies allow of permission set", "was not read") >= sets,
            "{answer}"
        );

        // Of one set alone: the others' findings stay.
        let sets = whole["permission_sets"].as_array().unwrap();
        let pipeline = sets.iter().find(|set| set["Name"] == "PipelineDeployer").unwrap();
        let pipeline = pipeline["PermissionSetArn"].as_str().unwrap();
        let mut holed = whole.clone();
        deny(&mut holed, member, operation, |arn| arn == pipeline);
        let (_, answer) = run(&holed, &select);
        let mut expected = subjects(&before);
        expected.retain(|arn| arn != pipeline);
        assert_eq!(subjects(&answer), expected, "{member}");
    }
}

/// What is odd in a policy, or near a limit, is not said of one that was not read.
#[test]
fn a_policy_that_was_not_read_is_not_judged() {
    for (member, checks) in [
        ("InlinePolicy", "allow-with-not-action,element-never-matches,policy-near-quota"),
        ("ManagedPolicies", "policy-near-quota"),
        ("CustomerManagedPolicyReferences", "policy-near-quota"),
        ("PermissionsBoundary", "boundary-no-op"),
        ("Name", "session-too-long"),
    ] {
        let (_, operation, _) = PARTS.into_iter().find(|(part, ..)| *part == member).unwrap();
        let mut holed = sample();
        deny(&mut holed, member, operation, |_| true);
        let (code, answer) = run(&holed, &["check", "--select", checks, "--fail-on", "info"]);
        assert_eq!((code, &answer["findings"]), (3, &json!([])), "{member}");
    }
    // The documents of customer managed policies, which each account has for itself.
    let mut holed = sample();
    holed.as_object_mut().unwrap().remove("customer_managed_policies");
    let checks = "boundary-no-op,boundary-self-editable,own-policy-editable,privilege-escalation";
    let (code, answer) = run(&holed, &["check", "--select", checks]);
    assert_eq!((code, &answer["findings"]), (3, &json!([])));
}

/// An exporter that writes `null` or `[]` where coverage says "denied" is not believed.
#[test]
fn none_beside_denied_is_unknown() {
    let mut holed = sample();
    deny(&mut holed, "Tags", "ListTagsForResource", |_| true);
    deny(&mut holed, "PermissionsBoundary", "GetPermissionsBoundaryForPermissionSet", |_| true);
    for set in holed["permission_sets"].as_array_mut().unwrap() {
        set["Tags"] = json!([]);
        set["PermissionsBoundary"] = json!(null);
    }
    let (code, answer) = run(&holed, &["check", "--select", "boundary-missing,permission-set-untagged"]);
    assert_eq!((code, &answer["findings"]), (3, &json!([])));
}

#[test]
fn a_member_that_is_not_there_is_unknown_without_a_coverage_row_too() {
    for member in
        ["permission_sets", "account_assignments", "users", "groups", "group_memberships", "accounts"]
    {
        let mut holed = sample();
        let whole = holed.clone();
        holed.as_object_mut().unwrap().remove(member);
        let (_, answer) = run(&holed, &["check"]);
        assert!(!answer["not_evaluated"].as_array().unwrap().is_empty(), "{member}");
        let (_, all) = run(&whole, &["check"]);
        // What it still finds, it finds in the whole snapshot too: no new finding comes from not knowing.
        let ids = |answer: &Value| -> Vec<String> {
            let findings = answer["findings"].as_array().unwrap();
            findings
                .iter()
                .map(|finding| format!("{} {}", finding["check"], finding["subject"]["kind"]))
                .collect()
        };
        let known = ids(&all);
        assert!(ids(&answer).iter().all(|finding| known.contains(finding)), "{member}");
        for check in ["principal-deleted", "empty-group-with-access", "provisioned-unassigned"] {
            let (_, one) = run(&holed, &["check", "--select", check]);
            let (_, both) = run(&whole, &["check", "--select", check]);
            let (one, both) =
                (one["findings"].as_array().unwrap().len(), both["findings"].as_array().unwrap().len());
            assert!(one <= both, "{check} finds more without {member}");
        }

        let place = Workplace::new();
        place.write("old.json", &whole.to_string());
        place.write("new.json", &holed.to_string());
        let diff = place.run(&["diff", "old.json", "new.json", "--format", "json"]).exits(3).answer();
        assert_eq!(diff["records"], json!([]), "{member}");
    }
}

/// Rows that a scope's failure hides are not "removed", and the pair is not "unassigned".
#[test]
fn a_pair_that_failed_is_neither_unassigned_nor_emptied() {
    let whole = sample();
    let mut holed = whole.clone();
    let first = whole["account_assignments"][0].clone();
    let (set, account) = (first["PermissionSetArn"].as_str().unwrap(), first["AccountId"].as_str().unwrap());
    let of_pair = |row: &Value| row["PermissionSetArn"] == set && row["AccountId"] == account;
    holed["account_assignments"].as_array_mut().unwrap().retain(|row| !of_pair(row));
    let scope = format!("{set},{account}");
    deny_scopes(&mut holed, "sso-admin", "ListAccountAssignments", std::slice::from_ref(&scope));

    let (_, before) = run(&whole, &["check", "--select", "provisioned-unassigned"]);
    let (_, after) = run(&holed, &["check", "--select", "provisioned-unassigned"]);
    assert_eq!(subjects(&before), subjects(&after));
    assert_eq!(notes(&after, "assignments of permission set", "ListAccountAssignments"), 1);

    let place = Workplace::new();
    place.write("old.json", &whole.to_string());
    place.write("new.json", &holed.to_string());
    let answer = place.run(&["diff", "old.json", "new.json", "--format", "json"]).exits(3).answer();
    assert_eq!(answer["records"], json!([]));
    assert!(notes(&answer, "whether assignment was removed", "ListAccountAssignments") > 0, "{answer}");
}

#[test]
fn a_group_whose_members_were_not_read_is_not_empty() {
    let whole = sample();
    let mut holed = whole.clone();
    let group = whole["group_memberships"][0]["GroupId"].clone();
    holed["group_memberships"].as_array_mut().unwrap().retain(|row| row["GroupId"] != group);
    for row in holed["groups"].as_array_mut().unwrap() {
        if row["GroupId"] == group {
            row["members_read"] = json!(false);
        }
    }
    let (_, answer) = run(&holed, &["check", "--select", "empty-group-with-access"]);
    let groups: Vec<&Value> = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| &finding["subject"]["group_id"])
        .collect();
    assert!(!groups.contains(&&group));
    assert_eq!(notes(&answer, "members of group", ""), 1, "{answer}");

    let place = Workplace::new();
    place.write("old.json", &whole.to_string());
    place.write("new.json", &holed.to_string());
    let answer = place.run(&["diff", "old.json", "new.json", "--format", "json"]).exits(3).answer();
    assert_eq!(answer["records"], json!([]));
}

/// Data never asked for is listed, not counted; `--strict` counts it.
#[test]
fn what_was_skipped_is_listed_and_counts_when_strict() {
    let mut holed = sample();
    holed.as_object_mut().unwrap().remove("accounts");
    let rows = holed["coverage"].as_array_mut().unwrap();
    rows.retain(|row| row["operation"] != "ListAccounts");
    rows.push(json!({"service": "organizations", "operation": "ListAccounts", "status": "skipped"}));
    let check = ["check", "--select", "suspended-account-with-access"];
    let (code, answer) = run(&holed, &check);
    assert_eq!((code, notes(&answer, "accounts", "was skipped")), (0, 1));
    assert_eq!(run(&holed, &[&check[..], &["--strict"]].concat()).0, 3);
}

/// The numbers in a report are empty where they are not known, never 0.
#[test]
fn a_count_that_is_not_known_is_not_zero() {
    let mut holed = sample();
    holed.as_object_mut().unwrap().remove("account_assignments");
    let (code, answer) = run(&holed, &["report", "untagged"]);
    assert_eq!(code, 3);
    for row in answer["rows"].as_array().unwrap() {
        assert_eq!(
            (&row["assigned_principal_count"], &row["assignments_state"]),
            (&json!(null), &json!("unknown"))
        );
    }
}

#[test]
fn a_query_says_what_it_reads_and_does_not_know() {
    let mut holed = sample();
    deny(&mut holed, "Tags", "ListTagsForResource", |_| true);
    let ask = |sql: &str| run(&holed, &["query", "--sql", sql]);
    assert_eq!(ask("SELECT permission_set_name FROM permission_sets").0, 0);
    let (code, answer) = ask("SELECT permission_set_name, tags FROM permission_sets");
    assert_eq!((code, notes(&answer, "tags of permission set", "ListTagsForResource") > 40), (3, true));
}
