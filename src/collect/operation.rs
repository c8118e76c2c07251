//! The table of operations: the only place where a call gets its name, its service and its IAM action.

/// An AWS service that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// IAM Identity Center.
    SsoAdmin,
    /// The identity store with users and groups.
    IdentityStore,
    /// AWS Organizations.
    Organizations,
}

impl Service {
    /// Every service.
    pub const ALL: [Service; 3] = [Service::SsoAdmin, Service::IdentityStore, Service::Organizations];

    /// The name as the snapshot writes it.
    pub fn name(self) -> &'static str {
        match self {
            Service::SsoAdmin => "sso-admin",
            Service::IdentityStore => "identitystore",
            Service::Organizations => "organizations",
        }
    }
}

macro_rules! operations {
    ($( $operation:ident: $service:ident, $name:literal, $action:literal; )*) => {
        /// A read operation. The executor takes nothing else, so that no call can be made whose IAM action
        /// is missing from `permissions.json`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Operation {
            $( #[doc = concat!("`", $action, "`")] $operation, )*
        }

        impl Operation {
            /// Every operation.
            pub const ALL: &'static [Operation] = &[$( Operation::$operation ),*];

            /// The service that answers it.
            pub fn service(self) -> Service {
                match self { $( Operation::$operation => Service::$service, )* }
            }

            /// The API's exact name.
            pub fn name(self) -> &'static str {
                match self { $( Operation::$operation => $name, )* }
            }

            /// The IAM action that allows it.
            pub fn action(self) -> &'static str {
                match self { $( Operation::$operation => $action, )* }
            }
        }
    };
}

operations! {
    ListInstances: SsoAdmin, "ListInstances", "sso:ListInstances";
    DescribeInstance: SsoAdmin, "DescribeInstance", "sso:DescribeInstance";
    ListPermissionSets: SsoAdmin, "ListPermissionSets", "sso:ListPermissionSets";
    DescribePermissionSet: SsoAdmin, "DescribePermissionSet", "sso:DescribePermissionSet";
    ListTagsForResource: SsoAdmin, "ListTagsForResource", "sso:ListTagsForResource";
    GetInlinePolicyForPermissionSet: SsoAdmin, "GetInlinePolicyForPermissionSet", "sso:GetInlinePolicyForPermissionSet";
    ListManagedPoliciesInPermissionSet: SsoAdmin, "ListManagedPoliciesInPermissionSet", "sso:ListManagedPoliciesInPermissionSet";
    ListCustomerManagedPolicyReferencesInPermissionSet: SsoAdmin, "ListCustomerManagedPolicyReferencesInPermissionSet", "sso:ListCustomerManagedPolicyReferencesInPermissionSet";
    GetPermissionsBoundaryForPermissionSet: SsoAdmin, "GetPermissionsBoundaryForPermissionSet", "sso:GetPermissionsBoundaryForPermissionSet";
    ListAccountsForProvisionedPermissionSet: SsoAdmin, "ListAccountsForProvisionedPermissionSet", "sso:ListAccountsForProvisionedPermissionSet";
    ListPermissionSetsProvisionedToAccount: SsoAdmin, "ListPermissionSetsProvisionedToAccount", "sso:ListPermissionSetsProvisionedToAccount";
    ListAccountAssignments: SsoAdmin, "ListAccountAssignments", "sso:ListAccountAssignments";
    ListUsers: IdentityStore, "ListUsers", "identitystore:ListUsers";
    ListGroups: IdentityStore, "ListGroups", "identitystore:ListGroups";
    ListGroupMemberships: IdentityStore, "ListGroupMemberships", "identitystore:ListGroupMemberships";
    ListAccounts: Organizations, "ListAccounts", "organizations:ListAccounts";
    ListRoots: Organizations, "ListRoots", "organizations:ListRoots";
    ListOrganizationalUnitsForParent: Organizations, "ListOrganizationalUnitsForParent", "organizations:ListOrganizationalUnitsForParent";
    ListAccountsForParent: Organizations, "ListAccountsForParent", "organizations:ListAccountsForParent";
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
        let called: BTreeSet<&str> = Operation::ALL.iter().map(|operation| operation.action()).collect();
        assert_eq!(listed, Vec::from_iter(called), "sorted, each once");
        assert_eq!(policy["Version"], "2012-10-17");
        assert_eq!(policy["Statement"].as_array().unwrap().len(), 1);
        assert_eq!(policy["Statement"][0]["Effect"], "Allow");
        assert_eq!(policy["Statement"][0]["Resource"], "*");
    }

    #[test]
    fn every_operation_only_reads() {
        for operation in Operation::ALL {
            let name = operation.name();
            assert!(["List", "Describe", "Get"].iter().any(|verb| name.starts_with(verb)), "{name}");
            assert!(operation.action().ends_with(&format!(":{name}")), "{name}");
        }
    }
}
