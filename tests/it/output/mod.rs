//! The formats: the same facts in each, and nothing in them that harms who opens them.

mod csv;
mod envelope;
mod files;
mod terminal;
mod text;

use serde_json::{Value, json};

use crate::harness::{Run, Workplace, repository};

pub const FORMATS: [&str; 5] = ["table", "json", "ndjson", "csv", "markdown"];

/// Everything that answers about snapshots: `new.json`, and for diff also `old.json`.
pub const VERBS: [&[&str]; 10] = [
    &["check", "new.json"],
    &["diff", "old.json", "new.json"],
    &["report", "access", "new.json"],
    &["report", "assignments", "new.json"],
    &["report", "boundaries", "new.json"],
    &["report", "drift", "new.json"],
    &["report", "untagged", "new.json"],
    &["query", "new.json", "--sql", "SELECT * FROM permission_sets ORDER BY permission_set_arn"],
    &["snapshot", "info", "new.json"],
    &["snapshot", "verify", "new.json"],
];
/// What needs no snapshot.
pub const LISTS: [&[&str]; 3] = [&["check", "--list"], &["report", "--list"], &["query", "--tables"]];

/// A place with `old.json`, `new.json` and rules for tags.
pub fn place(old: &Value, new: &Value) -> Workplace {
    let place = Workplace::new();
    place.write("old.json", &old.to_string());
    place.write("new.json", &new.to_string());
    place.write(
        "ssoscan.toml",
        &std::fs::read_to_string(repository("samples/northwind/ssoscan.toml")).unwrap(),
    );
    place
}

pub fn sample(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(repository(name)).unwrap()).unwrap()
}

pub fn northwind() -> Workplace {
    place(&sample("samples/northwind/2026-07-01.json"), &sample("samples/northwind/2026-10-01.json"))
}

/// The run, which must not have failed.
#[track_caller]
pub fn run(place: &Workplace, args: &[&str], format: &str) -> Run {
    let run = place.run(&[args, &["--format", format]].concat());
    assert_ne!(run.code, 2, "{args:?}: {}", run.stderr);
    run
}

/// The rows, findings or records of an envelope.
pub fn records(answer: &Value) -> Vec<Value> {
    let members = ["rows", "findings", "records"].map(|member| answer[member].as_array().cloned());
    let mut records = members.into_iter().flatten().next().expect("rows, findings or records");
    // Of a diff, what sets gained and lost stands after the records, and then what people did.
    for member in ["permissions", "access"] {
        records.extend(answer[member].as_array().into_iter().flatten().cloned());
    }
    records
}

/// Names that someone chose who does not wish us well, or who is called so.
const HOSTILE: [&str; 22] = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "'=quoted",
    "＝1",
    "a | b",
    "back\\slash | b",
    "<img src=x onerror=alert(1)>",
    "[click](https://evil.example)",
    "`code` *bold* ~gone~ # no",
    "&lt;b&gt;",
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;title\u{7}",
    "\u{9b}2J\u{7f}",
    "evil\u{202e}gpj.exe\u{200b}",
    "two\nlines\r\nand \"quotes\", commas",
    "日本語 Zoë 🦀",
];

/// Northwind, but every name, description and tag is hostile, in both snapshots, and differs between them.
pub fn hostile() -> Workplace {
    let spoil = |mut snapshot: Value, shift: usize| {
        let mut number = shift;
        let mut next = || {
            number += 1;
            json!(HOSTILE[number % HOSTILE.len()])
        };
        for (list, members) in [
            ("permission_sets", &["Name", "Description", "RelayState", "SessionDuration"][..]),
            ("users", &["UserName", "DisplayName", "Title", "UserType", "NickName"]),
            ("groups", &["DisplayName", "Description"]),
            ("accounts", &["Name", "Email"]),
            ("organizational_units", &["Name"]),
        ] {
            for record in snapshot[list].as_array_mut().unwrap() {
                members.iter().for_each(|member| record[*member] = next());
                for tag in record.get_mut("Tags").and_then(Value::as_array_mut).into_iter().flatten() {
                    tag["Value"] = next();
                }
                for email in record.get_mut("Emails").and_then(Value::as_array_mut).into_iter().flatten() {
                    email["Value"] = next();
                }
            }
        }
        snapshot["collected"]["mode"] = next();
        // What could not be read has a name too.
        let set = snapshot["permission_sets"][1].as_object_mut().unwrap();
        set.remove("Tags");
        set.remove("PermissionsBoundary");
        snapshot
    };
    place(
        &spoil(sample("samples/northwind/2026-07-01.json"), 0),
        &spoil(sample("samples/northwind/2026-10-01.json"), 5),
    )
}

#[test]
fn the_same_snapshot_gives_the_same_bytes() {
    let place = northwind();
    for verb in VERBS {
        for format in FORMATS {
            let (first, second) = (run(&place, verb, format), run(&place, verb, format));
            assert!(first.stdout == second.stdout && first.code == second.code, "{verb:?} {format}");
        }
    }
}

#[test]
fn ndjson_is_the_records_of_the_json_a_line_each() {
    for place in [northwind(), hostile()] {
        for verb in VERBS.into_iter().chain(LISTS) {
            let answer = run(&place, verb, "json").answer();
            let lines = run(&place, verb, "ndjson").stdout;
            assert!(lines.is_empty() || lines.ends_with('\n'));
            let lines: Vec<Value> =
                lines.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect();
            assert!(lines == records(&answer), "{verb:?}");
        }
    }
}

/// Where the answer goes makes no difference to it.
#[test]
fn a_file_holds_what_standard_output_gets() {
    let place = northwind();
    for verb in VERBS {
        for format in FORMATS {
            let expected = run(&place, verb, format);
            let to_file = place.run(&[verb, &["--format", format, "--output", "out"]].concat());
            assert_eq!((to_file.code, to_file.stdout.as_str()), (expected.code, ""));
            assert!(place.read("out") == expected.stdout, "{verb:?} {format}");
            let dash = place.run(&[verb, &["--format", format, "--output", "-"]].concat());
            assert!(dash.stdout == expected.stdout, "{verb:?} {format}");
        }
    }
}
