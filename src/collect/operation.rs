//! The table of operations: the only place where a call gets its name, its service and its IAM action.

use super::family::Family;

const ALWAYS: Option<Family> = None;
const IDENTITY: Option<Family> = Some(Family::Identity);
const ASSIGNMENTS: Option<Family> = Some(Family::Assignments);
const PROVISIONING: Option<Family> = Some(Family::Provisioning);
const POLICIES: Option<Family> = Some(Family::Policies);
const APPLICATIONS: Option<Family> = Some(Family::Applications);
const OPERATIONS: Option<Family> = Some(Family::Operations);
const ORGANIZATION: Option<Family> = Some(Family::Organization);
const ACCOUNT_TAGS: Option<Family> = Some(Family::AccountTags);
const ORGANIZATION_POLICIES: Option<Family> = Some(Family::OrganizationPolicies);
const MANAGED_POLICIES: Option<Family> = Some(Family::ManagedPolicies);
const ENTITLEMENTS: Option<Family> = Some(Family::Entitlements);

/// An AWS service that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// IAM Identity Center.
    SsoAdmin,
    /// The identity store with users and groups.
    IdentityStore,
    /// AWS Organizations.
    Organizations,
    /// IAM.
    Iam,
    /// The security token service.
    Sts,
    /// Account access manager.
    AccountAccess,
}

impl Service {
    /// Every service.
    pub const ALL: [Service; 6] = [
        Service::SsoAdmin,
        Service::IdentityStore,
        Service::Organizations,
        Service::Iam,
        Service::Sts,
        Service::AccountAccess,
    ];

    /// The name as the snapshot writes it.
    pub fn name(self) -> &'static str {
        match self {
            Service::SsoAdmin => "sso-admin",
            Service::IdentityStore => "identitystore",
            Service::Organizations => "organizations",
            Service::Iam => "iam",
            Service::Sts => "sts",
            Service::AccountAccess => "account-access",
        }
    }
}

/// The API's name: that of the variant, unless two services have one of the same name.
macro_rules! name {
    ($operation:ident) => {
        stringify!($operation)
    };
    ($operation:ident = $name:literal) => {
        $name
    };
}

macro_rules! operations {
    ($( $service:ident $prefix:literal { $( $operation:ident $(= $name:literal)?: $family:expr; )* } )*) => {
        /// A read operation. The executor takes nothing else, so that no call can be made whose IAM action
        /// is missing from `permissions.json`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Operation {
            $( $( #[doc = concat!("`", $prefix, ":", name!($operation $(= $name)?), "`")] $operation, )* )*
        }

        impl Operation {
            /// Every operation.
            pub const ALL: &'static [Operation] = &[$( $( Operation::$operation ),* ),*];

            /// The service that answers it.
            pub fn service(self) -> Service {
                match self { $( $( Operation::$operation => Service::$service, )* )* }
            }

            /// The API's exact name.
            pub fn name(self) -> &'static str {
                match self { $( $( Operation::$operation => name!($operation $(= $name)?), )* )* }
            }

            /// The IAM action that allows it.
            pub fn action(self) -> &'static str {
                match self {
                    $( $( Operation::$operation => concat!($prefix, ":", name!($operation $(= $name)?)), )* )*
                }
            }

            /// The family it belongs to; none is always read.
            pub fn family(self) -> Option<Family> {
                match self { $( $( Operation::$operation => $family, )* )* }
            }
        }
    };
}

operations! {
    SsoAdmin "sso" {
        ListInstances: ALWAYS;
        DescribeInstance: ALWAYS;
        DescribeInstanceAccessControlAttributeConfiguration: ALWAYS;
        ListRegions: ALWAYS;
        DescribeRegion: ALWAYS;
        ListPermissionSets: ALWAYS;
        DescribePermissionSet: ALWAYS;
        ListTagsForResource: ALWAYS;
        GetInlinePolicyForPermissionSet: POLICIES;
        ListManagedPoliciesInPermissionSet: POLICIES;
        ListCustomerManagedPolicyReferencesInPermissionSet: POLICIES;
        GetPermissionsBoundaryForPermissionSet: POLICIES;
        ListAccountsForProvisionedPermissionSet: PROVISIONING;
        ListPermissionSetsProvisionedToAccount: PROVISIONING;
        ListAccountAssignments: ASSIGNMENTS;
        ListAccountAssignmentsForPrincipal: ASSIGNMENTS;
        ListAccountAssignmentCreationStatus: OPERATIONS;
        DescribeAccountAssignmentCreationStatus: OPERATIONS;
        ListAccountAssignmentDeletionStatus: OPERATIONS;
        DescribeAccountAssignmentDeletionStatus: OPERATIONS;
        ListPermissionSetProvisioningStatus: OPERATIONS;
        DescribePermissionSetProvisioningStatus: OPERATIONS;
        ListApplications: APPLICATIONS;
        DescribeApplication: APPLICATIONS;
        ListApplicationAssignments: APPLICATIONS;
        ListApplicationAssignmentsForPrincipal: APPLICATIONS;
        DescribeApplicationAssignment: APPLICATIONS;
        GetApplicationAssignmentConfiguration: APPLICATIONS;
        GetApplicationSessionConfiguration: APPLICATIONS;
        ListApplicationAccessScopes: APPLICATIONS;
        GetApplicationAccessScope: APPLICATIONS;
        ListApplicationAuthenticationMethods: APPLICATIONS;
        GetApplicationAuthenticationMethod: APPLICATIONS;
        ListApplicationGrants: APPLICATIONS;
        GetApplicationGrant: APPLICATIONS;
        ListApplicationProviders: APPLICATIONS;
        DescribeApplicationProvider: APPLICATIONS;
        ListTrustedTokenIssuers: APPLICATIONS;
        DescribeTrustedTokenIssuer: APPLICATIONS;
    }
    IdentityStore "identitystore" {
        ListUsers: IDENTITY;
        ListGroups: IDENTITY;
        ListGroupMemberships: IDENTITY;
        ListGroupMembershipsForMember: IDENTITY;
    }
    Organizations "organizations" {
        DescribeOrganization: ORGANIZATION;
        ListRoots: ORGANIZATION;
        ListOrganizationalUnitsForParent: ORGANIZATION;
        ListAccounts: ORGANIZATION;
        ListAccountsForParent: ORGANIZATION;
        ListDelegatedAdministrators: ORGANIZATION;
        ListTagsForAccount = "ListTagsForResource": ACCOUNT_TAGS;
        ListPolicies: ORGANIZATION_POLICIES;
        DescribePolicy: ORGANIZATION_POLICIES;
        ListTargetsForPolicy: ORGANIZATION_POLICIES;
    }
    Iam "iam" {
        GetPolicy: MANAGED_POLICIES;
        GetPolicyVersion: MANAGED_POLICIES;
    }
    Sts "sts" {
        GetCallerIdentity: ALWAYS;
        AssumeRole: ALWAYS;
    }
    AccountAccess "account-access" {
        ListAccessApplications = "ListApplications": ENTITLEMENTS;
        GetAccessApplication = "GetApplication": ENTITLEMENTS;
        ListEntitlements: ENTITLEMENTS;
    }
}

impl Operation {
    /// The operation of this service and name, as the snapshot and the journal write them.
    pub fn named(service: &str, name: &str) -> Option<Operation> {
        let of = |operation: &&Operation| operation.name() == name && operation.service().name() == service;
        Operation::ALL.iter().find(of).copied()
    }

    /// Whether the reading is whole without it: what it tells helps, and callers often may not ask for it.
    pub fn is_optional(self) -> bool {
        let optional = [ACCOUNT_TAGS, MANAGED_POLICIES, ENTITLEMENTS];
        optional.contains(&self.family()) || self == Operation::GetCallerIdentity
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Operation;

    #[test]
    fn the_policy_allows_exactly_what_is_called() {
        let policy: serde_json::Value = serde_json::from_str(include_str!("permissions.json")).unwrap();
        let listed: Vec<&str> = policy["Statement"][0]["Action"]
            .as_array()
            .unwrap()
            .iter()
            .map(|action| action.as_str().unwrap())
            .collect();
        // A role is only taken where `--member-role` names it.
        let called = Operation::ALL.iter().filter(|operation| **operation != Operation::AssumeRole);
        let called: BTreeSet<&str> = called.map(|operation| operation.action()).collect();
        assert_eq!(listed, Vec::from_iter(called), "sorted, each once");
        assert_eq!(policy["Version"], "2012-10-17");
        assert_eq!(policy["Statement"].as_array().unwrap().len(), 1);
        assert_eq!(policy["Statement"][0]["Effect"], "Allow");
        assert_eq!(policy["Statement"][0]["Resource"], "*");
    }

    #[test]
    fn every_operation_only_reads() {
        for operation in Operation::ALL.iter().filter(|operation| **operation != Operation::AssumeRole) {
            let name = operation.name();
            assert!(["List", "Describe", "Get"].iter().any(|verb| name.starts_with(verb)), "{name}");
            assert!(operation.action().ends_with(&format!(":{name}")), "{name}");
        }
    }
}
