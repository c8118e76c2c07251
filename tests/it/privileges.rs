//! The table `permission_set_privileges`: what a permission set amounts to, and where.

use serde_json::{Value, json};

use crate::harness::{Run, Workplace};
use crate::who_can::{HEAD, SECURITY, SHOP, allow, arn, company};

const SQL: &str =
    "SELECT * FROM permission_set_privileges ORDER BY permission_set_arn, account_id, privilege";

fn run(place: &Workplace, snapshot: &Value, more: &[&str]) -> Run {
    place.write("s.json", &snapshot.to_string());
    place.run(&[&["query", "s.json", "--sql", SQL, "--format", "json"], more].concat())
}

/// All rows of a snapshot.
fn held(snapshot: &Value) -> Vec<Value> {
    run(&Workplace::new(), snapshot, &[]).answer()["rows"].as_array().unwrap().clone()
}

/// The privileges of a set in an account, with their verdicts.
fn privileges<'r>(rows: &'r [Value], set: &str, account: &str) -> Vec<(&'r str, &'r str)> {
    let of_pair = |row: &&Value| row["permission_set_arn"] == arn(set) && row["account_id"] == account;
    let text = |row: &'r Value, column: &str| row[column].as_str().unwrap();
    rows.iter().filter(of_pair).map(|row| (text(row, "privilege"), text(row, "verdict"))).collect()
}

#[track_caller]
fn row<'r>(rows: &'r [Value], set: &str, account: &str, privilege: &str) -> &'r Value {
    let is = |row: &&Value| {
        row["permission_set_arn"] == arn(set) && row["account_id"] == account && row["privilege"] == privilege
    };
    rows.iter().find(is).unwrap_or_else(|| panic!("{set} has no {privilege} in {account}: {rows:?}"))
}

fn has(rows: &[Value], set: &str, account: &str, privilege: &str) -> bool {
    privileges(rows, set, account).iter().any(|(held, _)| *held == privilege)
}

fn inline(actions: &[&str]) -> Value {
    json!({"InlinePolicy": allow(actions, &["*"])})
}

#[test]
fn administrators_and_who_comes_to_it() {
    let rows = held(&company(&[
        ("All", inline(&["*"])),
        ("Pipeline", inline(&["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"])),
        ("Caller", inline(&["lambda:InvokeFunction"])),
    ]));
    for account in [HEAD, SECURITY, SHOP] {
        let administrator = row(&rows, "All", account, "administrator");
        assert_eq!(
            (&administrator["verdict"], &administrator["policy_name"], &administrator["statement"]),
            (&json!("allowed"), &json!("inline policy"), &json!("#1"))
        );
        assert!(!has(&rows, "All", account, "administrator_equivalent"));
        let equivalent = row(&rows, "Pipeline", account, "administrator_equivalent");
        assert_eq!(
            (&equivalent["verdict"], &equivalent["escalation_paths"], &equivalent["privilege_state"]),
            (&json!("allowed"), &json!("lambda-001"), &json!("known"))
        );
        assert!(!has(&rows, "Pipeline", account, "administrator"));
        assert_eq!(privileges(&rows, "Caller", account), [("write", "allowed")]);
    }
}

/// Only from these two accounts can access in others be changed.
#[test]
fn identity_center_is_administered_from_two_accounts() {
    let rows = held(&company(&[("Access", inline(&["sso:CreateAccountAssignment"]))]));
    for account in [HEAD, SECURITY] {
        let found = row(&rows, "Access", account, "identity_center_administrator");
        assert_eq!((&found["verdict"], &found["escalation_paths"]), (&json!("allowed"), &json!("idc-003")));
    }
    assert!(!has(&rows, "Access", SHOP, "identity_center_administrator"), "{rows:?}");
}

/// A set with `/own/Deploy`, which allows new versions of the policies that this names.
fn editor(named: &str) -> Value {
    let references = json!([{"Name": "Deploy", "Path": "/own/"}]);
    let mut snapshot = company(&[("Editor", json!({"CustomerManagedPolicyReferences": references}))]);
    let document =
        allow(&["iam:CreatePolicyVersion"], &[&format!("arn:aws:iam::*:policy{named}")]).to_string();
    let policies = [HEAD, SECURITY, SHOP].map(
        |account| json!({"AccountId": account, "Name": "Deploy", "Path": "/own/", "Document": document}),
    );
    snapshot["customer_managed_policies"] = json!(policies);
    snapshot
}

#[test]
fn who_may_change_a_policy_of_their_own_is_told_by_its_name_and_path() {
    for named in ["/own/Deploy", "/own/*", "/*"] {
        let rows = held(&editor(named));
        for account in [HEAD, SECURITY, SHOP] {
            let found = row(&rows, "Editor", account, "own_policy_editor");
            assert_eq!(found["resource"], format!("arn:aws:iam::{account}:policy/own/Deploy"), "{named}");
            assert_eq!(found["action"], "iam:CreatePolicyVersion");
            assert!(!has(&rows, "Editor", account, "own_boundary_editor"));
        }
    }
    for named in ["/Deploy", "/other/Deploy", "/own/Other"] {
        assert!(!has(&held(&editor(named)), "Editor", SHOP, "own_policy_editor"), "{named}");
    }
    // Of another account it is another policy.
    let mut elsewhere = editor("/own/Deploy");
    for policy in elsewhere["customer_managed_policies"].as_array_mut().unwrap() {
        let only_shop = format!("iam::{SHOP}:");
        policy["Document"] = json!(policy["Document"].as_str().unwrap().replace("iam::*:", &only_shop));
    }
    let rows = held(&elsewhere);
    assert!(has(&rows, "Editor", SHOP, "own_policy_editor"));
    assert!(!has(&rows, "Editor", HEAD, "own_policy_editor"));
}

#[test]
fn who_may_change_the_own_boundary_is_told() {
    let boundary = json!({"CustomerManagedPolicyReference": {"Name": "Ceiling", "Path": "/own/"}});
    let mut members = inline(&["iam:*"]);
    members["PermissionsBoundary"] = boundary;
    let mut snapshot = company(&[("Editor", members)]);
    let policy = |account: &str, actions: &[&str]| {
        json!({"AccountId": account, "Name": "Ceiling", "Path": "/own/",
            "Document": allow(actions, &["*"]).to_string()})
    };
    snapshot["customer_managed_policies"] = json!([
        policy(HEAD, &["iam:SetDefaultPolicyVersion"]),
        policy(SECURITY, &["iam:Get*"]),
        policy(SHOP, &["*"]),
    ]);
    let rows = held(&snapshot);
    for account in [HEAD, SHOP] {
        let found = row(&rows, "Editor", account, "own_boundary_editor");
        assert_eq!(found["resource"], format!("arn:aws:iam::{account}:policy/own/Ceiling"));
    }
    assert_eq!(row(&rows, "Editor", HEAD, "own_boundary_editor")["action"], "iam:SetDefaultPolicyVersion");
    assert_eq!(privileges(&rows, "Editor", SECURITY), [("read_only", "allowed")]);
}

#[test]
fn who_only_reads_is_read_only() {
    let rows = held(&company(&[("Viewer", inline(&["ec2:Describe*", "iam:List*"])), ("None", json!({}))]));
    assert_eq!(privileges(&rows, "Viewer", SHOP), [("read_only", "allowed")]);
    assert_eq!(privileges(&rows, "None", SHOP), []);
}

#[test]
fn a_boundary_takes_a_privilege_away() {
    let mut bounded = inline(&["*"]);
    bounded["PermissionsBoundary"] = json!({"ManagedPolicyArn": "arn:aws:iam::aws:policy/Ceiling"});
    let mut snapshot = company(&[("Bounded", bounded)]);
    let document = allow(&["ec2:Describe*"], &["*"]).to_string();
    snapshot["managed_policies"] = json!([{"Arn": "arn:aws:iam::aws:policy/Ceiling", "Document": document}]);
    assert_eq!(privileges(&held(&snapshot), "Bounded", SHOP), [("read_only", "allowed")]);
    // Without its text nothing is said for certain.
    snapshot["managed_policies"] = json!([]);
    let answer = run(&Workplace::new(), &snapshot, &[]).exits(3).answer();
    let rows = answer["rows"].as_array().unwrap();
    let found = privileges(rows, "Bounded", SHOP);
    assert!(found.contains(&("administrator", "undecided")) && found.contains(&("unknown", "undecided")));
    assert!(rows.iter().all(|row| row["privilege_state"] == "unknown"), "{rows:?}");
    assert!(row(rows, "Bounded", SHOP, "unknown")["doubts"].as_str().unwrap().contains("policy/Ceiling"));
}

/// What the set allows beside the policy that is missing is certain.
#[test]
fn a_document_that_is_missing_leaves_the_rest_as_it_is() {
    let mut members = inline(&["ec2:Describe*"]);
    members["ManagedPolicies"] = json!([{"Arn": "arn:aws:iam::aws:policy/Unheard", "Name": "Unheard"}]);
    let snapshot = company(&[("Half", members)]);
    let answer = run(&Workplace::new(), &snapshot, &[]).exits(3).answer();
    let rows = answer["rows"].as_array().unwrap();
    assert_eq!(row(rows, "Half", SHOP, "unknown")["verdict"], "undecided");
    let notes = answer["not_evaluated"].as_array().unwrap();
    assert!(
        notes.iter().any(|note| note["what"].as_str().unwrap().contains("permission set Half")),
        "{notes:?}"
    );
}

/// A set with an AWS managed policy that no catalogue has, and a folder with its document.
fn with_folder(file: &str, content: &str) -> (Workplace, Value) {
    let place = Workplace::new();
    std::fs::create_dir(place.path("aws")).unwrap();
    place.write(&format!("aws/{file}"), content);
    let attached = json!([{"Arn": "arn:aws:iam::aws:policy/job-function/Unheard", "Name": "Unheard"}]);
    (place, company(&[("New", json!({"ManagedPolicies": attached}))]))
}

const FOLDER: [&str; 2] = ["--managed-policies", "aws"];

#[test]
fn a_folder_fills_in_a_document() {
    let document = allow(&["*"], &["*"]);
    for content in [
        document.to_string(),
        json!({"PolicyVersion": {"Document": document, "VersionId": "v3", "IsDefaultVersion": true}})
            .to_string(),
        json!({"PolicyVersion": {"Document": document.to_string()}}).to_string(),
    ] {
        for file in ["Unheard.json", "Unheard"] {
            let (place, snapshot) = with_folder(file, &content);
            run(&place, &snapshot, &[]).exits(3);
            let answer = run(&place, &snapshot, &FOLDER).exits(0).answer();
            let rows = answer["rows"].as_array().unwrap();
            assert_eq!(row(rows, "New", SHOP, "administrator")["verdict"], "allowed", "{content}");
            // The other verbs take it, too.
            let args = ["check", "s.json", "--select", "administrator-access", "--format", "json"];
            place.run(&args).exits(3);
            let found = place.run(&[&args[..], &FOLDER].concat()).exits(1).answer();
            assert_eq!(found["findings"][0]["subject"]["name"], "New");
            let mut assigned = snapshot.clone();
            crate::who_can::assign(&mut assigned, "New", SHOP, "u-ann");
            place.write("assigned.json", &assigned.to_string());
            let args = ["who-can", "iam:CreateUser", "assigned.json", "--format", "json"];
            place.run(&args).exits(3);
            let answer = place.run(&[&args[..], &FOLDER].concat()).exits(0).answer();
            assert_eq!(answer["rows"][0]["verdict"], "allowed");
        }
    }
}

#[test]
fn the_snapshots_own_document_comes_first() {
    let (place, mut snapshot) = with_folder("Unheard.json", &allow(&["*"], &["*"]).to_string());
    let document = allow(&["ec2:Describe*"], &["*"]).to_string();
    snapshot["managed_policies"] =
        json!([{"Arn": "arn:aws:iam::aws:policy/job-function/Unheard", "Document": document}]);
    let answer = run(&place, &snapshot, &FOLDER).exits(0).answer();
    assert_eq!(privileges(answer["rows"].as_array().unwrap(), "New", SHOP), [("read_only", "allowed")]);
}

#[test]
fn a_folder_that_cannot_be_read_is_an_error() {
    for content in ["{", "[]", "{}", "{\"PolicyVersion\": {}}", "{\"Version\": \"2012-10-17\"}"] {
        let (place, snapshot) = with_folder("Unheard.json", content);
        run(&place, &snapshot, &FOLDER).fails(&["Unheard.json holds no policy"]);
    }
    let (place, snapshot) = with_folder("Unheard.json", "{}");
    run(&place, &snapshot, &["--managed-policies", "nowhere"]).fails(&["cannot read nowhere"]);
}

/// Each set with all that it lies within, and two that allow the same with each other.
#[test]
fn sets_lie_within_others_by_what_they_allow() {
    let on = |resource: &str| json!({"InlinePolicy": allow(&["s3:GetObject"], &[resource])});
    let snapshot = company(&[
        ("All", inline(&["*"])),
        ("Bucket", on("arn:aws:s3:::a/*")),
        ("Other", on("arn:aws:s3:::b/*")),
        ("Prefix", on("arn:aws:s3:::a/x/*")),
        ("Same", on("arn:aws:s3:::a/x/*")),
        ("Service", inline(&["s3:*"])),
    ]);
    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());
    let answer = place.run(&["report", "contained-sets", "s.json", "--format", "json"]).answer();
    let pair = |row: &Value| {
        ["permission_set_name", "within_permission_set_name"]
            .map(|name| row[name].as_str().unwrap().to_owned())
    };
    let mut pairs: Vec<[String; 2]> = answer["rows"].as_array().unwrap().iter().map(pair).collect();
    pairs.sort();
    let expected = [
        ["Bucket", "All"],
        ["Bucket", "Service"],
        ["Other", "All"],
        ["Other", "Service"],
        ["Prefix", "All"],
        ["Prefix", "Bucket"],
        ["Prefix", "Same"],
        ["Prefix", "Service"],
        ["Same", "All"],
        ["Same", "Bucket"],
        ["Same", "Prefix"],
        ["Same", "Service"],
        ["Service", "All"],
    ];
    assert_eq!(pairs, expected);
}
