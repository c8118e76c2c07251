//! When and how the company was read: the members before the lists.

use std::io;

use super::company::{Company, INSTANCE};
use super::page::Page;
use super::permission_sets::PermissionSets;
use super::tree::UNITS;

const STORE: &str = "d-9067a1b2c3";
const REGION: &str = "eu-west-1";

/// Why an operation was not used.
const NOT_NEEDED: (&str, &str) = ("NotNeeded", "another operation tells the same");
const NO_ROLE: (&str, &str) = ("Skipped", "no role in member accounts was named");

/// What an operation took and gave: calls and items.
enum Gave {
    All(usize, usize),
    Skipped((&'static str, &'static str)),
}

/// Writes `collected`, `coverage`, `instance` and what goes with it.
pub fn write(page: &mut Page, company: &Company, sets: &PermissionSets, pairs: usize) -> io::Result<()> {
    let rows = rows(company, sets, pairs);
    page.value("collected", &collected(company, &rows));
    page.list("coverage", |page| {
        rows.iter().try_for_each(|(service, operation, gave)| {
            let rest = match gave {
                Gave::All(calls, items) => {
                    format!("\"status\":\"complete\",\"calls\":{calls},\"items\":{items}")
                }
                Gave::Skipped((code, message)) => format!(
                    "\"status\":\"skipped\",\"calls\":0,\"items\":0,\"error\":{{\"code\":\"{code}\",\
                     \"message\":\"{message}\",\"request_id\":null}}"
                ),
            };
            page.record(&[&format!("{{\"service\":\"{service}\",\"operation\":\"{operation}\",{rest}}}")])
        })
    })?;
    let owner = &company.accounts[company.management_account()];
    page.value(
        "instance",
        &format!(
            "{{\"InstanceArn\":\"arn:aws:sso:::instance/{INSTANCE}\",\"IdentityStoreId\":\"{STORE}\",\
             \"IdentityStoreArn\":\"arn:aws:identitystore::{owner}:identitystore/{STORE}\",\
             \"OwnerAccountId\":\"{owner}\",\"Name\":\"velmora\",\"CreatedDate\":\"2020-02-03T08:30:00Z\",\
             \"Status\":\"ACTIVE\",\"StatusReason\":null,\"PrimaryRegion\":\"{REGION}\",\
             \"EncryptionConfigurationDetails\":{{\"KeyType\":\"AWS_OWNED_KMS_KEY\",\"KmsKeyArn\":null,\
             \"EncryptionStatus\":\"ENABLED\",\"EncryptionStatusReason\":null}},\"PermissionSetsEnabled\":true}}"
        ),
    );
    page.value("access_control_attributes", "null");
    page.list("regions", |page| {
        page.record(&[&format!(
            "{{\"RegionName\":\"{REGION}\",\"Status\":\"ACTIVE\",\"AddedDate\":\"2020-02-03T08:30:00Z\",\
             \"IsPrimaryRegion\":true}}"
        )])
    })
}

fn collected(company: &Company, rows: &[(&str, &str, Gave)]) -> String {
    let (started, finished) = match company.shape.is_later {
        false => ("2026-10-01T02:00:00Z", "2026-10-01T09:41:07Z"),
        true => ("2026-10-22T02:00:00Z", "2026-10-22T09:43:52Z"),
    };
    let calls_of = |service: &str| -> usize {
        let calls = rows.iter().filter(|row| row.0 == service).map(|(_, _, gave)| match gave {
            Gave::All(calls, _) => calls,
            Gave::Skipped(_) => &0,
        });
        calls.sum()
    };
    let calls = ["account-access", "iam", "identitystore", "organizations", "sso-admin", "sts"];
    let calls = calls.map(|service| format!("\"{service}\":{}", calls_of(service)));
    let caller = &company.accounts[company.management_account()];
    format!(
        "{{\"started_at\":\"{started}\",\"finished_at\":\"{finished}\",\"ssoscan_version\":\"{}\",\
         \"partition\":\"aws\",\"region\":\"{REGION}\",\"caller\":{{\"account_id\":\"{caller}\",\
         \"arn\":\"arn:aws:sts::{caller}:assumed-role/ssoscan-reader/nightly\"}},\"mode\":\"pairs\",\
         \"calls\":{{{}}},\"throttled\":0}}",
        env!("CARGO_PKG_VERSION"),
        calls.join(",")
    )
}

/// The coverage of a collection in mode `pairs` that was denied nothing.
fn rows(company: &Company, sets: &PermissionSets, pairs: usize) -> Vec<(&'static str, &'static str, Gave)> {
    use Gave::{All, Skipped};
    let pages = |items: usize, size: usize| items.div_ceil(size).max(1);
    let shape = &company.shape;
    let (assignments, memberships) = (shape.assignments as usize, shape.memberships as usize);
    let (users, groups, accounts) = (shape.users as usize, shape.groups as usize, shape.accounts as usize);
    let (units, documents) = (UNITS, sets.managed_policies().len());
    let tags = sets.sum(|set| set.tags.len());
    let inline_policies = sets.count(|set| set.inline_policy.is_some());
    let managed_policies = sets.sum(|set| set.managed_policies.len());
    let customer_managed_policies = sets.sum(|set| set.customer_managed_policies.len());
    let boundaries = sets.count(|set| set.boundary.is_some());
    let sets = sets.all.len();
    // Along the shorter axis.
    let (by_set, by_account) = match accounts < sets {
        true => (Skipped(NOT_NEEDED), All(2 * accounts, pairs)),
        false => (All(2 * sets, pairs), Skipped(NOT_NEEDED)),
    };
    vec![
        ("account-access", "GetApplication", Skipped(NOT_NEEDED)),
        ("account-access", "ListApplications", All(1, 0)),
        ("account-access", "ListEntitlements", All(1, 0)),
        ("iam", "GetPolicy", All(documents, documents)),
        ("iam", "GetPolicyVersion", All(documents, documents)),
        ("identitystore", "ListGroupMemberships", All(groups + memberships / 100, memberships)),
        ("identitystore", "ListGroupMembershipsForMember", Skipped(NOT_NEEDED)),
        ("identitystore", "ListGroups", All(pages(groups, 100), groups)),
        ("identitystore", "ListUsers", All(pages(users, 100), users)),
        ("organizations", "DescribeOrganization", All(1, 1)),
        ("organizations", "DescribePolicy", All(0, 0)),
        ("organizations", "ListAccounts", All(pages(accounts, 20), accounts)),
        ("organizations", "ListAccountsForParent", All(units + 1 + accounts / 20, accounts)),
        ("organizations", "ListDelegatedAdministrators", All(1, 1)),
        ("organizations", "ListOrganizationalUnitsForParent", All(units + 1, units)),
        ("organizations", "ListPolicies", All(2, 0)),
        ("organizations", "ListRoots", All(1, 1)),
        ("organizations", "ListTagsForResource", All(accounts, accounts)),
        ("organizations", "ListTargetsForPolicy", All(0, 0)),
        ("sso-admin", "DescribeAccountAssignmentCreationStatus", All(0, 0)),
        ("sso-admin", "DescribeAccountAssignmentDeletionStatus", All(0, 0)),
        ("sso-admin", "DescribeApplication", All(0, 0)),
        ("sso-admin", "DescribeApplicationAssignment", Skipped(NOT_NEEDED)),
        ("sso-admin", "DescribeApplicationProvider", Skipped(NOT_NEEDED)),
        ("sso-admin", "DescribeInstance", All(1, 1)),
        ("sso-admin", "DescribeInstanceAccessControlAttributeConfiguration", All(1, 1)),
        ("sso-admin", "DescribePermissionSet", All(sets, sets)),
        ("sso-admin", "DescribePermissionSetProvisioningStatus", All(0, 0)),
        ("sso-admin", "DescribeRegion", Skipped(NOT_NEEDED)),
        ("sso-admin", "DescribeTrustedTokenIssuer", All(0, 0)),
        ("sso-admin", "GetApplicationAccessScope", Skipped(NOT_NEEDED)),
        ("sso-admin", "GetApplicationAssignmentConfiguration", All(0, 0)),
        ("sso-admin", "GetApplicationAuthenticationMethod", Skipped(NOT_NEEDED)),
        ("sso-admin", "GetApplicationGrant", Skipped(NOT_NEEDED)),
        ("sso-admin", "GetApplicationSessionConfiguration", All(0, 0)),
        ("sso-admin", "GetInlinePolicyForPermissionSet", All(sets, inline_policies)),
        ("sso-admin", "GetPermissionsBoundaryForPermissionSet", All(sets, boundaries)),
        ("sso-admin", "ListAccountAssignmentCreationStatus", All(1, 0)),
        ("sso-admin", "ListAccountAssignmentDeletionStatus", All(1, 0)),
        ("sso-admin", "ListAccountAssignments", All(pairs + assignments / 100, assignments)),
        ("sso-admin", "ListAccountAssignmentsForPrincipal", Skipped(NOT_NEEDED)),
        ("sso-admin", "ListAccountsForProvisionedPermissionSet", by_set),
        ("sso-admin", "ListApplicationAccessScopes", All(0, 0)),
        ("sso-admin", "ListApplicationAssignments", All(0, 0)),
        ("sso-admin", "ListApplicationAssignmentsForPrincipal", Skipped(NOT_NEEDED)),
        ("sso-admin", "ListApplicationAuthenticationMethods", All(0, 0)),
        ("sso-admin", "ListApplicationGrants", All(0, 0)),
        ("sso-admin", "ListApplicationProviders", All(1, 0)),
        ("sso-admin", "ListApplications", All(1, 0)),
        (
            "sso-admin",
            "ListCustomerManagedPolicyReferencesInPermissionSet",
            All(sets, customer_managed_policies),
        ),
        ("sso-admin", "ListInstances", All(1, 1)),
        ("sso-admin", "ListManagedPoliciesInPermissionSet", All(sets, managed_policies)),
        ("sso-admin", "ListPermissionSetProvisioningStatus", All(1, 0)),
        ("sso-admin", "ListPermissionSets", All(pages(sets, 100), sets)),
        ("sso-admin", "ListPermissionSetsProvisionedToAccount", by_account),
        ("sso-admin", "ListRegions", All(1, 1)),
        ("sso-admin", "ListTagsForResource", All(sets, tags)),
        ("sso-admin", "ListTrustedTokenIssuers", All(1, 0)),
        ("sts", "AssumeRole", Skipped(NO_ROLE)),
        ("sts", "GetCallerIdentity", All(1, 1)),
    ]
}
