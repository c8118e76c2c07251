//! `ssoscan blast-radius`

use serde_json::json;

use super::{rows, run, shop, unread_members};
use crate::graph::{OF_ANN, counter_example};

const COLUMNS: [&str; 6] = ["tier", "account_name", "permission_set_name", "status", "through", "people"];

fn radius(whose: &[&str]) -> Vec<String> {
    rows(run(&shop(), &[&["blast-radius", "s.json", "--format", "json"], whose].concat()), &COLUMNS)
}

#[test]
fn a_user_reaches_what_assignments_and_groups_give() {
    let expected = [
        "administrator shop-prod Admin active group Admins 1",
        "read_only head View active group Everyone 1",
        "read_only shop-prod View active directly+group Everyone 1",
    ];
    assert_eq!(radius(&["--user", "ann"]), expected);
    assert_eq!(radius(&["--principal", "ann@example.com"]), expected);
}

#[test]
fn a_group_leads_its_members_there() {
    // Cat is disabled.
    assert_eq!(radius(&["--group", "Admins"]), ["administrator shop-prod Admin active group Admins 1"]);
    assert_eq!(
        radius(&["--principal", "Everyone"]),
        ["read_only head View active group Everyone 2", "read_only shop-prod View active group Everyone 2"]
    );
}

#[test]
fn who_is_added_gains_what_is_not_there_yet() {
    let args = ["blast-radius", "s.json", "--group", "Everyone", "--add", "cat", "--format", "json"];
    // Cat is disabled: nothing works for her.
    let changes = |args: &[&str]| rows(run(&shop(), args), &["account_name", "change"]);
    assert_eq!(changes(&args), ["head gained", "shop-prod gained"]);
    let args = ["blast-radius", "s.json", "--group", "Everyone", "--add", "ann", "--format", "json"];
    assert_eq!(changes(&args), ["head reached already", "shop-prod reached already"]);
    let text = run(&shop(), &["blast-radius", "s.json", "--group", "Admins", "--add", "bob"]).exits(0).stdout;
    let first = text.lines().next().unwrap();
    assert_eq!(
        first,
        "bob would gain 1 permission set in 1 account by group Admins, the strongest as administrator in shop-prod"
    );
}

#[test]
fn an_edit_of_a_set_touches_the_people_who_have_it() {
    assert_eq!(
        radius(&["--permission-set", "View"]),
        [
            "read_only head View active group Everyone 2",
            "read_only shop-prod View active user ann+group Everyone 2"
        ]
    );
    let answer =
        run(&shop(), &["blast-radius", "s.json", "--permission-set", "View", "--format", "json"]).answer();
    assert_eq!(
        answer["summary"],
        json!({"accounts": 2, "production_accounts": 1, "permission_sets": 1, "people": 2,
            "accounts_by_tier": {"read_only": 2}})
    );
}

#[test]
fn the_counter_example_reaches_three_accounts() {
    for (kind, id, flag) in [("USER", "ann", "--user"), ("GROUP", "three", "--group")] {
        let snapshot = counter_example((kind, id));
        let args = ["blast-radius", "s.json", flag, id, "--format", "json"];
        let answer = run(&snapshot, &args).answer();
        let rows = answer["rows"].as_array().unwrap().iter();
        let admin: Vec<&str> = rows
            .filter(|row| row["permission_set_name"] == "Admin")
            .map(|row| row["account_id"].as_str().unwrap())
            .collect();
        assert_eq!(admin, OF_ANN.map(crate::graph::account), "{kind}");
    }
}

#[test]
fn people_are_not_counted_where_members_were_not_read() {
    let mut snapshot = shop();
    unread_members(&mut snapshot, "everyone");
    let args = ["blast-radius", "s.json", "--permission-set", "View", "--format", "json"];
    let answer = run(&snapshot, &args).exits(3).answer();
    let rows = answer["rows"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["people"].is_null() && row["people_state"] == "unknown"), "{answer}");
    assert_eq!(answer["summary"]["people"], json!(null));
}

#[test]
fn it_must_be_said_whose() {
    let fails = |args: &[&str], words: &[&str]| {
        let all = [&["blast-radius", "s.json"], args].concat();
        run(&shop(), &all).exits(2).says(words);
    };
    fails(&[], &["--permission-set"]);
    fails(&["--user", "ann", "--group", "Admins"], &["cannot be used"]);
    fails(&["--principal", "nobody at all"], &["no user or group"]);
    fails(&["--group", "Admin"], &["did you mean Admins"]);
    let mut twin = shop();
    twin["groups"][0]["DisplayName"] = json!("ann");
    run(&twin, &["blast-radius", "s.json", "--principal", "ann"]).fails(&["--user or --group"]);
}
