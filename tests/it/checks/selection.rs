//! Which checks run and what makes the run fail: flags, and `ssoscan.toml`, which flags beat.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{NORTHWIND, document, ids};
use crate::harness::{Workplace, argument};

/// The checks that fired on northwind, with this `ssoscan.toml` and these flags.
fn fired(config: &str, flags: &[&str]) -> BTreeSet<String> {
    let place = Workplace::new();
    place.write("ssoscan.toml", config);
    let run = place.run(&[&["check", &argument(NORTHWIND), "--format", "json"], flags].concat());
    let findings = run.answer()["findings"].as_array().unwrap().clone();
    findings.iter().map(|finding| finding["check"].as_str().unwrap().to_owned()).collect()
}

fn set(checks: &[&str]) -> BTreeSet<String> {
    checks.iter().map(|check| (*check).to_owned()).collect()
}

const OF_ASSIGNMENTS: [&str; 6] = [
    "disabled-user-with-access",
    "empty-group-with-access",
    "principal-deleted",
    "privileged-access-in-management-account",
    "suspended-account-with-access",
    "user-assigned-directly",
];
const OF_BOUNDARIES: [&str; 6] = [
    "boundary-missing",
    "boundary-missing-on-privileged-set",
    "boundary-no-op",
    "boundary-outdated-in-account",
    "boundary-policy-missing-in-account",
    "boundary-self-editable",
];
const OF_DRIFT: [&str; 5] = [
    "assignment-operation-failed",
    "assignment-unprovisioned",
    "provisioned-unassigned",
    "provisioning-failed",
    "provisioning-outdated",
];

#[test]
fn checks_are_selected_and_ignored_by_id_and_by_area() {
    let all = fired("", &[]);
    assert!(all.len() > 8, "{all:?}");
    assert_eq!(fired("", &["--select", "drift"]), set(&OF_DRIFT));
    assert_eq!(fired("", &["--select", "principal-deleted"]), set(&["principal-deleted"]));
    let both = &set(&OF_DRIFT) | &set(&["boundary-missing"]);
    assert_eq!(fired("", &["--select", "boundary-missing,drift"]), both);
    assert_eq!(fired("", &["--select", "boundary-missing", "--select", "drift"]), both);
    assert_eq!(fired("", &["--ignore", "drift"]), &all - &set(&OF_DRIFT));
    let rest = &set(&OF_ASSIGNMENTS) - &set(&["principal-deleted"]);
    assert_eq!(fired("", &["--select", "assignments", "--ignore", "principal-deleted"]), rest);
}

#[test]
fn the_file_selects_and_ignores_as_the_flags_do() {
    assert_eq!(fired("[check]\nselect = [\"drift\"]\n", &[]), set(&OF_DRIFT));
    let file = "[check]\nselect = [\"assignments\"]\nignore = [\"principal-deleted\"]\n";
    assert_eq!(fired(file, &[]), &set(&OF_ASSIGNMENTS) - &set(&["principal-deleted"]));
}

#[test]
fn flags_beat_the_file() {
    let file = "[check]\nselect = [\"drift\"]\nignore = [\"provisioning-outdated\"]\n";
    assert_eq!(fired(file, &[]), &set(&OF_DRIFT) - &set(&["provisioning-outdated"]));
    assert_eq!(fired(file, &["--select", "boundaries"]), set(&OF_BOUNDARIES));
    let rest = &set(&OF_DRIFT) - &set(&["provisioned-unassigned"]);
    assert_eq!(fired(file, &["--ignore", "provisioned-unassigned"]), rest);
}

/// "No findings" of no checks would be no answer.
#[test]
fn a_selection_that_leaves_nothing_is_an_error() {
    let place = Workplace::new();
    let snapshot = argument(NORTHWIND);
    place.run(&["check", &snapshot, "--select", "drift", "--ignore", "drift"]).fails(&["no check is left"]);
    place.write("ssoscan.toml", "[check]\nignore = [\"drift\"]\n");
    place.run(&["check", &snapshot, "--select", "provisioning-outdated"]).fails(&["no check is left"]);
}

#[test]
fn the_exit_code_is_about_findings_at_or_above_fail_on() {
    let place = Workplace::new();
    let snapshot = argument(NORTHWIND);
    let code = |flags: &[&str]| place.run(&[&["check", &snapshot], flags].concat()).code;
    // Low is the default, and these two checks find something: one low, one medium.
    let (low, medium) = (["--select", "provisioned-unassigned"], ["--select", "boundary-missing"]);
    assert_eq!((code(&low), code(&medium)), (1, 1));
    for (severity, of_low, of_medium) in
        [("info", 1, 1), ("low", 1, 1), ("medium", 0, 1), ("high", 0, 0), ("critical", 0, 0)]
    {
        let fail_on = ["--fail-on", severity];
        let got = (code(&[low, fail_on].concat()), code(&[medium, fail_on].concat()));
        assert_eq!(got, (of_low, of_medium), "{severity}");
    }
    place.write("ssoscan.toml", "[check]\nfail-on = \"high\"\n");
    assert_eq!(code(&medium), 0, "the file's level");
    assert_eq!(code(&[medium, ["--fail-on", "medium"]].concat()), 1, "the flag beats it");
}

/// What is below the level is shown all the same, and exit codes do not depend on the format.
#[test]
fn the_level_hides_nothing_and_the_format_changes_no_exit_code() {
    let place = Workplace::new();
    let snapshot = argument(NORTHWIND);
    let all = place.run(&["check", &snapshot, "--format", "json"]).exits(1).stdout;
    let high = ["check", &snapshot, "--format", "json", "--fail-on", "critical"];
    // Nothing is critical, and what a set allows in one account is not known.
    assert_eq!(place.run(&high).exits(3).stdout, all);
    for format in ["table", "json", "ndjson", "csv", "markdown"] {
        place.run(&["check", &snapshot, "--format", format]).exits(1);
        let unknown = ["--select", "boundaries", "--format", format];
        let partial = argument("samples/partial/2026-10-01.json");
        place.run(&[&["check", &partial], &unknown[..]].concat()).exits(3);
    }
}

#[test]
fn list_and_explain_tell_what_there_is() {
    let place = Workplace::new();
    let listed = place.run(&["check", "--list", "--select", "drift", "--format", "json"]).exits(0).answer();
    let rows = listed["rows"].as_array().unwrap();
    assert_eq!(rows.iter().map(|row| row["check"].as_str().unwrap()).collect::<Vec<_>>(), OF_DRIFT);
    let checks = ssoscan::checks::all(ssoscan::queries::load(None).unwrap());
    assert_eq!(checks.iter().map(|check| check.about().id.clone()).collect::<Vec<_>>(), ids());
    for check in checks {
        let about = check.about();
        let text = place.run(&["check", "--explain", &about.id]).exits(0).stdout;
        let needs: Vec<String> = check.needs().iter().map(ToString::to_string).collect();
        let said = [&about.id, &about.title, &about.why, &about.fix, &about.area, &about.refs[0]];
        for words in said.into_iter().chain(&needs) {
            assert!(text.contains(words.as_str()), "{words:?} in {text}");
        }
    }
}

/// The rules for tags come from the file alone: without them, nothing is required.
#[test]
fn tags_are_required_by_the_file_alone() {
    let with = |config: &str| {
        let fired = fired(config, &["--select", "tags"]);
        (fired.contains("required-tag-missing"), fired.contains("tag-value-not-allowed"))
    };
    assert_eq!(with(""), (false, false));
    assert_eq!(with("[tags]\nrequired = [\"NoSetHasThis\"]\n"), (true, false));
    assert_eq!(with("[tags.allowed]\nNoSetHasThis = [\"x\"]\n"), (false, false));
    assert_eq!(with("[tags.allowed]\nOwner = [\"nobody\"]\n"), (false, true));
    let every: Vec<Value> = document(NORTHWIND)["permission_sets"].as_array().unwrap().clone();
    let place = Workplace::new();
    place.write("ssoscan.toml", "[tags]\nrequired = [\"NoSetHasThis\"]\n");
    let args = ["check", &argument(NORTHWIND), "--select", "required-tag-missing", "--format", "json"];
    assert_eq!(place.run(&args).answer()["findings"].as_array().unwrap().len(), every.len());
}
