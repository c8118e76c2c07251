//! `ssoscan who-can`: who, through whom, and what stands in the way.

use serde_json::{Value, json};

use crate::harness::{Run, Workplace, argument};

const NORTHWIND: &str = "samples/northwind/2026-10-01.json";
/// The management account, the delegated administrator account, and one more.
pub const HEAD: &str = "111111111111";
pub const SECURITY: &str = "222222222222";
pub const SHOP: &str = "333333333333";

/// A company of three accounts, three people and a group, everything read: these permission sets, each with the members
/// that are not empty, provisioned in every account and assigned nowhere.
pub fn company(sets: &[(&str, Value)]) -> Value {
    let account = |id: &str, name: &str| json!({"Id": id, "Name": name, "State": "ACTIVE", "Tags": []});
    let user = |name: &str| json!({"UserId": format!("u-{name}"), "UserName": name, "UserStatus": "ENABLED", "Extensions": null});
    let member = |name: &str| json!({"GroupId": "g-ops", "UserId": format!("u-{name}")});
    let set = |(name, members): &(&str, Value)| {
        let mut set = json!({"PermissionSetArn": arn(name), "Name": name, "Description": null,
            "SessionDuration": "PT1H", "RelayState": null, "Tags": [], "InlinePolicy": null,
            "ManagedPolicies": [], "CustomerManagedPolicyReferences": [], "PermissionsBoundary": null});
        for (member, value) in members.as_object().unwrap() {
            set[member] = match value {
                // A policy stands in a snapshot as text.
                Value::Object(_) if member == "InlinePolicy" => json!(value.to_string()),
                value => value.clone(),
            };
        }
        set
    };
    let pair = |name: &str, account: &str| {
        json!({"PermissionSetArn": arn(name), "AccountId": account,
            "ProvisioningStatus": "LATEST_PERMISSION_SET_PROVISIONED"})
    };
    let pairs = sets.iter().flat_map(|(name, _)| [HEAD, SECURITY, SHOP].map(|account| pair(name, account)));
    json!({
        "format": "ssoscan-snapshot",
        "format_version": 1,
        "coverage": [],
        "instance": {"InstanceArn": "arn:aws:sso:::instance/ssoins-1", "OwnerAccountId": HEAD},
        "permission_sets": sets.iter().map(set).collect::<Vec<_>>(),
        "permission_set_provisioning": pairs.collect::<Vec<_>>(),
        "account_assignments": [],
        "users": [user("ann"), user("bob"), user("cyd")],
        "groups": [{"GroupId": "g-ops", "DisplayName": "Ops"}],
        "group_memberships": [member("bob"), member("cyd")],
        "organization": {"Id": "o-1", "MasterAccountId": HEAD},
        "accounts": [account(HEAD, "Head"), account(SECURITY, "Security"), account(SHOP, "Shop")],
        "delegated_administrators": [{"Id": SECURITY, "Name": "Security"}],
        "managed_policies": [],
        "customer_managed_policies": [],
    })
}

pub fn arn(set: &str) -> String {
    format!("arn:aws:sso:::permissionSet/ssoins-1/ps-{}", set.to_lowercase())
}

/// Assigns a set to `u-…` or `g-…`.
pub fn assign(snapshot: &mut Value, set: &str, account: &str, principal: &str) {
    let kind = if principal.starts_with("u-") { "USER" } else { "GROUP" };
    snapshot["account_assignments"].as_array_mut().unwrap().push(json!({"AccountId": account,
        "PermissionSetArn": arn(set), "PrincipalType": kind, "PrincipalId": principal}));
}

/// A policy of one statement.
pub fn allow(actions: &[&str], resources: &[&str]) -> Value {
    json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": resources}]})
}

fn run(snapshot: &Value, action: &str, more: &[&str]) -> Run {
    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());
    place.run(&[&["who-can", action, "s.json", "--format", "json"], more].concat())
}

fn northwind(action: &str, more: &[&str]) -> Run {
    let snapshot = argument(NORTHWIND);
    Workplace::new().run(&[&["who-can", action, &snapshot, "--format", "json"], more].concat())
}

fn rows(answer: &Value) -> &Vec<Value> {
    answer["rows"].as_array().unwrap()
}

/// The row of a person.
#[track_caller]
fn of<'a>(answer: &'a Value, user: &str) -> &'a Value {
    let found: Vec<&Value> = rows(answer).iter().filter(|row| row["user_name"] == user).collect();
    assert_eq!(found.len(), 1, "{user} in {answer}");
    found[0]
}

fn users(answer: &Value) -> Vec<&str> {
    rows(answer).iter().map(|row| row["user_name"].as_str().unwrap()).collect()
}

#[track_caller]
fn has(row: &Value, expected: &Value) {
    for (column, value) in expected.as_object().unwrap() {
        assert_eq!(&row[column], value, "{column} of {row}");
    }
}

#[test]
fn a_person_can_by_an_assignment_of_their_own_and_by_a_group() {
    let answer = northwind("rds:DeleteDBInstance", &["--account", "data-lake-dev"]).exits(0).answer();
    assert_eq!(answer["format"], "ssoscan-who-can");
    has(
        of(&answer, "camille.roux@northwind.example.com"),
        &json!({"verdict": "allowed", "account_name": "data-lake-dev", "path": "direct", "group_name": null,
            "permission_set_name": "DatabaseAdministrator", "action": "rds:DeleteDBInstance", "resource": "*",
            "policy_name": "arn:aws:iam::aws:policy/job-function/DatabaseAdministrator", "statement": "#1",
            "boundary_policy": "/boundaries/NorthwindData", "boundary_statement": "#1", "denied_by": null,
            "conditions": null, "doubts": null, "user_status": "ENABLED", "actions": 1, "chains": 1}),
    );
    let answer = northwind("s3:GetObject", &["--account", "data-lake-prod"]).exits(0).answer();
    has(
        of(&answer, "dario.esposito@northwind.example.com"),
        &json!({"verdict": "allowed", "path": "group", "group_name": "AWS-Data-Engineers",
            "permission_set_name": "DataEngineer", "boundary_policy": "/boundaries/NorthwindData",
            "boundary_statement": "#1", "chains": 2}),
    );
    // Who is disabled is told as such.
    assert_eq!(of(&answer, "gareth.pugh@northwind.example.com")["user_status"], "DISABLED");
    assert!(rows(&answer).iter().all(|row| row["account_name"] == "data-lake-prod"));
}

#[test]
fn a_boundary_cuts_and_a_condition_is_told() {
    let hana = "hana.kim@northwind.example.com";
    let ask =
        |more: &[&str]| northwind("iam:CreateServiceLinkedRole", &[&["--account", "network"], more].concat());
    let answer = ask(&[]).exits(0).answer();
    assert!(!users(&answer).contains(&hana), "{answer}");
    has(
        of(&ask(&["--all"]).exits(0).answer(), hana),
        &json!({"verdict": "cut-by-boundary", "permission_set_name": "PlatformEngineer", "statement": "#2",
            "policy_name": "arn:aws:iam::aws:policy/PowerUserAccess",
            "boundary_policy": "/boundaries/NorthwindPlatform", "boundary_statement": null, "chains": 0}),
    );
    has(
        of(&northwind("ecs:UpdateService", &["--account", "storefront-prod"]).exits(0).answer(), hana),
        &json!({"verdict": "conditional", "permission_set_name": "+OnCall", "policy_name": "inline policy",
            "conditions": "Bool aws:MultiFactorAuthPresent true"}),
    );
}

/// A set that reads the shop's files but for the secret ones, in the shop, for the group.
fn shop() -> Value {
    let inline = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::shop/public/*"},
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::shop/secret/*"},
        {"Sid": "NoSecrets", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::shop/secret/*"}]});
    let mut snapshot = company(&[("Reader", json!({"InlinePolicy": inline}))]);
    assign(&mut snapshot, "Reader", SHOP, "g-ops");
    snapshot
}

#[test]
fn what_denies_is_named() {
    let on = ["--resource", "arn:aws:s3:::shop/secret/plan", "--all"];
    let answer = run(&shop(), "s3:GetObject", &on).exits(0).answer();
    assert_eq!(users(&answer), ["bob", "cyd"]);
    let denied = json!({"verdict": "denied", "denied_by": "NoSecrets of inline policy", "chains": 0});
    has(of(&answer, "bob"), &denied);
    let answer = run(&shop(), "s3:GetObject", &on[..2]).exits(0).answer();
    assert_eq!(rows(&answer).len(), 0);
}

#[test]
fn actions_and_resources_may_have_wildcards() {
    let on = |action: &str, resource: &str| {
        let answer = run(&shop(), action, &["--resource", resource]).exits(0).answer();
        rows(&answer).iter().map(|row| row["actions"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(on("s3:GetObject", "arn:aws:s3:::shop/public/a"), [1, 1]);
    assert_eq!(on("s3:GetObject", "arn:aws:s3:::shop/*"), [1, 1]);
    assert_eq!(on("S3:getobject", "arn:aws:s3:::*/a"), [1, 1]);
    assert_eq!(on("s3:GetObject", "arn:aws:s3:::shop/secret/*"), [0; 0]);
    assert_eq!(on("s3:GetObject", "arn:aws:s3:::stock/*"), [0; 0]);
    assert_eq!(on("s3:Put*", "arn:aws:s3:::shop/*"), [0; 0]);
    // How many actions of the question may be allowed.
    assert!(on("s3:Get*", "arn:aws:s3:::shop/public/a").iter().all(|actions| *actions > 10));
    run(&shop(), "s3:Fly*", &[]).fails(&["no known action matches"]);
    run(&shop(), "GetObject", &[]).fails(&["is no action"]);
}

#[test]
fn an_account_is_asked_about_by_its_id_and_by_its_name() {
    let by = |account: &str| run(&shop(), "s3:GetObject", &["--account", account]).exits(0).stdout;
    assert_eq!(by("Shop"), by(SHOP));
    assert_eq!(users(&serde_json::from_str(&by("Shop,Head")).unwrap()), ["bob", "cyd"]);
    assert!(rows(&serde_json::from_str(&by("Head")).unwrap()).is_empty());
    run(&shop(), "s3:GetObject", &["--account", "Sheep"]).fails(&["no account", "\"Sheep\""]);
    let mut twice = shop();
    twice["accounts"][0]["Name"] = json!("Shop");
    run(&twice, "s3:GetObject", &["--account", "Shop"]).fails(&[
        "2 accounts have the id, name or e-mail address",
        HEAD,
        SHOP,
    ]);
}

/// A set whose policy was not read, in the shop, for Ann.
fn unread() -> Value {
    let references = json!([{"Name": "Deploy", "Path": "/own/"}]);
    let mut snapshot = company(&[("Deployer", json!({"CustomerManagedPolicyReferences": references}))]);
    assign(&mut snapshot, "Deployer", SHOP, "u-ann");
    snapshot
}

#[test]
fn what_was_not_read_is_undecided() {
    let answer = run(&unread(), "s3:GetObject", &[]).exits(3).answer();
    has(of(&answer, "ann"), &json!({"verdict": "undecided", "doubts": "/own/Deploy", "path": "direct"}));
}

#[test]
fn what_is_expected_is_the_exit_code() {
    let conditional = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",
        "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]});
    let mut with_mfa = company(&[("Careful", json!({"InlinePolicy": conditional}))]);
    assign(&mut with_mfa, "Careful", SHOP, "u-ann");
    for (snapshot, action, allowed, denied) in [
        (shop(), "s3:GetObject", 0, 1),
        (shop(), "s3:PutObject", 1, 0),
        (with_mfa, "s3:GetObject", 3, 3),
        (unread(), "s3:GetObject", 3, 3),
    ] {
        let code = |expected: &str| run(&snapshot, action, &["--expect", expected]).code;
        assert_eq!((code("allowed"), code("denied")), (allowed, denied), "{action}");
    }
}

#[test]
fn an_action_that_the_catalogue_does_not_know_is_noted_and_answered() {
    let everything = allow(&["*"], &["*"]);
    let mut snapshot = company(&[("All", json!({"InlinePolicy": everything}))]);
    assign(&mut snapshot, "All", SHOP, "u-ann");
    let run = run(&snapshot, "zzz:DoIt", &[]).exits(0).says(&["zzz:DoIt is not in the catalogue"]);
    has(of(&run.answer(), "ann"), &json!({"verdict": "allowed", "action": "zzz:DoIt"}));
}

/// AWS refuses changes to the roles of permission sets, whoever asks.
#[test]
fn roles_of_identity_center_are_changed_by_nobody() {
    let mut snapshot = company(&[("All", json!({"InlinePolicy": allow(&["*"], &["*"])}))]);
    assign(&mut snapshot, "All", SHOP, "u-ann");
    let on = |role: &str| {
        let role = format!("arn:aws:iam::{SHOP}:role/{role}");
        run(&snapshot, "iam:PutRolePolicy", &["--resource", &role, "--all"]).exits(0).answer()
    };
    let answer = on("aws-reserved/sso.amazonaws.com/AWSReservedSSO_All_0123456789abcdef");
    has(
        of(&answer, "ann"),
        &json!({"verdict": "denied", "denied_by": "AWS: roles of IAM Identity Center are not changed in IAM"}),
    );
    has(of(&on("deploy"), "ann"), &json!({"verdict": "allowed", "denied_by": null}));
}

#[test]
fn what_no_answer_takes_in_is_always_named() {
    for snapshot in [shop(), unread(), company(&[])] {
        let answer = run(&snapshot, "s3:GetObject", &[]).answer();
        let notes = answer["not_evaluated"].as_array().unwrap();
        let what = notes.last().unwrap()["what"].as_str().unwrap();
        for policies in ["service control", "resource control", "resource policies", "session policies"] {
            assert!(what.contains(policies), "{what}");
        }
    }
}

#[test]
fn csv_says_what_json_says() {
    let place = Workplace::new();
    place.write("s.json", &shop().to_string());
    let args = ["who-can", "s3:*", "s.json", "--all", "--format"];
    let json = place.run(&[&args[..], &["json"]].concat()).exits(0).answer();
    let csv = place.run(&[&args[..], &["csv"]].concat()).exits(0).stdout;
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().unwrap().clone();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(records.len(), rows(&json).len());
    for (record, row) in records.iter().zip(rows(&json)) {
        assert_eq!(columns.iter().collect::<Vec<_>>(), row.as_object().unwrap().keys().collect::<Vec<_>>());
        for (cell, value) in record.iter().zip(row.as_object().unwrap().values()) {
            let expected = match value {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            assert_eq!(cell, expected);
        }
    }
}

#[test]
fn a_group_whose_members_were_not_read_is_named() {
    let mut snapshot = shop();
    snapshot["group_memberships"] = json!([]);
    snapshot["groups"][0]["members_read"] = json!(false);
    let answer = run(&snapshot, "s3:GetObject", &[]).exits(3).answer();
    let notes = answer["not_evaluated"].as_array().unwrap();
    let named = notes.iter().any(|note| note["what"].as_str().unwrap().contains("members of group Ops"));
    assert!(named && rows(&answer).is_empty(), "{answer}");
    assert_eq!(run(&snapshot, "s3:GetObject", &["--expect", "denied"]).code, 3);
}

/// Nobody is told where the lists that tell who were not read.
#[test]
fn a_list_that_is_not_there_is_no_nobody() {
    for list in ["permission_sets", "account_assignments", "permission_set_provisioning", "users"] {
        let mut snapshot = shop();
        snapshot.as_object_mut().unwrap().remove(list);
        run(&snapshot, "s3:GetObject", &[]).exits(3);
        assert_ne!(run(&snapshot, "s3:PutObject", &["--expect", "denied"]).code, 0, "{list}");
    }
}

/// An assignment without a role lets nobody in.
#[test]
fn a_set_that_is_not_provisioned_gives_nobody() {
    let mut snapshot = shop();
    snapshot["permission_set_provisioning"].as_array_mut().unwrap().retain(|pair| pair["AccountId"] != SHOP);
    let answer = run(&snapshot, "s3:GetObject", &["--all"]).exits(0).answer();
    assert_eq!(rows(&answer).len(), 0);
}
