//! Why somebody's access changed (`docs/access.md`).

use crate::model::Cell;

/// What is so on one side and not on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// The user exists.
    User,
    /// The user exists, and on the other side another of the same name.
    UserAgain,
    /// The path's group exists.
    Group,
    /// The path's group exists, and on the other side another of the same name.
    GroupAgain,
    /// The permission set exists.
    PermissionSet,
    /// The permission set exists, and on the other side another of the same name.
    PermissionSetAgain,
    /// The account is in the organization.
    Account,
    /// The set is assigned to the user in the account.
    DirectAssignment,
    /// The set is assigned to the path's group in the account.
    GroupAssignment,
    /// The user is in the path's group.
    Membership,
    /// The user is not disabled.
    Enabled,
    /// The account is not suspended or closed.
    Open,
    /// The set is provisioned in the account.
    Provisioned,
}

/// What differs in a permission set that somebody has in an account, on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Difference {
    /// Its policies allow something more.
    PoliciesWidened,
    /// Its policies allow something less.
    PoliciesNarrowed,
    /// They allow the same under other conditions.
    ConditionsChanged,
    /// They differ, and what that means cannot be decided.
    PoliciesChanged,
    /// The permissions boundary differs.
    BoundaryChanged,
    /// The account had an earlier version and has the latest.
    ProvisioningCaughtUp,
    /// The account is at another place in the organization.
    AccountMoved,
}

/// One cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Of access gained: this is so now.
    Came(Fact, Option<u32>),
    /// Of access lost: this is so no more.
    Went(Fact, Option<u32>),
    /// Of access that is another thing now.
    Differs(Difference),
}

impl Cause {
    /// The group that it is about, by its place.
    pub fn group(self) -> Option<u32> {
        match self {
            Cause::Came(_, group) | Cause::Went(_, group) => group,
            Cause::Differs(_) => None,
        }
    }

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::Came(fact, _) => match fact {
                Fact::User => "user-created",
                Fact::UserAgain => "user-recreated",
                Fact::Group => "group-created",
                Fact::GroupAgain => "group-recreated",
                Fact::PermissionSet => "permission-set-created",
                Fact::PermissionSetAgain => "permission-set-recreated",
                Fact::Account => "account-added",
                Fact::DirectAssignment => "direct-assignment",
                Fact::GroupAssignment => "group-assignment",
                Fact::Membership => "joined-group",
                Fact::Enabled => "user-enabled",
                Fact::Open => "account-reactivated",
                Fact::Provisioned => "provisioned",
            },
            Cause::Went(fact, _) => match fact {
                Fact::User => "user-deleted",
                Fact::UserAgain => "user-recreated",
                Fact::Group => "group-deleted",
                Fact::GroupAgain => "group-recreated",
                Fact::PermissionSet => "permission-set-deleted",
                Fact::PermissionSetAgain => "permission-set-recreated",
                Fact::Account => "account-removed",
                Fact::DirectAssignment => "direct-assignment-removed",
                Fact::GroupAssignment => "group-assignment-removed",
                Fact::Membership => "left-group",
                Fact::Enabled => "user-disabled",
                Fact::Open => "account-suspended",
                Fact::Provisioned => "deprovisioned",
            },
            Cause::Differs(difference) => match difference {
                Difference::PoliciesWidened => "policies-widened",
                Difference::PoliciesNarrowed => "policies-narrowed",
                Difference::ConditionsChanged => "conditions-changed",
                Difference::PoliciesChanged => "policies-changed",
                Difference::BoundaryChanged => "boundary-changed",
                Difference::ProvisioningCaughtUp => "provisioning-caught-up",
                Difference::AccountMoved => "account-moved",
            },
        }
    }

    /// In words; `group` is the name of the group that it is about.
    pub fn words(self, group: &str) -> Cell {
        let text = match self {
            Cause::Came(fact, _) => match fact {
                Fact::User => "the user was created".to_owned(),
                Fact::UserAgain => "the user was deleted and made again under the same name".to_owned(),
                Fact::Group => format!("group {group} was created"),
                Fact::GroupAgain => format!("group {group} was deleted and made again under the same name"),
                Fact::PermissionSet => "the permission set was created".to_owned(),
                Fact::PermissionSetAgain => {
                    "the permission set was deleted and made again under the same name".to_owned()
                }
                Fact::Account => "the account joined the organization".to_owned(),
                Fact::DirectAssignment => "assigned directly".to_owned(),
                Fact::GroupAssignment => format!("assigned to group {group}"),
                Fact::Membership => format!("joined group {group}"),
                Fact::Enabled => "the user was enabled".to_owned(),
                Fact::Open => "the account is active again".to_owned(),
                Fact::Provisioned => "the permission set was provisioned in the account".to_owned(),
            },
            Cause::Went(fact, _) => match fact {
                Fact::User => "the user was deleted".to_owned(),
                Fact::UserAgain => "the user was deleted and made again under the same name".to_owned(),
                Fact::Group => format!("group {group} was deleted"),
                Fact::GroupAgain => format!("group {group} was deleted and made again under the same name"),
                Fact::PermissionSet => "the permission set was deleted".to_owned(),
                Fact::PermissionSetAgain => {
                    "the permission set was deleted and made again under the same name".to_owned()
                }
                Fact::Account => "the account left the organization".to_owned(),
                Fact::DirectAssignment => "the direct assignment was removed".to_owned(),
                Fact::GroupAssignment => format!("the assignment to group {group} was removed"),
                Fact::Membership => format!("left group {group}"),
                Fact::Enabled => "the user was disabled".to_owned(),
                Fact::Open => "the account was suspended or closed".to_owned(),
                Fact::Provisioned => "the permission set is no longer provisioned in the account".to_owned(),
            },
            Cause::Differs(difference) => match difference {
                Difference::PoliciesWidened => "the set's policies allow more",
                Difference::PoliciesNarrowed => "the set's policies allow less",
                Difference::ConditionsChanged => "the set's policies allow the same under other conditions",
                Difference::PoliciesChanged => "the set's policies differ, and how cannot be decided",
                Difference::BoundaryChanged => "the permissions boundary changed",
                Difference::ProvisioningCaughtUp => "the account now has the latest version of the set",
                Difference::AccountMoved => "the account moved to another organizational unit",
            }
            .to_owned(),
        };
        Cell::text(text)
    }
}
