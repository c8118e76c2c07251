//! What cannot be collected: exit code 2, one clear message, and no file.

use super::{EVERYTHING, collect, collect_with, small, snapshot_of};
use crate::harness::{Run, Workplace};
use crate::snapshots::{assert_same, content};
use crate::standin::StandIn;

const OTHER: &str = "arn:aws:sso:::instance/ssoins-0000000000000002";

/// The run could not do its job, said so in a few lines, and left no file behind.
#[track_caller]
fn could_not_run(place: &Workplace, run: Run, words: &[&str]) {
    let run = run.exits(2).says(words);
    assert_eq!(run.stdout, "");
    let errors = run.stderr.lines().filter(|line| line.starts_with("error: "));
    assert_eq!(errors.count(), 1, "one message:\n{}", run.stderr);
    assert!(!run.stderr.contains("panicked") && !run.stderr.contains("Error {"), "{}", run.stderr);
    assert_eq!(place.names(), [""; 0]);
}

#[test]
fn without_the_instances_or_the_sets_there_is_no_snapshot() {
    for operation in ["ListInstances", "ListPermissionSets"] {
        let standin = StandIn::of(&small().document()).deny(operation);
        let place = Workplace::near(&standin);
        could_not_run(&place, collect(&place), &[operation, "AccessDeniedException"]);
    }
}

#[test]
fn no_instance_in_the_region_is_said_so() {
    let mut document = small().document();
    document["instance"] = serde_json::Value::Null;
    let standin = StandIn::of(&document);
    let place = Workplace::near(&standin);
    could_not_run(&place, collect(&place), &["us-east-1", "instance"]);
}

#[test]
fn several_instances_are_listed_to_choose_from() {
    let document = small().document();
    let own = document["instance"]["InstanceArn"].as_str().expect("an ARN");
    let standin = StandIn::of(&document).with_instance(OTHER);
    let place = Workplace::near(&standin);
    could_not_run(&place, collect(&place), &[own, OTHER, "--instance-arn"]);

    collect_with(&place, &[&EVERYTHING[..], &["--instance-arn", own]].concat()).exits(0);
    assert_same(&content(place.json("out.json")), &content(document.clone()));
}

#[test]
fn an_instance_that_is_not_there_is_not_collected() {
    let document = small().document();
    let own = document["instance"]["InstanceArn"].as_str().expect("an ARN");
    let standin = StandIn::of(&document);
    let place = Workplace::near(&standin);
    could_not_run(&place, collect_with(&place, &["--instance-arn", OTHER]), &[OTHER, own]);
}

#[test]
fn without_credentials_it_says_how_to_get_some() {
    let standin = StandIn::of(&small().document());
    let place = Workplace::near(&standin).without("AWS_ACCESS_KEY_ID").without("AWS_SECRET_ACCESS_KEY");
    could_not_run(&place, collect(&place), &["credentials", "AWS_PROFILE"]);
    assert_eq!(standin.requests().len(), 0);
}

#[test]
fn without_a_region_it_says_how_to_give_one() {
    let standin = StandIn::of(&small().document());
    let place = Workplace::near(&standin).without("AWS_REGION");
    could_not_run(&place, collect(&place), &["Region", "--region", "AWS_REGION"]);
    assert_eq!(standin.requests().len(), 0);
}

#[test]
fn a_profile_that_is_not_there_is_named() {
    let standin = StandIn::of(&small().document());
    let place = Workplace::near(&standin).without("AWS_ACCESS_KEY_ID").without("AWS_SECRET_ACCESS_KEY");
    place.write_home(".aws/config", "[profile audit]\nregion = eu-west-1\n");
    could_not_run(&place, collect_with(&place, &["--profile", "audti"]), &["audti", "profile"]);
    let place = place.env("AWS_PROFILE", "audti");
    could_not_run(&place, collect(&place), &["audti", "profile"]);
}

/// A profile that logs in through IAM Identity Center, whose token (if there is one) has expired.
#[test]
fn an_expired_login_says_to_log_in_again() {
    // The SHA-1 of the session's name names the token's file.
    const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
    let standin = StandIn::of(&small().document());
    let place = Workplace::near(&standin)
        .without("AWS_ACCESS_KEY_ID")
        .without("AWS_SECRET_ACCESS_KEY")
        .env("AWS_PROFILE", "work");
    place.write_home(
        ".aws/config",
        "[profile work]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Audit\n\
         [sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n",
    );
    could_not_run(&place, collect(&place), &["aws sso login", "work"]);
    place.write_home(
        TOKEN,
        r#"{"startUrl": "https://corp.awsapps.com/start", "region": "us-east-1", "accessToken": "old",
            "expiresAt": "2020-01-01T00:00:00Z"}"#,
    );
    could_not_run(&place, collect(&place), &["aws sso login", "work"]);
}

#[test]
fn a_service_that_is_not_there_is_named() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    drop(listener);
    let place = Workplace::calling(&url);
    could_not_run(&place, collect(&place), &["ListInstances"]);
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let standin = StandIn::of(&small().document());
    let place = Workplace::near(&standin);
    let run = place.run(&["collect", "--max-tps", "100000", "--out", "no-such-directory/out.json"]);
    could_not_run(&place, run, &["no-such-directory"]);
}

#[test]
fn an_older_snapshot_stays_when_a_run_fails_and_goes_when_one_succeeds() {
    let document = small().document();
    let failing = StandIn::of(&document).deny("ListPermissionSets");
    let place = Workplace::near(&failing);
    place.write("out.json", "precious");
    collect(&place).exits(2);
    assert_eq!(place.names(), ["out.json"]);
    assert_eq!(place.read("out.json"), "precious");

    let standin = StandIn::of(&document);
    let place = place.env("AWS_ENDPOINT_URL", &standin.url());
    collect(&place).exits(0);
    assert_same(&content(place.json("out.json")), &content(snapshot_of(&standin, 0)));
}

#[test]
fn the_command_line_says_what_the_environment_may_say() {
    let document = small().document();
    let standin = StandIn::of(&document);
    let place = Workplace::near(&standin).without("AWS_REGION").without("AWS_ENDPOINT_URL");
    collect_with(&place, &["--region", "eu-west-1", "--endpoint-url", &standin.url()]).exits(0);
    assert_eq!(place.json("out.json")["collected"]["region"], "eu-west-1");
}

/// Keys that AWS does not know, and keys that have expired: no policy would help.
#[test]
fn credentials_that_aws_refuses_are_not_blamed_on_the_policy() {
    for code in ["UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException"] {
        let standin = StandIn::of(&small().document()).fail("ListInstances", code);
        let place = Workplace::near(&standin);
        let run = collect(&place);
        assert!(!run.stderr.contains("policy"), "{}", run.stderr);
        could_not_run(&place, run, &["ListInstances", code, "credentials"]);
    }
}
