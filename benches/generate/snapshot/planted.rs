//! What is wrong with the company, and what changes in three weeks: on purpose, and in known numbers.
//!
//! | check | what was planted |
//! |---|---|
//! | `provisioning-outdated` | one provisioned pair in 500, and later one in 10 of the sets edited since |
//! | `provisioned-unassigned` | one set in 8 in an account where nobody has it, and later half of the pairs whose last assignment is gone |
//! | `permission-set-untagged` | one set in 12; half of them are tagged later |
//! | `boundary-missing-on-privileged-set` | one set in 100 gives AdministratorAccess without a boundary |
//! | `privilege-escalation` | one set in 100 may pass any role to a new function; none of these has a boundary either |
//! | `boundary-no-op` | one set in 200 has AdministratorAccess for its boundary |
//! | `allow-with-not-action` | one set in 100 has such a statement |
//! | `element-never-matches` | one set in 200 has two actions in one text |
//! | `policy-near-quota` | one set in 200 has ten policies |
//! | `principal-deleted` | one assignment in 3,000 is that of a user or a group that nobody lists, and one in 6,000 is that of a user who is deleted later |
//! | `disabled-user-with-access` | one user in 250; later, one in 1,000 is enabled again and one in 500 disabled |
//! | `empty-group-with-access` | one group in 100 has no members |
//! | `suspended-account-with-access` | one account in 200; later, one in 400 more |
//! | `user-assigned-directly` | whatever share `--direct` says |
//! | `session-too-long` | one set in 16 |
//!
//! Checks of policies find more, by what the policies say. From one date to the other, besides, one assignment
//! and one membership in 200 goes and as many come, one user in 200 is deleted and as many are created (see
//! `presence.rs`), and one set in 200 is edited ([`edit`]).
//!
//! Sets are counted by how often they are used: the first is used most.

/// One in 3,000 that is that of a deleted user or group, one in 6,000 of one who is deleted later.
pub fn deleted(assignment: u64) -> Option<Deleted> {
    match assignment % 12_000 {
        1_000 | 7_000 => Some(Deleted::User),
        3_000 | 9_000 => Some(Deleted::Group),
        5_000 | 11_000 => Some(Deleted::Leaver),
        _ => None,
    }
}

/// Whose assignment was forgotten.
#[derive(Clone, Copy)]
pub enum Deleted {
    /// That of a user who was deleted before the first date.
    User,
    /// That of such a group.
    Group,
    /// That of a user who is deleted between the two.
    Leaver,
}

/// A user who may not sign in.
pub fn is_disabled(user: u64, is_later: bool) -> bool {
    match user % 1_000 {
        350 | 600 | 850 => true,
        100 => !is_later,
        475 | 975 => is_later,
        _ => false,
    }
}

/// A group without members.
pub fn is_empty(group: u64) -> bool {
    group % 100 == 25
}

/// An account that is no longer used.
pub fn account_state(account: u64, is_later: bool) -> &'static str {
    match account % 400 {
        50 => "SUSPENDED",
        250 => "PENDING_CLOSURE",
        150 if is_later => "SUSPENDED",
        _ => "ACTIVE",
    }
}

/// A set without tags.
pub fn is_untagged(set: u64, is_later: bool) -> bool {
    set % 12 == 7 && !(is_later && set % 24 == 7)
}

/// A set that gives AdministratorAccess: every other one of them has no boundary.
pub fn is_administrator(set: u64) -> bool {
    set.is_multiple_of(50)
}

/// A privileged set without a boundary.
pub fn is_unbounded(set: u64) -> bool {
    set.is_multiple_of(100)
}

/// A set whose boundary lets everything through.
pub fn has_idle_boundary(set: u64) -> bool {
    set % 200 == 30
}

/// A set that allows with NotAction.
pub fn allows_with_not_action(set: u64) -> bool {
    set % 100 == 33
}

/// A set that leads to administrator access.
pub fn escalates(set: u64) -> bool {
    set % 100 == 38
}

/// A set with an action that is none.
pub fn is_misspelt(set: u64) -> bool {
    set % 200 == 48
}

/// A set with nearly as many policies as a role takes.
pub fn is_near_quota(set: u64) -> bool {
    set % 200 == 58
}

/// A set whose policies have one of these flaws, and so none of the parts that are not read.
pub fn has_flawed_policies(set: u64) -> bool {
    [allows_with_not_action, escalates, is_misspelt, is_near_quota, has_idle_boundary]
        .iter()
        .any(|is_flawed| is_flawed(set))
}

/// A set with sessions of twelve hours.
pub fn is_session_too_long(set: u64) -> bool {
    set % 16 == 9
}

/// A set that is provisioned in an account where nobody has it.
pub fn is_provisioned_in_vain(set: u64) -> bool {
    set % 8 == 5
}

/// What is edited in a set between the two dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The inline policy gets a statement more.
    InlinePolicy,
    /// A boundary is put on the set, or taken off.
    Boundary,
    /// Sessions become longer or shorter.
    Session,
    /// A managed policy is attached.
    ManagedPolicy,
}

/// The edit of a set: one set in 200 has one.
pub fn edit(set: u64) -> Option<Edit> {
    let is_odd = set / 400 % 2 == 1;
    match set % 400 {
        13 if is_odd => Some(Edit::Session),
        13 => Some(Edit::InlinePolicy),
        53 if is_odd => Some(Edit::ManagedPolicy),
        53 => Some(Edit::Boundary),
        _ => None,
    }
}
