//! Instances and callers of other kinds: what each of them may see, and what it is told.

use serde_json::{Value, json};

use super::{
    EVERYTHING, collect, collect_with, records, remove, remove_from_each, small, snapshot_of, snapshot_with,
    text,
};
use crate::harness::Workplace;
use crate::snapshots::{assert_same, content, coverage, gaps};
use crate::standin::StandIn;

const UNSUPPORTED: &str = "The operation is not supported for this Identity Center instance";

/// What AWS does not serve for the instance of a member account.
const NOT_FOR_ACCOUNTS: [&str; 5] = [
    "ListPermissionSets",
    "ListAccountAssignmentCreationStatus",
    "ListAccountAssignmentDeletionStatus",
    "ListPermissionSetProvisioningStatus",
    "ListAccountAssignmentsForPrincipal",
];

/// What an account instance does not have.
const OF_ORGANIZATIONS: &[&str] = &[
    "permission_sets",
    "permission_set_provisioning",
    "account_assignments",
    "account_assignment_creation_statuses",
    "account_assignment_deletion_statuses",
    "permission_set_provisioning_statuses",
    "managed_policies",
    "customer_managed_policies",
];

#[test]
fn an_account_instance_has_people_and_applications_and_no_permission_sets() {
    let document = small().document();
    let mut expected = content(document.clone());
    remove(&mut expected, OF_ORGANIZATIONS);
    for mode in ["pairs", "principals", "exhaustive"] {
        let standin = NOT_FOR_ACCOUNTS.iter().fold(StandIn::of(&document), |standin, operation| {
            standin.refuse(operation, "ValidationException", UNSUPPORTED)
        });
        let snapshot = snapshot_with(&standin, &[&EVERYTHING[..], &["--mode", mode]].concat(), 0);
        // Absent, for [] would say that there could be some and are none.
        assert_same(&content(snapshot.clone()), &expected);
        for operation in NOT_FOR_ACCOUNTS.iter().chain(&[
            "DescribePermissionSet",
            "GetPermissionsBoundaryForPermissionSet",
            "ListAccountsForProvisionedPermissionSet",
            "ListAccountAssignments",
            "DescribeAccountAssignmentCreationStatus",
            "GetPolicy",
            "AssumeRole",
        ]) {
            let row = coverage(&snapshot, operation, None);
            let by_pair = mode == "pairs" && row["operation"] == "ListAccountAssignmentsForPrincipal";
            assert_eq!(row["status"], if by_pair { "skipped" } else { "unsupported" }, "{mode}: {row}");
        }
    }
}

#[test]
fn a_member_account_is_told_who_may_ask() {
    let standin = StandIn::of(&small().document()).deny("ListPermissionSets");
    let place = Workplace::near(&standin);
    let words =
        ["ListPermissionSets", "AccessDeniedException", "management account", "delegated administrator"];
    collect(&place).fails(&[&words[..], &["sso:ListPermissionSets"]].concat());
    assert_eq!(place.names(), [""; 0]);
}

/// It may not ask everything of Organizations, nor about what is provisioned in the management account.
#[test]
fn a_delegated_administrator_reads_what_it_may_and_is_told_the_rest() {
    let document = small().document();
    let management = text(&document["instance"]["OwnerAccountId"]);
    let rows = records(&document, "account_assignments").iter();
    let of_management = rows.clone().filter(|row| row["AccountId"] == management).count();
    assert!(of_management > 0 && of_management < rows.count());
    let standin = StandIn::of(&document)
        .deny("ListDelegatedAdministrators")
        .deny("DescribeOrganization")
        .deny_for("ListAccountAssignments", management);
    let snapshot = snapshot_of(&standin, 3);
    let mut expected = content(document.clone());
    remove(&mut expected, &["delegated_administrators", "organization"]);
    let assignments = expected["account_assignments"].as_array_mut().expect("assignments");
    assignments.retain(|row| row["AccountId"] != management);
    assert_same(&content(snapshot.clone()), &expected);
    for operation in ["ListDelegatedAdministrators", "DescribeOrganization"] {
        assert_eq!(coverage(&snapshot, operation, None)["status"], "denied");
    }
    let refused = records(&snapshot, "coverage").iter().filter(|row| {
        row["operation"] == "ListAccountAssignments" && row["status"] == "denied" && !row["scope"].is_null()
    });
    let pairs = records(&document, "permission_set_provisioning").iter();
    assert_eq!(refused.count(), pairs.filter(|pair| pair["AccountId"] == management).count());
}

#[test]
fn a_set_that_a_delegated_administrator_may_not_read_is_unknown_and_the_others_known() {
    let document = small().document();
    let set = text(&document["permission_sets"][1]["PermissionSetArn"]);
    let parts = [
        "DescribePermissionSet",
        "ListTagsForResource",
        "GetInlinePolicyForPermissionSet",
        "ListManagedPoliciesInPermissionSet",
        "ListCustomerManagedPolicyReferencesInPermissionSet",
        "GetPermissionsBoundaryForPermissionSet",
    ];
    let standin =
        parts.iter().fold(StandIn::of(&document), |standin, operation| standin.deny_for(operation, set));
    let snapshot = snapshot_of(&standin, 3);
    let sets = records(&snapshot, "permission_sets");
    assert_eq!(sets[1], json!({"PermissionSetArn": set}));
    let others =
        |sets: &[Value]| sets.iter().filter(|found| found["PermissionSetArn"] != set).cloned().collect();
    assert_same(&others(sets), &others(records(&document, "permission_sets")));
    for operation in parts {
        assert_eq!(coverage(&snapshot, operation, Some(set))["status"], "denied");
    }
}

#[test]
fn in_an_additional_region_the_primary_one_is_named() {
    let mut document = small().document();
    document["instance"]["PrimaryRegion"] = json!("eu-central-1");
    for standin in [
        StandIn::of(&document).deny("ListPermissionSets"),
        StandIn::of(&document).refuse("ListPermissionSets", "ValidationException", UNSUPPORTED),
    ] {
        let place = Workplace::near(&standin);
        for more in [&[][..], &["--plan"]] {
            let run = collect_with(&place, more);
            run.fails(&["us-east-1", "additional Region", "--region eu-central-1"]);
        }
        assert_eq!(place.names(), [""; 0]);
    }
}

#[test]
fn an_instance_whose_primary_region_is_not_told_is_read() {
    let mut document = small().document();
    document["instance"]["PrimaryRegion"] = Value::Null;
    let snapshot = snapshot_of(&StandIn::of(&document), 0);
    assert_eq!(snapshot["instance"]["PrimaryRegion"], Value::Null);
    assert_same(&content(snapshot), &content(document));
}

#[test]
fn an_account_in_no_organization_has_none() {
    const NONE: &str = "AWSOrganizationsNotInUseException";
    let mut document = small().document();
    document["organization"] = Value::Null;
    let standin = StandIn::of(&document)
        .fail("ListAccounts", NONE)
        .fail("ListRoots", NONE)
        .fail("ListDelegatedAdministrators", NONE)
        .fail("ListPolicies", NONE);
    let snapshot = snapshot_of(&standin, 0);
    let mut expected = content(document);
    let members = ["accounts", "roots", "organizational_units", "delegated_administrators"];
    remove(&mut expected, &members);
    remove(&mut expected, &["organization_policies", "entitlements"]);
    assert_eq!(snapshot.get("organization"), Some(&Value::Null));
    assert_same(&content(snapshot.clone()), &expected);
    for operation in ["ListAccounts", "ListRoots", "ListOrganizationalUnitsForParent", "ListEntitlements"] {
        assert_eq!(coverage(&snapshot, operation, None)["status"], "unsupported", "{operation}");
    }
}

/// A directory that is synchronized from elsewhere: ids of the other side, and records with little in them.
#[test]
fn people_from_another_identity_source_are_read_as_they_are() {
    let mut document = small().document();
    let external =
        |number: usize| json!([{"Issuer": "https://idp.example.com/\u{e9}", "Id": format!("00u{number}")}]);
    for (number, user) in document["users"].as_array_mut().expect("users").iter_mut().enumerate() {
        user["ExternalIds"] = external(number);
        if number % 2 == 0 {
            for member in ["Name", "DisplayName", "Emails", "Extensions"] {
                user[member] = Value::Null;
            }
        }
    }
    for (number, group) in document["groups"].as_array_mut().expect("groups").iter_mut().enumerate() {
        group["ExternalIds"] = external(100 + number);
    }
    let snapshot = snapshot_of(&StandIn::of(&document), 0);
    assert_same(&content(snapshot.clone()), &content(document));
    assert_eq!(gaps(&snapshot), [""; 0]);
}

#[test]
fn where_accounts_tell_their_place_no_unit_is_asked_for_its_accounts() {
    let document = small().document();
    let standin = StandIn::of(&document).with_paths();
    let snapshot = snapshot_of(&standin, 0);
    assert_same(&content(snapshot.clone()), &content(document.clone()));
    assert_eq!(standin.calls("ListAccountsForParent"), 0);
    assert_eq!(coverage(&snapshot, "ListAccountsForParent", None)["error"]["code"], "NotNeeded");

    // Not even where the units may not be seen.
    let standin = StandIn::of(&document).with_paths().deny("ListRoots");
    let snapshot = snapshot_of(&standin, 3);
    let mut expected = content(document.clone());
    remove(&mut expected, &["roots", "organizational_units"]);
    assert_same(&content(snapshot), &expected);

    remove_from_each(&mut expected, "accounts", &["ParentId"]);
    assert_same(&content(snapshot_of(&StandIn::of(&document).deny("ListRoots"), 3)), &expected);
}
