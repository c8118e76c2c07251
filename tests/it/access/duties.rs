//! The check `separation-of-duties`.

use serde_json::Value;

use super::shop;
use crate::harness::Workplace;

/// The messages of the check under these rules, and the exit code.
fn found(snapshot: &Value, rules: &str) -> (i32, Vec<String>) {
    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());
    place.write("ssoscan.toml", rules);
    let run = place.run(&["check", "s.json", "--select", "separation-of-duties", "--format", "json"]);
    let answer = run.answer();
    let findings = answer["findings"].as_array().unwrap().iter();
    (run.code, findings.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect())
}

fn rule(first: &str, second: &str, more: &str) -> String {
    format!(
        "[[separation-of-duties]]\nname = \"look, do not touch\"\nfirst = {{ {first} }}\nsecond = {{ {second} }}\n{more}"
    )
}

#[test]
fn who_holds_both_in_one_account_breaks_the_rule() {
    let rules = rule(r#"permission-sets = ["Admin"]"#, r#"tiers = ["read_only"]"#, "");
    let message = "ann breaks \"look, do not touch\": holds Admin in shop-prod, View in shop-prod".to_owned();
    // Cat is disabled, and has no View.
    assert_eq!(found(&shop(), &rules), (1, vec![message]));
    assert_eq!(found(&shop(), ""), (0, Vec::new()));
}

#[test]
fn accounts_apart_break_only_a_rule_for_the_organization() {
    let mut snapshot = shop();
    // Everyone views the head office alone, and so does Ann.
    let assigned = snapshot["account_assignments"].as_array_mut().unwrap();
    assigned.retain(|row| {
        row["PermissionSetArn"].as_str().unwrap().ends_with("admin") || row["AccountId"] == super::HEAD
    });
    let (first, second) = (r#"tiers = ["administrator"]"#, r#"permission-sets = ["View"]"#);
    assert_eq!(found(&snapshot, &rule(first, second, "")), (0, Vec::new()));
    let (code, messages) = found(&snapshot, &rule(first, second, "within = \"organization\""));
    assert_eq!((code, messages.len()), (1, 1), "{messages:?}");
}

#[test]
fn a_side_may_be_about_units() {
    let (first, second) = (r#"tiers = ["administrator"]"#, r#"permission-sets = ["View"]"#);
    let below = |unit: &str| rule(first, &format!("{second}, organizational-units = [\"{unit}\"]"), "");
    assert_eq!(found(&shop(), &below("Root")).0, 1);
    assert_eq!(found(&shop(), &below("Root/Other")), (0, Vec::new()));
}

/// One set in one account is one duty, whatever it matches.
#[test]
fn one_thing_alone_breaks_nothing() {
    let rules =
        rule(r#"permission-sets = ["Admin"]"#, r#"tiers = ["administrator"]"#, "within = \"organization\"");
    assert_eq!(found(&shop(), &rules), (0, Vec::new()));
}

#[test]
fn what_is_not_known_is_not_kept_apart() {
    let mut snapshot = shop();
    snapshot["permission_sets"][1].as_object_mut().unwrap().remove("InlinePolicy");
    let rules = rule(r#"permission-sets = ["Admin"]"#, r#"tiers = ["read_only"]"#, "");
    assert_eq!(found(&snapshot, &rules), (3, Vec::new()));
}

/// The account still has an earlier version of the set, which nobody can read.
#[test]
fn an_earlier_version_in_an_account_is_said() {
    let mut snapshot = shop();
    let pairs = snapshot["permission_set_provisioning"].as_array_mut().unwrap();
    for pair in pairs.iter_mut().filter(|pair| pair["PermissionSetArn"].as_str().unwrap().ends_with("view")) {
        pair["ProvisioningStatus"] = "LATEST_PERMISSION_SET_NOT_PROVISIONED".into();
    }
    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());
    let rules = rule(r#"permission-sets = ["Admin"]"#, r#"tiers = ["read_only"]"#, "");
    place.write("ssoscan.toml", &rules);
    let run = place.run(&["check", "s.json", "--select", "separation-of-duties", "--format", "json"]);
    let answer = run.answer();
    assert_eq!(answer["findings"], serde_json::json!([]));
    let said = answer["not_evaluated"].as_array().unwrap().iter().any(|gap| {
        gap["what"] == "tier of permission set View"
            && gap["why"].as_str().unwrap().contains("earlier version")
    });
    assert!(said, "{answer}");
}

#[test]
fn a_rule_that_cannot_be_broken_is_refused() {
    let place = Workplace::new();
    place.write("s.json", &shop().to_string());
    for (rules, words) in [
        (rule("", r#"tiers = ["write"]"#, ""), ["look, do not touch", "has no first"]),
        (rule(r#"tiers = ["root"]"#, r#"tiers = ["write"]"#, ""), ["\"root\"", "administrator_equivalent"]),
        (rule(r#"tier = ["write"]"#, r#"tiers = ["write"]"#, ""), ["tier", "unknown field"]),
    ] {
        place.write("ssoscan.toml", &rules);
        place.run(&["check", "s.json"]).fails(&words);
    }
}
