//! The operations that analysis asks about.

use super::Operation;

pub const LIST_INSTANCES: Operation = ("sso-admin", "ListInstances");
pub const LIST_PERMISSION_SETS: Operation = ("sso-admin", "ListPermissionSets");
pub const DESCRIBE_PERMISSION_SET: Operation = ("sso-admin", "DescribePermissionSet");
pub const LIST_TAGS: Operation = ("sso-admin", "ListTagsForResource");
pub const GET_INLINE_POLICY: Operation = ("sso-admin", "GetInlinePolicyForPermissionSet");
pub const LIST_MANAGED_POLICIES: Operation = ("sso-admin", "ListManagedPoliciesInPermissionSet");
pub const LIST_CUSTOMER_MANAGED_POLICIES: Operation =
    ("sso-admin", "ListCustomerManagedPolicyReferencesInPermissionSet");
pub const GET_BOUNDARY: Operation = ("sso-admin", "GetPermissionsBoundaryForPermissionSet");
pub const LIST_ACCOUNT_ASSIGNMENTS: Operation = ("sso-admin", "ListAccountAssignments");
pub const LIST_ACCOUNT_ASSIGNMENTS_FOR_PRINCIPAL: Operation =
    ("sso-admin", "ListAccountAssignmentsForPrincipal");
pub const DESCRIBE_ACCESS_CONTROL_ATTRIBUTES: Operation =
    ("sso-admin", "DescribeInstanceAccessControlAttributeConfiguration");
pub const LIST_REGIONS: Operation = ("sso-admin", "ListRegions");
pub const LIST_CREATION_STATUSES: Operation = ("sso-admin", "ListAccountAssignmentCreationStatus");
pub const DESCRIBE_CREATION_STATUS: Operation = ("sso-admin", "DescribeAccountAssignmentCreationStatus");
pub const LIST_DELETION_STATUSES: Operation = ("sso-admin", "ListAccountAssignmentDeletionStatus");
pub const DESCRIBE_DELETION_STATUS: Operation = ("sso-admin", "DescribeAccountAssignmentDeletionStatus");
pub const LIST_PROVISIONING_STATUSES: Operation = ("sso-admin", "ListPermissionSetProvisioningStatus");
pub const DESCRIBE_PROVISIONING_STATUS: Operation = ("sso-admin", "DescribePermissionSetProvisioningStatus");
pub const LIST_APPLICATIONS: Operation = ("sso-admin", "ListApplications");
pub const DESCRIBE_APPLICATION: Operation = ("sso-admin", "DescribeApplication");
pub const LIST_APPLICATION_ASSIGNMENTS: Operation = ("sso-admin", "ListApplicationAssignments");
pub const GET_ASSIGNMENT_CONFIGURATION: Operation = ("sso-admin", "GetApplicationAssignmentConfiguration");
pub const GET_SESSION_CONFIGURATION: Operation = ("sso-admin", "GetApplicationSessionConfiguration");
pub const LIST_ACCESS_SCOPES: Operation = ("sso-admin", "ListApplicationAccessScopes");
pub const LIST_AUTHENTICATION_METHODS: Operation = ("sso-admin", "ListApplicationAuthenticationMethods");
pub const LIST_GRANTS: Operation = ("sso-admin", "ListApplicationGrants");
pub const LIST_APPLICATION_PROVIDERS: Operation = ("sso-admin", "ListApplicationProviders");
pub const LIST_TRUSTED_TOKEN_ISSUERS: Operation = ("sso-admin", "ListTrustedTokenIssuers");
pub const DESCRIBE_TRUSTED_TOKEN_ISSUER: Operation = ("sso-admin", "DescribeTrustedTokenIssuer");
pub const LIST_USERS: Operation = ("identitystore", "ListUsers");
pub const LIST_GROUPS: Operation = ("identitystore", "ListGroups");
pub const LIST_GROUP_MEMBERSHIPS: Operation = ("identitystore", "ListGroupMemberships");
pub const LIST_ACCOUNTS: Operation = ("organizations", "ListAccounts");
pub const LIST_ROOTS: Operation = ("organizations", "ListRoots");
pub const LIST_ACCOUNTS_FOR_PARENT: Operation = ("organizations", "ListAccountsForParent");
pub const LIST_ORGANIZATIONAL_UNITS: Operation = ("organizations", "ListOrganizationalUnitsForParent");
pub const DESCRIBE_ORGANIZATION: Operation = ("organizations", "DescribeOrganization");
pub const LIST_ACCOUNT_TAGS: Operation = ("organizations", "ListTagsForResource");
pub const LIST_DELEGATED_ADMINISTRATORS: Operation = ("organizations", "ListDelegatedAdministrators");
pub const LIST_POLICIES: Operation = ("organizations", "ListPolicies");
pub const DESCRIBE_POLICY: Operation = ("organizations", "DescribePolicy");
pub const LIST_TARGETS_FOR_POLICY: Operation = ("organizations", "ListTargetsForPolicy");
pub const GET_POLICY: Operation = ("iam", "GetPolicy");
pub const GET_POLICY_VERSION: Operation = ("iam", "GetPolicyVersion");
pub const ASSUME_ROLE: Operation = ("sts", "AssumeRole");
pub const LIST_ACCESS_APPLICATIONS: Operation = ("account-access", "ListApplications");
pub const LIST_ENTITLEMENTS: Operation = ("account-access", "ListEntitlements");

/// Either tells which permission set is provisioned where.
pub const PROVISIONING: [Operation; 2] = [
    ("sso-admin", "ListAccountsForProvisionedPermissionSet"),
    ("sso-admin", "ListPermissionSetsProvisionedToAccount"),
];

/// The first tells the assignments pair by pair, the second principal by principal: see
/// [`standing_of_assignments`](super::Knowledge::standing_of_assignments).
pub const ASSIGNMENTS: [Operation; 2] = [LIST_ACCOUNT_ASSIGNMENTS, LIST_ACCOUNT_ASSIGNMENTS_FOR_PRINCIPAL];
