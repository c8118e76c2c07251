//! Customer managed policies: read with a role in each account, exactly as they are there.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{EVERYTHING, collect_with, records, small, snapshot_of, text};
use crate::harness::Workplace;
use crate::snapshots::{assert_same, content, coverage};
use crate::standin::StandIn;

const MANAGEMENT: &str = "111111111111";

/// The accounts that have customer managed policies to read.
fn accounts(document: &Value) -> BTreeSet<&str> {
    records(document, "customer_managed_policies").iter().map(|policy| text(&policy["AccountId"])).collect()
}

fn calls(snapshot: &Value, service: &str) -> Value {
    snapshot["collected"]["calls"][service].clone()
}

#[test]
fn the_role_is_taken_once_in_each_account_but_the_callers_own() {
    let document = small().document();
    let standin = StandIn::of(&document);
    let snapshot = snapshot_of(&standin, 0);
    assert_same(&snapshot["customer_managed_policies"], &document["customer_managed_policies"]);
    let missing = records(&snapshot, "customer_managed_policies").iter();
    assert!(missing.clone().any(|policy| policy["Document"] == Value::Null), "one that does not exist");

    let mut expected = accounts(&document);
    assert!(expected.remove(MANAGEMENT), "the caller's own account has some");
    let requests = standin.requests();
    let roles = requests.iter().filter(|request| request.operation == "AssumeRole");
    let roles: Vec<&str> = roles.map(|request| text(&request.params["RoleArn"])).collect();
    let taken: BTreeSet<String> =
        expected.iter().map(|account| format!("arn:aws:iam::{account}:role/ssoscan-reader")).collect();
    assert_eq!(roles.len(), taken.len());
    assert_eq!(roles.iter().map(|role| (*role).to_owned()).collect::<BTreeSet<_>>(), taken);
    let asked = requests.iter().filter(|request| request.service == "iam");
    let asked: BTreeSet<&str> = asked.map(|request| request.account.as_str()).collect();
    assert_eq!(asked, accounts(&document), "each account is asked as itself");
}

#[test]
fn an_account_whose_role_may_not_be_taken_is_named_and_the_others_are_read() {
    let document = small().document();
    let refused = *accounts(&document).last().expect("an account");
    assert_ne!(refused, MANAGEMENT);
    let standin = StandIn::of(&document).deny_roles_of(refused);
    let snapshot = snapshot_of(&standin, 3);
    let row = coverage(&snapshot, "AssumeRole", Some(refused));
    assert_eq!((&row["status"], &row["error"]["code"]), (&json!("denied"), &json!("AccessDenied")));
    assert_eq!(coverage(&snapshot, "AssumeRole", None)["status"], "partial");

    let mut expected = content(document.clone());
    let policies = expected["customer_managed_policies"].as_array_mut().expect("policies");
    policies.retain(|policy| policy["AccountId"] != refused);
    assert_same(&content(snapshot.clone()), &expected);
    // What was never sent is not counted.
    for service in ["iam", "sts"] {
        assert_eq!(calls(&snapshot, service), standin.calls_of(service, "*"), "{service}");
    }
}

#[test]
fn where_no_role_may_be_taken_the_policies_are_unknown() {
    let document = small().document();
    let standin = accounts(&document)
        .iter()
        .fold(StandIn::of(&document), |standin, account| standin.deny_roles_of(account));
    let snapshot = snapshot_of(&standin, 3);
    let policies = records(&snapshot, "customer_managed_policies").iter();
    assert!(policies.clone().all(|policy| policy["AccountId"] == MANAGEMENT), "its own needs no role");
    assert_eq!(coverage(&snapshot, "AssumeRole", None)["status"], "denied");
}

#[test]
fn a_policy_that_may_not_be_read_is_left_out_and_named() {
    let document = small().document();
    let account = *accounts(&document).last().expect("an account");
    let snapshot = snapshot_of(&StandIn::of(&document).deny_for("GetPolicy", account), 0);
    let policies = records(&snapshot, "customer_managed_policies").iter();
    assert!(policies.clone().all(|policy| policy["AccountId"] != account));
    let rows = records(&snapshot, "coverage").iter().filter(|row| row["operation"] == "GetPolicy");
    let named = rows.filter(|row| row["scope"].as_str().is_some_and(|scope| scope.contains(account)));
    let expected = records(&document, "customer_managed_policies").iter();
    assert_eq!(named.count(), expected.filter(|policy| policy["AccountId"] == account).count());
}

#[test]
fn the_text_of_a_document_comes_through_exactly() {
    // What percent-encoding, forms, XML and JSON each would change, if one of them were undone twice or not.
    let hard = " \n\t{\"Statement\": [\"%25 %2B + a+b %\", \"<&amp;>&#10;'\\\"]]>\", \"caf\u{e9} \u{2028}\u{1f419}\u{7f}\", \
                \"\\u00e9\\n\"]}\r\n\n ";
    let mut document = small().document();
    let mut texts = 0;
    for member in ["managed_policies", "customer_managed_policies"] {
        for policy in document[member].as_array_mut().expect("policies") {
            if policy["Document"].is_string() {
                policy["Document"] = json!(hard);
                texts += 1;
            }
        }
    }
    assert!(texts > 3);
    document["permission_sets"][1]["InlinePolicy"] = json!(hard);
    document["organization_policies"][1]["Content"] = json!(hard);
    assert_same(&content(snapshot_of(&StandIn::of(&document), 0)), &content(document.clone()));
}

/// Which policies there should be is not known, so there are not "none".
#[test]
fn a_role_is_of_no_use_without_the_names_of_policies() {
    let document = small().document();
    for family in ["policies", "provisioning", "managed-policies"] {
        let standin = StandIn::of(&document);
        let place = Workplace::near(&standin);
        collect_with(&place, &[&EVERYTHING[..], &["--skip", family]].concat()).fails(&["--member-role"]);
        assert_eq!(standin.requests().len(), 0);
    }
    let standin = StandIn::of(&document)
        .deny("ListCustomerManagedPolicyReferencesInPermissionSet")
        .deny("GetPermissionsBoundaryForPermissionSet");
    let snapshot = snapshot_of(&standin, 3);
    assert_eq!(snapshot.get("customer_managed_policies"), None);
}
