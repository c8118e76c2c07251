//! A snapshot as analysis sees it.

use std::ops::Deref;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::load::Walked;
use super::member::Member;
use super::rows::{AssignmentRow, MembershipRow, ProvisioningRow};
use super::symbols::{Symbol, Symbols};
use super::v1;

/// A snapshot that was read: its three lists of rows are of [`Symbol`]s, sorted by their keys; all else are the records
/// of the file. All of it is borrowed.
pub struct Snapshot<'a> {
    records: v1::Snapshot<'a>,
    /// The places of the rows of provisioning, once somebody asked.
    provisioned: OnceLock<FxHashMap<[Symbol; 2], usize>>,
    /// The ids of the rows.
    pub symbols: &'a Symbols,
    /// The pairs of permission set and account that are provisioned, by ARN and account.
    pub permission_set_provisioning: &'a Member<Vec<ProvisioningRow>>,
    /// The account assignments, by account, permission set, principal type and principal.
    pub account_assignments: &'a Member<Vec<AssignmentRow>>,
    /// Which user is in which group, by group and user.
    pub group_memberships: &'a Member<Vec<MembershipRow>>,
}

/// Nothing of it was learned.
impl Default for Snapshot<'_> {
    fn default() -> Self {
        static NONE: Symbols = Symbols::new();
        Snapshot {
            records: v1::Snapshot::default(),
            provisioned: OnceLock::new(),
            symbols: &NONE,
            permission_set_provisioning: &Member::Absent,
            account_assignments: &Member::Absent,
            group_memberships: &Member::Absent,
        }
    }
}

impl<'a> Snapshot<'a> {
    /// Of what was read of a file.
    pub(super) fn new(walked: Walked<'a>, symbols: &'a Symbols) -> Self {
        let mut records = walked.records;
        records.doubt();
        Snapshot {
            records,
            provisioned: OnceLock::new(),
            symbols,
            permission_set_provisioning: walked.permission_set_provisioning,
            account_assignments: walked.account_assignments,
            group_memberships: walked.group_memberships,
        }
    }

    /// The text of a symbol of the rows.
    pub fn id(&self, symbol: Symbol) -> &str {
        self.symbols.text(symbol)
    }

    /// The row of a set in an account, where it is provisioned there.
    pub fn provisioning(&self, permission_set_arn: &str, account_id: &str) -> Option<&ProvisioningRow> {
        self.provisioning_of([self.symbols.find(permission_set_arn)?, self.symbols.find(account_id)?])
    }

    /// The same, of the symbols of the set and the account.
    pub fn provisioning_of(&self, pair: [Symbol; 2]) -> Option<&ProvisioningRow> {
        let rows = self.permission_set_provisioning.records();
        let places = self.provisioned.get_or_init(|| {
            rows.iter().zip(0..).map(|(row, place)| ([row.permission_set, row.account], place)).collect()
        });
        rows.get(*places.get(&pair)?)
    }

    /// All records as a file has them, those of the three large lists too, to be written again.
    pub fn whole(&self) -> v1::Snapshot<'_> {
        v1::Snapshot {
            permission_set_provisioning: map(self.permission_set_provisioning, |row| {
                row.record(self.symbols)
            }),
            account_assignments: map(self.account_assignments, |row| row.record(self.symbols)),
            group_memberships: map(self.group_memberships, |row| row.record(self.symbols)),
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

/// The records of the file; the three large lists are not among them.
impl<'a> Deref for Snapshot<'a> {
    type Target = v1::Snapshot<'a>;
    fn deref(&self) -> &v1::Snapshot<'a> {
        &self.records
    }
}
