//! `policy simulate --batch`: one answer a line of input, in order, whatever the lines hold.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::{Value, json};

use super::{allow, batch, decisions, lines, policy, text};
use crate::harness::{Run, Workplace};

/// A request for these actions on these resources under a policy that allows `s3:Get*`.
fn request(actions: &Value, resources: &Value) -> Value {
    json!({
        "PolicyInputList": [text(&allow(&json!("s3:Get*")))],
        "ActionNames": actions,
        "ResourceArns": resources,
    })
}

fn good() -> Value {
    request(&json!(["s3:GetObject"]), &json!(["arn:aws:s3:::blue/a"]))
}

/// The code and the message of the one bad line between two good ones, which are answered.
#[track_caller]
fn error_of(line: &[u8]) -> (String, String) {
    let good = good().to_string();
    let run = batch(&[good.as_bytes(), b"\n", line, b"\n", good.as_bytes(), b"\n"].concat()).exits(3);
    let answers = lines(&run.stdout);
    assert_eq!(answers.len(), 3, "{}", run.stdout);
    assert_eq!([decisions(&answers[0]), decisions(&answers[2])], [["allowed"], ["allowed"]]);
    let error = answers[1].as_object().unwrap();
    assert_eq!(error.keys().collect::<Vec<_>>(), ["Error"]);
    let word = |name: &str| error["Error"][name].as_str().expect("a text").to_owned();
    (word("Code"), word("Message"))
}

#[track_caller]
fn is_invalid(line: impl AsRef<[u8]>, words: &str) {
    let (code, message) = error_of(line.as_ref());
    assert_eq!(code, "InvalidInput", "{message}");
    assert!(message.contains(words), "{message}");
}

#[test]
fn a_bad_line_has_its_error_in_its_place() {
    is_invalid("", "no request");
    is_invalid("no JSON", "no request");
    is_invalid("[]", "no request");
    is_invalid(r#"{"PolicyInputList": []"#, "no request");
    is_invalid(b"{\"ActionNames\": [\"s3:\xff\"]}", "not UTF-8 after byte 21");
    is_invalid(
        json!({ "PolicyInputList": ["no JSON"], "ActionNames": ["s3:GetObject"] }).to_string(),
        "PolicyInputList.1",
    );
    is_invalid(
        json!({ "PolicyInputList": ["{}"], "ActionNames": ["s3:GetObject"] }).to_string(),
        "no Statement",
    );
    is_invalid(json!({ "ActionNames": ["s3:GetObject"] }).to_string(), "PolicyInputList is missing");
}

#[test]
fn a_request_without_actions_is_refused() {
    let mut request = good();
    request["ActionNames"] = json!([]);
    is_invalid(request.to_string(), "ActionNames is missing");
    request.as_object_mut().unwrap().remove("ActionNames");
    is_invalid(request.to_string(), "ActionNames is missing");
}

#[test]
fn a_boundary_that_cannot_be_read_is_no_missing_boundary() {
    let mut request = good();
    request["PermissionsBoundaryPolicyInputList"] = json!([text(&allow(&json!("*"))), "{"]);
    is_invalid(request.to_string(), "PermissionsBoundaryPolicyInputList.2");
}

#[test]
fn a_resource_policy_is_refused_for_it_could_grant_more() {
    let mut request = good();
    request["ResourcePolicy"] = json!(text(&allow(&json!("*"))));
    let (code, message) = error_of(request.to_string().as_bytes());
    assert_eq!(code, "UnsupportedOperation");
    assert!(message.contains("ResourcePolicy"), "{message}");
}

#[test]
fn nothing_in_nothing_out() {
    assert_eq!(batch(b"").exits(0).stdout, "");
}

#[test]
fn the_last_line_needs_no_end_and_lines_may_end_as_on_windows() {
    let good = good().to_string();
    for input in [good.clone(), format!("{good}\n"), format!("{good}\r\n")] {
        let answers = lines(&batch(input.as_bytes()).exits(0).stdout);
        assert_eq!(answers.iter().map(decisions).collect::<Vec<_>>(), [["allowed"]]);
    }
}

#[test]
fn actions_are_decided_one_by_one_each_on_all_resources() {
    let actions = json!(["s3:PutObject", "s3:GetObject"]);
    let run = batch(request(&actions, &json!(["arn:aws:s3:::a", "arn:aws:s3:::b"])).to_string().as_bytes());
    let answer = run.exits(0).answer();
    let results = answer["EvaluationResults"].as_array().unwrap();
    let told: Vec<[&str; 3]> = results
        .iter()
        .map(|one| {
            ["EvalActionName", "EvalResourceName", "EvalDecision"].map(|name| one[name].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        told,
        [
            ["s3:PutObject", "arn:aws:s3:::a", "implicitDeny"],
            ["s3:PutObject", "arn:aws:s3:::b", "implicitDeny"],
            ["s3:GetObject", "arn:aws:s3:::a", "allowed"],
            ["s3:GetObject", "arn:aws:s3:::b", "allowed"],
        ]
    );
}

/// Every level of the organization must allow, and a deny at any is a deny.
#[test]
fn each_level_of_the_organization_must_allow() {
    let level = |policies: &[&Value]| {
        let texts: Vec<String> = policies.iter().map(|policy| text(policy)).collect();
        json!({ "ServiceControlPolicyInputList": texts })
    };
    let (all, get, put) = (allow(&json!("*")), allow(&json!("s3:Get*")), allow(&json!("s3:Put*")));
    let deny = policy(&json!({ "Effect": "Deny", "Action": "s3:*", "Resource": "*" }));
    let mut input = String::new();
    let cases = [
        (vec![level(&[&all]), level(&[&get])], "allowed", Some(true)),
        (vec![level(&[&all]), level(&[&put, &get])], "allowed", Some(true)),
        (vec![level(&[&all]), level(&[&put])], "implicitDeny", Some(false)),
        (vec![level(&[&put]), level(&[&all])], "implicitDeny", Some(false)),
        (vec![level(&[&all]), level(&[])], "implicitDeny", Some(false)),
        (vec![level(&[&all, &deny]), level(&[&get])], "explicitDeny", Some(false)),
        (vec![], "allowed", None),
    ];
    for (levels, ..) in &cases {
        let mut request = good();
        request["OrderedOrganizationPolicyInputList"] = json!(levels);
        writeln!(input, "{request}").unwrap();
    }
    let answers = lines(&batch(input.as_bytes()).exits(0).stdout);
    for ((levels, decision, allows), answer) in cases.iter().zip(&answers) {
        let result = &answer["EvaluationResults"][0];
        let told = result["OrganizationsDecisionDetail"]["AllowedByOrganizations"].as_bool();
        assert_eq!((decisions(answer), told), (vec![*decision], *allows), "{levels:?}");
    }
    assert_eq!(answers.len(), cases.len());
}

#[test]
fn many_lines_keep_their_order() {
    let policy = text(&allow(&json!("s3:Get*")));
    let mut input = String::new();
    for number in 0..20_000 {
        // Every thousandth line is bad, every third is not allowed.
        if number % 1000 == 999 {
            writeln!(input, "line {number}").unwrap();
            continue;
        }
        let action = if number % 3 == 0 { "s3:PutObject" } else { "s3:GetObject" };
        let request = json!({
            "PolicyInputList": [policy],
            "ActionNames": [action],
            "ResourceArns": [format!("arn:aws:s3:::blue/{number}")],
        });
        writeln!(input, "{request}").unwrap();
    }
    let answers = lines(&batch(input.as_bytes()).exits(3).stdout);
    assert_eq!(answers.len(), 20_000);
    for (number, answer) in answers.iter().enumerate() {
        if number % 1000 == 999 {
            assert_eq!(answer["Error"]["Code"], "InvalidInput", "line {number}");
            continue;
        }
        let result = &answer["EvaluationResults"][0];
        assert_eq!(result["EvalResourceName"], format!("arn:aws:s3:::blue/{number}"));
        assert_eq!(
            result["EvalDecision"],
            if number % 3 == 0 { "implicitDeny" } else { "allowed" },
            "line {number}"
        );
    }
}

/// Who asks line by line is answered line by line.
#[test]
fn a_line_is_answered_before_the_next_is_written() {
    let place = Workplace::new();
    let mut command = place.ssoscan(&["policy", "simulate", "--batch", "-"]);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.expect("the binary starts");
    let mut ask = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    for (line, expected) in [
        (good().to_string(), "EvaluationResults"),
        ("?".to_owned(), "Error"),
        (good().to_string(), "EvaluationResults"),
    ] {
        writeln!(ask, "{line}").unwrap();
        let mut answer = String::new();
        answers.read_line(&mut answer).unwrap();
        let answer: Value = serde_json::from_str(&answer).expect("an answer");
        assert!(answer.get(expected).is_some(), "{answer}");
    }
    drop(ask);
    Run::of(child.wait_with_output().unwrap()).exits(3);
}

#[test]
fn expect_looks_at_every_line() {
    let place = Workplace::new();
    let mut refused = good();
    refused["ActionNames"] = json!(["s3:PutObject"]);
    let (good, refused) = (good().to_string() + "\n", refused.to_string() + "\n");
    for (input, expect, code) in [
        (good.clone(), "allowed", 0),
        (good.clone() + &refused, "allowed", 1),
        (refused.clone(), "denied", 0),
        (good.clone() + &refused, "denied", 1),
        // A line without an answer met nothing that was expected of it.
        (good.clone() + "?\n", "allowed", 3),
        (refused + "?\n" + &good, "allowed", 1),
    ] {
        let run = place
            .run_with_input(&["policy", "simulate", "--batch", "-", "--expect", expect], input.as_bytes());
        assert_eq!(run.code, code, "{expect}: {input}");
    }
}

#[test]
fn the_requests_may_be_a_file_and_nothing_else_is_asked_beside_them() {
    let place = Workplace::new();
    place.write("requests.ndjson", &good().to_string());
    let run = place.run(&["policy", "simulate", "--batch", "requests.ndjson"]).exits(0);
    assert_eq!(decisions(&run.answer()), ["allowed"]);
    place.run(&["policy", "simulate", "--batch", "missing.ndjson"]).fails(&["missing.ndjson"]);
    let both = ["policy", "simulate", "--batch", "requests.ndjson", "--action-names", "s3:GetObject"];
    place.run(&both).fails(&["--action-names"]);
}
