//! What is left out, what is asked for by name, and what of it may be refused.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use ssoscan::collect::{Family, Operation};

use super::{collect_with, records, remove, remove_from_each, small, snapshot_with, text};
use crate::harness::Workplace;
use crate::snapshots::{assert_same, content, coverage};
use crate::standin::{StandIn, without_optional};

type Names = &'static [&'static str];

/// A family, the families that need it, those that it needs, and the top-level members it fills.
const FAMILIES: [(&str, Names, Names, Names); 11] = [
    ("identity", &[], &[], &["users", "groups", "group_memberships"]),
    ("assignments", &[], &["provisioning"], &["account_assignments"]),
    ("provisioning", &["assignments"], &[], &["permission_set_provisioning"]),
    ("policies", &["managed-policies"], &[], &[]),
    ("applications", &[], &[], &["applications", "application_providers", "trusted_token_issuers"]),
    (
        "operations",
        &[],
        &[],
        &[
            "account_assignment_creation_statuses",
            "account_assignment_deletion_statuses",
            "permission_set_provisioning_statuses",
        ],
    ),
    (
        "organization",
        &["account-tags", "entitlements", "organization-policies"],
        &[],
        &["organization", "roots", "accounts", "organizational_units", "delegated_administrators"],
    ),
    ("account-tags", &[], &["organization"], &[]),
    ("organization-policies", &[], &["organization"], &["organization_policies"]),
    ("managed-policies", &[], &["policies"], &["managed_policies"]),
    ("entitlements", &[], &["organization"], &["entitlements"]),
];

const POLICIES_OF_SETS: &[&str] =
    &["InlinePolicy", "ManagedPolicies", "CustomerManagedPolicyReferences", "PermissionsBoundary"];

/// The document as it is read without these families, and without a role in the accounts.
fn without_families(families: &BTreeSet<&str>) -> Value {
    let mut document = content(small().document());
    remove(&mut document, &["customer_managed_policies"]);
    for (family, _, _, members) in FAMILIES.iter().filter(|(family, ..)| families.contains(family)) {
        remove(&mut document, members);
        match *family {
            "policies" => remove_from_each(&mut document, "permission_sets", POLICIES_OF_SETS),
            "account-tags" if document.get("accounts").is_some() => {
                remove_from_each(&mut document, "accounts", &["Tags"]);
            }
            _ => {}
        }
    }
    document
}

/// Nothing of these families was asked, and coverage says so; everything else was asked, and coverage calls
/// nothing complete that was not.
#[track_caller]
fn left_out(families: &BTreeSet<&str>, standin: &StandIn, snapshot: &Value) {
    for operation in Operation::ALL {
        let (service, name) = (operation.service().name(), operation.name());
        let asked = standin.calls_of(service, name);
        let rows = records(snapshot, "coverage").iter();
        let mut rows = rows.filter(|row| row["service"] == service && row["operation"] == name);
        let row = rows.next().unwrap_or_else(|| panic!("no row for {name}"));
        assert_eq!(row["calls"], asked, "{row}");
        let (status, code) = (&row["status"], row["error"]["code"].as_str());
        if operation.family().is_some_and(|family| families.contains(family.name())) {
            assert_eq!((status, code, asked), (&json!("skipped"), Some("Skipped"), 0), "{row}");
        } else if asked > 0 {
            assert_eq!(status, "complete", "{row}");
        } else {
            assert_eq!(status, "skipped", "{row}");
            assert!(code == Some("NotNeeded") || name == "AssumeRole", "{row}");
        }
    }
}

fn names() -> BTreeSet<&'static str> {
    FAMILIES.iter().map(|(name, ..)| *name).collect()
}

#[test]
fn the_families_of_these_tests_are_those_there_are() {
    assert_eq!(names(), Family::ALL.iter().map(|family| family.name()).collect());
}

#[test]
fn what_is_skipped_is_not_asked_and_absent_and_named() {
    for (family, dependents, ..) in FAMILIES {
        let standin = StandIn::of(&small().document());
        let more = ["--with", "organization-policies", "--skip", family];
        let snapshot = snapshot_with(&standin, &more, 0);
        let families = dependents.iter().copied().chain([family]).collect();
        assert_same(&content(snapshot.clone()), &without_families(&families));
        left_out(&families, &standin, &snapshot);
    }
}

#[test]
fn what_is_asked_for_alone_is_read_with_what_it_needs() {
    for (family, _, needs, _) in FAMILIES {
        let standin = StandIn::of(&small().document());
        let snapshot = snapshot_with(&standin, &["--only", family], 0);
        let read: BTreeSet<&str> = needs.iter().copied().chain([family]).collect();
        let families = names().difference(&read).copied().collect();
        assert_same(&content(snapshot.clone()), &without_families(&families));
        left_out(&families, &standin, &snapshot);
    }
}

#[test]
fn several_families_are_given_with_commas() {
    let standin = StandIn::of(&small().document());
    let snapshot = snapshot_with(&standin, &["--skip", "identity,applications,operations"], 0);
    let families = BTreeSet::from(["identity", "applications", "operations", "organization-policies"]);
    assert_same(&content(snapshot.clone()), &without_families(&families));
    left_out(&families, &standin, &snapshot);

    let standin = StandIn::of(&small().document());
    let snapshot = snapshot_with(&standin, &["--only", "identity,operations"], 0);
    let read = BTreeSet::from(["identity", "operations"]);
    let families = names().difference(&read).copied().collect();
    assert_same(&content(snapshot.clone()), &without_families(&families));
    left_out(&families, &standin, &snapshot);
}

#[test]
fn the_organizations_policies_are_read_only_where_asked_for() {
    let document = small().document();
    let snapshot = snapshot_with(&StandIn::of(&document), &[], 0);
    assert_same(&content(snapshot.clone()), &content(without_optional(&document)));
    for operation in ["ListPolicies", "DescribePolicy", "ListTargetsForPolicy"] {
        assert_eq!(coverage(&snapshot, operation, None)["error"]["code"], "Skipped");
    }
}

#[test]
fn families_that_do_not_go_together_are_usage_errors() {
    let standin = StandIn::of(&small().document());
    let place = Workplace::near(&standin);
    collect_with(&place, &["--only", "identity", "--skip", "policies"]).fails(&["--only", "--skip"]);
    for option in ["--only", "--skip", "--with"] {
        let words = Vec::from_iter(names());
        collect_with(&place, &[option, "identity,boundaries"]).fails(&words).says(&["'boundaries'"]);
    }
    assert_eq!(standin.requests().len(), 0);
}

/// With the operation denied for the application, or the issuer, that part of it alone is absent.
#[test]
fn a_part_of_an_application_that_is_denied_is_absent() {
    let document = small().document();
    for (operation, list, key, part) in [
        ("ListApplicationAssignments", "applications", "ApplicationArn", "Assignments"),
        (
            "GetApplicationAssignmentConfiguration",
            "applications",
            "ApplicationArn",
            "AssignmentConfiguration",
        ),
        ("GetApplicationSessionConfiguration", "applications", "ApplicationArn", "SessionConfiguration"),
        ("ListApplicationAccessScopes", "applications", "ApplicationArn", "AccessScopes"),
        ("ListApplicationAuthenticationMethods", "applications", "ApplicationArn", "AuthenticationMethods"),
        ("ListApplicationGrants", "applications", "ApplicationArn", "Grants"),
        ("ListTagsForResource", "applications", "ApplicationArn", "Tags"),
        (
            "DescribeTrustedTokenIssuer",
            "trusted_token_issuers",
            "TrustedTokenIssuerArn",
            "TrustedTokenIssuerConfiguration",
        ),
        ("ListTagsForResource", "trusted_token_issuers", "TrustedTokenIssuerArn", "Tags"),
    ] {
        let mut expected = content(without_optional(&document));
        let record = &mut expected[list][0];
        let arn = text(&record[key]).to_owned();
        remove(record, &[part]);
        let snapshot = snapshot_with(&StandIn::of(&document).deny_for(operation, &arn), &[], 3);
        assert_same(&content(snapshot.clone()), &expected);
        let row = coverage(&snapshot, operation, Some(&arn));
        assert_eq!((&row["status"], &row["calls"]), (&json!("denied"), &json!(1)), "{row}");
        assert_eq!(row["error"]["code"], "AccessDeniedException");
    }
}

#[test]
fn applications_that_may_not_be_listed_are_unknown_with_all_their_parts() {
    let document = small().document();
    for (operation, member, below) in [
        ("ListApplications", "applications", &["ListApplicationAssignments", "ListApplicationGrants"][..]),
        ("ListApplicationProviders", "application_providers", &[]),
        ("ListTrustedTokenIssuers", "trusted_token_issuers", &["DescribeTrustedTokenIssuer"]),
    ] {
        let denied = format!("sso-admin:{operation}");
        let snapshot = snapshot_with(&StandIn::of(&document).deny(&denied), &[], 3);
        let mut expected = content(without_optional(&document));
        remove(&mut expected, &[member]);
        assert_same(&content(snapshot.clone()), &expected);
        for operation in below.iter().chain([&operation]) {
            assert_eq!(coverage(&snapshot, operation, None)["status"], "denied", "{operation}");
        }
    }
}

/// What callers often may not read is no failure of the run.
#[test]
fn optional_families_may_be_denied() {
    let document = small().document();
    for (operation, member) in [
        ("organizations:ListTagsForResource", "Tags"),
        ("iam:GetPolicy", "managed_policies"),
        ("account-access:ListApplications", "entitlements"),
        ("account-access:ListEntitlements", "entitlements"),
    ] {
        let mut expected = content(without_optional(&document));
        match member {
            "Tags" => remove_from_each(&mut expected, "accounts", &[member]),
            member => remove(&mut expected, &[member]),
        }
        let snapshot = snapshot_with(&StandIn::of(&document).deny(operation), &[], 0);
        assert_same(&content(snapshot.clone()), &expected);
        let (service, name) = operation.split_once(':').expect("of a service");
        let mut rows = records(&snapshot, "coverage").iter();
        let row =
            rows.find(|row| row["service"] == service && row["operation"] == name && row["scope"].is_null());
        assert_eq!(row.expect("a row")["status"], "denied");
    }
    let snapshot = snapshot_with(&StandIn::of(&document).deny("GetPolicyVersion"), &[], 0);
    let mut expected = content(without_optional(&document));
    remove_from_each(&mut expected, "managed_policies", &["Document"]);
    assert_same(&content(snapshot), &expected);
}

/// Which policies a set names is unknown, so which documents there should be is unknown too, and not "none".
#[test]
fn without_the_names_of_policies_their_documents_are_unknown() {
    let document = small().document();
    let standin = StandIn::of(&document)
        .deny("ListManagedPoliciesInPermissionSet")
        .deny("GetPermissionsBoundaryForPermissionSet");
    let snapshot = snapshot_with(&standin, &[], 3);
    assert_eq!(snapshot.get("managed_policies"), None);
    for operation in ["GetPolicy", "GetPolicyVersion"] {
        assert_eq!(coverage(&snapshot, operation, None)["status"], "denied", "{operation}");
    }
}
