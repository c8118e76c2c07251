//! `policy simulate` with the arguments of `aws iam simulate-custom-policy`.

use serde_json::{Value, json};

use super::{allow, decisions, policy, text};
use crate::harness::{Run, Workplace};

const ARN: &str = "arn:aws:s3:::blue/report";

/// A policy that allows what the user's team may.
fn of_team() -> String {
    text(&policy(&json!({
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": "*",
        "Condition": {
            "StringEquals": { "aws:PrincipalTag/team": ["blue", "green"] },
            "NumericLessThan": { "s3:max-keys": "10" },
        },
    })))
}

fn simulate(place: &Workplace, policy: &str, more: &[&str]) -> Run {
    let args = ["policy", "simulate", "--policy-input-list", policy, "--action-names", "s3:GetObject"];
    place.run(&[&args, more].concat())
}

/// The one result.
#[track_caller]
fn result(run: Run) -> Value {
    let answer = run.exits(0).answer();
    let results = answer["EvaluationResults"].as_array().expect("results");
    assert_eq!(results.len(), 1, "{answer}");
    results[0].clone()
}

#[test]
fn a_policy_is_given_as_text_or_as_a_file_or_as_a_list_of_them() {
    let place = Workplace::new();
    let (get, put) = (text(&allow(&json!("s3:Get*"))), text(&allow(&json!("s3:Put*"))));
    place.write("get.json", &get);
    place.write("both.json", &json!([get, put]).to_string());
    for given in
        [vec![get.as_str()], vec!["file://get.json"], vec!["file://both.json"], vec![&put, "file://get.json"]]
    {
        let mut args = vec!["policy", "simulate", "--policy-input-list"];
        args.extend(&given);
        args.extend(["--action-names", "s3:GetObject", "s3:DeleteObject"]);
        let run = place.run(&args).exits(0);
        assert_eq!(decisions(&run.answer()), ["allowed", "implicitDeny"], "{given:?}");
    }
    simulate(&place, "file://missing.json", &[]).fails(&["missing.json"]);
    place.write_bytes("odd.json", b"{\"Version\": \"\xff\"}");
    simulate(&place, "file://odd.json", &[]).fails(&["odd.json", "UTF-8"]);
}

#[test]
fn without_a_resource_it_is_everything() {
    let answer = result(simulate(&Workplace::new(), &text(&allow(&json!("s3:*"))), &[]));
    assert_eq!(
        (&answer["EvalActionName"], &answer["EvalResourceName"]),
        (&json!("s3:GetObject"), &json!("*"))
    );
    let on = ["--resource-arns", ARN];
    assert_eq!(
        result(simulate(&Workplace::new(), &text(&allow(&json!("s3:*"))), &on))["EvalResourceName"],
        ARN
    );
}

#[test]
fn the_context_is_given_as_shorthand_or_as_json_or_as_a_file() {
    let place = Workplace::new();
    let team = json!({ "ContextKeyName": "aws:PrincipalTag/team", "ContextKeyValues": ["green"], "ContextKeyType": "string" });
    let keys =
        json!({ "ContextKeyName": "s3:max-keys", "ContextKeyValues": ["9"], "ContextKeyType": "numeric" });
    place.write("context.json", &json!([team, keys]).to_string());
    let short_team = "ContextKeyName=aws:PrincipalTag/team,ContextKeyValues=green,ContextKeyType=string";
    let short_keys = "ContextKeyName='s3:max-keys', ContextKeyValues=['9'], ContextKeyType=numeric";
    let (team, keys, both) = (team.to_string(), keys.to_string(), json!([team, keys]).to_string());
    for entries in [
        vec![short_team, short_keys],
        vec![&team, short_keys],
        vec![&team, &keys],
        vec![both.as_str()],
        vec!["file://context.json"],
    ] {
        let answer =
            result(simulate(&place, &of_team(), &[&["--context-entries"], entries.as_slice()].concat()));
        assert_eq!(
            (&answer["EvalDecision"], &answer["MissingContextValues"]),
            (&json!("allowed"), &json!([])),
            "{entries:?}"
        );
    }
    simulate(&place, &of_team(), &["--context-entries", "team=blue"])
        .fails(&["team=blue", "ContextKeyName=KEY"]);
    simulate(&place, &of_team(), &["--context-entries", "{}"]).fails(&["ContextKeyName"]);
}

/// The shorthand takes several values, for keys that have several.
#[test]
fn a_key_may_have_several_values() {
    let condition = json!({ "ForAllValues:StringEquals": { "aws:TagKeys": ["owner", "cost"] } });
    let policy =
        policy(&json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": condition }));
    for (values, decision) in
        [("owner,cost", "allowed"), ("owner,size", "implicitDeny"), ("size,owner", "implicitDeny")]
    {
        let entry = format!("ContextKeyName=aws:TagKeys,ContextKeyValues={values},ContextKeyType=stringList");
        let answer = result(simulate(&Workplace::new(), &text(&policy), &["--context-entries", &entry]));
        assert_eq!(answer["EvalDecision"], decision, "{values}");
    }
}

/// Keys that are not given are named once, whatever their spelling, and only by statements about the request.
#[test]
fn keys_that_are_missing_are_named() {
    let place = Workplace::new();
    let answer = result(simulate(&place, &of_team(), &[]));
    assert_eq!(answer["EvalDecision"], "implicitDeny");
    assert_eq!(answer["MissingContextValues"], json!(["aws:PrincipalTag/team", "s3:max-keys"]));
    let team = "ContextKeyName=AWS:principaltag/TEAM,ContextKeyValues=blue,ContextKeyType=string";
    let answer = result(simulate(&place, &of_team(), &["--context-entries", team]));
    assert_eq!(answer["MissingContextValues"], json!(["s3:max-keys"]));
    let other = text(&policy(&json!({
        "Effect": "Allow", "Action": "s3:Put*", "Resource": "*",
        "Condition": { "StringEquals": { "aws:PrincipalTag/team": "blue" } },
    })));
    assert_eq!(result(simulate(&place, &other, &[]))["MissingContextValues"], json!([]));
    let home = text(&policy(&json!({
        "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/*",
    })));
    let answer = result(simulate(&place, &home, &["--resource-arns", "arn:aws:s3:::home/ana/x"]));
    assert_eq!(
        (&answer["EvalDecision"], &answer["MissingContextValues"]),
        (&json!("implicitDeny"), &json!(["aws:username"]))
    );
}

/// Lines and columns are counted from 1, columns in characters.
#[test]
fn the_statements_that_decide_are_named_with_their_place() {
    let place = Workplace::new();
    let written = "\
{\"Version\": \"2012-10-17\", \"Id\": \"é\", \"Statement\": [
  {\"Sid\": \"Read\", \"Effect\": \"Allow\",
   \"Action\": \"s3:Get*\", \"Resource\": \"*\"},
  {\"Effect\": \"Allow\", \"Action\": \"s3:Put*\", \"Resource\": \"*\"}, {\"Sid\": \"é\", \"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}
]}
";
    place.write("policy.json", written);
    let answer = result(simulate(&place, "file://policy.json", &[]));
    let second = r#"  {"Effect": "Allow", "Action": "s3:Put*", "Resource": "*"}, "#.len() + 1;
    let third = r#"{"Sid": "é", "Effect": "Allow", "Action": "*", "Resource": "*"}"#.chars().count();
    let place_of = |line, column| json!({ "Line": line, "Column": column });
    assert_eq!(
        answer["MatchedStatements"],
        json!([
            {
                "SourcePolicyId": "PolicyInputList.1",
                "Sid": "Read",
                "StartPosition": place_of(2, 3),
                "EndPosition": place_of(3, r#"   "Action": "s3:Get*", "Resource": "*"}"#.len() + 1),
            },
            {
                "SourcePolicyId": "PolicyInputList.1",
                "Sid": "é",
                "StartPosition": place_of(4, second),
                "EndPosition": place_of(4, second + third),
            },
        ])
    );
}

#[test]
fn a_deny_alone_is_named_and_of_what_limits_the_decision_is_told() {
    let place = Workplace::new();
    let all = text(&allow(&json!("*")));
    let deny = text(&policy(&json!({ "Sid": "No", "Effect": "Deny", "Action": "s3:*", "Resource": "*" })));
    let answer = result(simulate(&place, &all, &["--permissions-boundary-policy-input-list", &all, &deny]));
    assert_eq!(answer["EvalDecision"], "explicitDeny");
    let named: Vec<&Value> =
        answer["MatchedStatements"].as_array().unwrap().iter().map(|one| &one["SourcePolicyId"]).collect();
    assert_eq!(named, ["PermissionsBoundaryPolicyInputList.2"]);

    let put = text(&allow(&json!("s3:Put*")));
    for (option, detail, member) in [
        (
            "--permissions-boundary-policy-input-list",
            "PermissionsBoundaryDecisionDetail",
            "AllowedByPermissionsBoundary",
        ),
        ("--service-control-policy-input-list", "OrganizationsDecisionDetail", "AllowedByOrganizations"),
    ] {
        for (limit, decision, allows) in [(&put, "implicitDeny", false), (&all, "allowed", true)] {
            let answer = result(simulate(&place, &all, &[option, limit]));
            assert_eq!(
                (&answer["EvalDecision"], &answer[detail][member]),
                (&json!(decision), &json!(allows)),
                "{option}"
            );
        }
        assert!(result(simulate(&place, &all, &[])).get(detail).is_none(), "without {option}");
    }
}

#[test]
fn expect_decides_the_exit_code() {
    let place = Workplace::new();
    let get = text(&allow(&json!("s3:Get*")));
    let odd = text(&policy(&json!({
        "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "StringMatches": { "aws:username": "a" } },
    })));
    for (policy, expect, code) in
        [(&get, "allowed", 0), (&get, "denied", 1), (&odd, "allowed", 3), (&odd, "denied", 3)]
    {
        let run = simulate(&place, policy, &["--expect", expect]).exits(code);
        assert_eq!(decisions(&run.answer()).len(), 1, "the answer is given all the same");
    }
    // One of two is enough to be unexpected.
    simulate(&place, &get, &["s3:PutObject", "--expect", "allowed"]).exits(1);
    simulate(&place, &get, &["s3:PutObject", "--expect", "denied"]).exits(1);
    let answer = simulate(&place, &odd, &[]).exits(3).answer();
    let undecided = answer["EvaluationResults"][0]["Undecided"].as_array().expect("why");
    assert!(undecided[0].as_str().unwrap().contains("#1"), "{answer}");
}

#[test]
fn a_request_that_cannot_be_simulated_is_an_error() {
    let place = Workplace::new();
    place.run(&["policy", "simulate"]).fails(&["--policy-input-list", "--action-names"]);
    simulate(&place, "no policy", &[]).fails(&["PolicyInputList.1"]);
    simulate(&place, "{}", &[]).fails(&["no Statement"]);
    simulate(&place, &text(&allow(&json!("*"))), &["--permissions-boundary-policy-input-list", "["])
        .fails(&["Boundary"]);
}
