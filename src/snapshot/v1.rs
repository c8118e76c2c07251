//! Snapshot version 1 as it stands in the file: these structs *are* the format (`docs/snapshot-v1.md`).
//!
//! Records of AWS keep the API's own member names. A key member is required; every other member may be
//! absent, which means that it was not learned (see [`Member`]). Nothing here computes anything.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::member::{Member, ObjectOnly, Text, unique_keys};

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
        /// The permission sets with their six parts. Key: PermissionSetArn.
        permission_sets: Vec<PermissionSet<'a>>,
        /// The pairs of permission set and account that are provisioned. Key: PermissionSetArn, AccountId.
        permission_set_provisioning: Vec<Provisioning<'a>>,
        /// Who was given which permission set in which account.
        /// Key: AccountId, PermissionSetArn, PrincipalType, PrincipalId.
        account_assignments: Vec<AccountAssignment<'a>>,
        /// The users of the identity store. Key: UserId.
        users: Vec<User<'a>>,
        /// The groups of the identity store. Key: GroupId.
        groups: Vec<Group<'a>>,
        /// Which user is in which group. Key: GroupId, UserId.
        group_memberships: Vec<GroupMembership<'a>>,
        /// The roots of the organization (ListRoots). Key: Id.
        roots: Vec<Root<'a>>,
        /// The accounts of the organization (ListAccounts). Key: Id.
        accounts: Vec<Account<'a>>,
        /// The organizational units. Key: Id.
        organizational_units: Vec<OrganizationalUnit<'a>>,
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
