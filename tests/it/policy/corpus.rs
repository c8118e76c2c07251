//! The cases of `tests/it/data/policy`: its README says what they are and where they come from.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;
use ssoscan::policy::compare;
use ssoscan::policy::document::{Document, lint};

use super::{batch, decisions, lines, policies, text};
use crate::harness::{Workplace, repository};

/// The files of the corpus whose name begins so, each with its cases.
fn files(start: &str) -> Vec<(PathBuf, Vec<Value>)> {
    let folder = std::fs::read_dir(repository("tests/it/data/policy")).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with(start) && name.ends_with(".json")
    });
    paths.sort();
    let read = |path: PathBuf| {
        let cases = serde_json::from_slice(&std::fs::read(&path).unwrap());
        (path.clone(), cases.unwrap_or_else(|error| panic!("{}: {error}", path.display())))
    };
    paths.into_iter().map(read).collect()
}

fn cases(start: &str) -> Vec<Value> {
    files(start).into_iter().flat_map(|(_, cases)| cases).collect()
}

fn id(case: &Value) -> &str {
    case["id"].as_str().expect("an id")
}

/// The words of a list.
fn words(list: &Value) -> BTreeSet<&str> {
    list.as_array().into_iter().flatten().map(|word| word.as_str().expect("a word")).collect()
}

#[track_caller]
fn none(failures: &[String]) {
    assert!(failures.is_empty(), "{} cases:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn the_corpus_is_large_and_each_case_has_an_id_of_its_own_and_a_source() {
    let cases = cases("");
    assert!(cases.len() >= 300, "{} cases", cases.len());
    let ids: BTreeSet<&str> = cases.iter().map(id).collect();
    assert_eq!(ids.len(), cases.len(), "an id comes twice");
    let without =
        cases.iter().filter(|case| !case["source"].as_str().is_some_and(|text| text.contains("https://")));
    none(&without.map(|case| id(case).to_owned()).collect::<Vec<_>>());
}

/// The request as the API takes it: policies are texts.
fn request(case: &Value) -> String {
    let mut request = case["request"].clone();
    for name in ["PolicyInputList", "PermissionsBoundaryPolicyInputList", "ServiceControlPolicyInputList"] {
        if let Some(list) = request.get_mut(name).and_then(Value::as_array_mut) {
            list.iter_mut().for_each(|policy| *policy = text(policy).into());
        }
    }
    request.to_string()
}

#[test]
fn requests_are_decided_as_the_documentation_says() {
    let mut failures = Vec::new();
    for (path, cases) in files("simulate-") {
        let input: String = cases.iter().map(|case| request(case) + "\n").collect();
        let answers = lines(&batch(input.as_bytes()).stdout);
        assert_eq!(answers.len(), cases.len(), "{}", path.display());
        failures.extend(cases.iter().zip(&answers).filter_map(|(case, answer)| against(case, answer)));
    }
    none(&failures);
}

/// What is wrong with an answer.
fn against(case: &Value, answer: &Value) -> Option<String> {
    let id = id(case);
    if answer.get("Error").is_some() {
        return Some(format!("{id}: {answer}"));
    }
    let expected: Vec<&str> = case["expect"].as_array()?.iter().filter_map(Value::as_str).collect();
    let decisions = decisions(answer);
    if decisions != expected {
        return Some(format!("{id}: {decisions:?}, not {expected:?}"));
    }
    let wanted = words(case.get("missing")?);
    let missing = words(&answer["EvaluationResults"][0]["MissingContextValues"]);
    (missing != wanted).then(|| format!("{id}: missing are {missing:?}, not {wanted:?}"))
}

#[test]
fn policies_are_compared_as_the_documentation_says() {
    let mut failures = Vec::new();
    for case in cases("compare") {
        let found = compare(&policies(&case["a"]), &policies(&case["b"]));
        if found.verdict.as_str() != case["verdict"] {
            failures.push(format!("{}: {found:?}, not {}", id(&case), case["verdict"]));
        }
        for (name, differences) in [("gained_action", &found.gained), ("lost_action", &found.lost)] {
            let Some(action) = case.get(name) else { continue };
            let action = action.as_str().expect("an action");
            if !differences.iter().any(|difference| difference.action.eq_ignore_ascii_case(action)) {
                failures.push(format!("{}: {differences:?} without {action}", id(&case)));
            }
        }
    }
    none(&failures);
}

/// The verdict and the exit code of the verb, for the first case of each verdict.
#[test]
fn compare_says_the_verdict_and_ends_with_its_code() {
    let cases = cases("compare");
    let place = Workplace::new();
    for (verdict, code) in [("equal", 0), ("gained", 1), ("lost", 1), ("both", 1), ("condition-changed", 1)] {
        let case = cases.iter().find(|case| case["verdict"] == verdict).expect("a case of each verdict");
        place.write("a.json", &text(&case["a"]));
        place.write("b.json", &text(&case["b"]));
        let run = place.run(&["policy", "compare", "a.json", "b.json"]).exits(code);
        assert_eq!(run.answer()["verdict"], verdict, "{}", id(case));
        let read = place.run(&["policy", "compare", "a.json", "b.json", "--format", "text"]).exits(code);
        assert_eq!(read.stdout.lines().next(), Some(verdict), "{}", id(case));
    }
    place.write("a.json", r#"{"Version": "2012-10-17"}"#);
    let run = place.run(&["policy", "compare", "a.json", "b.json"]).exits(3);
    assert_eq!(run.answer()["verdict"], "undecided");
}

#[test]
fn what_is_odd_in_a_policy_is_found() {
    let known: BTreeSet<&str> = ssoscan::policy::document::LINTS.iter().map(|rule| rule.id).collect();
    let mut failures = Vec::new();
    for case in cases("lint") {
        let found = lint(&Document::parse(&text(&case["policy"])));
        let found: BTreeSet<&str> = found.iter().map(|lint| lint.id).collect();
        let (wanted, unwanted) = (words(&case["lints"]), words(&case["not"]));
        assert!(wanted.union(&unwanted).all(|id| known.contains(id)), "{}: no such rule", id(&case));
        if !wanted.is_subset(&found) || !unwanted.is_disjoint(&found) {
            failures.push(format!("{}: {found:?}, not {wanted:?} without {unwanted:?}", id(&case)));
        }
    }
    none(&failures);
}
