//! The JSON of every verb follows `docs/output.schema.json`, which is precise enough to be of use.

use serde_json::{Value, json};

use super::{LISTS, VERBS, hostile, northwind, place, run, sample};
use crate::harness::repository;
use crate::schemas::Schema;

fn schema() -> Schema {
    let text = std::fs::read(repository("docs/output.schema.json")).unwrap();
    Schema::new(&serde_json::from_slice(&text).unwrap())
}

#[test]
fn every_verb_follows_the_schema() {
    let schema = schema();
    let partial = sample("samples/partial/2026-10-01.json");
    let clean = sample("samples/clean/2026-10-01.json");
    let nothing = json!({"format": "ssoscan-snapshot", "format_version": 1});
    let places =
        [northwind(), hostile(), place(&partial, &partial), place(&clean, &clean), place(&nothing, &nothing)];
    for place in places {
        for verb in VERBS.into_iter().chain(LISTS) {
            let answer = run(&place, verb, "json").answer();
            schema.accepts(&answer, &format!("{verb:?}"));
            let name = answer["format"].as_str().unwrap();
            assert!(name.starts_with(&format!("ssoscan-{}", verb[0])), "{name}");
        }
        for verb in VERBS {
            run(&place, &[verb, &["--output", "out"]].concat(), "csv");
            schema.accepts(&place.json("out.notes.json"), "notes");
        }
    }
}

/// The envelope tells which reading it is about, and nothing of where the file lay.
#[test]
fn the_envelope_names_the_snapshot() {
    let place = northwind();
    let snapshot = sample("samples/northwind/2026-10-01.json");
    let expected = json!({
        "instance_arn": snapshot["instance"]["InstanceArn"],
        "region": snapshot["collected"]["region"],
        "finished_at": snapshot["collected"]["finished_at"],
        "mode": snapshot["collected"]["mode"],
        "ssoscan_version": snapshot["collected"]["ssoscan_version"],
    });
    for verb in VERBS {
        let answer = run(&place, verb, "json").answer();
        let about = if verb[0] == "diff" { &answer["snapshot"]["new"] } else { &answer["snapshot"] };
        assert_eq!(*about, expected, "{verb:?}");
    }
}

#[test]
fn the_schema_refuses_what_is_not_an_answer() {
    let schema = schema();
    let place = northwind();
    let answers = [
        run(&place, &["check", "new.json"], "json").answer(),
        run(&place, &["diff", "old.json", "new.json"], "json").answer(),
        run(&place, &["report", "drift", "new.json"], "json").answer(),
    ];
    for answer in &answers {
        for member in answer.as_object().unwrap().keys() {
            let mut without = answer.clone();
            without.as_object_mut().unwrap().remove(member);
            assert!(!schema.is_valid(&without), "{} without {member}", answer["format"]);
        }
        for (member, value) in [
            ("extra", json!(1)),
            ("format", json!("other")),
            ("format_version", json!(2)),
            ("snapshot", json!("file.json")),
            ("not_evaluated", json!([{"what": "x"}])),
            ("not_evaluated", json!([{"what": "x", "why": "y", "asked_for": true}])),
        ] {
            let mut changed = answer.clone();
            changed[member] = value;
            assert!(!schema.is_valid(&changed), "{} with another {member}", answer["format"]);
        }
    }
    let [check, diff, report] = answers;
    for (answer, pointer, value) in [
        (&check, "/findings/0/severity", json!("bad")),
        (&check, "/findings/0/evidence", json!([])),
        (&check, "/findings/0/subject/kind", json!("group")),
        (&check, "/findings/0", json!({})),
        (&diff, "/records/0/change", json!("moved")),
        (&diff, "/records/1/change", json!("added")),
        (&diff, "/records/0/table", json!("observations")),
        (&diff, "/records/0/key", json!({})),
        (&report, "/rows/0/drift", json!({"nested": true})),
    ] {
        let mut changed: Value = answer.clone();
        *changed.pointer_mut(pointer).expect(pointer) = value;
        assert!(!schema.is_valid(&changed), "{pointer}");
    }
    for (answer, pointer) in [(&check, "/findings/0"), (&check, "/findings/0/subject"), (&diff, "/records/0")]
    {
        let mut changed: Value = answer.clone();
        changed.pointer_mut(pointer).unwrap()["extra"] = json!("x");
        assert!(!schema.is_valid(&changed), "an unknown member in {pointer}");
    }
}
