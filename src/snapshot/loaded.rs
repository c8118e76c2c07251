//! A snapshot as analysis sees it.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::OnceLock;

use memchr::memmem;
use rustc_hash::FxHashMap;

use super::load::Loaded;
use super::member::Member;
use super::rows::{self, AssignmentRow, MembershipRow, ProvisioningRow, Row};
use super::symbols::{Symbol, Symbols};
use super::v1::{self, GroupMembership};

/// A snapshot that was read: its three large lists are rows of [`Symbol`]s, sorted by their keys; all else are the
/// records of the file, borrowed from its text.
#[derive(Default)]
pub struct Snapshot<'a> {
    records: v1::Snapshot<'a>,
    text: &'a [u8],
    /// The places of the rows of provisioning, once somebody asked.
    provisioned: OnceLock<FxHashMap<[Symbol; 2], usize>>,
    /// The ids of the rows.
    pub symbols: Symbols,
    /// The pairs of permission set and account that are provisioned, by ARN and account.
    pub permission_set_provisioning: Member<Vec<ProvisioningRow>>,
    /// The account assignments, by account, permission set, principal type and principal.
    pub account_assignments: Member<Vec<AssignmentRow>>,
    /// Which user is in which group, by group and user.
    pub group_memberships: Member<Vec<MembershipRow>>,
}

impl<'a> Snapshot<'a> {
    /// From what was read of a text; nothing where a row comes twice.
    pub(super) fn new(loaded: Loaded<'a>, text: &'a [u8]) -> Option<Self> {
        let mut snapshot = Snapshot {
            records: loaded.records,
            text,
            provisioned: OnceLock::new(),
            symbols: loaded.symbols,
            permission_set_provisioning: loaded.permission_set_provisioning,
            account_assignments: loaded.account_assignments,
            group_memberships: loaded.group_memberships,
        };
        let symbols = &snapshot.symbols;
        let mut ranks = None;
        let are_unique = sort(&mut snapshot.permission_set_provisioning, symbols, &mut ranks)
            && sort(&mut snapshot.account_assignments, symbols, &mut ranks)
            && sort(&mut snapshot.group_memberships, symbols, &mut ranks);
        snapshot.records.doubt();
        are_unique.then_some(snapshot)
    }

    /// The text of a symbol of the rows.
    pub fn id(&self, symbol: Symbol) -> &str {
        self.symbols.text(symbol)
    }

    /// The row of a set in an account, where it is provisioned there.
    pub fn provisioning(&self, permission_set_arn: &str, account_id: &str) -> Option<&ProvisioningRow> {
        let rows = self.permission_set_provisioning.records();
        let places = self.provisioned.get_or_init(|| {
            rows.iter().zip(0..).map(|(row, place)| ([row.permission_set, row.account], place)).collect()
        });
        let pair = [self.symbols.find(permission_set_arn)?, self.symbols.find(account_id)?];
        rows.get(*places.get(&pair)?)
    }

    /// The whole record of a membership.
    pub fn membership(&self, row: &MembershipRow) -> GroupMembership<'_> {
        serde_json::from_slice(self.membership_text(row)).unwrap_or_else(|_| GroupMembership {
            group_id: self.id(row.group).into(),
            user_id: self.id(row.user).into(),
            membership_id: Member::Absent,
            created_at: Member::Absent,
        })
    }

    /// CreatedAt of a membership.
    pub fn membership_created_at(&self, row: &MembershipRow) -> Option<Cow<'_, str>> {
        let text = self.membership_text(row);
        // Few exports have it, and it is asked for a million times.
        memmem::find(text, b"\"CreatedAt\"")?;
        match self.membership(row).created_at {
            Member::Value(created_at) => Some(created_at.0),
            Member::Absent | Member::Null => None,
        }
    }

    /// The record of a membership as it stands in the file.
    pub fn membership_text(&self, row: &MembershipRow) -> &'a [u8] {
        let end = row.place.start + row.place.length as usize;
        self.text.get(row.place.start..end).unwrap_or_default()
    }

    /// All records as a file has them, those of the three large lists too, to be written again.
    pub fn whole(&self) -> v1::Snapshot<'_> {
        v1::Snapshot {
            permission_set_provisioning: map(&self.permission_set_provisioning, |row| {
                row.record(&self.symbols)
            }),
            account_assignments: map(&self.account_assignments, |row| row.record(&self.symbols)),
            group_memberships: map(&self.group_memberships, |row| self.membership(row)),
            ..self.records.clone()
        }
    }

    /// The records, to be changed.
    pub fn records_mut(&mut self) -> &mut v1::Snapshot<'a> {
        &mut self.records
    }
}

fn map<R, T>(list: &Member<Vec<R>>, record: impl Fn(&R) -> T) -> Member<Vec<T>> {
    match list {
        Member::Absent => Member::Absent,
        Member::Null => Member::Null,
        Member::Value(rows) => Member::Value(rows.iter().map(record).collect()),
    }
}

fn sort<R: Row>(list: &mut Member<Vec<R>>, symbols: &Symbols, ranks: &mut Option<Vec<u32>>) -> bool {
    match list {
        Member::Value(rows) => rows::sort(rows, symbols, ranks),
        Member::Absent | Member::Null => true,
    }
}

/// The records of the file; the three large lists are not among them.
impl<'a> Deref for Snapshot<'a> {
    type Target = v1::Snapshot<'a>;
    fn deref(&self) -> &v1::Snapshot<'a> {
        &self.records
    }
}
