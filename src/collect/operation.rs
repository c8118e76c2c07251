//! The operations that the collector calls: all of them, and no others.

/// An AWS service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// IAM Identity Center.
    SsoAdmin,
    /// Its directory.
    IdentityStore,
    /// AWS Organizations.
    Organizations,
}

impl Service {
    /// All services.
    pub const ALL: [Service; 3] = [Service::SsoAdmin, Service::IdentityStore, Service::Organizations];

    /// The name in coverage.
    pub fn name(self) -> &'static str {
        match self {
            Service::SsoAdmin => "sso-admin",
            Service::IdentityStore => "identitystore",
            Service::Organizations => "organizations",
        }
    }

    /// The prefix of its IAM actions.
    pub fn iam_prefix(self) -> &'static str {
        match self {
            Service::SsoAdmin => "sso",
            other => other.name(),
        }
    }
}

/// An operation. Its IAM action has the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Operation {
    /// The service.
    pub service: Service,
    /// The API's name.
    pub name: &'static str,
}

macro_rules! operations {
    ($($id:ident = $service:ident $name:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub const $id: Operation = Operation { service: Service::$service, name: $name };
        )*
        /// Every operation that the collector may call; `permissions.json` allows exactly these.
        pub const ALL: &[Operation] = &[$($id),*];
    };
}

operations! {
    LIST_INSTANCES = SsoAdmin "ListInstances";
    DESCRIBE_INSTANCE = SsoAdmin "DescribeInstance";
    LIST_PERMISSION_SETS = SsoAdmin "ListPermissionSets";
    DESCRIBE_PERMISSION_SET = SsoAdmin "DescribePermissionSet";
    LIST_TAGS_FOR_RESOURCE = SsoAdmin "ListTagsForResource";
    GET_INLINE_POLICY = SsoAdmin "GetInlinePolicyForPermissionSet";
    LIST_MANAGED_POLICIES = SsoAdmin "ListManagedPoliciesInPermissionSet";
    LIST_CUSTOMER_MANAGED_POLICIES = SsoAdmin "ListCustomerManagedPolicyReferencesInPermissionSet";
    GET_PERMISSIONS_BOUNDARY = SsoAdmin "GetPermissionsBoundaryForPermissionSet";
    LIST_ACCOUNTS_FOR_PROVISIONED_SET = SsoAdmin "ListAccountsForProvisionedPermissionSet";
    LIST_SETS_PROVISIONED_TO_ACCOUNT = SsoAdmin "ListPermissionSetsProvisionedToAccount";
    LIST_ACCOUNT_ASSIGNMENTS = SsoAdmin "ListAccountAssignments";
    LIST_USERS = IdentityStore "ListUsers";
    LIST_GROUPS = IdentityStore "ListGroups";
    LIST_GROUP_MEMBERSHIPS = IdentityStore "ListGroupMemberships";
    LIST_ACCOUNTS = Organizations "ListAccounts";
    LIST_ROOTS = Organizations "ListRoots";
    LIST_ORGANIZATIONAL_UNITS = Organizations "ListOrganizationalUnitsForParent";
    LIST_ACCOUNTS_FOR_PARENT = Organizations "ListAccountsForParent";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_policy_allows_exactly_the_operations() {
        let policy: serde_json::Value = serde_json::from_str(super::super::PERMISSIONS).unwrap();
        let statements = policy["Statement"].as_array().unwrap();
        let allowed: BTreeSet<String> = statements
            .iter()
            .flat_map(|statement| statement["Action"].as_array().unwrap())
            .map(|action| action.as_str().unwrap().to_owned())
            .collect();
        let called =
            ALL.iter().map(|operation| format!("{}:{}", operation.service.iam_prefix(), operation.name));
        assert_eq!(allowed, called.collect());
    }
}
