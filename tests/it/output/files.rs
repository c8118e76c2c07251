//! Output files: who may read them, and the notes beside them.

use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use super::{FORMATS, northwind, place, run, sample};
use crate::harness::Workplace;

/// A snapshot of which much could not be read.
fn partial() -> Workplace {
    let partial = sample("samples/partial/2026-10-01.json");
    place(&partial, &partial)
}

fn mode(place: &Workplace, name: &str) -> u32 {
    std::fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777
}

/// The answer names people.
#[test]
fn an_output_file_is_for_its_owner_alone() {
    let place = partial();
    for format in FORMATS {
        let name = format!("out.{format}");
        run(&place, &["check", "new.json", "--output", &name], format);
        assert_eq!(mode(&place, &name), 0o600, "{format}");
    }
    assert_eq!(mode(&place, "out.csv.notes.json"), 0o600);
    // One that was there with wider permissions is replaced, not written into.
    place.write("wide", "old");
    std::fs::set_permissions(place.path("wide"), std::fs::Permissions::from_mode(0o644)).unwrap();
    run(&place, &["check", "new.json", "--output", "wide"], "csv");
    assert_eq!(mode(&place, "wide"), 0o600);
}

#[test]
fn notes_stand_beside_the_formats_that_have_no_room_for_them() {
    let place = partial();
    for format in FORMATS {
        let answer = run(&place, &["check", "new.json"], "json").answer();
        let gaps = answer["not_evaluated"].as_array().unwrap().len();
        assert!(gaps > 5);
        let to_file = run(&place, &["check", "new.json", "--output", "out"], format);
        let to_stdout = run(&place, &["check", "new.json"], format);
        let names = place.names();
        if ["csv", "ndjson"].contains(&format) {
            let line = format!("note: {gaps} not evaluated: out.notes.json lists them\n");
            assert_eq!(to_file.stderr, line, "{format}");
            let line = format!("note: {gaps} not evaluated: `--format json` lists them\n");
            assert_eq!(to_stdout.stderr, line, "{format}");
            let notes = place.json("out.notes.json");
            let expected = json!({
                "format": "ssoscan-check-notes",
                "format_version": 1,
                "snapshot": answer["snapshot"],
                "not_evaluated": answer["not_evaluated"],
            });
            assert_eq!(notes, expected);
            std::fs::remove_file(place.path("out.notes.json")).unwrap();
        } else {
            assert_eq!((to_file.stderr.as_str(), to_stdout.stderr.as_str()), ("", ""), "{format}");
            assert!(!names.contains(&"out.notes.json".to_owned()), "{format}");
        }
    }
}

/// An empty list says that nothing was missing, and replaces what an earlier run said.
#[test]
fn notes_are_written_without_gaps_too() {
    let place = northwind();
    place.write("out.csv.notes.json", "of yesterday");
    let ran = run(&place, &["report", "assignments", "new.json", "--output", "out.csv"], "csv");
    assert_eq!(ran.stderr, "");
    assert_eq!(place.json("out.csv.notes.json")["not_evaluated"], json!([]));
}

#[test]
fn quiet_leaves_the_answer_and_the_errors() {
    let place = partial();
    for format in FORMATS {
        let loud = run(&place, &["check", "new.json"], format);
        let quiet = run(&place, &["check", "new.json", "-q"], format);
        assert!(quiet.stdout == loud.stdout && quiet.code == loud.code, "{format}");
        assert_eq!(quiet.stderr, "");
    }
    run(&place, &["check", "new.json", "--quiet", "--output", "out.csv"], "csv");
    let gaps: Value = place.json("out.csv.notes.json")["not_evaluated"].clone();
    assert!(!gaps.as_array().unwrap().is_empty(), "the notes are no message");
    place.run(&["check", "no.json", "-q"]).fails(&["no.json"]);
    let verify = ["snapshot", "verify", "new.json"];
    assert!(place.run(&verify).exits(0).stderr.contains("is a valid snapshot"));
    assert_eq!(place.run(&[&verify[..], &["-q"]].concat()).exits(0).stderr, "");
}

/// The name of the output tells its format where `--format` does not.
#[test]
fn the_name_of_the_output_tells_its_format() {
    let place = partial();
    for (name, start) in [
        ("o.csv", "severity,"),
        ("o.json", "{\n\"format\""),
        ("o.md", "| severity |"),
        ("o.txt", " SEVERITY"),
    ] {
        place.run(&["check", "new.json", "-o", name]);
        assert!(place.read(name).starts_with(start), "{name}: {}", place.read(name));
    }
    place.run(&["check", "new.json", "-o", "o.csv", "--format", "json"]);
    assert!(place.read("o.csv").starts_with('{'), "the flag beats the name");
}
