//! `ssoscan explain USER ACCOUNT SNAPSHOT`

use serde_json::json;

use super::{HEAD, SHOP, rows, run, shop, unread_members};
use crate::graph::{OF_ANN, account, counter_example};

const COLUMNS: [&str; 8] = [
    "permission_set_name",
    "tier",
    "path",
    "group_name",
    "status",
    "boundary_policy",
    "provisioning_status",
    "session_duration",
];

fn explain(user: &str, account: &str) -> Vec<String> {
    rows(run(&shop(), &["explain", user, account, "s.json", "--format", "json"]), &COLUMNS)
}

#[test]
fn every_path_with_what_lies_at_its_end() {
    let latest = "LATEST_PERMISSION_SET_PROVISIONED PT4H";
    let read_only = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let expected = [
        format!("Admin administrator group Admins active - {latest}"),
        format!("View read_only direct - active {read_only} {latest}"),
        format!("View read_only group Everyone active {read_only} {latest}"),
    ];
    assert_eq!(explain("ann", "shop-prod"), expected);
    // By whatever name: id, name, display name, e-mail address, and in any case.
    for (user, account) in
        [("u-ann", SHOP), ("ann of Shop", "shop-prod@example.com"), ("ANN@EXAMPLE.COM", "Shop-Prod")]
    {
        assert_eq!(explain(user, account), expected, "{user} {account}");
    }
    assert_eq!(explain("bob", HEAD).len(), 1);
}

#[test]
fn what_it_comes_to_is_said_first() {
    let lines = |user: &str, account: &str| {
        let text = run(&shop(), &["explain", user, account, "s.json"]).exits(0).stdout;
        text.lines().next().unwrap().to_owned()
    };
    assert_eq!(
        lines("ann", SHOP),
        "ann reaches shop-prod (222222222222) with 2 permission sets by 3 paths, as administrator"
    );
    assert_eq!(lines("cat", SHOP), "no path that leads cat to shop-prod (222222222222) works now");
    assert_eq!(lines("cat", HEAD), "no path leads cat to head (111111111111)");
    let answer = run(&shop(), &["explain", "ann", SHOP, "s.json", "--format", "json"]).answer();
    assert_eq!(
        answer["summary"],
        json!({"paths": 3, "working_paths": 3, "permission_sets": 2, "tier": "administrator"})
    );
}

#[test]
fn the_counter_example_is_explained_in_three_accounts_alone() {
    let snapshot = counter_example(("USER", "ann"));
    for number in 0..91 {
        let args = ["explain", "ann", &account(number), "s.json", "--format", "json"];
        let answer = run(&snapshot, &args).answer();
        let rows = answer["rows"].as_array().unwrap().iter();
        let admin = rows.filter(|row| row["permission_set_name"] == "Admin").count();
        assert_eq!(admin, usize::from(OF_ANN.contains(&number)), "{number}");
    }
}

#[test]
fn a_name_of_nothing_or_of_several_things_is_an_error_with_advice() {
    let explain = |user: &str, account: &str| run(&shop(), &["explain", user, account, "s.json"]);
    explain("an", SHOP).fails(&["no user", "\"an\"", "did you mean", "ann"]);
    explain("ann", "shop-pord").fails(&["no account", "did you mean shop-prod"]);
    explain("zzzzzz", SHOP).fails(&["no user", "\"zzzzzz\""]);
    let mut twins = shop();
    twins["users"][1]["UserName"] = json!("ann");
    run(&twins, &["explain", "ann", SHOP, "s.json"]).fails(&["2 users", "u-ann", "u-bob"]);
    // The id says which.
    run(&twins, &["explain", "u-bob", SHOP, "s.json"]).exits(0);
}

#[test]
fn what_is_not_known_is_said() {
    let mut snapshot = shop();
    unread_members(&mut snapshot, "admins");
    let args = ["explain", "ann", SHOP, "s.json"];
    let text = run(&snapshot, &args).exits(3).stdout;
    assert!(text.contains("as far as is known") && text.contains("members of group Admins"), "{text}");

    let mut snapshot = shop();
    snapshot["permission_sets"][0]["CustomerManagedPolicyReferences"] = json!([{"Name": "Own", "Path": "/"}]);
    snapshot["permission_sets"][0]["ManagedPolicies"] = json!([]);
    let answer = run(&snapshot, &["explain", "ann", SHOP, "s.json", "--format", "json"]).answer();
    assert_eq!(answer["rows"][0]["tier"], "unknown", "{answer}");
    assert!(answer["not_evaluated"][0]["what"].as_str().unwrap().ends_with("permission set Admin"));
}

/// The picture has the paths of this person to this account, and nothing of what others have there.
#[test]
fn the_paths_are_drawn() {
    let picture = |user: &str, format: &str| {
        run(&shop(), &["explain", user, SHOP, "s.json", "--format", format]).exits(0).stdout
    };
    let dot = picture("ann", "dot");
    assert!(
        dot.contains("digraph")
            && ["ann", "Admins", "Everyone", "shop-prod"].iter().all(|name| dot.contains(name))
    );
    assert!(!dot.contains("bob") && !dot.contains("head"), "{dot}");
    let mermaid = picture("bob", "mermaid");
    assert!(
        mermaid.contains("flowchart LR") && mermaid.contains("View") && !mermaid.contains("Admin"),
        "{mermaid}"
    );
    run(&shop(), &["explain", "ann", SHOP, "s.json", "--format", "graphml"]).exits(2);
}
