//! A review in several files.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{cells, review, rows, small};
use crate::harness::Workplace;

const MANAGERS: [&str; 3] = ["../../Maya Singh", "maya singh", "unknown"];

/// Everyone in the small company has a manager with a name that is hard on files.
fn managed() -> Value {
    let mut snapshot = small();
    for (user, manager) in snapshot["users"].as_array_mut().unwrap().iter_mut().zip(MANAGERS) {
        user["Extensions"] = json!({"aws:identitystore:enterprise": {"manager": manager}});
    }
    snapshot
}

fn names(place: &Workplace, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(place.path(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn one_file_for_each_manager() {
    let place = Workplace::new();
    let mut snapshot = managed();
    snapshot["users"][1].as_object_mut().unwrap().insert("Extensions".to_owned(), json!(null));
    review(&place, &snapshot, &["--split-by", "manager", "--output", "out"]).exits(0);
    assert_eq!(
        names(&place, "out"),
        ["SHA256SUMS", "manifest.json", "maya-singh.csv", "unknown-2.csv", "unknown.csv"]
    );
    assert_eq!(place.names(), ["out", "s.json"]);
    let users = |name: &str| {
        let rows = rows(&place.read(&format!("out/{name}")));
        rows.iter().map(|row| row["user_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(users("maya-singh.csv"), ["u-ann"]);
    assert_eq!(users("unknown-2.csv"), ["u-cyd", "u-cyd"], "whose manager is called so");
    assert_eq!(users("unknown.csv"), ["u-bob", "u-bob"], "whose manager nobody knows");
}

#[test]
fn names_that_would_be_the_same_are_not() {
    let place = Workplace::new();
    review(&place, &managed(), &["--split-by", "manager", "--output", "out"]).exits(0);
    assert_eq!(
        names(&place, "out"),
        ["SHA256SUMS", "manifest.json", "maya-singh-2.csv", "maya-singh.csv", "unknown-2.csv"]
    );
}

#[test]
fn the_manifest_and_the_sums_are_true() {
    for (by, format) in [("manager", "csv"), ("ou", "json"), ("account", "xlsx")] {
        let place = Workplace::new();
        review(&place, &managed(), &["--split-by", by, "--output", "out", "--format", format]).exits(0);
        let manifest = place.json("out/manifest.json");
        assert_eq!(manifest["split_by"], by);
        assert_eq!(manifest["snapshot"]["finished_at"], "2026-10-01T02:00:00Z");
        let files = manifest["files"].as_array().unwrap();
        assert_eq!(files.iter().map(|file| file["rows"].as_u64().unwrap()).sum::<u64>(), 5, "{by}");
        let sum = |name: &str| {
            let digest = Sha256::digest(std::fs::read(place.path("out").join(name)).unwrap());
            digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        let mut lines: Vec<String> = files
            .iter()
            .map(|file| {
                let name = file["name"].as_str().unwrap();
                assert_eq!(file["sha256"], sum(name));
                format!("{}  {name}\n", sum(name))
            })
            .collect();
        lines.push(format!("{}  manifest.json\n", sum("manifest.json")));
        assert_eq!(place.read("out/SHA256SUMS"), lines.concat());
        assert_eq!(names(&place, "out").len(), files.len() + 2);
        let checked =
            place.command("sh").args(["-c", "cd out && sha256sum --check --quiet SHA256SUMS"]).status();
        assert!(checked.unwrap().success());
    }
}

#[test]
fn the_parts_are_the_whole() {
    let place = Workplace::new();
    let whole = rows(&review(&place, &managed(), &[]).exits(0).stdout);
    review(&place, &managed(), &["--split-by", "account", "--output", "out"]).exits(0);
    let mut parts = Vec::new();
    for name in names(&place, "out").iter().filter(|name| name.ends_with(".csv")) {
        let rows = rows(&place.read(&format!("out/{name}")));
        assert!(rows.iter().all(|row| name.starts_with(row["account_id"].as_str().unwrap())), "{name}");
        parts.extend(rows);
    }
    let sorted = |rows: &[Value]| {
        let mut ids: Vec<String> = rows.iter().map(|row| cells(row, &["row_id"]).concat()).collect();
        ids.sort();
        ids
    };
    assert_eq!(sorted(&parts), sorted(&whole));
}

/// What is in the folder may have been filled in.
#[test]
fn a_folder_that_is_not_empty_is_refused() {
    let place = Workplace::new();
    place.write("out/maya-singh.csv", "filled in");
    review(&place, &managed(), &["--split-by", "manager", "--output", "out"]).fails(&["out", "not empty"]);
    assert_eq!(place.read("out/maya-singh.csv"), "filled in");
    place.write("file", "");
    review(&place, &managed(), &["--split-by", "manager", "--output", "file"]).fails(&["file"]);
}
