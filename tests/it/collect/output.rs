//! What a run says on its way, to whom, and what it does not understand.

use std::collections::BTreeSet;

use super::{EVERYTHING, collect, collect_with, records, small};
use crate::harness::Workplace;
use crate::standin::StandIn;

#[test]
fn a_run_ends_with_three_lines() {
    let document = small().document();
    let standin = StandIn::of(&document);
    let place = Workplace::near(&standin);
    let run = collect(&place).exits(0);
    assert_eq!(run.stdout, "");
    let lines: Vec<&str> = run.stderr.lines().collect();
    let [wrote, calls, took] = lines[..] else { panic!("{}", run.stderr) };
    let count = |member: &str| records(&document, member).len();
    assert_eq!(
        wrote,
        format!(
            "note: wrote out.json: {} permission sets, {} assignments, {} users, {} groups, {} accounts",
            count("permission_sets"),
            count("account_assignments"),
            count("users"),
            count("groups"),
            count("accounts"),
        )
    );
    assert!(calls.starts_with("note: calls: ") && calls.ends_with("throttled 0 times"), "{calls}");
    for service in ["sso-admin", "identitystore", "organizations", "iam", "sts", "account-access"] {
        let words = format!("{} to {service}", standin.calls_of(service, "*"));
        assert!(calls.contains(&words), "no {words:?} in {calls}");
    }
    assert!(took.starts_with("note: took ") && took.ends_with("all that was asked for is there"), "{took}");
}

#[test]
fn what_is_missing_is_said_before_the_end() {
    let standin = StandIn::of(&small().document()).deny("ListUsers").deny("GetPolicy");
    let run = collect(&Workplace::near(&standin)).exits(3);
    let run =
        run.says(&["ListUsers was denied (AccessDeniedException)", "GetPolicy was denied", "unknown users"]);
    assert!(run.stderr.ends_with("; 2 operations did not complete: coverage says why\n"), "{}", run.stderr);
}

#[test]
fn a_quiet_run_says_nothing_but_errors() {
    let document = small().document();
    let quiet = |standin: &StandIn| collect_with(&Workplace::near(standin), &["-q"]);
    assert_eq!(quiet(&StandIn::of(&document)).exits(0).stderr, "");
    assert_eq!(quiet(&StandIn::of(&document).deny("ListUsers")).exits(3).stderr, "");
    quiet(&StandIn::of(&document).deny("ListInstances")).fails(&["ListInstances"]);
}

/// What AWS's support asks for: the id of each request, tried again or refused ones among them, and no other.
#[test]
fn a_verbose_run_tells_each_request_id_once() {
    let document = small().document();
    let standin = StandIn::of(&document).throttle("*", 1).deny("ListRegions");
    let place = Workplace::near(&standin);
    let run = collect_with(&place, &[&EVERYTHING[..], &["-v", "--mode", "exhaustive"]].concat()).exits(3);
    let ids = run
        .stderr
        .lines()
        .filter_map(|line| line.split_once("request_id="))
        .map(|(_, id)| id.split_whitespace().next().unwrap_or_default().trim_matches('"'));
    let ids: Vec<&str> = ids.collect();
    let sent = standin.requests().len();
    let known: BTreeSet<String> = (1..=sent).map(|n| format!("00000000-0000-4000-8000-{n:012}")).collect();
    assert_eq!(ids.len(), sent);
    assert_eq!(ids.iter().map(|id| (*id).to_owned()).collect::<BTreeSet<_>>(), known);
    assert!(!run.stderr.contains("secret") && !run.stderr.contains("token"), "no credentials");
}

#[test]
fn options_that_make_no_sense_are_usage_errors() {
    let standin = StandIn::of(&small().document());
    let place = Workplace::near(&standin);
    let long = "x".repeat(65);
    for (args, words) in [
        (&["--timeout", "0"][..], &["--timeout", "0.1 to 86400"][..]),
        (&["--timeout", "0.05"], &["--timeout", "0.1 to 86400"]),
        (&["--timeout", "86401"], &["--timeout", "0.1 to 86400"]),
        (&["--timeout", "soon"], &["--timeout", "0.1 to 86400"]),
        (&["--timeout", "NaN"], &["--timeout", "0.1 to 86400"]),
        (&["--member-role", ""], &["--member-role", "name of a role"]),
        (&["--member-role", "two words"], &["--member-role", "name of a role"]),
        (&["--member-role", "r*le"], &["--member-role", "name of a role"]),
        (&["--member-role", "/leading"], &["--member-role", "name of a role"]),
        (&["--member-role", "trailing/"], &["--member-role", "name of a role"]),
        (&["--member-role", "r\u{f4}le"], &["--member-role", "name of a role"]),
        (&["--member-role", "arn:aws:iam::111111111111:role/x"], &["--member-role", "name of a role"]),
        (&["--member-role", &long], &["--member-role", "name of a role"]),
        (&["--mode", "quick"], &["quick", "pairs, principals, exhaustive"]),
        (&["--format", "json"], &["--plan"]),
        (&["-q", "-v"], &["--quiet", "--verbose"]),
    ] {
        let run = place.run(&[&["collect", "--out", "out.json"], args].concat());
        run.fails(words);
    }
    let rate = place.run(&["collect", "--out", "out.json", "--max-tps", "0"]);
    rate.fails(&["--max-tps", "at least 0.1"]);
    place.run(&["collect"]).fails(&["--out"]);
    assert_eq!(standin.requests().len(), 0);
    assert_eq!(place.names(), [""; 0]);
}

#[test]
fn a_role_may_stand_in_a_path() {
    let document = small().document();
    let standin = StandIn::of(&document);
    collect_with(&Workplace::near(&standin), &["--member-role", "audit/tools/reader+x@y"]).exits(0);
    let roles = standin.requests().into_iter().filter(|request| request.operation == "AssumeRole");
    for role in roles {
        let arn = role.params["RoleArn"].as_str().expect("an ARN");
        assert!(arn.ends_with(":role/audit/tools/reader+x@y"), "{arn}");
    }
    assert!(standin.calls("AssumeRole") > 0);
}
