//! The three lists that can hold millions of records, as rows of symbols.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::symbols::{Symbol, Symbols};
use super::v1::{AccountAssignment, GroupMembership, Provisioning};

/// Where a record stands in the text of the snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The first byte.
    pub start: usize,
    /// How many bytes.
    pub length: u32,
}

/// A record of a large list: its key as symbols.
pub trait Row: Copy + Send {
    /// The record in the file.
    type Record<'a>: serde::Deserialize<'a>;
    /// The members that are read, as they stand in the file with their quotes; the key first.
    const MEMBERS: &'static [&'static str];
    /// How many of them are required.
    const REQUIRED: usize;
    /// How many of them are interned.
    const INTERNED: usize;

    /// From the symbols of the interned members, and the record's place.
    fn of(symbols: [Option<Symbol>; 4], place: Place) -> Option<Self>;

    /// The texts of a record, in the order of `MEMBERS`.
    fn texts<'r>(record: &'r Self::Record<'_>) -> [Option<&'r str>; 4];

    /// The key, in the order in which records are sorted; the last ones repeat where there are fewer than four.
    fn key(&self) -> [Symbol; 4];

    /// The same row by other symbols.
    fn renamed(self, rename: impl Fn(Symbol) -> Symbol) -> Self;
}

/// An account assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AssignmentRow {
    /// AccountId.
    pub account: Symbol,
    /// PermissionSetArn.
    pub permission_set: Symbol,
    /// PrincipalType: USER or GROUP.
    pub principal_type: Symbol,
    /// PrincipalId.
    pub principal: Symbol,
}

impl Row for AssignmentRow {
    type Record<'a> = AccountAssignment<'a>;
    const MEMBERS: &'static [&'static str] =
        &["\"AccountId\"", "\"PermissionSetArn\"", "\"PrincipalType\"", "\"PrincipalId\""];
    const REQUIRED: usize = 4;
    const INTERNED: usize = 4;

    fn of(
        [account, permission_set, principal_type, principal]: [Option<Symbol>; 4],
        _: Place,
    ) -> Option<Self> {
        Some(AssignmentRow {
            account: account?,
            permission_set: permission_set?,
            principal_type: principal_type?,
            principal: principal?,
        })
    }

    fn texts<'r>(record: &'r AccountAssignment<'_>) -> [Option<&'r str>; 4] {
        [&record.account_id, &record.permission_set_arn, &record.principal_type, &record.principal_id]
            .map(|text| Some(&**text))
    }

    fn key(&self) -> [Symbol; 4] {
        [self.account, self.permission_set, self.principal_type, self.principal]
    }

    fn renamed(self, rename: impl Fn(Symbol) -> Symbol) -> Self {
        let [account, permission_set, principal_type, principal] = self.key().map(rename);
        AssignmentRow { account, permission_set, principal_type, principal }
    }
}

/// A permission set provisioned in an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ProvisioningRow {
    /// PermissionSetArn.
    pub permission_set: Symbol,
    /// AccountId.
    pub account: Symbol,
    /// ProvisioningStatus; nothing where it was not learned.
    pub status: Option<Symbol>,
}

impl Row for ProvisioningRow {
    type Record<'a> = Provisioning<'a>;
    const MEMBERS: &'static [&'static str] =
        &["\"PermissionSetArn\"", "\"AccountId\"", "\"ProvisioningStatus\""];
    const REQUIRED: usize = 2;
    const INTERNED: usize = 3;

    fn of([permission_set, account, status, _]: [Option<Symbol>; 4], _: Place) -> Option<Self> {
        Some(ProvisioningRow { permission_set: permission_set?, account: account?, status })
    }

    fn texts<'r>(record: &'r Provisioning<'_>) -> [Option<&'r str>; 4] {
        [
            Some(&*record.permission_set_arn),
            Some(&*record.account_id),
            // A pair has a status: none is one that was not learned.
            record.provisioning_status.text(),
            None,
        ]
    }

    fn key(&self) -> [Symbol; 4] {
        [self.permission_set, self.account, self.account, self.account]
    }

    fn renamed(self, rename: impl Fn(Symbol) -> Symbol) -> Self {
        ProvisioningRow {
            permission_set: rename(self.permission_set),
            account: rename(self.account),
            status: self.status.map(rename),
        }
    }
}

/// A user's membership in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MembershipRow {
    /// GroupId.
    pub group: Symbol,
    /// UserId.
    pub user: Symbol,
    /// The whole record, whose other members are read where they are asked for.
    pub place: Place,
}

impl Row for MembershipRow {
    type Record<'a> = GroupMembership<'a>;
    const MEMBERS: &'static [&'static str] =
        &["\"GroupId\"", "\"UserId\"", "\"MembershipId\"", "\"CreatedAt\""];
    const REQUIRED: usize = 2;
    const INTERNED: usize = 2;

    fn of([group, user, ..]: [Option<Symbol>; 4], place: Place) -> Option<Self> {
        Some(MembershipRow { group: group?, user: user?, place })
    }

    fn texts<'r>(record: &'r GroupMembership<'_>) -> [Option<&'r str>; 4] {
        [Some(&*record.group_id), Some(&*record.user_id), None, None]
    }

    fn key(&self) -> [Symbol; 4] {
        [self.group, self.user, self.user, self.user]
    }

    fn renamed(self, rename: impl Fn(Symbol) -> Symbol) -> Self {
        MembershipRow { group: rename(self.group), user: rename(self.user), place: self.place }
    }
}

/// Sorts rows by the texts of their keys, where they are not; false where a key comes twice.
pub(super) fn sort<R: Row>(rows: &mut [R], symbols: &Symbols, ranks: &mut Option<Vec<u32>>) -> bool {
    let compare = |one: &R, other: &R| {
        let keys = one.key().into_iter().zip(other.key());
        keys.map(|(one, other)| symbols.compare(one, other)).find(|order| order.is_ne())
    };
    if rows.is_sorted_by(|one, next| compare(one, next) == Some(Ordering::Less)) {
        return true;
    }
    let ranks = ranks.get_or_insert_with(|| symbols.ranks());
    let rank = |row: &R| row.key().map(|symbol| ranks.get(symbol.index()).copied().unwrap_or_default());
    rows.sort_unstable_by_key(rank);
    rows.is_sorted_by(|one, next| compare(one, next) == Some(Ordering::Less))
}

/// A record that is written as a row's columns say, for those who compare and show records.
impl AssignmentRow {
    /// The record.
    pub fn record<'s>(self, symbols: &'s Symbols) -> AccountAssignment<'s> {
        let [account_id, permission_set_arn, principal_type, principal_id] =
            self.key().map(|symbol| symbols.text(symbol).into());
        AccountAssignment { account_id, permission_set_arn, principal_type, principal_id }
    }
}

impl ProvisioningRow {
    /// The record.
    pub fn record<'s>(self, symbols: &'s Symbols) -> Provisioning<'s> {
        Provisioning {
            permission_set_arn: symbols.text(self.permission_set).into(),
            account_id: symbols.text(self.account).into(),
            provisioning_status: super::Member::if_learned(
                self.status.map(|status| super::Text(Cow::Borrowed(symbols.text(status)))),
            ),
        }
    }
}
