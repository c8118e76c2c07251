//! `aws sso-admin`: all its read operations.

mod applications;
mod assignments;
mod instance;
mod permission_sets;
mod statuses;

use super::wire::{Operation, Protocol, Service, operation};

pub use instance::{DESCRIBED as INSTANCE, REGION};

pub const SERVICE: Service = Service {
    name: "sso-admin",
    protocol: Protocol::Json("SWBExternalService"),
    signing_name: "sso",
    max_results: 100,
    denied: "AccessDeniedException",
    invalid: "ValidationException",
    throttling: "ThrottlingException",
    operations: OPERATIONS,
};

const PAGED: &[&str] = &["MaxResults", "NextToken"];
const TOKEN: &[&str] = &["NextToken"];
const FILTERED: &[&str] = &["MaxResults", "NextToken", "Filter"];
const BY_STATUS: &[&str] = &["MaxResults", "NextToken", "ProvisioningStatus"];
const INSTANCE_ARN: &[&str] = &["InstanceArn"];
const SET: &[&str] = &["InstanceArn", "PermissionSetArn"];
const ACCOUNT: &[&str] = &["InstanceArn", "AccountId"];
const PAIR: &[&str] = &["InstanceArn", "PermissionSetArn", "AccountId"];
const PRINCIPAL: &[&str] = &["InstanceArn", "PrincipalId", "PrincipalType"];
const APPLICATION: &[&str] = &["ApplicationArn"];

const OPERATIONS: &[Operation] = {
    use applications::*;
    use assignments::*;
    use instance::*;
    use permission_sets::*;
    use statuses::*;
    const CREATION: &[&str] = &["InstanceArn", "AccountAssignmentCreationRequestId"];
    const DELETION: &[&str] = &["InstanceArn", "AccountAssignmentDeletionRequestId"];
    const PROVISIONING: &[&str] = &["InstanceArn", "ProvisionPermissionSetRequestId"];
    const ASSIGNED: &[&str] = &["ApplicationArn", "PrincipalId", "PrincipalType"];
    const METHOD: &[&str] = &["ApplicationArn", "AuthenticationMethodType"];
    &[
        operation("DescribeAccountAssignmentCreationStatus", CREATION, &[], describe_creation),
        operation("DescribeAccountAssignmentDeletionStatus", DELETION, &[], describe_deletion),
        operation("DescribeApplication", APPLICATION, &[], describe_application),
        operation("DescribeApplicationAssignment", ASSIGNED, &[], describe_application_assignment),
        operation("DescribeApplicationProvider", &["ApplicationProviderArn"], &[], describe_provider),
        operation("DescribeInstance", INSTANCE_ARN, &[], describe_instance),
        operation(
            "DescribeInstanceAccessControlAttributeConfiguration",
            INSTANCE_ARN,
            &[],
            describe_access_control_attributes,
        ),
        operation("DescribePermissionSet", SET, &[], describe_permission_set),
        operation("DescribePermissionSetProvisioningStatus", PROVISIONING, &[], describe_provisioning),
        operation("DescribeRegion", &["InstanceArn", "RegionName"], &[], describe_region),
        operation("DescribeTrustedTokenIssuer", &["TrustedTokenIssuerArn"], &[], describe_issuer),
        operation("GetApplicationAccessScope", &["ApplicationArn", "Scope"], &[], get_access_scope),
        operation("GetApplicationAssignmentConfiguration", APPLICATION, &[], get_assignment_configuration),
        operation("GetApplicationAuthenticationMethod", METHOD, &[], get_authentication_method),
        operation("GetApplicationGrant", &["ApplicationArn", "GrantType"], &[], get_grant),
        operation("GetApplicationSessionConfiguration", APPLICATION, &[], get_session_configuration),
        operation("GetInlinePolicyForPermissionSet", SET, &[], get_inline_policy),
        operation("GetPermissionsBoundaryForPermissionSet", SET, &[], get_boundary),
        operation("ListAccountAssignmentCreationStatus", INSTANCE_ARN, FILTERED, list_creations),
        operation("ListAccountAssignmentDeletionStatus", INSTANCE_ARN, FILTERED, list_deletions),
        operation("ListAccountAssignments", PAIR, PAGED, list_assignments),
        operation("ListAccountAssignmentsForPrincipal", PRINCIPAL, FILTERED, list_assignments_of_principal),
        operation("ListAccountsForProvisionedPermissionSet", SET, BY_STATUS, list_accounts_of_set),
        operation("ListApplicationAccessScopes", APPLICATION, PAGED, list_access_scopes).at_most(10),
        operation("ListApplicationAssignments", APPLICATION, PAGED, list_application_assignments),
        operation(
            "ListApplicationAssignmentsForPrincipal",
            PRINCIPAL,
            FILTERED,
            list_application_assignments_of_principal,
        ),
        operation("ListApplicationAuthenticationMethods", APPLICATION, TOKEN, list_authentication_methods),
        operation("ListApplicationGrants", APPLICATION, TOKEN, list_grants),
        operation("ListApplicationProviders", &[], PAGED, list_providers),
        operation("ListApplications", INSTANCE_ARN, FILTERED, list_applications),
        operation("ListCustomerManagedPolicyReferencesInPermissionSet", SET, PAGED, list_references),
        operation("ListInstances", &[], &["MaxResults", "NextToken", "RegionScope"], list_instances),
        operation("ListManagedPoliciesInPermissionSet", SET, PAGED, list_managed_policies),
        operation("ListPermissionSetProvisioningStatus", INSTANCE_ARN, FILTERED, list_provisionings),
        operation("ListPermissionSets", INSTANCE_ARN, PAGED, list_permission_sets),
        operation("ListPermissionSetsProvisionedToAccount", ACCOUNT, BY_STATUS, list_sets_of_account),
        operation("ListRegions", INSTANCE_ARN, PAGED, list_regions),
        operation("ListTagsForResource", &["ResourceArn"], &["InstanceArn", "NextToken"], list_tags),
        operation("ListTrustedTokenIssuers", INSTANCE_ARN, PAGED, list_issuers),
    ]
};
