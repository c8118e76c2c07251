//! The names that ids have.

use rustc_hash::FxHashMap;

use super::v1::Snapshot;

/// Names by id: permission sets, users, groups, accounts, organizational units.
pub struct Names<'s>(FxHashMap<&'s str, &'s str>);

impl<'s> Names<'s> {
    /// The names in a snapshot.
    pub fn new(snapshot: &'s Snapshot<'_>) -> Self {
        let sets = snapshot.permission_sets.records().iter();
        let users = snapshot.users.records().iter();
        let groups = snapshot.groups.records().iter();
        let accounts = snapshot.accounts.records().iter();
        let units = snapshot.organizational_units.records().iter();
        let named = sets
            .map(|set| (&*set.permission_set_arn, set.name.text()))
            .chain(users.map(|user| (&*user.user_id, user.user_name.text())))
            .chain(groups.map(|group| (&*group.group_id, group.display_name.text())))
            .chain(accounts.map(|account| (&*account.id, account.name.text())))
            .chain(units.map(|unit| (&*unit.id, unit.name.text())));
        Names(named.filter_map(|(id, name)| Some((id, name?))).collect())
    }

    /// The name of an id, if it has one.
    pub fn get(&self, id: &str) -> Option<&'s str> {
        self.0.get(id).copied()
    }

    /// The name of an id, or the id.
    pub fn name_or_id<'i>(&self, id: &'i str) -> &'i str
    where
        's: 'i,
    {
        self.get(id).unwrap_or(id)
    }
}
