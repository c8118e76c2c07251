//! The key of each record: what must be unique, and the order of its array.

use super::v1::*;

/// A key: up to four ids; unused places are empty. Compares as the format orders records.
pub type Key<'k> = [&'k str; 4];

/// A record with a key.
pub trait Keyed {
    /// The key members' names, as in the file.
    const MEMBERS: &'static [&'static str];
    /// The key.
    fn key(&self) -> Key<'_>;
}

macro_rules! keyed {
    ($($record:ident: $([$name:literal] $member:ident),+;)*) => { $(
        impl Keyed for $record<'_> {
            const MEMBERS: &'static [&'static str] = &[$($name),+];
            fn key(&self) -> Key<'_> {
                let mut key = [""; 4];
                for (place, id) in key.iter_mut().zip([$(&*self.$member),+]) {
                    *place = id;
                }
                key
            }
        }
    )* };
}

keyed! {
    Instance: ["InstanceArn"] instance_arn;
    PermissionSet: ["PermissionSetArn"] permission_set_arn;
    Tag: ["Key"] key;
    ManagedPolicy: ["Arn"] arn;
    Provisioning: ["PermissionSetArn"] permission_set_arn, ["AccountId"] account_id;
    AccountAssignment: ["AccountId"] account_id, ["PermissionSetArn"] permission_set_arn,
        ["PrincipalType"] principal_type, ["PrincipalId"] principal_id;
    Region: ["RegionName"] region_name;
    AccountAssignmentOperationStatus: ["RequestId"] request_id;
    PermissionSetProvisioningStatus: ["RequestId"] request_id;
    Application: ["ApplicationArn"] application_arn;
    ApplicationAssignment: ["PrincipalType"] principal_type, ["PrincipalId"] principal_id;
    AccessControlAttribute: ["Key"] key;
    AccessScope: ["Scope"] scope;
    AuthenticationMethod: ["AuthenticationMethodType"] authentication_method_type;
    Grant: ["GrantType"] grant_type;
    ApplicationProvider: ["ApplicationProviderArn"] application_provider_arn;
    TrustedTokenIssuer: ["TrustedTokenIssuerArn"] trusted_token_issuer_arn;
    User: ["UserId"] user_id;
    Group: ["GroupId"] group_id;
    GroupMembership: ["GroupId"] group_id, ["UserId"] user_id;
    Organization: ["Id"] id;
    Root: ["Id"] id;
    Account: ["Id"] id;
    OrganizationalUnit: ["Id"] id;
    DelegatedAdministrator: ["Id"] id;
    ManagedPolicyDocument: ["Arn"] arn;
    CustomerManagedPolicy: ["AccountId"] account_id, ["Path"] path, ["Name"] name;
    Entitlement: ["entitlementId"] entitlement_id;
    OrganizationPolicy: ["Id"] id;
    PolicyTarget: ["TargetId"] target_id;
}

impl Keyed for Coverage<'_> {
    const MEMBERS: &'static [&'static str] = &["service", "operation", "scope"];
    fn key(&self) -> Key<'_> {
        [&self.service, &self.operation, self.scope.text().unwrap_or_default(), ""]
    }
}

impl Keyed for CustomerManagedPolicyReference<'_> {
    const MEMBERS: &'static [&'static str] = &["Path", "Name"];
    fn key(&self) -> Key<'_> {
        [self.path.text().unwrap_or("/"), &self.name, "", ""]
    }
}

/// Every list of a snapshot whose records have a key, by the member's name: `$do!(name, member, Record)`.
macro_rules! for_each_list {
    ($do:ident) => {
        $do!("coverage", coverage, Coverage);
        $do!("regions", regions, Region);
        $do!("permission_sets", permission_sets, PermissionSet);
        $do!("permission_set_provisioning", permission_set_provisioning, Provisioning);
        $do!("account_assignments", account_assignments, AccountAssignment);
        $do!(
            "account_assignment_creation_statuses",
            account_assignment_creation_statuses,
            AccountAssignmentOperationStatus
        );
        $do!(
            "account_assignment_deletion_statuses",
            account_assignment_deletion_statuses,
            AccountAssignmentOperationStatus
        );
        $do!(
            "permission_set_provisioning_statuses",
            permission_set_provisioning_statuses,
            PermissionSetProvisioningStatus
        );
        $do!("applications", applications, Application);
        $do!("application_providers", application_providers, ApplicationProvider);
        $do!("trusted_token_issuers", trusted_token_issuers, TrustedTokenIssuer);
        $do!("users", users, User);
        $do!("groups", groups, Group);
        $do!("group_memberships", group_memberships, GroupMembership);
        $do!("roots", roots, Root);
        $do!("accounts", accounts, Account);
        $do!("organizational_units", organizational_units, OrganizationalUnit);
        $do!("delegated_administrators", delegated_administrators, DelegatedAdministrator);
        $do!("managed_policies", managed_policies, ManagedPolicyDocument);
        $do!("customer_managed_policies", customer_managed_policies, CustomerManagedPolicy);
        $do!("entitlements", entitlements, Entitlement);
        $do!("organization_policies", organization_policies, OrganizationPolicy);
    };
}
pub(crate) use for_each_list;
