//! `ssoscan check`: what every check keeps, and what its user can choose.

mod queries;
mod selection;

use serde_json::{Value, json};

use crate::harness::{Workplace, argument, repository};
use crate::samples::snapshots;

const NORTHWIND: &str = "samples/northwind/2026-10-01.json";
const RULES: &str = "samples/northwind/ssoscan.toml";

fn document(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(repository(name)).unwrap()).unwrap()
}

/// The ids of all checks, from the list that the user sees.
fn ids() -> Vec<String> {
    let answer = Workplace::new().run(&["check", "--list", "--format", "json"]).exits(0).answer();
    let rows = answer["rows"].as_array().unwrap().clone();
    rows.iter().map(|row| row["check"].as_str().unwrap().to_owned()).collect()
}

/// `check` of a document with the rules of northwind, as JSON.
fn findings(snapshot: &Value, more: &[&str]) -> (i32, Value) {
    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());
    let rules = argument(RULES);
    let run = place.run(&[&["check", "s.json", "--format", "json", "--config", &rules], more].concat());
    (run.code, run.answer())
}

/// The subjects' names of the findings of one check.
fn subjects(answer: &Value, check: &str) -> Vec<String> {
    let findings = answer["findings"].as_array().unwrap().iter().filter(|finding| finding["check"] == check);
    findings.map(|finding| finding["subject"]["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_check_runs_on_a_snapshot_that_knows_nothing() {
    let nothing = json!({"format": "ssoscan-snapshot", "format_version": 1});
    for id in ids() {
        let (code, answer) = findings(&nothing, &["--select", &id]);
        assert_eq!((code, &answer["findings"]), (3, &json!([])), "{id}");
        assert!(!answer["not_evaluated"].as_array().unwrap().is_empty(), "{id} says what it lacks");
    }
}

#[test]
fn every_check_runs_on_a_snapshot_of_an_empty_instance() {
    let mut empty = document(NORTHWIND);
    for list in empty.as_object_mut().unwrap().values_mut().filter(|value| value.is_array()) {
        *list = json!([]);
    }
    for id in ids() {
        let (code, answer) = findings(&empty, &["--select", &id]);
        let nothing = (&json!([]), &json!([]));
        assert_eq!((code, (&answer["findings"], &answer["not_evaluated"])), (0, nothing), "{id}");
    }
}

/// Turns the lists of a snapshot, and the lists in permission sets that have a key.
fn turn(snapshot: &mut Value, how: fn(&mut [Value])) {
    for list in snapshot.as_object_mut().unwrap().values_mut().filter_map(Value::as_array_mut) {
        how(list);
        for record in list.iter_mut() {
            for member in ["Tags", "ManagedPolicies", "CustomerManagedPolicyReferences"] {
                if let Some(part) = record.get_mut(member).and_then(Value::as_array_mut) {
                    how(part);
                }
            }
        }
    }
}

fn reversed(list: &mut [Value]) {
    list.reverse();
}

fn rotated(list: &mut [Value]) {
    let third = list.len() / 3;
    list.rotate_left(third);
}

/// The order of the file's lists means nothing, so it is in no answer.
#[test]
fn the_order_of_the_input_is_in_no_answer() {
    let rules = argument(RULES);
    let verbs: [&[&str]; 5] = [
        &["check", "--config", &rules],
        &["report", "assignments"],
        &["report", "boundaries"],
        &["report", "drift"],
        &["report", "untagged"],
    ];
    for path in snapshots() {
        let whole: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let place = Workplace::new();
        place.write("whole.json", &whole.to_string());
        for how in [reversed, rotated] {
            let mut turned = whole.clone();
            turn(&mut turned, how);
            place.write("turned.json", &turned.to_string());
            for verb in verbs {
                let run = |file| place.run(&[verb, &[file, "--format", "json"]].concat());
                let (expected, got) = (run("whole.json"), run("turned.json"));
                assert_eq!(got.code, expected.code, "{verb:?} {}", path.display());
                assert!(got.stdout == expected.stdout, "{verb:?} of {} turned", path.display());
            }
        }
    }
}

/// A person with direct assignments in two accounts is one person to talk to.
#[test]
fn a_finding_is_about_one_subject_with_its_accounts_in_the_evidence() {
    let mut snapshot = document("samples/clean/2026-10-01.json");
    let user = snapshot["users"][0].clone();
    let set = snapshot["permission_sets"][0].clone();
    let accounts = [snapshot["accounts"][2].clone(), snapshot["accounts"][0].clone()];
    for account in &accounts {
        let (account, set) = (account["Id"].clone(), set["PermissionSetArn"].clone());
        snapshot["account_assignments"].as_array_mut().unwrap().push(json!({
            "AccountId": account, "PermissionSetArn": set, "PrincipalType": "USER", "PrincipalId": user["UserId"],
        }));
        snapshot["permission_set_provisioning"].as_array_mut().unwrap().push(json!({
            "PermissionSetArn": set, "AccountId": account, "ProvisioningStatus": "LATEST_PERMISSION_SET_PROVISIONED",
        }));
    }
    let (code, answer) = findings(&snapshot, &[]);
    assert_eq!(code, 1);
    let [finding] = answer["findings"].as_array().unwrap().as_slice() else {
        panic!("one finding: {answer}");
    };
    assert_eq!(finding["check"], "user-assigned-directly");
    assert_eq!(
        finding["subject"],
        json!({"kind": "user", "user_id": user["UserId"], "name": user["UserName"]})
    );
    let evidence = finding["evidence"].as_array().unwrap();
    let mut expected = accounts.each_ref().map(|account| account["Id"].clone());
    expected.sort_by_key(Value::to_string);
    assert_eq!(evidence.iter().map(|row| row["account_id"].clone()).collect::<Vec<_>>(), expected);
    let message = finding["message"].as_str().unwrap();
    for named in [&user["UserName"], &set["Name"], &accounts[0]["Name"], &accounts[1]["Name"]] {
        assert!(message.contains(named.as_str().unwrap()), "{named} in {message}");
    }
}

/// Whoever reads a message does not know ids by heart.
#[test]
fn messages_name_things_that_have_a_name() {
    let lists = [
        ("permission_sets", "PermissionSetArn"),
        ("users", "UserId"),
        ("groups", "GroupId"),
        ("accounts", "Id"),
    ];
    for path in snapshots() {
        let snapshot: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let (_, answer) = findings(&snapshot, &[]);
        for finding in answer["findings"].as_array().unwrap() {
            let message = finding["message"].as_str().unwrap();
            assert!(message.contains(finding["subject"]["name"].as_str().unwrap()), "{message}");
            assert!(!message.contains(['{', '}']), "{message}");
            for (list, key) in lists {
                for record in snapshot[list].as_array().into_iter().flatten() {
                    assert!(!message.contains(record[key].as_str().unwrap()), "an id in {message}");
                }
            }
        }
    }
}

/// Where there is no name, the id stands for it, and nothing is empty.
#[test]
fn what_has_no_name_is_told_by_its_id() {
    let mut snapshot = document(NORTHWIND);
    for (list, members) in [
        ("permission_sets", &["Name"][..]),
        ("users", &["UserName", "DisplayName"]),
        ("groups", &["DisplayName"]),
        ("accounts", &["Name"]),
    ] {
        for record in snapshot[list].as_array_mut().unwrap() {
            members.iter().for_each(|member| drop(record.as_object_mut().unwrap().remove(*member)));
        }
    }
    let (_, named) = findings(&document(NORTHWIND), &[]);
    let (_, unnamed) = findings(&snapshot, &[]);
    // How long a session lasts is read with the set's name, and rules name sets: without it nothing is said of these.
    let by_name = ["session-too-long", "separation-of-duties"];
    let count = |answer: &Value| {
        let findings = answer["findings"].as_array().unwrap();
        findings.iter().filter(|finding| !by_name.contains(&finding["check"].as_str().unwrap())).count()
    };
    assert_eq!(count(&named), count(&unnamed));
    for check in by_name {
        assert_eq!(subjects(&unnamed, check), [""; 0]);
    }
    for finding in unnamed["findings"].as_array().unwrap() {
        let subject = finding["subject"].as_object().unwrap();
        let name = subject["name"].as_str().unwrap();
        let is_id = subject.iter().any(|(member, id)| member != "name" && member != "kind" && id == name);
        assert!(is_id, "{finding}");
        let message = finding["message"].as_str().unwrap();
        assert!(message.contains(name) && !message.contains(" ,") && !message.contains("  "), "{message}");
        assert!(!message.trim_end().ends_with(" in"), "{message}");
    }
}

/// Worst first, so that what matters is not below the fold.
#[test]
fn findings_come_worst_first() {
    let order = ["critical", "high", "medium", "low", "info"];
    let (_, answer) = findings(&document(NORTHWIND), &[]);
    let place = |finding: &Value| order.iter().position(|severity| finding["severity"] == *severity).unwrap();
    let places: Vec<usize> = answer["findings"].as_array().unwrap().iter().map(place).collect();
    assert!(places.is_sorted() && places.first() < places.last(), "{places:?}");
}
