//! The three lists that can hold millions of records, as rows of symbols.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::member::Member;
use super::packed;
use super::symbols::{Neighbours, Symbol, Symbols};
use super::v1::{AccountAssignment, GroupMembership, Provisioning};

/// A record of a large list, as small as can be: its key as symbols, what else there is as symbols or packed.
pub trait Row: Copy + Send {
    /// The record in the file.
    type Record<'a>: serde::Deserialize<'a>;
    /// The members that are read, as they stand in the file with their quotes; the key first.
    const MEMBERS: &'static [&'static str];
    /// How many of them are required.
    const REQUIRED: usize;

    /// From the members in the order of `MEMBERS`; nothing where a required one is not there.
    fn of(members: [Member<&str>; 4], ids: &mut Neighbours) -> Option<Self>;

    /// The members of a record, in the order of `MEMBERS`.
    fn members<'r>(record: &'r Self::Record<'_>) -> [Member<&'r str>; 4];

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

    fn of(members: [Member<&str>; 4], ids: &mut Neighbours) -> Option<Self> {
        let [account, permission_set, principal_type, principal] = members;
        Some(AssignmentRow {
            account: ids.intern(0, account.value()?),
            permission_set: ids.intern(1, permission_set.value()?),
            principal_type: ids.intern(2, principal_type.value()?),
            principal: ids.intern(3, principal.value()?),
        })
    }

    fn members<'r>(record: &'r AccountAssignment<'_>) -> [Member<&'r str>; 4] {
        [&record.account_id, &record.permission_set_arn, &record.principal_type, &record.principal_id]
            .map(|text| Member::Value(&**text))
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

    fn of([permission_set, account, status, _]: [Member<&str>; 4], ids: &mut Neighbours) -> Option<Self> {
        Some(ProvisioningRow {
            permission_set: ids.intern(0, permission_set.value()?),
            account: ids.intern(1, account.value()?),
            // A pair has a status: none is one that was not learned.
            status: status.value().map(|status| ids.intern(2, status)),
        })
    }

    fn members<'r>(record: &'r Provisioning<'_>) -> [Member<&'r str>; 4] {
        [
            Member::Value(&*record.permission_set_arn),
            Member::Value(&*record.account_id),
            record.provisioning_status.as_deref(),
            Member::Absent,
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
    /// MembershipId.
    pub membership_id: Member<packed::Id>,
    /// CreatedAt.
    pub created_at: Member<packed::Time>,
}

impl Row for MembershipRow {
    type Record<'a> = GroupMembership<'a>;
    const MEMBERS: &'static [&'static str] =
        &["\"GroupId\"", "\"UserId\"", "\"MembershipId\"", "\"CreatedAt\""];
    const REQUIRED: usize = 2;

    fn of(members: [Member<&str>; 4], ids: &mut Neighbours) -> Option<Self> {
        let [group, user, membership_id, created_at] = members;
        Some(MembershipRow {
            group: ids.intern(0, group.value()?),
            user: ids.intern(1, user.value()?),
            membership_id: membership_id.map(|text| packed::Id::pack(text, 2, ids)),
            created_at: created_at.map(|text| packed::Time::pack(text, 3, ids)),
        })
    }

    fn members<'r>(record: &'r GroupMembership<'_>) -> [Member<&'r str>; 4] {
        [
            Member::Value(&*record.group_id),
            Member::Value(&*record.user_id),
            record.membership_id.as_deref(),
            record.created_at.as_deref(),
        ]
    }

    fn key(&self) -> [Symbol; 4] {
        [self.group, self.user, self.user, self.user]
    }

    fn renamed(self, rename: impl Fn(Symbol) -> Symbol) -> Self {
        MembershipRow {
            group: rename(self.group),
            user: rename(self.user),
            membership_id: self.membership_id.map(|id| id.renamed(&rename)),
            created_at: self.created_at.map(|time| time.renamed(&rename)),
        }
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

impl AssignmentRow {
    /// The record, for those who compare and show records.
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
            provisioning_status: Member::if_learned(
                self.status.map(|status| super::Text(Cow::Borrowed(symbols.text(status)))),
            ),
        }
    }
}

impl MembershipRow {
    /// The record.
    pub fn record<'s>(self, symbols: &'s Symbols) -> GroupMembership<'s> {
        GroupMembership {
            group_id: symbols.text(self.group).into(),
            user_id: symbols.text(self.user).into(),
            membership_id: self.membership_id.map(|id| id.unpack(symbols).into()),
            created_at: self.created_at.map(|time| time.unpack(symbols).into()),
        }
    }

    /// True where all but the key is the same as in a row by other symbols.
    pub fn has_rest_of(&self, symbols: &Symbols, other: &Self, others: &Symbols) -> bool {
        let is_id = |one: &packed::Id, other: &packed::Id| one.is(symbols, *other, others);
        let is_time = |one: &packed::Time, other: &packed::Time| one.is(symbols, *other, others);
        self.membership_id.is(&other.membership_id, is_id) && self.created_at.is(&other.created_at, is_time)
    }
}
