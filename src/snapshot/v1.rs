//! Snapshot version 1 as it stands in the file: these structs *are* the format (`docs/snapshot-v1.md`).
//!
//! Records of AWS keep the API's own member names. A key member is required; every other member may be
//! absent, which means that it was not learned (see [`Member`]). Nothing here computes anything.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::member::{Member, ObjectOnly, Text, unique_keys};
use super::object::{self, Object};

/// The value of the member `format`.
pub const FORMAT: &str = "ssoscan-snapshot";
/// The value of the member `format_version`.
pub const FORMAT_VERSION: u32 = 1;

/// A record: its key members are required, all others are [`Member`]s that are left out when absent.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident, $case:literal
        { $( $(#[$key_doc:meta])* $key:ident: $key_type:ty, )* }
        { $( $(#[$doc:meta])* $field:ident: $type:ty, )* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = $case, remote = "Self", bound(deserialize = "'de: 'a"))]
        #[allow(missing_docs, reason = "members of AWS's records are documented by AWS")]
        pub struct $name<'a> {
            $( $(#[$key_doc])* pub $key: $key_type, )*
            $(
                $(#[$doc])*
                #[serde(default, skip_serializing_if = "Member::is_absent")]
                pub $field: Member<$type>,
            )*
        }

        impl<'de: 'a, 'a> Deserialize<'de> for $name<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize(ObjectOnly(deserializer))
            }
        }

        impl Serialize for $name<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }
    };
}

record! {
    /// One reading of one IAM Identity Center instance.
    #[derive(Default)]
    Snapshot, "snake_case"
    {
        /// Always `ssoscan-snapshot`.
        format: Text<'a>,
        /// Always 1.
        format_version: u32,
    }
    {
        /// When, how and by whom the snapshot was read.
        collected: Collected<'a>,
        /// What each operation gave: the place that tells unknown from none.
        coverage: Vec<Coverage<'a>>,
        /// The Identity Center instance (ListInstances, DescribeInstance).
        instance: Instance<'a>,
        /// The attributes for access control (DescribeInstanceAccessControlAttributeConfiguration); `null`
        /// where none are configured.
        access_control_attributes: AccessControlAttributes<'a>,
        /// The Regions of the instance (ListRegions). Key: RegionName.
        regions: Vec<Region<'a>>,
        /// The permission sets with their six parts. Key: PermissionSetArn.
        permission_sets: Vec<PermissionSet<'a>>,
        /// The pairs of permission set and account that are provisioned. Key: PermissionSetArn, AccountId.
        permission_set_provisioning: Vec<Provisioning<'a>>,
        /// Who was given which permission set in which account.
        /// Key: AccountId, PermissionSetArn, PrincipalType, PrincipalId.
        account_assignments: Vec<AccountAssignment<'a>>,
        /// The requests to assign of the last days (DescribeAccountAssignmentCreationStatus). Key: RequestId.
        account_assignment_creation_statuses: Vec<AccountAssignmentOperationStatus<'a>>,
        /// The requests to take an assignment away (DescribeAccountAssignmentDeletionStatus). Key: RequestId.
        account_assignment_deletion_statuses: Vec<AccountAssignmentOperationStatus<'a>>,
        /// The requests to provision a set (DescribePermissionSetProvisioningStatus). Key: RequestId.
        permission_set_provisioning_statuses: Vec<PermissionSetProvisioningStatus<'a>>,
        /// The applications of the instance with their seven parts. Key: ApplicationArn.
        applications: Vec<Application<'a>>,
        /// The kinds of application that there are (ListApplicationProviders). Key: ApplicationProviderArn.
        application_providers: Vec<ApplicationProvider<'a>>,
        /// Whose tokens applications may trust (DescribeTrustedTokenIssuer). Key: TrustedTokenIssuerArn.
        trusted_token_issuers: Vec<TrustedTokenIssuer<'a>>,
        /// The users of the identity store. Key: UserId.
        users: Vec<User<'a>>,
        /// The groups of the identity store. Key: GroupId.
        groups: Vec<Group<'a>>,
        /// Which user is in which group. Key: GroupId, UserId.
        group_memberships: Vec<GroupMembership<'a>>,
        /// The organization (DescribeOrganization); `null` where the account is in none.
        organization: Organization<'a>,
        /// The roots of the organization (ListRoots). Key: Id.
        roots: Vec<Root<'a>>,
        /// The accounts of the organization (ListAccounts). Key: Id.
        accounts: Vec<Account<'a>>,
        /// The organizational units. Key: Id.
        organizational_units: Vec<OrganizationalUnit<'a>>,
        /// The accounts that may administer the instance in place of the management account
        /// (ListDelegatedAdministrators for `sso.amazonaws.com`). Key: Id.
        delegated_administrators: Vec<DelegatedAdministrator<'a>>,
        /// The AWS managed policies that sets and boundaries name (IAM GetPolicy, GetPolicyVersion). Key: Arn.
        managed_policies: Vec<ManagedPolicyDocument<'a>>,
        /// The customer managed policies that sets and boundaries name, in each account where they are to be;
        /// only where asked for. Key: AccountId, Path, Name.
        customer_managed_policies: Vec<CustomerManagedPolicy<'a>>,
        /// What account access manager lets people do (account-access ListEntitlements). Key: entitlementId.
        entitlements: Vec<Entitlement<'a>>,
        /// Service and resource control policies with their targets; only where asked for. Key: Id.
        organization_policies: Vec<OrganizationPolicy<'a>>,
        /// What the reading itself showed: facts that two operations tell differently, and the like.
        observations: Vec<Observation<'a>>,
    }
}

record! {
    /// When, how and by whom a snapshot was read.
    #[derive(Default)]
    Collected, "snake_case"
    {}
    {
        /// RFC 3339 UTC with `Z`.
        started_at: Text<'a>,
        /// RFC 3339 UTC with `Z`. It is the "now" of every report on the snapshot.
        finished_at: Text<'a>,
        /// The version of ssoscan that wrote the file.
        ssoscan_version: Text<'a>,
        /// The AWS partition: `aws`, `aws-us-gov`, `aws-cn`, ...
        partition: Text<'a>,
        /// The Region of the instance.
        region: Text<'a>,
        /// Who asked.
        caller: Caller<'a>,
        /// `pairs`, `principals` or `exhaustive`.
        mode: Text<'a>,
        /// Calls sent, by service, retries included.
        #[serde(deserialize_with = "unique_keys")]
        calls: BTreeMap<String, u64>,
        /// Answers that said "slow down".
        throttled: u64,
    }
}

record! {
    /// The identity whose credentials read the snapshot.
    #[derive(Default)]
    Caller, "snake_case"
    {}
    {
        /// The 12-digit account id.
        account_id: Text<'a>,
        /// The ARN of the caller.
        arn: Text<'a>,
    }
}

record! {
    /// What one operation gave, as a whole or (with `scope`) for one permission set, pair, group or account
    /// that did not complete.
    Coverage, "snake_case"
    {
        /// `sso-admin`, `identitystore`, `organizations`, `iam`, `sts` or `account-access`.
        service: Text<'a>,
        /// The API's exact name.
        operation: Text<'a>,
    }
    {
        /// What was asked about: its ids, joined by a comma where there are several.
        scope: Text<'a>,
        /// `complete`, `partial`, `denied`, `unsupported`, `failed` or `skipped`.
        status: Text<'a>,
        /// Calls sent, retries included.
        calls: u64,
        /// Items learned.
        items: u64,
        /// Why it did not complete.
        error: CoverageError<'a>,
    }
}

record! {
    /// The error that ended a call.
    #[derive(Default)]
    CoverageError, "snake_case"
    {}
    {
        /// The API's error code.
        code: Text<'a>,
        /// The API's message.
        message: Text<'a>,
        /// What AWS support asks for.
        request_id: Text<'a>,
    }
}

record! {
    /// An IAM Identity Center instance (DescribeInstance, ListInstances).
    Instance, "PascalCase"
    {
        instance_arn: Text<'a>,
    }
    {
        identity_store_id: Text<'a>,
        identity_store_arn: Text<'a>,
        owner_account_id: Text<'a>,
        name: Text<'a>,
        created_date: Text<'a>,
        status: Text<'a>,
        status_reason: Text<'a>,
        primary_region: Text<'a>,
        /// DescribeInstance alone gives it.
        encryption_configuration_details: EncryptionConfigurationDetails<'a>,
        /// DescribeInstance alone gives it.
        permission_sets_enabled: bool,
    }
}

record! {
    /// The key that the instance's data is encrypted with.
    #[derive(Default)]
    EncryptionConfigurationDetails, "PascalCase"
    {}
    {
        key_type: Text<'a>,
        kms_key_arn: Text<'a>,
        encryption_status: Text<'a>,
        encryption_status_reason: Text<'a>,
    }
}

record! {
    /// Which attributes of a user become session tags (DescribeInstanceAccessControlAttributeConfiguration).
    #[derive(Default)]
    AccessControlAttributes, "PascalCase"
    {}
    {
        status: Text<'a>,
        status_reason: Text<'a>,
        instance_access_control_attribute_configuration: AccessControlAttributeConfiguration<'a>,
    }
}

record! {
    /// The list of the attributes.
    #[derive(Default)]
    AccessControlAttributeConfiguration, "PascalCase"
    {}
    {
        access_control_attributes: Vec<AccessControlAttribute<'a>>,
    }
}

record! {
    /// One attribute: a session tag's key, and where its value comes from.
    AccessControlAttribute, "PascalCase"
    {
        key: Text<'a>,
    }
    {
        value: AccessControlAttributeValue<'a>,
    }
}

record! {
    /// Where the value of an attribute comes from.
    #[derive(Default)]
    AccessControlAttributeValue, "PascalCase"
    {}
    {
        source: Vec<Text<'a>>,
    }
}

record! {
    /// A Region of the instance (ListRegions).
    Region, "PascalCase"
    {
        region_name: Text<'a>,
    }
    {
        status: Text<'a>,
        added_date: Text<'a>,
        is_primary_region: bool,
    }
}

record! {
    /// A permission set: DescribePermissionSet and the five parts that calls of their own give.
    PermissionSet, "PascalCase"
    {
        permission_set_arn: Text<'a>,
    }
    {
        name: Text<'a>,
        description: Text<'a>,
        created_date: Text<'a>,
        /// ISO 8601, such as `PT8H`. AWS's default is one hour.
        session_duration: Text<'a>,
        relay_state: Text<'a>,
        /// ListTagsForResource.
        tags: Vec<Tag<'a>>,
        /// GetInlinePolicyForPermissionSet: the document's text, `null` for none.
        inline_policy: Text<'a>,
        /// ListManagedPoliciesInPermissionSet.
        managed_policies: Vec<ManagedPolicy<'a>>,
        /// ListCustomerManagedPolicyReferencesInPermissionSet.
        customer_managed_policy_references: Vec<CustomerManagedPolicyReference<'a>>,
        /// GetPermissionsBoundaryForPermissionSet: `null` for none.
        permissions_boundary: PermissionsBoundary<'a>,
    }
}

record! {
    /// A tag.
    Tag, "PascalCase"
    {
        key: Text<'a>,
    }
    {
        value: Text<'a>,
    }
}

record! {
    /// An AWS managed policy attached to a permission set.
    ManagedPolicy, "PascalCase"
    {
        arn: Text<'a>,
    }
    {
        name: Text<'a>,
    }
}

record! {
    /// A customer managed policy, named as it must be called in each account.
    CustomerManagedPolicyReference, "PascalCase"
    {
        name: Text<'a>,
    }
    {
        /// Written as `/` where AWS leaves it out.
        path: Text<'a>,
    }
}

record! {
    /// A permissions boundary: one of the two members.
    #[derive(Default)]
    PermissionsBoundary, "PascalCase"
    {}
    {
        managed_policy_arn: Text<'a>,
        customer_managed_policy_reference: CustomerManagedPolicyReference<'a>,
    }
}

record! {
    /// A permission set provisioned in an account (ListAccountsForProvisionedPermissionSet or
    /// ListPermissionSetsProvisionedToAccount, asked for both statuses).
    Provisioning, "PascalCase"
    {
        permission_set_arn: Text<'a>,
        account_id: Text<'a>,
    }
    {
        /// `LATEST_PERMISSION_SET_PROVISIONED` or `LATEST_PERMISSION_SET_NOT_PROVISIONED`; absent where AWS
        /// lists the pair under both.
        provisioning_status: Text<'a>,
    }
}

record! {
    /// An account assignment (ListAccountAssignments).
    #[derive(Eq, PartialOrd, Ord)]
    AccountAssignment, "PascalCase"
    {
        account_id: Text<'a>,
        permission_set_arn: Text<'a>,
        /// `USER` or `GROUP`.
        principal_type: Text<'a>,
        principal_id: Text<'a>,
    }
    {}
}

record! {
    /// A request to assign a permission set, or to take the assignment away, and what came of it. AWS keeps
    /// these for some days only.
    AccountAssignmentOperationStatus, "PascalCase"
    {
        request_id: Text<'a>,
    }
    {
        /// `IN_PROGRESS`, `FAILED` or `SUCCEEDED`.
        status: Text<'a>,
        failure_reason: Text<'a>,
        /// The account id.
        target_id: Text<'a>,
        target_type: Text<'a>,
        permission_set_arn: Text<'a>,
        principal_type: Text<'a>,
        principal_id: Text<'a>,
        created_date: Text<'a>,
    }
}

record! {
    /// A request to bring the latest version of a permission set into an account, and what came of it.
    PermissionSetProvisioningStatus, "PascalCase"
    {
        request_id: Text<'a>,
    }
    {
        /// `IN_PROGRESS`, `FAILED` or `SUCCEEDED`.
        status: Text<'a>,
        failure_reason: Text<'a>,
        /// Absent or null where the request was about all accounts.
        account_id: Text<'a>,
        permission_set_arn: Text<'a>,
        created_date: Text<'a>,
    }
}

record! {
    /// An application (ListApplications), and its parts, each of which a call of its own gives.
    Application, "PascalCase"
    {
        application_arn: Text<'a>,
    }
    {
        application_provider_arn: Text<'a>,
        name: Text<'a>,
        /// The account that owns it.
        application_account: Text<'a>,
        instance_arn: Text<'a>,
        identity_store_arn: Text<'a>,
        status: Text<'a>,
        portal_options: PortalOptions<'a>,
        description: Text<'a>,
        created_date: Text<'a>,
        created_from: Text<'a>,
        /// ListApplicationAssignments.
        assignments: Vec<ApplicationAssignment<'a>>,
        /// GetApplicationAssignmentConfiguration.
        assignment_configuration: AssignmentConfiguration,
        /// GetApplicationSessionConfiguration.
        session_configuration: SessionConfiguration<'a>,
        /// ListApplicationAccessScopes.
        access_scopes: Vec<AccessScope<'a>>,
        /// ListApplicationAuthenticationMethods.
        authentication_methods: Vec<AuthenticationMethod<'a>>,
        /// ListApplicationGrants.
        grants: Vec<Grant<'a>>,
        /// ListTagsForResource.
        tags: Vec<Tag<'a>>,
    }
}

record! {
    /// How an application shows in the access portal.
    #[derive(Default)]
    PortalOptions, "PascalCase"
    {}
    {
        sign_in_options: SignInOptions<'a>,
        visibility: Text<'a>,
    }
}

record! {
    /// Where a person is sent to sign in.
    #[derive(Default)]
    SignInOptions, "PascalCase"
    {}
    {
        origin: Text<'a>,
        application_url: Text<'a>,
    }
}

record! {
    /// A user or group that may use an application.
    ApplicationAssignment, "PascalCase"
    {
        /// `USER` or `GROUP`.
        principal_type: Text<'a>,
        principal_id: Text<'a>,
    }
    {}
}

/// Whether only assigned users may use an application.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase", remote = "Self")]
pub struct AssignmentConfiguration {
    /// False lets every user of the instance in.
    #[serde(default, skip_serializing_if = "Member::is_absent")]
    pub assignment_required: Member<bool>,
}

impl<'de> Deserialize<'de> for AssignmentConfiguration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(ObjectOnly(deserializer))
    }
}

impl Serialize for AssignmentConfiguration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

record! {
    /// The sessions of an application.
    #[derive(Default)]
    SessionConfiguration, "PascalCase"
    {}
    {
        user_background_session_application_status: Text<'a>,
    }
}

record! {
    /// A scope that an application may ask for.
    AccessScope, "PascalCase"
    {
        scope: Text<'a>,
    }
    {
        authorized_targets: Vec<Text<'a>>,
    }
}

record! {
    /// How an application proves who it is.
    AuthenticationMethod, "PascalCase"
    {
        authentication_method_type: Text<'a>,
    }
    {
        /// As AWS gives it: `{"Iam": {"ActorPolicy": ...}}`, its keys sorted.
        #[serde(deserialize_with = "object::value")]
        authentication_method: Value,
    }
}

record! {
    /// A way in which an application gets tokens.
    Grant, "PascalCase"
    {
        grant_type: Text<'a>,
    }
    {
        /// As AWS gives it: one of `AuthorizationCode`, `JwtBearer`, `RefreshToken`, `TokenExchange`.
        #[serde(deserialize_with = "object::value")]
        grant: Value,
    }
}

record! {
    /// A kind of application (ListApplicationProviders).
    ApplicationProvider, "PascalCase"
    {
        application_provider_arn: Text<'a>,
    }
    {
        federation_protocol: Text<'a>,
        display_data: DisplayData<'a>,
        /// The scopes of its resource server, as AWS gives them, their keys sorted.
        #[serde(deserialize_with = "object::value")]
        resource_server_config: Value,
    }
}

record! {
    /// How a kind of application is shown.
    #[derive(Default)]
    DisplayData, "PascalCase"
    {}
    {
        display_name: Text<'a>,
        icon_url: Text<'a>,
        description: Text<'a>,
    }
}

record! {
    /// An issuer of tokens that applications may trust (DescribeTrustedTokenIssuer).
    TrustedTokenIssuer, "PascalCase"
    {
        trusted_token_issuer_arn: Text<'a>,
    }
    {
        name: Text<'a>,
        trusted_token_issuer_type: Text<'a>,
        trusted_token_issuer_configuration: TrustedTokenIssuerConfiguration<'a>,
        /// ListTagsForResource.
        tags: Vec<Tag<'a>>,
    }
}

record! {
    /// How an issuer's tokens are read.
    #[derive(Default)]
    TrustedTokenIssuerConfiguration, "PascalCase"
    {}
    {
        oidc_jwt_configuration: OidcJwtConfiguration<'a>,
    }
}

record! {
    /// The settings of an OpenID Connect issuer.
    #[derive(Default)]
    OidcJwtConfiguration, "PascalCase"
    {}
    {
        issuer_url: Text<'a>,
        claim_attribute_path: Text<'a>,
        identity_store_attribute_path: Text<'a>,
        jwks_retrieval_option: Text<'a>,
    }
}

record! {
    /// A user of the identity store (ListUsers).
    User, "PascalCase"
    {
        user_id: Text<'a>,
    }
    {
        identity_store_id: Text<'a>,
        user_name: Text<'a>,
        external_ids: Vec<ExternalId<'a>>,
        name: PersonName<'a>,
        display_name: Text<'a>,
        nick_name: Text<'a>,
        profile_url: Text<'a>,
        emails: Vec<Email<'a>>,
        addresses: Vec<Address<'a>>,
        phone_numbers: Vec<PhoneNumber<'a>>,
        user_type: Text<'a>,
        title: Text<'a>,
        preferred_language: Text<'a>,
        locale: Text<'a>,
        timezone: Text<'a>,
        /// `ENABLED` or `DISABLED`.
        user_status: Text<'a>,
        created_at: Text<'a>,
        created_by: Text<'a>,
        updated_at: Text<'a>,
        updated_by: Text<'a>,
        website: Text<'a>,
        /// The extension `aws:identitystore:enterprise` (department, manager, ...) as AWS gives it, its keys
        /// sorted. `null` where the user has none.
        extensions: Object<'a>,
    }
}

record! {
    /// The parts of a person's name.
    #[derive(Default)]
    PersonName, "PascalCase"
    {}
    {
        formatted: Text<'a>,
        family_name: Text<'a>,
        given_name: Text<'a>,
        middle_name: Text<'a>,
        honorific_prefix: Text<'a>,
        honorific_suffix: Text<'a>,
    }
}

record! {
    /// An id that another directory gave a user or group.
    ExternalId, "PascalCase"
    {
        issuer: Text<'a>,
        id: Text<'a>,
    }
    {}
}

record! {
    /// An e-mail address.
    #[derive(Default)]
    Email, "PascalCase"
    {}
    {
        value: Text<'a>,
        r#type: Text<'a>,
        primary: bool,
    }
}

record! {
    /// A postal address.
    #[derive(Default)]
    Address, "PascalCase"
    {}
    {
        street_address: Text<'a>,
        locality: Text<'a>,
        region: Text<'a>,
        postal_code: Text<'a>,
        country: Text<'a>,
        formatted: Text<'a>,
        r#type: Text<'a>,
        primary: bool,
    }
}

record! {
    /// A telephone number.
    #[derive(Default)]
    PhoneNumber, "PascalCase"
    {}
    {
        value: Text<'a>,
        r#type: Text<'a>,
        primary: bool,
    }
}

record! {
    /// A group of the identity store (ListGroups).
    Group, "PascalCase"
    {
        group_id: Text<'a>,
    }
    {
        identity_store_id: Text<'a>,
        display_name: Text<'a>,
        external_ids: Vec<ExternalId<'a>>,
        description: Text<'a>,
        created_at: Text<'a>,
        created_by: Text<'a>,
        updated_at: Text<'a>,
        updated_by: Text<'a>,
        /// False where the group's members were not read. Absent means true where `group_memberships` is
        /// present.
        #[serde(rename = "members_read")]
        members_read: bool,
    }
}

record! {
    /// A user's membership in a group (ListGroupMemberships).
    GroupMembership, "PascalCase"
    {
        group_id: Text<'a>,
        user_id: Text<'a>,
    }
    {
        membership_id: Text<'a>,
        created_at: Text<'a>,
    }
}

record! {
    /// The organization (DescribeOrganization).
    Organization, "PascalCase"
    {
        id: Text<'a>,
    }
    {
        arn: Text<'a>,
        /// `ALL` or `CONSOLIDATED_BILLING`.
        feature_set: Text<'a>,
        master_account_arn: Text<'a>,
        /// The management account.
        master_account_id: Text<'a>,
        master_account_email: Text<'a>,
    }
}

record! {
    /// A root of the organization.
    Root, "PascalCase"
    {
        id: Text<'a>,
    }
    {
        arn: Text<'a>,
        name: Text<'a>,
    }
}

record! {
    /// An account of the organization (ListAccounts).
    Account, "PascalCase"
    {
        id: Text<'a>,
    }
    {
        arn: Text<'a>,
        name: Text<'a>,
        email: Text<'a>,
        /// PENDING_ACTIVATION, ACTIVE, SUSPENDED, PENDING_CLOSURE or CLOSED.
        state: Text<'a>,
        /// Retired by AWS on 2026-09-09; kept only where State is absent.
        status: Text<'a>,
        joined_method: Text<'a>,
        joined_timestamp: Text<'a>,
        /// The root or organizational unit that holds the account.
        parent_id: Text<'a>,
        /// ListTagsForResource of Organizations.
        tags: Vec<Tag<'a>>,
    }
}

record! {
    /// An organizational unit.
    OrganizationalUnit, "PascalCase"
    {
        id: Text<'a>,
    }
    {
        arn: Text<'a>,
        name: Text<'a>,
        /// The root or organizational unit above it.
        parent_id: Text<'a>,
    }
}

record! {
    /// An account that may administer the instance (ListDelegatedAdministrators).
    DelegatedAdministrator, "PascalCase"
    {
        id: Text<'a>,
    }
    {
        arn: Text<'a>,
        name: Text<'a>,
        email: Text<'a>,
        state: Text<'a>,
        /// Kept only where State is absent.
        status: Text<'a>,
        joined_method: Text<'a>,
        joined_timestamp: Text<'a>,
        delegation_enabled_date: Text<'a>,
    }
}

record! {
    /// The default version of an AWS managed policy (IAM GetPolicy, GetPolicyVersion).
    ManagedPolicyDocument, "PascalCase"
    {
        arn: Text<'a>,
    }
    {
        default_version_id: Text<'a>,
        update_date: Text<'a>,
        /// The document's text, decoded.
        document: Text<'a>,
    }
}

record! {
    /// A customer managed policy as it is in one account.
    CustomerManagedPolicy, "PascalCase"
    {
        account_id: Text<'a>,
        name: Text<'a>,
        path: Text<'a>,
    }
    {
        /// The text of the default version, decoded; `null` where the account has no such policy.
        document: Text<'a>,
    }
}

record! {
    /// What account access manager lets a user or group do (ListEntitlements).
    Entitlement, "camelCase"
    {
        entitlement_id: Text<'a>,
    }
    {
        /// The application of account access manager that it belongs to.
        application_arn: Text<'a>,
        entitlement: EntitlementTarget<'a>,
        created_at: Text<'a>,
    }
}

record! {
    /// The kinds of entitlement: so far, a role.
    #[derive(Default)]
    EntitlementTarget, "camelCase"
    {}
    {
        principal_role: PrincipalRole<'a>,
    }
}

record! {
    /// Who may take which role in which account.
    #[derive(Default)]
    PrincipalRole, "camelCase"
    {}
    {
        principal: EntitledPrincipal<'a>,
        role_arn: Text<'a>,
        /// The account id.
        account: Text<'a>,
        account_name: Text<'a>,
    }
}

record! {
    /// Who is entitled.
    #[derive(Default)]
    EntitledPrincipal, "camelCase"
    {}
    {
        identity_center: IdentityCenterPrincipal<'a>,
    }
}

record! {
    /// A user or a group of the identity store: one of the two members.
    #[derive(Default)]
    IdentityCenterPrincipal, "camelCase"
    {}
    {
        user_id: Text<'a>,
        group_id: Text<'a>,
    }
}

record! {
    /// A service or resource control policy (Organizations ListPolicies, DescribePolicy, ListTargetsForPolicy).
    OrganizationPolicy, "PascalCase"
    {
        id: Text<'a>,
    }
    {
        arn: Text<'a>,
        name: Text<'a>,
        description: Text<'a>,
        /// `SERVICE_CONTROL_POLICY` or `RESOURCE_CONTROL_POLICY`.
        r#type: Text<'a>,
        aws_managed: bool,
        /// DescribePolicy: the document's text.
        content: Text<'a>,
        /// ListTargetsForPolicy.
        targets: Vec<PolicyTarget<'a>>,
    }
}

record! {
    /// What a policy is attached to.
    PolicyTarget, "PascalCase"
    {
        target_id: Text<'a>,
    }
    {
        /// `ACCOUNT`, `ORGANIZATIONAL_UNIT` or `ROOT`.
        r#type: Text<'a>,
    }
}

record! {
    /// Something the reading itself showed.
    #[derive(Eq, PartialOrd, Ord)]
    Observation, "snake_case"
    {
        kind: Text<'a>,
        service: Text<'a>,
        operation: Text<'a>,
        scope: Text<'a>,
        detail: Text<'a>,
    }
    {}
}
