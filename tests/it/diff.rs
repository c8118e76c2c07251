//! `ssoscan diff`

use serde_json::{Value, json};

use crate::harness::{Workplace, argument, repository};

const OLD: &str = "samples/northwind/2026-07-01.json";
const NEW: &str = "samples/northwind/2026-10-01.json";

fn sample(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(repository(name)).unwrap()).unwrap()
}

/// The diff of two documents, and the exit code.
fn diff(old: &Value, new: &Value, flags: &[&str]) -> (i32, Value) {
    let place = Workplace::new();
    place.write("old.json", &old.to_string());
    place.write("new.json", &new.to_string());
    let run = place.run(&[&["diff", "old.json", "new.json", "--format", "json"], flags].concat());
    (run.code, run.answer())
}

#[test]
fn northwind_changed_as_it_was_changed() {
    let run = Workplace::new().run(&["diff", &argument(OLD), &argument(NEW), "--format", "json"]).exits(0);
    let answer = run.answer();
    // In July an account lacked the policy that is a set's boundary.
    let unknown = answer["not_evaluated"].as_array().unwrap();
    assert_eq!(unknown.len(), 1, "{unknown:?}");
    assert!(unknown[0]["why"].as_str().unwrap().contains("which the account does not have"), "{unknown:?}");
    // The expectation was recorded by the program that made the changes. It does not tell a renaming from
    // another change, nor does it name things.
    let mut got = answer["records"].as_array().unwrap().clone();
    for change in &mut got {
        let change = change.as_object_mut().unwrap();
        change.remove("name");
        if change["change"] == "renamed" {
            let names = ["Name", "UserName", "DisplayName"];
            assert!(names.contains(&change["attribute"].as_str().unwrap()), "{change:?}");
            change["change"] = json!("changed");
        }
    }
    let mut expected = sample("samples/northwind/expected/changes.json").as_array().unwrap().clone();
    let order = |change: &Value| format!("{} {} {}", change["table"], change["key"], change["attribute"]);
    got.sort_by_key(order);
    expected.sort_by_key(order);
    for (got, expected) in got.iter().zip(&expected) {
        assert_eq!(got, expected);
    }
    assert_eq!(got.len(), expected.len());
}

#[test]
fn names_that_changed_are_renames() {
    let run = Workplace::new().run(&["diff", &argument(OLD), &argument(NEW), "--format", "json"]).exits(0);
    let answer = run.answer();
    let renamed = answer["records"].as_array().unwrap().iter().filter(|change| change["change"] == "renamed");
    let renamed: Vec<String> =
        renamed.map(|change| format!("{} {} {}", change["table"], change["old"], change["new"])).collect();
    assert_eq!(renamed.len(), 4, "{renamed:#?}");
    assert!(renamed.contains(&r#""accounts" "mobile-dev" "apps-dev""#.to_owned()), "{renamed:#?}");
}

#[test]
fn a_snapshot_does_not_differ_from_itself_in_whatever_order() {
    let old = sample(NEW);
    let mut new = old.clone();
    for list in new.as_object_mut().unwrap().values_mut().filter_map(Value::as_array_mut) {
        list.reverse();
    }
    for set in new["permission_sets"].as_array_mut().unwrap() {
        set["Tags"].as_array_mut().unwrap().reverse();
    }
    let (code, answer) = diff(&old, &new, &["--fail-on", "any"]);
    assert_eq!((code, &answer["records"], &answer["not_evaluated"]), (0, &json!([]), &json!([])));
}

#[test]
fn a_folder_and_two_dates_choose_the_newest_at_or_before() {
    let place = Workplace::new();
    let folder = argument("samples/northwind");
    let files = place.run(&["diff", &argument(OLD), &argument(NEW), "--format", "json"]).exits(0);
    let dates = ["diff", &folder, "--from", "2026-07-01", "--to", "2026-11-30", "--format", "json"];
    let dates = place.run(&dates).exits(0).says(&["2026-07-01.json", "2026-10-01.json"]);
    assert_eq!(dates.stdout, files.stdout);
    place
        .run(&["diff", &folder, "--from", "2026-06-30", "--to", "2026-11-30"])
        .exits(2)
        .says(&["no snapshot at or before 2026-06-30", "the oldest is of 2026-07-01"]);
    place.run(&["diff", &folder, "--from", "yesterday", "--to", "2026-11-30"]).exits(2).says(&["2026-10-01"]);
}

#[test]
fn fail_on_names_what_matters() {
    let run = |kinds: &str| {
        let args = ["diff", &argument(OLD), &argument(NEW), "--fail-on", kinds];
        Workplace::new().run(&args).code
    };
    assert_eq!((run("any"), run("renamed,removed"), run("account_assignments")), (1, 1, 1));
    let same = ["diff", &argument(OLD), &argument(OLD), "--fail-on", "any"];
    Workplace::new().run(&same).exits(0);
    Workplace::new().run(&["diff", "a", "b", "--fail-on", "everything"]).exits(2).says(&["any, added"]);
}

/// The integration of Tailspin's account made three people administrators there.
#[test]
fn administrators_in_production_come_before_anything_else() {
    let args = ["diff", &argument(OLD), &argument(NEW), "--format", "json"];
    let answer = Workplace::new().run(&args).exits(0).answer();
    assert_eq!(answer["summary"]["people_gained_administrator_in_production"], 3);
    let rows = answer["access"].as_array().unwrap();
    for row in &rows[..3] {
        let facts = [&row["change"], &row["account_name"], &row["new_tier"], &row["causes"][0]];
        assert_eq!(facts, ["gained", "tailspin-prod", "administrator", "account-added"]);
    }
    assert!(rows[3..].iter().all(|row| row["change"] != "gained" || row["new_tier"] != "administrator"));
    let text = Workplace::new().run(&args[..3]).stdout;
    assert!(text.starts_with("3 people gained administrator in production: "), "{text}");
}

#[test]
fn fail_on_is_met_by_what_people_gained_or_lost() {
    let run = |old: &str, new: &str, kind: &str| {
        Workplace::new().run(&["diff", &argument(old), &argument(new), "--fail-on", kind]).code
    };
    for kind in ["gained-administrator", "gained-administrator-in-production", "gained-access", "access"] {
        assert_eq!((run(OLD, NEW, kind), run(OLD, OLD, kind)), (1, 0), "{kind}");
    }
    assert_eq!((run(OLD, NEW, "lost-access"), run(OLD, NEW, "changed-access")), (1, 1));
}

/// A group that was deleted and made again is named as that, in the records and in what people lost.
#[test]
fn a_group_made_again_is_no_new_group() {
    let old = sample(NEW);
    let mut new = old.clone();
    let id = "a1b5781e-19bc-5ae8-9d89-a943193bf19b";
    let again = "a1b5781e-19bc-5ae8-9d89-a943193bf1ff";
    let group =
        new["groups"].as_array_mut().unwrap().iter_mut().find(|group| group["GroupId"] == id).unwrap();
    group["GroupId"] = json!(again);
    for list in ["group_memberships", "account_assignments"] {
        let of_group = |row: &Value| row["GroupId"] == id || row["PrincipalId"] == id;
        new[list].as_array_mut().unwrap().retain(|row| !of_group(row));
    }
    let (_, answer) = diff(&old, &new, &[]);
    let records = answer["records"].as_array().unwrap().iter().filter(|record| record["table"] == "groups");
    let records: Vec<String> =
        records.map(|record| format!("{} {}", record["change"], record["made_again"])).collect();
    assert_eq!(records, [format!("\"removed\" \"{again}\""), format!("\"added\" \"{id}\"")]);
    let rows = answer["access"].as_array().unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        assert_eq!((&row["change"], &row["causes"]), (&json!("lost"), &json!(["group-recreated"])), "{row}");
    }
}

#[test]
fn two_instances_are_not_compared_by_mistake() {
    let args = ["diff", &argument("samples/clean/2026-10-01.json"), &argument(NEW)];
    Workplace::new().run(&args).exits(2).says(&["two instances", "--across-instances"]);
    let args = [&args[..], &["--across-instances", "--format", "ndjson"]].concat();
    assert!(Workplace::new().run(&args).exits(0).stdout.lines().count() > 100);
}

/// Status was retired for State: the same fact under a new name is no change.
#[test]
fn the_retired_account_status_is_the_state() {
    let new = sample(NEW);
    let mut old = new.clone();
    for account in old["accounts"].as_array_mut().unwrap() {
        let account = account.as_object_mut().unwrap();
        if let Some(state) = account.remove("State") {
            account.insert("Status".to_owned(), state);
        }
    }
    let (code, answer) = diff(&old, &new, &["--fail-on", "any"]);
    assert_eq!((code, &answer["records"]), (0, &json!([])));
}
