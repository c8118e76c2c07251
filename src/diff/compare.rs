//! The walk over two sorted lists.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::panic::resume_unwind;

use serde::Serialize;
use serde_json::{Map, Value};

use super::access::{Access, AccessDiff, Again};
use super::normalise::normalise;
use super::permissions::permissions;
use super::side::Side;
use super::tables::Compared;
use crate::access::Production;
use crate::dataset::Dataset;
use crate::documents::ManagedFolder;
use crate::findings::{Change, ChangeKind, PermissionChange};
use crate::model::NotEvaluated;
use crate::snapshot::rows::Row;
use crate::snapshot::{Key, Keyed, Member, Snapshot};

/// Members that move with every other change and say nothing by themselves.
const IGNORED: [&str; 3] = ["UpdatedAt", "UpdatedBy", "members_read"];

/// The difference of two snapshots.
pub struct Diff {
    /// In the order of the snapshot's members, then by key, then by member.
    pub changes: Vec<Change>,
    /// What sets that are on both sides allow now and did not, or no longer do.
    pub permissions: Vec<PermissionChange>,
    /// What changed in what people reach.
    pub access: AccessDiff,
    /// What one side or both did not learn: neither a change nor none.
    pub unknown: Vec<NotEvaluated>,
}

/// Compares two snapshots. The folder has documents of AWS managed policies that they may lack.
pub fn diff(old: &mut Snapshot, new: &mut Snapshot, folder: &ManagedFolder, production: &Production) -> Diff {
    normalise(old);
    normalise(new);
    let before = Dataset::with_managed_policies(old, folder.clone());
    let after = before.beside(new);
    let (old, new) = (Side::new(old, "older"), Side::new(new, "newer"));
    let again = Again::new(&old, &new);
    let (sides, datasets) = ([&old, &new], [&before, &after]);
    // Records and policies are compared while people's access is: parts of both are of one thread.
    let (records, access) = std::thread::scope(|scope| {
        let records = scope.spawn(|| {
            let (changes, mut unknown) = records(&old, &new, &again);
            let (permissions, undecided) = permissions(sides, datasets);
            unknown.extend(undecided);
            unknown.sort();
            unknown.dedup();
            (changes, permissions, unknown)
        });
        let access = Access::new(sides, datasets, &again, production);
        (records.join().unwrap_or_else(|panic| resume_unwind(panic)), access)
    });
    let (changes, permissions, unknown) = records;
    let access = access.told(unknown.is_empty());
    Diff { changes, permissions, access, unknown }
}

/// What changed record by record, and what of that cannot be told.
fn records(old: &Side, new: &Side, again: &Again) -> (Vec<Change>, Vec<NotEvaluated>) {
    let mut walk = Walk { old, new, again, changes: Vec::new(), unknown: Vec::new() };
    walk.list(|side| &side.access_control_attributes);
    walk.list(|side| &side.snapshot.regions);
    walk.list(|side| &side.snapshot.permission_sets);
    walk.rows(
        |side| side.snapshot.permission_set_provisioning,
        |side, row| row.record(side.snapshot.symbols),
        |[old, new], one, other| match (one.status, other.status) {
            (Some(one), Some(other)) => old.snapshot.id(one) == new.snapshot.id(other),
            // One that was not learned is the same as nothing.
            _ => false,
        },
    );
    walk.rows(
        |side| side.snapshot.account_assignments,
        |side, row| row.record(side.snapshot.symbols),
        |_, _, _| true,
    );
    walk.list(|side| &side.snapshot.applications);
    walk.list(|side| &side.snapshot.application_providers);
    walk.list(|side| &side.snapshot.trusted_token_issuers);
    walk.list(|side| &side.snapshot.users);
    walk.list(|side| &side.snapshot.groups);
    walk.rows(
        |side| side.snapshot.group_memberships,
        |side, row| row.record(side.snapshot.symbols),
        |[old, new], one, other| one.has_rest_of(old.snapshot.symbols, other, new.snapshot.symbols),
    );
    walk.list(|side| &side.organization);
    walk.list(|side| &side.snapshot.accounts);
    walk.list(|side| &side.snapshot.organizational_units);
    walk.list(|side| &side.snapshot.delegated_administrators);
    walk.list(|side| &side.snapshot.managed_policies);
    walk.list(|side| &side.snapshot.customer_managed_policies);
    walk.list(|side| &side.snapshot.entitlements);
    walk.list(|side| &side.snapshot.organization_policies);
    (walk.changes, walk.unknown)
}

struct Walk<'w, 's> {
    old: &'w Side<'s>,
    new: &'w Side<'s>,
    again: &'w Again<'w>,
    changes: Vec<Change>,
    unknown: Vec<NotEvaluated>,
}

impl<'w, 's> Walk<'w, 's> {
    /// A list of records.
    fn list<T: Compared + 'w>(&mut self, list: impl Fn(&'w Side<'s>) -> &'w Member<Vec<T>>) {
        let (old, new) = (list(self.old), list(self.new));
        self.gaps::<T>(old.is_absent(), new.is_absent());
        if let (Some(old), Some(new)) = (old.list(), new.list()) {
            let compare = |one: &&T, other: &&T| one.key().cmp(&other.key());
            let is_same = |one: &T, other: &T| one == other && one.unread_parts().is_empty();
            self.merge::<_, T, _>(old.iter(), new.iter(), compare, |_, record| record, is_same);
        }
    }

    /// A list of rows. `record` makes the record of a row, and `is_same` tells whether two rows of one key are known to
    /// have the same besides.
    fn rows<R: Row + 'w, T: Compared>(
        &mut self,
        list: impl Fn(&'w Side<'s>) -> &'w Member<Vec<R>>,
        record: impl Fn(&'w Side<'s>, &'w R) -> T,
        is_same: impl Fn([&'w Side<'s>; 2], &'w R, &'w R) -> bool,
    ) {
        let (old_side, new_side) = (self.old, self.new);
        let (old, new) = (list(old_side), list(new_side));
        self.gaps::<T>(old.is_absent(), new.is_absent());
        if let (Some(old), Some(new)) = (old.list(), new.list()) {
            let [before, after] = [old_side, new_side].map(|side| side.snapshot.symbols);
            let compare = |one: &&R, other: &&R| {
                let keys = one.key().into_iter().zip(other.key());
                let orders = keys.map(|(one, other)| before.text(one).cmp(after.text(other)));
                orders.fold(Ordering::Equal, Ordering::then)
            };
            let is_same = |one, other| is_same([old_side, new_side], one, other);
            self.merge(old.iter(), new.iter(), compare, record, is_same);
        }
    }

    /// What of a list was not read.
    fn gaps<T: Compared>(&mut self, old_is_absent: bool, new_is_absent: bool) {
        // A list that neither side has nor speaks of was not asked for.
        let speaks = |side: &Side| side.knowledge.speaks_of(T::OPERATIONS);
        let nobody_asked = old_is_absent && new_is_absent && !speaks(self.old) && !speaks(self.new);
        for (side, is_absent) in [(self.old, old_is_absent), (self.new, new_is_absent)] {
            let thing = format!("changes of {}", T::TABLE);
            let describe =
                |ids: &[&str]| ids.iter().map(|id| side.names.describe(id)).collect::<Vec<_>>().join(" in ");
            for gap in side.knowledge.gaps(T::OPERATIONS, &thing, is_absent, |_| true, describe) {
                self.unknown(
                    gap.what,
                    format!("the {} snapshot: {}", side.word, gap.why),
                    gap.asked_for && !nobody_asked,
                );
            }
        }
    }

    /// Walks two sorted lists side by side.
    fn merge<I: Copy, T: Compared, B: Borrow<T>>(
        &mut self,
        old: impl Iterator<Item = I>,
        new: impl Iterator<Item = I>,
        compare: impl Fn(&I, &I) -> Ordering,
        record: impl Fn(&'w Side<'s>, I) -> B,
        is_same: impl Fn(I, I) -> bool,
    ) {
        let (mut old, mut new) = (old.peekable(), new.peekable());
        loop {
            let order = match (old.peek(), new.peek()) {
                (Some(one), Some(other)) => compare(one, other),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => break,
            };
            let older = if order.is_le() { old.next() } else { None };
            let newer = if order.is_ge() { new.next() } else { None };
            match (older, newer) {
                (Some(_), None) | (None, Some(_)) if T::IS_NAMED_BY_OTHERS => {}
                (Some(one), None) => {
                    self.one_sided(ChangeKind::Removed, record(self.old, one).borrow(), self.new, self.old);
                }
                (None, Some(one)) => {
                    self.one_sided(ChangeKind::Added, record(self.new, one).borrow(), self.old, self.new);
                }
                (Some(older), Some(newer)) if !is_same(older, newer) => {
                    self.members(record(self.old, older).borrow(), record(self.new, newer).borrow());
                }
                _ => {}
            }
        }
    }

    /// A record that `lacking` does not have.
    fn one_sided<T: Compared>(&mut self, change: ChangeKind, record: &T, lacking: &Side, holding: &Side) {
        let name = self.words::<T>(&record.key());
        match record.absence_is_known(lacking, holding) {
            Ok(()) => {
                self.changes.push(Change {
                    table: T::TABLE,
                    change,
                    key: key_members::<T>(&record.key()),
                    made_again: self.made_again::<T>(&record.key()),
                    name,
                    attribute: None,
                    old: None,
                    new: None,
                });
            }
            Err((why, asked_for)) => {
                let name = T::words(&record.key(), |kind, id| match self.named(kind, id) {
                    name if kind == "account" && name != id => format!("{name} ({id})"),
                    name => name,
                });
                let what = format!("whether {} was {change}: {name}", T::ONE);
                self.unknown(what, format!("the {} snapshot: {why}", lacking.word), asked_for);
            }
        }
    }

    /// A record of both sides.
    fn members<T: Compared>(&mut self, older: &T, newer: &T) {
        let (old, new) = (members_of(older), members_of(newer));
        let key = key_members::<T>(&older.key());
        let name = self.words::<T>(&older.key());
        let parts = older.unread_parts().into_iter().chain(newer.unread_parts());
        let mut names: Vec<&str> = old.keys().chain(new.keys()).map(String::as_str).chain(parts).collect();
        names.sort_unstable();
        names.dedup();
        for member in names {
            if IGNORED.contains(&member) || key.contains_key(member) {
                continue;
            }
            let part = T::PARTS.iter().find(|(part, _)| *part == member);
            match (old.get(member), new.get(member)) {
                (Some(one), Some(other)) if meaning(one) == meaning(other) => {}
                (Some(one), Some(other)) => {
                    let renamed = T::NAME == Some(member) && !one.is_null() && !other.is_null();
                    self.changes.push(Change {
                        table: T::TABLE,
                        change: if renamed { ChangeKind::Renamed } else { ChangeKind::Changed },
                        key: key.clone(),
                        name: name.clone(),
                        made_again: None,
                        attribute: Some(member.to_owned()),
                        old: Some(one.clone()),
                        new: Some(other.clone()),
                    });
                }
                (one, other) => {
                    let sides = [(one, self.old), (other, self.new)];
                    for (_, side) in sides.iter().filter(|(value, _)| value.is_none()) {
                        let operations = part.map_or(T::OPERATIONS, |(_, operations)| operations);
                        let (why, asked_for) = side.why(operations, &ids(&older.key()));
                        let what = format!("{member} of {} {name}", T::ONE);
                        self.unknown(what, format!("the {} snapshot: {why}", side.word), asked_for);
                    }
                }
            }
        }
    }

    fn made_again<T: Compared>(&self, [id, ..]: &Key) -> Option<String> {
        self.again.other(T::TABLE, id).map(str::to_owned)
    }

    fn unknown(&mut self, what: String, why: String, asked_for: bool) {
        self.unknown.push(NotEvaluated { what, why, asked_for });
    }

    /// A record in words, by its newest names.
    fn words<T: Compared>(&self, key: &Key) -> String {
        T::words(key, |kind, id| self.named(kind, id))
    }

    fn named(&self, kind: &'static str, id: &str) -> String {
        self.new.names.get(kind, id).or(self.old.names.get(kind, id)).unwrap_or(id).to_owned()
    }
}

fn ids<'k>(key: &Key<'k>) -> Vec<&'k str> {
    key.iter().copied().filter(|id| !id.is_empty()).collect()
}

fn key_members<T: Keyed>(key: &Key) -> Map<String, Value> {
    T::MEMBERS.iter().zip(key).map(|(member, id)| ((*member).to_owned(), Value::from(*id))).collect()
}

/// The record as the file has it: absent members are absent, `null` is none.
fn members_of<T: Serialize>(record: &T) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

/// A value without what has no meaning: `""`, `[]` and `null` are all none, and lists have no order.
fn meaning(value: &Value) -> Value {
    match value {
        Value::String(text) if text.is_empty() => Value::Null,
        Value::Array(items) if items.is_empty() => Value::Null,
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(meaning).collect();
            items.sort_by_cached_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), meaning(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}
