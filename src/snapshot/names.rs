//! The names that ids have.

use rustc_hash::FxHashMap;

use super::v1::Snapshot;

/// Kind and name by id: permission sets, users, groups, accounts, organizational units.
pub struct Names<'s>(FxHashMap<&'s str, (&'static str, Option<&'s str>)>);

impl<'s> Names<'s> {
    /// The names in a snapshot.
    pub fn new(snapshot: &'s Snapshot<'_>) -> Self {
        let sets = snapshot.permission_sets.records().iter();
        let users = snapshot.users.records().iter();
        let groups = snapshot.groups.records().iter();
        let accounts = snapshot.accounts.records().iter();
        let units = snapshot.organizational_units.records().iter();
        Names(
            sets.map(|set| (&*set.permission_set_arn, ("permission set", set.name.text())))
                .chain(users.map(|user| (&*user.user_id, ("user", user.user_name.text()))))
                .chain(groups.map(|group| (&*group.group_id, ("group", group.display_name.text()))))
                .chain(accounts.map(|account| (&*account.id, ("account", account.name.text()))))
                .chain(units.map(|unit| (&*unit.id, ("organizational unit", unit.name.text()))))
                .collect(),
        )
    }

    /// The name of an id, if it has one.
    pub fn get(&self, id: &str) -> Option<&'s str> {
        self.0.get(id).and_then(|(_, name)| *name)
    }

    /// The name of an id, or the id.
    pub fn name_or_id<'i>(&self, id: &'i str) -> &'i str
    where
        's: 'i,
    {
        self.get(id).unwrap_or(id)
    }

    /// Kind and name: `group Finance`. An id that is in no list is told by its shape.
    pub fn describe(&self, id: &str) -> String {
        let kind = match self.0.get(id) {
            Some((kind, _)) => kind,
            None if id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()) => "account",
            None if id.contains(":permissionSet/") => "permission set",
            None if id.starts_with("ou-") => "organizational unit",
            None => return id.to_owned(),
        };
        format!("{kind} {}", self.name_or_id(id))
    }
}
