//! One of the two sides, as far as people's access goes.

use rustc_hash::FxHashMap;

use super::super::side::{Side, Why};
use super::super::tables::Compared;
use super::again::Again;
use super::cause::Fact;
use crate::access::{EffectiveAccess, Ids, Pair, Path, Status, Tier, Tiers};
use crate::dataset::Dataset;
use crate::documents::Library;
use crate::snapshot::coverage::operation::{
    ASSIGNMENTS, LIST_GROUP_MEMBERSHIPS, LIST_GROUPS, LIST_PERMISSION_SETS,
};
use crate::snapshot::v1::{AccountAssignment, PermissionSet};

/// What one side knows of pairs, each asked once: many users are asked about with each.
#[derive(Default)]
pub struct KnownPairs(FxHashMap<Pair, KnownPair>);

struct KnownPair {
    /// What it brings to the status of a path, its account aside.
    status: Status,
    /// Why it is not known who has no assignment of it, where that was asked and is the same for all.
    unassigned: Option<Option<Why>>,
}

impl KnownPairs {
    fn of(&mut self, half: &Half, pair: Pair) -> &mut KnownPair {
        let known = || KnownPair { status: half.access.pair_status(pair), unassigned: None };
        self.0.entry(pair).or_insert_with(known)
    }
}

/// One of the two sides.
pub struct Half<'h> {
    pub side: &'h Side<'h>,
    pub access: EffectiveAccess<'h>,
    pub library: &'h Library<'h>,
    tiers: Tiers<'h>,
    /// By place.
    permission_sets: Vec<Option<&'h PermissionSet<'h>>>,
    /// Of each account the units above it up to the root; nothing where one is not known.
    units_above: Vec<Option<Vec<&'h str>>>,
    /// Groups whose members were not all read, and why.
    unread_groups: Vec<(&'h str, Why)>,
    reads_by_principal: bool,
}

impl<'h> Half<'h> {
    pub fn new(side: &'h Side<'h>, dataset: &'h Dataset<'_>, access: EffectiveAccess<'h>) -> Self {
        // A group that is in no list that was read may have members as well.
        let listed = side.snapshot.groups.records().iter().map(|group| &*group.group_id);
        let groups = Ids::new(listed.chain(access.groups.iter()));
        let unread = |id: &'h str| {
            let operations = [LIST_GROUP_MEMBERSHIPS, LIST_GROUPS];
            (!access.statuses().knows_members(id)).then(|| (id, side.why(&operations, &[id])))
        };
        let source = dataset.source();
        let accounts = side.snapshot.accounts.records();
        let units_above = |id: &str| {
            let at = accounts.binary_search_by(|account| (*account.id).cmp(id)).ok()?;
            source.units_above(accounts.get(at)?.parent_id.text()?)
        };
        let sets = side.snapshot.permission_sets.records();
        let listed_set = |arn: &str| {
            let at = sets.binary_search_by(|set| (*set.permission_set_arn).cmp(arn)).ok()?;
            sets.get(at)
        };
        Half {
            side,
            library: source.library(),
            tiers: Tiers::new(source),
            permission_sets: access.permission_sets.iter().map(listed_set).collect(),
            units_above: access.accounts.iter().map(units_above).collect(),
            unread_groups: groups.iter().filter_map(unread).collect(),
            reads_by_principal: side.knowledge.reads_by_principal(),
            access,
        }
    }

    /// The same side, to be compared with another.
    pub fn beside(self, other: &Half) -> Self {
        Half { tiers: self.tiers.beside(&other.tiers), ..self }
    }

    /// The permission set at a place, where this side lists it.
    pub fn permission_set(&self, place: u32) -> Option<&'h PermissionSet<'h>> {
        self.permission_sets.get(place as usize).copied().flatten()
    }

    /// True where this side is known not to have the set.
    pub fn lacks_permission_set(&self, place: u32) -> bool {
        self.permission_set(place).is_none()
            && !self.side.snapshot.permission_sets.is_absent()
            && self.side.has_read(&[LIST_PERMISSION_SETS], &[]).is_ok()
    }

    /// ProvisioningStatus of a set in an account.
    pub fn provisioning_status(&self, pair: Pair) -> Option<&'h str> {
        let snapshot = self.side.snapshot;
        let row = snapshot.provisioning_of(self.access.symbols_of(pair)?)?;
        row.status.map(|status| snapshot.id(status))
    }

    /// What the set is in the account; nothing where the set, the account or the role is not there.
    pub fn tier(&self, pair: Pair) -> Option<Tier> {
        let is_there = !self.lacks_permission_set(pair.permission_set)
            && self.access.account_status(pair.account) != Status::AccountRemoved
            && self.access.pair_status(pair) != Status::NotProvisioned;
        let (set, account) = self.ids(pair);
        is_there.then(|| self.tiers.of(set, account))
    }

    fn ids(&self, pair: Pair) -> (&'h str, &'h str) {
        (self.access.permission_sets.text(pair.permission_set), self.access.accounts.text(pair.account))
    }

    /// The units above an account up to the root; nothing where one is not known.
    pub fn units_above(&self, account: u32) -> Option<&[&'h str]> {
        self.units_above.get(account as usize)?.as_deref()
    }

    /// True where no path of this user to this pair can work here, whatever was not read.
    fn is_closed(&self, user: u32, pair: Pair, known: &KnownPair) -> bool {
        let closed = |status: Status| !status.may_work();
        closed(self.access.user_status(user))
            || closed(self.access.account_status(pair.account))
            || closed(known.status)
            || self.lacks_permission_set(pair.permission_set)
    }

    /// Why it is not known that the user lacks the pair here, where no path works as far as is known. `holding` is the
    /// other side.
    pub fn doubt(&self, user: u32, pair: Pair, holding: &Half, known: &mut KnownPairs) -> Option<String> {
        let known = known.of(self, pair);
        if self.is_closed(user, pair, known) {
            return None;
        }
        let (set, account) = self.ids(pair);
        if self.side.snapshot.account_assignments.is_absent() {
            let (why, _) = self.side.why(&ASSIGNMENTS, &[set, account]);
            return Some(format!("the {} snapshot: {why}", self.side.word));
        }
        let unassigned = |kind: &str, id: &str| {
            let record = AccountAssignment {
                account_id: account.into(),
                permission_set_arn: set.into(),
                principal_type: kind.into(),
                principal_id: id.into(),
            };
            record.absence_is_known(self.side, holding.side).err()
        };
        let mut unassigned = |kind: &str, id: &str| {
            if self.reads_by_principal {
                return unassigned(kind, id);
            }
            known.unassigned.get_or_insert_with(|| unassigned(kind, id)).clone()
        };
        let of_user = self.access.groups_of(user);
        let direct =
            unassigned("USER", self.access.users.text(user)).filter(|_| !self.user_holds(user, pair));
        let own = of_user.iter().filter(|group| self.access.group_status(**group).may_work());
        let mut own = own.filter(|group| !self.group_holds(**group, pair));
        let (why, _) = direct
            .or_else(|| own.find_map(|group| unassigned("GROUP", self.access.groups.text(*group))))
            .or_else(|| {
                // The user may be a member of these.
                self.unread_groups.iter().find_map(|(id, members)| {
                    let place = self.access.groups.place(id);
                    if place.is_some_and(|group| of_user.binary_search(&group).is_ok()) {
                        return None;
                    }
                    match place.is_some_and(|group| self.group_holds(group, pair)) {
                        true => Some(members.clone()),
                        false => unassigned("GROUP", id),
                    }
                })
            })?;
        Some(format!("the {} snapshot: {why}", self.side.word))
    }

    /// True where the pair is assigned to the user.
    pub fn user_holds(&self, user: u32, pair: Pair) -> bool {
        self.access.held_by_user(user).binary_search_by_key(&pair, |(held, _)| *held).is_ok()
    }

    /// True where the pair is assigned to the group.
    pub fn group_holds(&self, group: u32, pair: Pair) -> bool {
        self.access.held_by_group(group).binary_search_by_key(&pair, |(held, _)| *held).is_ok()
    }

    /// What kept a path from being there and working here: it is there, and works, on the other side.
    pub fn missing(
        &self,
        user: u32,
        pair: Pair,
        path: Path,
        again: &Again,
        known: &mut KnownPairs,
    ) -> Vec<(Fact, Option<u32>)> {
        let access = &self.access;
        let mut facts = Vec::new();
        let user_is_new = access.user_status(user) == Status::UserDeleted;
        let group = path.group();
        let group_is_new = group.is_some_and(|group| access.group_status(group) == Status::GroupDeleted);
        let set_is_new = self.lacks_permission_set(pair.permission_set);
        let account = access.account_status(pair.account);
        let account_is_new = account == Status::AccountRemoved;
        if user_is_new {
            let known = again.users.contains_key(access.users.text(user));
            facts.push((if known { Fact::UserAgain } else { Fact::User }, None));
        } else if access.user_status(user) == Status::UserDisabled {
            facts.push((Fact::Enabled, None));
        }
        if let Some(group) = group.filter(|_| group_is_new) {
            let known = again.groups.contains_key(access.groups.text(group));
            facts.push((if known { Fact::GroupAgain } else { Fact::Group }, Some(group)));
        }
        if set_is_new {
            let known = again.permission_sets.contains_key(access.permission_sets.text(pair.permission_set));
            facts.push((if known { Fact::PermissionSetAgain } else { Fact::PermissionSet }, None));
        }
        match account {
            Status::AccountRemoved => facts.push((Fact::Account, None)),
            Status::AccountSuspended => facts.push((Fact::Open, None)),
            _ => {}
        }
        // What is new came with all that leads to it.
        let (is_assigned, assigner_is_new) = match path {
            Path::Direct => (self.user_holds(user, pair), user_is_new),
            Path::Group(group) => (self.group_holds(group, pair), group_is_new),
        };
        if !is_assigned && !assigner_is_new && !set_is_new && !account_is_new {
            let fact = if group.is_some() { Fact::GroupAssignment } else { Fact::DirectAssignment };
            facts.push((fact, group));
        }
        if let Some(group) = group
            && !user_is_new
            && !group_is_new
            && access.groups_of(user).binary_search(&group).is_err()
        {
            facts.push((Fact::Membership, Some(group)));
        }
        let is_provisioned = known.of(self, pair).status != Status::NotProvisioned;
        if !is_provisioned && is_assigned && !set_is_new && !account_is_new {
            facts.push((Fact::Provisioned, None));
        }
        facts
    }
}
