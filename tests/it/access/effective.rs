//! `report access`: every path, exactly, and whether it works.

use serde_json::{Value, json};

use super::{HEAD, SHOP, rows, run, shop, unread_members};
use crate::graph::{ACCOUNTS, OF_ANN, account, counter_example};
use crate::ground_truth::some_snapshot;
use crate::harness::{Workplace, repository};
use crate::python;

const COLUMNS: [&str; 6] =
    ["user_name", "account_name", "permission_set_name", "path", "group_name", "status"];

#[test]
fn every_path_is_a_row() {
    let got = rows(run(&shop(), &["report", "access", "s.json", "--format", "json"]), &COLUMNS);
    assert_eq!(
        got,
        [
            "ann head View group Everyone active",
            "ann shop-prod Admin group Admins active",
            "ann shop-prod View direct - active",
            "ann shop-prod View group Everyone active",
            "bob head View group Everyone active",
            "bob shop-prod View group Everyone active",
            "cat shop-prod Admin group Admins user-disabled",
        ]
    );
}

/// A user with a set in three of the 91 accounts where it is provisioned.
#[test]
fn the_counter_example_has_three_rows_in_every_format() {
    let place = Workplace::new();
    for ann in [("USER", "ann"), ("GROUP", "three")] {
        place.write("s.json", &counter_example(ann).to_string());
        for format in ["csv", "ndjson", "json", "table", "markdown"] {
            let run = place.run(&["report", "access", "s.json", "--format", format]).exits(3);
            let of_ann = run.stdout.lines().filter(|line| line.contains("ann") && line.contains("Admin"));
            let of_ann: Vec<&str> = of_ann.collect();
            let accounts: Vec<usize> = (0..ACCOUNTS)
                .filter(|number| of_ann.iter().any(|line| line.contains(&account(*number))))
                .collect();
            assert_eq!((of_ann.len(), accounts), (3, OF_ANN.to_vec()), "{format}");
        }
    }
}

/// What keeps a path from working, one thing after the other; the first hides the others.
#[test]
fn the_status_tells_what_is_in_the_way() {
    let mut snapshot = shop();
    let mut statuses = Vec::new();
    let mut look = |snapshot: &Value| {
        let got = rows(run(snapshot, &["report", "access", "s.json", "--format", "json"]), &COLUMNS);
        let of_ann = got.iter().find(|row| row.contains("Admin") && !row.starts_with("cat")).unwrap();
        statuses.push(of_ann.rsplit(' ').next().unwrap().to_owned());
    };
    look(&snapshot);
    snapshot["permission_set_provisioning"].as_array_mut().unwrap().remove(0);
    look(&snapshot);
    snapshot["accounts"][1]["State"] = json!("PENDING_CLOSURE");
    look(&snapshot);
    snapshot["accounts"].as_array_mut().unwrap().remove(1);
    look(&snapshot);
    snapshot["groups"].as_array_mut().unwrap().remove(0);
    look(&snapshot);
    snapshot["users"][0]["UserStatus"] = json!("DISABLED");
    look(&snapshot);
    snapshot["users"].as_array_mut().unwrap().remove(0);
    look(&snapshot);
    let expected = [
        "active",
        "not-provisioned",
        "account-suspended",
        "account-removed",
        "group-deleted",
        "user-disabled",
        "user-deleted",
    ];
    assert_eq!(statuses, expected);
}

#[test]
fn what_is_not_known_is_unknown() {
    let mut snapshot = shop();
    snapshot["users"][1].as_object_mut().unwrap().remove("UserStatus");
    let run_of =
        |snapshot: &Value| run(snapshot, &["report", "access", "s.json", "--format", "json"]).exits(3);
    let answer = run_of(&snapshot).answer();
    let of_bob = answer["rows"].as_array().unwrap().iter().filter(|row| row["user_name"] == "bob");
    assert!(of_bob.clone().count() == 2 && of_bob.into_iter().all(|row| row["status"] == "unknown"));

    let mut snapshot = shop();
    unread_members(&mut snapshot, "admins");
    let answer = run_of(&snapshot).answer();
    assert_eq!(answer["not_evaluated"][0]["what"], "members of group Admins", "{answer}");
    let mut snapshot = shop();
    snapshot.as_object_mut().unwrap().remove("permission_set_provisioning");
    let answer = run_of(&snapshot).answer();
    assert!(answer["rows"].as_array().unwrap().iter().all(|row| row["status"] != "active"), "{answer}");
}

/// More rows than a terminal is good for are refused, with advice.
#[test]
fn too_many_rows_for_a_table_are_refused() {
    let mut snapshot = shop();
    let ids = 0..350;
    snapshot["users"] =
        ids.clone().map(|id| json!({"UserId": format!("u{id}"), "UserStatus": "ENABLED"})).collect();
    let members = ids.clone().map(|id| json!({"GroupId": "everyone", "UserId": format!("u{id}")}));
    snapshot["group_memberships"] = members.collect();
    snapshot["account_assignments"] = ids
        .map(|id| {
            let set = snapshot["permission_sets"][1]["PermissionSetArn"].clone();
            json!({"AccountId": format!("{id:012}"), "PermissionSetArn": set, "PrincipalType": "GROUP",
                "PrincipalId": "everyone"})
        })
        .collect();
    run(&snapshot, &["report", "access", "s.json"]).fails(&["122500 rows", "--format csv"]);
    let csv = run(&snapshot, &["report", "access", "s.json", "--format", "csv"]).exits(0);
    assert_eq!(csv.stdout.lines().count(), 122_501);
}

/// Account, set, path and group of every row, sorted, as text.
fn paths(answer: &Value) -> Vec<[String; 5]> {
    let columns = ["user_id", "account_id", "permission_set_arn", "path", "group_id"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = answer["rows"].as_array().unwrap().iter();
    let mut paths: Vec<[String; 5]> = rows.map(|row| columns.map(|column| text(&row[column]))).collect();
    paths.sort();
    paths
}

/// The report, the same question in SQL by polars, and that SQL by DuckDB, which no one here wrote.
#[test]
fn the_report_is_what_sql_says_by_two_engines() {
    let sql = std::fs::read_to_string(repository("queries/reports/effective-access.sql")).unwrap();
    let northwind = std::fs::read(repository("samples/northwind/2026-10-01.json")).unwrap();
    let northwind: Value = serde_json::from_slice(&northwind).unwrap();
    for snapshot in (0..6).map(|seed| some_snapshot(2 * seed)).chain([northwind, shop()]) {
        let answer =
            |report: &str| run(&snapshot, &["report", report, "s.json", "--format", "json"]).answer();
        let report = paths(&answer("access"));
        assert!(!report.is_empty() && report == paths(&answer("effective-access")));
        let given = json!({"snapshot": snapshot, "sql": sql}).to_string();
        let printed = python::run("effective_access.py", &[], &given);
        let row = |line: &str| {
            let row: [Option<String>; 5] = serde_json::from_str(line).unwrap();
            row.map(Option::unwrap_or_default)
        };
        let mut by_duckdb: Vec<[String; 5]> = printed.lines().map(row).collect();
        by_duckdb.sort();
        assert!(report == by_duckdb, "{} rows, and by DuckDB {}", report.len(), by_duckdb.len());
    }
}

#[test]
fn the_order_is_by_ids() {
    let answer = run(&shop(), &["report", "access", "s.json", "--format", "json"]).answer();
    let rows = answer["rows"].as_array().unwrap();
    let key = |row: &Value| format!("{} {} {}", row["user_id"], row["account_id"], row["permission_set_arn"]);
    let keys: Vec<String> = rows.iter().map(key).collect();
    assert!(keys.is_sorted(), "{keys:#?}");
    assert!(
        rows.iter().any(|row| row["account_id"] == HEAD) && rows.iter().any(|row| row["account_id"] == SHOP)
    );
}

/// What Ann is assigned between two dates is what she gained, and nothing where the set is only provisioned.
#[test]
fn the_counter_example_is_gained_in_three_accounts() {
    for (kind, id) in [("USER", "ann"), ("GROUP", "three")] {
        let new = counter_example((kind, id));
        let mut old = new.clone();
        old["account_assignments"].as_array_mut().unwrap().retain(|row| row["PrincipalId"] != id);
        let place = Workplace::new();
        place.write("old.json", &old.to_string());
        place.write("new.json", &new.to_string());
        let answer = place.run(&["diff", "old.json", "new.json", "--format", "json"]).answer();
        let rows = answer["access"].as_array().unwrap();
        let accounts: Vec<&str> = rows.iter().map(|row| row["account_id"].as_str().unwrap()).collect();
        assert_eq!(accounts, OF_ANN.map(account), "{answer}");
        let cause = if kind == "USER" { "direct-assignment" } else { "group-assignment" };
        let gained = |row: &Value| row["change"] == "gained" && row["causes"] == json!([cause]);
        assert!(rows.iter().all(gained), "{answer}");
    }
}
