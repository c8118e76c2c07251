//! Whom a row is about.

use super::super::status::Status;

/// What is known of the person of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserStatus {
    /// UserStatus is ENABLED.
    Enabled,
    /// UserStatus is DISABLED.
    Disabled,
    /// The user is in the identity store no more.
    UserDeleted,
    /// UserStatus was not read, or nobody knows whether the user exists.
    Unknown,
    /// The row is of a group whose members were not all read.
    MembersUnknown,
    /// The row is of a group that is in the identity store no more.
    GroupDeleted,
}

impl UserStatus {
    /// Of what the user brings to a path.
    pub fn of(status: Status) -> Self {
        match status {
            Status::UserDeleted => UserStatus::UserDeleted,
            Status::UserDisabled => UserStatus::Disabled,
            Status::Active => UserStatus::Enabled,
            _ => UserStatus::Unknown,
        }
    }

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            UserStatus::Enabled => "enabled",
            UserStatus::Disabled => "disabled",
            UserStatus::UserDeleted => "user-deleted",
            UserStatus::Unknown => "unknown",
            UserStatus::MembersUnknown => "members-unknown",
            UserStatus::GroupDeleted => "group-deleted",
        }
    }
}
