//! What is inside a snapshot file.

use serde_json::{Value, json};

use super::clean;
use crate::harness::{Run, Workplace, argument};

/// `check` of a file with this content.
fn check(content: impl AsRef<[u8]>) -> Run {
    let place = Workplace::new();
    place.write_bytes("s.json", content.as_ref());
    place.run(&["check", "s.json"])
}

/// The problems that `snapshot verify` lists, one a line.
fn problems(content: &str) -> Vec<String> {
    let place = Workplace::new();
    place.write("s.json", content);
    let run = place.run(&["snapshot", "verify", "s.json"]).fails(&["s.json is not a valid snapshot"]);
    run.stderr.lines().filter_map(|line| line.strip_prefix("  ")).map(str::to_owned).collect()
}

/// The first line that holds this text, from 1.
fn line_of(text: &str, words: &str) -> usize {
    text.lines().position(|line| line.contains(words)).expect("the line") + 1
}

#[test]
fn a_file_that_breaks_off_names_the_line_where_it_does() {
    let text = clean();
    let line = line_of(&text, "\"permission_sets\"") + 2;
    let end = text.lines().take(line).map(|line| line.len() + 1).sum::<usize>() - 20;
    let place = format!("line {line} column ");
    check(&text[..end]).fails(&["s.json is not a valid snapshot", &place, "EOF"]);
    assert_eq!(problems(&text[..end]).len(), 1);
}

#[test]
fn what_is_no_snapshot_is_told_what_it_lacks() {
    for (content, words) in [
        ("", "s.json is not a snapshot: it is empty"),
        (" \n", "s.json is not a snapshot: it is empty"),
        ("hello", "s.json is not a valid snapshot: line 1 column 1: expected value"),
        ("[]", "s.json is not a snapshot: its JSON is not an object"),
        ("7", "s.json is not a snapshot: its JSON is not an object"),
        ("{}", "s.json is not a snapshot: it has no member `format`"),
        (r#"{"format":"other","format_version":1}"#, r#"its format is "other", not "ssoscan-snapshot""#),
        (r#"{"format":7,"format_version":1}"#, r#"its format is 7, not "ssoscan-snapshot""#),
        (r#"{"format":"ssoscan-snapshot"}"#, "it has no member `format_version`"),
        (r#"{"format":"ssoscan-snapshot","format_version":0}"#, "there is no format version 0"),
        (r#"{"format":"ssoscan-snapshot","format_version":"1"}"#, "there is no format version \"1\""),
        (r#"{"format":"ssoscan-snapshot","format_version":1} x"#, "line 1 column 50: trailing characters"),
    ] {
        check(content).fails(&[words]);
    }
}

/// Of a later format nothing but its version can be told, whatever else is in it.
#[test]
fn a_higher_version_asks_for_a_newer_ssoscan() {
    for rest in ["", r#","users":{"by":"name"}"#, r#","accounts":[{}],"accounts":[]"#] {
        for version in ["2", "4294967296"] {
            let text = format!(r#"{{"format":"ssoscan-snapshot","format_version":{version}{rest}}}"#);
            check(text).fails(&[&format!("version {version}"), "reads up to 1", "newer ssoscan"]);
        }
    }
}

#[test]
fn text_that_is_not_utf_8_is_named_with_its_place() {
    let mut text = clean().into_bytes();
    let at = text.windows(8).position(|window| window == b"\"UserNam").unwrap();
    text[at + 1] = 0xff;
    let line = line_of(&clean(), "\"UserNam");
    check(&text).fails(&[&format!("line {line} column "), "not UTF-8"]);
    check(r#"{"format":"ssoscan-snapshot","format_version":1,"users":[{"UserId":"\ud800x"}]}"#)
        .fails(&["s.json is not a valid snapshot: line 1 column 7"]);
}

/// A file with one problem of each kind, most on lines of their own.
const MANY: &str = r#"{
"format": "ssoscan-snapshot",
"format_version": 1,
"collected": {"calls":{"sso-admin":1,"sso-admin":2}},
"instance": {"IdentityStoreId":"d-1"},
"permission_sets": [
{"PermissionSetArn":"p","Tags":[{"Key":"k","Value":"v","Value":"w"}]},
{"PermissionSetArn":"q","Tags":"none"},
{"PermissionSetArn":"r"},
{"PermissionSetArn":"s","FutureMember":{"a":[{"b":1,"b":2}]}}
],
"account_assignments": [
{"AccountId":"1","PermissionSetArn":"p","PrincipalType":"USER","PrincipalId":"u"},
{"AccountId":"1","PermissionSetArn":"p","PrincipalType":"GROUP","PrincipalId":"u"},
{"AccountId":"1","PermissionSetArn":"p","PrincipalType":"USER","PrincipalId":"u"}
],
"users": [
{"UserId":"a"},
{"UserId":"a","UserName":"again"},
{"UserName":"nobody"},
{"UserId":7},
{"UserId":"b","UserName":"x","UserName":"y"}
],
"users": [],
"accounts": {},
"future": [],
"future": {"c":1,"c":2}
}
"#;

#[test]
fn verify_lists_every_problem_with_its_line() {
    let listed = problems(MANY);
    let expected = [
        (4, "the member `sso-admin` comes twice"),
        (5, "missing field `InstanceArn`"),
        (7, "the member `Value` comes twice"),
        (8, "invalid type: string \"none\", expected a sequence"),
        (10, "the member `b` comes twice"),
        (15, "AccountId 1, PermissionSetArn p, PrincipalType USER, PrincipalId u stands on line 13 too"),
        (19, "the record with UserId a stands on line 18 too"),
        (20, "missing field `UserId`"),
        (21, "invalid type: integer `7`, expected a string"),
        (22, "the member `UserName` comes twice"),
        (24, "the member `users` comes twice"),
        (25, "invalid type: map, expected a sequence"),
        (27, "the member `c` comes twice"),
        (27, "the member `future` comes twice"),
    ];
    for ((line, words), listed) in expected.iter().zip(&listed) {
        assert!(listed.starts_with(&format!("line {line} ")) && listed.contains(words), "{words}: {listed}");
    }
    assert_eq!(listed.len(), expected.len(), "{listed:#?}");
}

#[test]
fn the_other_verbs_tell_the_first_problem_and_how_many_more() {
    let place = Workplace::new();
    place.write("s.json", MANY);
    let sql = "SELECT user_id FROM users";
    let sample = argument("samples/clean/2026-10-01.json");
    for args in [
        &["check", "s.json"][..],
        &["report", "assignments", "s.json"],
        &["query", "s.json", "--sql", sql],
        &["diff", "s.json", &sample],
        &["diff", &sample, "s.json"],
        &["snapshot", "info", "s.json"],
    ] {
        let run =
            place.run(args).fails(&["s.json", "line 4 column ", "and 13 more", "ssoscan snapshot verify"]);
        assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    }
}

/// Each problem is found when it is the only one: the fast way of reading misses none.
#[test]
fn one_problem_is_enough() {
    let of_later = r#"{"format":"ssoscan-snapshot","format_version":1,"users":[{"UserId":"a"}],"applications":[{"ApplicationArn":"p"}],"new":{"b":1}}"#;
    // Members of a later version are looked at by another way.
    let plain = of_later.replace(",\"new\":{\"b\":1}", "");
    for good in [of_later, &plain] {
        assert_eq!(check(good).code, 3, "valid, and most is unknown");
    }
    for (from, to, words) in [
        ("\"a\"}", "\"a\",\"UserId\":\"b\"}", "`UserId` comes twice"),
        ("\"a\"}", "\"a\",\"New\":1,\"New\":1}", "`New` comes twice"),
        ("\"a\"}", "\"a\",\"New\":[{\"x\":1,\"x\":1}]}", "`x` comes twice"),
        ("\"a\"}", "\"a\",\"Name\":{\"Title\":\"x\",\"Title\":\"x\"}}", "`Title` comes twice"),
        ("\"a\"}", "\"a\"},{\"UserId\":\"a\"}", "stands on line 1 too"),
        ("{\"UserId\":\"a\"}", "{}", "missing field `UserId`"),
        ("{\"UserId\":\"a\"}", "null", "invalid type: null"),
        ("\"a\"}", "\"a\",\"UserName\":[]}", "expected a string"),
        ("{\"b\":1}", "{\"b\":1,\"b\":1}", "`b` comes twice"),
        ("\"new\"", "\"new\":1,\"new\"", "`new` comes twice"),
        ("\"new\"", "\"users\":[],\"new\"", "`users` comes twice"),
        ("\"new\"", "\"format_version\":1,\"new\"", "`format_version` comes twice"),
        ("\"new\"", "\"collected\":{\"calls\":{\"x\":1,\"x\":1}},\"new\"", "`x` comes twice"),
        ("\"new\"", "\"collected\":7,\"new\"", "integer `7`"),
        ("\"new\"", "\"collected\":[],\"new\"", "invalid type: sequence"),
        ("{\"UserId\":\"a\"}", "[\"a\"]", "invalid type: sequence"),
        ("\"a\"}", "\"a\",\"Extensions\":{\"x\":{\"y\":1,\"y\":2}}}", "`y` comes twice"),
        (
            "\"a\"}",
            "\"a\",\"Extensions\":{\"x\":{\"$serde_json::private::RawValue\":\"{\"}}}",
            "there can be no member `$serde_json",
        ),
        (
            "\"p\"}",
            "\"p\",\"Grants\":[{\"GrantType\":\"g\",\"Grant\":{\"x\":1,\"x\":2}}]}",
            "`x` comes twice",
        ),
        ("\"p\"}", "\"p\",\"AssignmentConfiguration\":[false]}", "invalid type: sequence"),
    ] {
        assert!(of_later.contains(from), "{from}");
        for good in [of_later, &plain].into_iter().filter(|good| good.contains(from)) {
            let bad = good.replacen(from, to, 1);
            check(&bad).fails(&["s.json is not a valid snapshot: line 1 column ", words]);
        }
    }
}

/// What AWS may do tomorrow and what it does to deleted principals is data.
#[test]
fn dangling_ids_and_new_words_are_data_and_verify_lists_them() {
    let mut snapshot: Value = serde_json::from_str(&clean()).unwrap();
    let set = |row: &mut Value, member: &str, value: &str| row[member] = json!(value);
    set(&mut snapshot["account_assignments"][0], "PrincipalId", "gone");
    set(&mut snapshot["account_assignments"][1], "PrincipalType", "APPLICATION");
    set(&mut snapshot["permission_set_provisioning"][0], "ProvisioningStatus", "HALF");
    set(&mut snapshot["users"][0], "UserStatus", "ASLEEP");
    set(&mut snapshot["accounts"][0], "State", "FROZEN");
    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());

    let check = ["check", "s.json", "--select", "principal-deleted", "--format", "json"];
    let findings = place.run(&check).answer()["findings"].clone();
    assert_eq!(findings.as_array().unwrap().len(), 1, "the dangling id is a deleted principal: {findings}");
    place.run(&["report", "assignments", "s.json"]);

    let verify = ["snapshot", "verify", "s.json", "--format", "json"];
    let rows = place.run(&verify).exits(0).says(&["is a valid snapshot"]).answer()["rows"].clone();
    let has = |kind: &str, detail: &str| {
        let rows = rows.as_array().unwrap();
        rows.iter().any(|row| row["kind"] == kind && row["detail"].as_str().unwrap().contains(detail))
    };
    assert!(has("dangling-id", "PrincipalId gone is in no list"), "{rows}");
    for detail in ["PrincipalType is `APPLICATION`", "ProvisioningStatus is `HALF`", "UserStatus is `ASLEEP`"]
    {
        assert!(has("unknown-value", detail), "{detail}: {rows}");
    }
    assert!(has("unknown-value", "State is `FROZEN`"), "{rows}");
}

#[test]
fn a_file_that_is_not_the_one_that_was_written_is_refused_by_verify() {
    let place = Workplace::new();
    place.write("s.json", &clean());
    let verify = ["snapshot", "verify", "s.json"];
    place.run(&verify).exits(0);
    // SHA-256 of no bytes at all.
    let other = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    place.write("s.json.sha256", &format!("{other}  s.json\n"));
    place.run(&verify).fails(&["s.json", other, "SHA-256"]);
    place.write("s.json.sha256", "");
    place.run(&verify).fails(&["s.json", "SHA-256"]);
    let sum = place.command("sha256sum").arg("s.json").output().unwrap();
    place.write_bytes("s.json.sha256", &sum.stdout);
    place.run(&verify).exits(0);
}
