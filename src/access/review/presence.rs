//! Whether an access that a review tells of is there in a snapshot.

use rustc_hash::FxHashMap;

use super::super::effective::{EffectiveAccess, Pair};
use super::super::status::{Status, Statuses};
use super::row::Ids;
use crate::dataset::Source;
use crate::snapshot::coverage::operation::*;
use crate::snapshot::coverage::{Operation, Standing};
use crate::snapshot::v1::{Group, PermissionSet};
use crate::snapshot::{Knowledge, Snapshot};

/// What a snapshot says about an access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is there, and whether it works.
    There(Status),
    /// It is known not to be there.
    Gone,
    /// Nobody knows: why.
    Unknown(String),
}

/// A snapshot that is asked about access.
pub struct Evidence<'e> {
    snapshot: &'e Snapshot<'e>,
    knowledge: &'e Knowledge<'e>,
    access: &'e EffectiveAccess<'e>,
    statuses: Statuses<'e>,
    groups: FxHashMap<&'e str, &'e Group<'e>>,
    permission_sets: FxHashMap<&'e str, &'e PermissionSet<'e>>,
}

/// Nothing where it is known; else why not.
type Known = Result<(), String>;

impl<'e> Evidence<'e> {
    /// Of a snapshot and its access.
    pub fn new(source: &'e Source<'_>, access: &'e EffectiveAccess<'e>) -> Self {
        let sets = source.snapshot.permission_sets.records().iter();
        Evidence {
            snapshot: source.snapshot,
            knowledge: &source.knowledge,
            access,
            statuses: Statuses::new(source),
            groups: source.snapshot.groups.records().iter().map(|group| (&*group.group_id, group)).collect(),
            permission_sets: sets.map(|set| (&*set.permission_set_arn, set)).collect(),
        }
    }

    /// Whether an access is there: the assignment, and the membership where it leads through a group.
    pub fn of(&self, ids: &Ids) -> Presence {
        let assigned = self.assigned(ids);
        let is_member = ids.user.is_empty() || ids.group.is_empty() || self.is_member(ids);
        match assigned {
            Some(status) if is_member => return Presence::There(status),
            _ if self.is_closed(ids) => return Presence::Gone,
            _ => {}
        }
        let of_assignment = if assigned.is_none() { self.lacks_assignment(ids) } else { Err(String::new()) };
        let of_membership = if is_member { Err(String::new()) } else { self.knows_members(ids.group) };
        match (of_assignment, of_membership) {
            (Ok(()), _) | (_, Ok(())) => Presence::Gone,
            (Err(why), Err(other)) => Presence::Unknown(if why.is_empty() { other } else { why }),
        }
    }

    /// The status of the path, where the pair is assigned to the user or the group.
    fn assigned(&self, ids: &Ids) -> Option<Status> {
        let access = self.access;
        let pair = Pair {
            account: access.accounts.place(ids.account)?,
            permission_set: access.permission_sets.place(ids.permission_set)?,
        };
        let (held, of_group) = match ids.group {
            "" => (access.held_by_user(access.users.place(ids.user)?), Status::Active),
            group => {
                let group = access.groups.place(group)?;
                (access.held_by_group(group), access.group_status(group))
            }
        };
        let at = held.binary_search_by_key(&pair, |(held, _)| *held).ok()?;
        let (_, status) = held.get(at)?;
        let of_user = if ids.user.is_empty() { Status::Unknown } else { self.statuses.user(ids.user) };
        Some(of_user.min(of_group).min(*status))
    }

    fn is_member(&self, ids: &Ids) -> bool {
        let access = self.access;
        let places = access.users.place(ids.user).zip(access.groups.place(ids.group));
        places.is_some_and(|(user, group)| access.groups_of(user).binary_search(&group).is_ok())
    }

    /// True where the user, group, account or set is known not to exist.
    fn is_closed(&self, ids: &Ids) -> bool {
        let sets = &self.snapshot.permission_sets;
        (!ids.user.is_empty() && self.statuses.user(ids.user) == Status::UserDeleted)
            || (!ids.group.is_empty() && self.statuses.group(ids.group) == Status::GroupDeleted)
            || self.statuses.account(ids.account) == Status::AccountRemoved
            || !self.permission_sets.contains_key(ids.permission_set)
                && self.knowledge.absence_is_known(sets, &[LIST_PERMISSION_SETS], &[])
    }

    /// Whether an assignment that was not found is known not to be there.
    fn lacks_assignment(&self, ids: &Ids) -> Known {
        let pair = [ids.permission_set, ids.account];
        let (principal, is_listed, list) = match ids.group {
            "" => (ids.user, self.statuses.user(ids.user) != Status::Unknown, LIST_USERS),
            group => (group, self.groups.contains_key(group), LIST_GROUPS),
        };
        if self.snapshot.account_assignments.is_absent() {
            return Err(self.why(&ASSIGNMENTS, &pair));
        }
        if self.knowledge.reads_by_principal() {
            // Who is not listed is not asked about.
            return match is_listed {
                true => self.has_read(&[LIST_ACCOUNT_ASSIGNMENTS_FOR_PRINCIPAL], &[principal]),
                false => Err(self.why(&[list], &[])),
            };
        }
        if !self.permission_sets.contains_key(ids.permission_set) {
            return Err(self.why(&[LIST_PERMISSION_SETS], &[]));
        }
        self.has_read(&[LIST_ACCOUNT_ASSIGNMENTS], &pair)?;
        // Assignments are asked for where the set is provisioned: where that is not known, nor are they.
        match self.statuses.pair(ids.permission_set, ids.account) {
            Status::Unknown => Err(self.why(&PROVISIONING, &pair)),
            _ => Ok(()),
        }
    }

    /// Whether all members of a group are known.
    ///
    /// # Errors
    /// Why they are not.
    pub fn knows_members(&self, group_id: &str) -> Known {
        let why = || Err(self.why(&[LIST_GROUP_MEMBERSHIPS], &[group_id]));
        let memberships = &self.snapshot.group_memberships;
        let is_read = self.knowledge.absence_is_known(memberships, &[LIST_GROUP_MEMBERSHIPS], &[group_id]);
        match self.groups.get(group_id) {
            _ if !is_read => why(),
            Some(group) if group.members_read.value() == Some(&false) => why(),
            Some(_) => Ok(()),
            // Of a group that is not listed, nobody asked who is in it.
            None if self.statuses.group(group_id) == Status::GroupDeleted => Ok(()),
            None => Err(self.why(&[LIST_GROUPS], &[])),
        }
    }

    fn has_read(&self, operations: &[Operation], ids: &[&str]) -> Known {
        match self.knowledge.standing_of_any(operations, ids) {
            Standing::Gap(_) => Err(self.why(operations, ids)),
            Standing::Unsaid | Standing::Complete => Ok(()),
        }
    }

    fn why(&self, operations: &[Operation], ids: &[&str]) -> String {
        self.knowledge.why(operations, ids).0
    }
}
