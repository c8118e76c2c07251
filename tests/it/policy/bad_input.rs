//! Policies that nobody should write: a finding or a clear error, never a crash, and never taken for harmless.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{allow, decisions, lines, text};
use crate::harness::{Run, Workplace};

/// It does nothing.
const EMPTY: &str = r#"{"Version": "2012-10-17", "Statement": []}"#;
const TEN_MEGABYTES: usize = 10 << 20;
const MANY: usize = 100_000;

/// A policy that would allow everything but for what is odd about its members.
fn document(members: &str) -> Vec<u8> {
    let statement = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
    format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]{members}}}"#).into_bytes()
}

/// A policy with one statement that would allow everything but for what is odd about its members.
fn statement(members: &str) -> Vec<u8> {
    let statement = format!(r#"{{"Effect": "Allow", "Action": "*", "Resource": "*", {members}}}"#);
    format!(r#"{{"Version": "2012-10-17", "Statement": [{statement}]}}"#).into_bytes()
}

fn condition(members: &str) -> Vec<u8> {
    statement(&format!(r#""Condition": {{{members}}}"#))
}

/// `"k0": value, "k1": value, ...`
fn members(value: &str) -> String {
    (0..MANY).map(|number| format!(r#""k{number}": {value}"#)).collect::<Vec<_>>().join(", ")
}

/// Each has no meaning, as a whole or in its one statement.
fn meaningless() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("nothing", Vec::new()),
        ("a blank", b" \n".to_vec()),
        ("a BOM", [b"\xef\xbb\xbf", document("").as_slice()].concat()),
        (
            "invalid UTF-8",
            document(", \"Id\": \"\u{1}\"")
                .into_iter()
                .map(|byte| if byte == 1 { 0xff } else { byte })
                .collect(),
        ),
        ("UTF-16", document("").into_iter().flat_map(|byte| [byte, 0]).collect()),
        ("open lists", b"[".repeat(TEN_MEGABYTES)),
        ("open objects", br#"{"a":"#.repeat(TEN_MEGABYTES / 5)),
        (
            "open statements",
            [br#"{"Version": "2012-10-17", "Statement": "#.as_slice(), &b"[".repeat(TEN_MEGABYTES)].concat(),
        ),
        ("closed lists", [b"[".repeat(TEN_MEGABYTES / 2), b"]".repeat(TEN_MEGABYTES / 2)].concat()),
        ("a deep condition", condition(&[r#""Bool":"#, &"[".repeat(MANY), &"]".repeat(MANY)].concat())),
        ("a long text", [b"\"".as_slice(), &b"a".repeat(TEN_MEGABYTES), b"\""].concat()),
        ("a number", b"1e999999999".to_vec()),
        ("null", b"null".to_vec()),
        ("a list", b"[]".to_vec()),
        ("an object", b"{}".to_vec()),
        ("a cut", document("")[..40].to_vec()),
        ("two policies", document("").repeat(2)),
        ("two Versions", document(r#", "Version": "2012-10-17""#)),
        ("two Statements", document(r#", "Statement": []"#)),
        ("two Effects", statement(r#""Effect": "Deny""#)),
        ("two Actions", statement(r#""Action": "s3:GetObject""#)),
        ("Action and NotAction", statement(r#""NotAction": "s3:GetObject""#)),
        ("two Resources", statement(r#""Resource": "arn:aws:s3:::a""#)),
        ("Resource and NotResource", statement(r#""NotResource": "arn:aws:s3:::a""#)),
        ("two Sids", statement(r#""Sid": "a", "Sid": "b""#)),
        ("two Conditions", statement(r#""Condition": {}, "Condition": {"Null": {"a": "true"}}"#)),
        ("two operators", condition(r#""Null": {"a": "true"}, "Null": {"b": "true"}"#)),
        ("two keys", condition(r#""Null": {"a": "true", "a": "false"}"#)),
        ("a Statement of nothing", br#"{"Version": "2012-10-17", "Statement": [null, 1, "a", []]}"#.to_vec()),
        ("many members of a statement", statement(&members("1"))),
        ("many operators", condition(&members(r#"{"a": "b"}"#))),
        ("many keys", condition(&format!(r#""Nope": {{{}}}"#, members("1")))),
    ]
}

/// Each allows something, at great length.
fn long() -> Vec<(&'static str, Vec<u8>)> {
    let stars = "a*".repeat(1000);
    let of = |statement: Value| super::policy(&statement).to_string().into_bytes();
    let on =
        |resource: String| of(json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": resource }));
    let actions =
        |name: &dyn Fn(usize) -> String| allow(&(0..MANY).map(name).collect()).to_string().into_bytes();
    let mut statements = String::new();
    for number in 0..1_000 {
        let action = if number % 2 == 0 { "GetObject".to_owned() } else { format!("Get{number}") };
        write!(
            statements,
            r#"{}{{"Effect": "Allow", "Action": "s3:{action}", "Resource": "arn:aws:s3:::b{number}/*"}}"#,
            if number == 0 { "" } else { "," },
        )
        .unwrap();
    }
    vec![
        ("statements", format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#).into_bytes()),
        ("stars in a resource", on(format!("arn:aws:s3:::{stars}"))),
        ("stars in a segment", on(format!("arn:aws:s3:{}b::a", &stars[..200]))),
        ("question marks", on(format!("arn:aws:s3:::*{}", "?".repeat(1000)))),
        ("variables", on(format!("arn:aws:s3:::{}", "${aws:username}*".repeat(1000)))),
        (
            "stars in an action",
            of(json!({ "Effect": "Allow", "Action": ["s3:Get*", format!("s3:{stars}")], "Resource": "*" })),
        ),
        ("the same action", actions(&|_| "s3:GetObject".to_owned())),
        ("actions of one service", actions(&|number| format!("s3:Get{number}*"))),
        ("actions of many services", actions(&|number| format!("s{number}:Get*"))),
        ("members of the document", document(&format!(", {}", members("1")))),
    ]
}

/// The file as the policy of each verb, with the exit code that the verb may end with.
struct Verbs {
    simulate: Run,
    /// Against a policy that does nothing, as the new one and as the old one.
    compare: [Run; 2],
    lint: Run,
}

fn verbs(place: &Workplace, policy: &[u8]) -> Verbs {
    place.write_bytes("odd.json", policy);
    place.write("empty.json", EMPTY);
    let args =
        ["policy", "simulate", "--policy-input-list", "file://odd.json", "--action-names", "s3:GetObject"];
    Verbs {
        simulate: place.run(&args),
        compare: [["empty.json", "odd.json"], ["odd.json", "empty.json"]]
            .map(|[old, new]| place.run(&["policy", "compare", old, new])),
        lint: place.run(&["policy", "lint", "odd.json", "--format", "json"]),
    }
}

fn is_calm(run: &Run) -> bool {
    [0, 1, 2, 3].contains(&run.code) && !run.stderr.contains("panicked")
}

#[test]
fn what_has_no_meaning_is_never_taken_for_harmless() {
    let place = Workplace::new();
    let mut against = Vec::new();
    for (name, policy) in meaningless() {
        let Verbs { simulate, compare, lint } = verbs(&place, &policy);
        for run in [&simulate, &compare[0], &compare[1], &lint] {
            if !is_calm(run) || run.code == 0 {
                against.push(format!("{name}: code {}\n{}", run.code, run.stderr));
            }
        }
        // Of what can be read at all, what is not understood is told; and it grants nothing.
        let is_allowed = simulate.code != 2 && decisions(&simulate.answer()).contains(&"allowed");
        if is_allowed || ![2, 3].contains(&simulate.code) {
            against.push(format!("{name}: simulate ends with {}\n{}", simulate.code, simulate.stdout));
        }
        for run in compare {
            let verdict = (run.code != 2).then(|| run.answer()["verdict"].clone());
            if verdict.is_some_and(|verdict| verdict != "undecided") {
                against.push(format!("{name}: compare says {}", run.stdout));
            }
        }
        let rows = (lint.code == 1).then(|| lint.answer()["rows"].as_array().map_or(0, Vec::len));
        if rows.is_none_or(|rows| rows == 0) {
            against.push(format!("{name}: lint ends with {}", lint.code));
        }
    }
    assert!(against.is_empty(), "{}", against.join("\n"));
}

#[test]
fn what_is_long_is_answered() {
    let place = Workplace::new();
    let mut against = Vec::new();
    for (name, policy) in long() {
        let Verbs { simulate, compare, lint } = verbs(&place, &policy);
        for run in [&simulate, &compare[0], &compare[1], &lint] {
            if !is_calm(run) || run.code == 2 {
                against.push(format!("{name}: code {}\n{}", run.code, run.stderr));
            }
        }
        let decisions = decisions(&simulate.answer()).join(" ");
        if !["allowed", "implicitDeny"].contains(&decisions.as_str()) {
            against.push(format!("{name}: simulate says {decisions}"));
        }
        for (run, expected) in compare.iter().zip(["gained", "lost"]) {
            let verdict = run.answer()["verdict"].clone();
            if verdict != expected && verdict != "undecided" {
                against.push(format!("{name}: compare says {verdict}"));
            }
        }
    }
    assert!(against.is_empty(), "{}", against.join("\n"));
}

#[test]
fn ten_thousand_statements_are_read_and_each_counts() {
    let place = Workplace::new();
    let statements: Vec<Value> = (0..10_000)
        .map(|number| json!({ "Effect": "Allow", "Action": "s3:Get*", "Resource": format!("arn:aws:s3:::b{number}/*") }))
        .collect();
    place.write("long.json", &json!({ "Version": "2012-10-17", "Statement": statements }).to_string());
    let simulate = |resource: &str| {
        let args = [
            "policy",
            "simulate",
            "--policy-input-list",
            "file://long.json",
            "--action-names",
            "s3:GetObject",
        ];
        place.run(&[&args[..], &["--resource-arns", resource]].concat()).exits(0).answer()
    };
    assert_eq!(decisions(&simulate("arn:aws:s3:::b9999/a")), ["allowed"]);
    assert_eq!(decisions(&simulate("arn:aws:s3:::b10000/a")), ["implicitDeny"]);
    place.run(&["policy", "lint", "long.json"]).exits(0);
    place.run(&["policy", "compare", "long.json", "long.json"]).exits(0);
}

/// What is long is compared with itself, too: the cheap way out is taken, or the bound is said.
#[test]
fn what_is_long_differs_from_itself_by_nothing() {
    let place = Workplace::new();
    for (name, policy) in long() {
        place.write_bytes("odd.json", &policy);
        let run = place.run(&["policy", "compare", "odd.json", "odd.json"]);
        assert_eq!(run.answer()["verdict"], "equal", "{name}");
    }
}

/// A line of a batch that holds such a policy has its error, and the next line its answer.
#[test]
fn a_batch_goes_on_after_what_has_no_meaning() {
    let request = |policy: &str| {
        json!({ "PolicyInputList": [policy], "ActionNames": ["s3:GetObject"] }).to_string() + "\n"
    };
    let good = request(&text(&allow(&json!("*"))));
    let mut input = Vec::new();
    let mut odd = 0;
    for policy in meaningless().into_iter().filter_map(|(_, policy)| String::from_utf8(policy).ok()) {
        input.extend(request(&policy).into_bytes());
        input.extend(good.as_bytes());
        odd += 1;
    }
    // The request itself, too.
    for line in [
        b"[".repeat(TEN_MEGABYTES),
        br#"{"a":"#.repeat(TEN_MEGABYTES / 5),
        br#"{"PolicyInputList":"#.repeat(MANY),
    ] {
        input.extend(line);
        input.push(b'\n');
        input.extend(good.as_bytes());
        odd += 1;
    }
    let run = super::batch(&input).exits(3);
    let answers = lines(&run.stdout);
    assert_eq!(answers.len(), 2 * odd);
    for pair in answers.chunks(2) {
        let is_told = pair[0].get("Error").is_some() || !decisions(&pair[0]).contains(&"allowed");
        assert!(is_told, "{}", pair[0]);
        assert_eq!(decisions(&pair[1]), ["allowed"]);
    }
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
}
