//! The samples are what their READMEs say they are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ssoscan::snapshot::{SnapshotFile, file::DEFAULT_LIMIT, schema};

use crate::harness::{Workplace, argument, repository};
use crate::schemas::Schema;

/// Every `samples/*/*.json`.
pub fn snapshots() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for story in std::fs::read_dir(repository("samples")).unwrap() {
        let story = story.unwrap().path();
        if story.is_dir() {
            let files = std::fs::read_dir(story).unwrap().map(|entry| entry.unwrap().path());
            found.extend(files.filter(|path| path.extension().is_some_and(|extension| extension == "json")));
        }
    }
    found.sort();
    assert!(found.len() >= 3, "the samples were found");
    found
}

#[test]
fn samples_are_written_as_the_writer_writes() {
    for path in snapshots() {
        let text = std::fs::read(&path).unwrap();
        let file = SnapshotFile::read(&path, DEFAULT_LIMIT).unwrap();
        let snapshot = file.parse().unwrap();
        let mut snapshot = snapshot.whole();
        snapshot.sort();
        let mut written = Vec::new();
        snapshot.write(&mut written).unwrap();
        assert!(written == text, "{}: reading and writing it changes it", path.display());
    }
}

#[test]
fn samples_follow_the_schema() {
    let schema = Schema::new(&schema::schema());
    for path in snapshots() {
        let document = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        schema.accepts(&document, &path.display().to_string());
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let schema = Schema::new(&schema::schema());
    let sample = std::fs::read_to_string(repository("samples/clean/2026-10-01.json")).unwrap();
    for (from, to) in [
        ("\"format_version\": 1", "\"format_version\": 2"),
        ("\"format\": \"ssoscan-snapshot\"", "\"format\": \"other\""),
        ("{\"UserId\":\"", "{\"UserID\":\""),
        ("\"UserStatus\":\"ENABLED\"", "\"UserStatus\":7"),
    ] {
        let text = sample.replacen(from, to, 1);
        assert_ne!(text, sample, "{from} is in the sample");
        assert!(SnapshotFile::from_bytes("x", text.clone().into_bytes()).parse().is_err(), "read: {to}");
        assert!(!schema.is_valid(&serde_json::from_str(&text).unwrap()), "valid: {to}");
    }
}

/// (check, subject) pairs that `check` finds.
fn found(snapshot: &Path, config: Option<&Path>) -> (i32, BTreeSet<(String, String)>) {
    let path = snapshot.display().to_string();
    let config = config.map(|path| path.display().to_string());
    let mut args = vec!["check", &path, "--format", "json"];
    if let Some(config) = &config {
        args.extend(["--config", config]);
    }
    let run = Workplace::new().run(&args);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let findings = run.answer()["findings"].as_array().unwrap().clone();
    let pairs = findings.iter().map(|finding| (text(&finding["check"]), text(&finding["subject"]["name"])));
    (run.code, pairs.collect())
}

/// The tables of a README that list checks, one after the other: (check, first word in backticks of the subject).
fn told(readme: &str) -> Vec<BTreeSet<(String, String)>> {
    let mut tables = Vec::new();
    for line in readme.lines() {
        let cells: Vec<&str> = line.split(" | ").collect();
        if line.starts_with("| check | subject | why |") {
            tables.push(BTreeSet::new());
        } else if let [check, subject, ..] = cells.as_slice()
            && let Some(check) = check.strip_prefix("| `")
            && let Some(table) = tables.last_mut()
        {
            let subject = subject.split('`').nth(1).expect("a subject in backticks");
            table.insert((check.trim_end_matches('`').to_owned(), subject.to_owned()));
        }
    }
    tables
}

#[test]
fn nothing_fires_on_the_clean_sample() {
    let rules = repository("samples/northwind/ssoscan.toml");
    for config in [None, Some(rules.as_path())] {
        let (code, findings) = found(&repository("samples/clean/2026-10-01.json"), config);
        assert_eq!((code, findings), (0, BTreeSet::new()));
    }
}

#[test]
fn the_checks_that_the_readmes_name_fire_and_no_others() {
    let rules = repository("samples/northwind/ssoscan.toml");
    let northwind = told(&std::fs::read_to_string(repository("samples/northwind/README.md")).unwrap());
    let [first, first_with_rules, second, second_with_rules] = northwind.as_slice() else {
        panic!("four tables, not {}", northwind.len())
    };
    let partial = told(&std::fs::read_to_string(repository("samples/partial/README.md")).unwrap());
    let union = |one: &BTreeSet<_>, other: &BTreeSet<_>| one.union(other).cloned().collect();
    let cases: [(&str, Option<&Path>, BTreeSet<_>); 5] = [
        ("samples/northwind/2026-07-01.json", None, first.clone()),
        ("samples/northwind/2026-07-01.json", Some(&rules), union(first, first_with_rules)),
        ("samples/northwind/2026-10-01.json", None, second.clone()),
        ("samples/northwind/2026-10-01.json", Some(&rules), union(second, second_with_rules)),
        ("samples/partial/2026-10-01.json", None, partial[0].clone()),
    ];
    for (snapshot, config, told) in cases {
        let (code, found) = found(&repository(snapshot), config);
        assert_eq!(code, 1, "{snapshot}");
        assert_eq!(found, told, "{snapshot} with {config:?}");
    }
}

/// What fires nowhere may be broken; what a newcomer sees first must be about all areas.
#[test]
fn every_check_fires_in_northwind() {
    let rules = repository("samples/northwind/ssoscan.toml");
    let (_, found) = found(&repository("samples/northwind/2026-10-01.json"), Some(&rules));
    let listed = Workplace::new().run(&["check", "--list", "--format", "json"]).exits(0).answer();
    for row in listed["rows"].as_array().unwrap() {
        let check = row["check"].as_str().unwrap();
        assert!(found.iter().any(|(fired, _)| fired == check), "{check} fires nowhere");
    }
}

#[test]
fn northwind_is_a_company_of_some_size() {
    let info = Workplace::new()
        .run(&["snapshot", "info", &argument("samples/northwind/2026-10-01.json"), "--format", "json"])
        .exits(0)
        .answer();
    let count = |item: &str| {
        let rows = info["rows"].as_array().unwrap();
        rows.iter().find(|row| row["item"] == item).unwrap()["value"].as_u64().unwrap()
    };
    for (item, at_least) in [("accounts", 25), ("permission_sets", 40), ("users", 120), ("groups", 30)] {
        assert!(count(item) >= at_least, "{item}");
    }
}
