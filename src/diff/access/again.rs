//! Things that were deleted and made again under the same name.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::side::Side;
use super::super::tables::Compared;
use crate::snapshot::coverage::Operation;
use crate::snapshot::coverage::operation::{LIST_GROUPS, LIST_PERMISSION_SETS, LIST_USERS};
use crate::snapshot::v1::{Group, PermissionSet, User};

/// The ids, old and new, of users, groups and permission sets that were deleted while another was made under the
/// same name. Each leads to its other id.
#[derive(Debug, Default)]
pub struct Again<'s> {
    pub users: FxHashMap<&'s str, &'s str>,
    pub groups: FxHashMap<&'s str, &'s str>,
    pub permission_sets: FxHashMap<&'s str, &'s str>,
}

impl<'s> Again<'s> {
    /// Of two sides.
    pub fn new(old: &Side<'s>, new: &Side<'s>) -> Self {
        let users = |side: &Side<'s>| {
            let users = side.snapshot.users.records().iter();
            users.filter_map(|user| Some((&*user.user_id, user.user_name.text()?))).collect()
        };
        let groups = |side: &Side<'s>| {
            let groups = side.snapshot.groups.records().iter();
            groups.filter_map(|group| Some((&*group.group_id, group.display_name.text()?))).collect()
        };
        let sets = |side: &Side<'s>| {
            let sets = side.snapshot.permission_sets.records().iter();
            sets.filter_map(|set| Some((&*set.permission_set_arn, set.name.text()?))).collect()
        };
        Again {
            users: made_again([old, new], users, LIST_USERS),
            groups: made_again([old, new], groups, LIST_GROUPS),
            permission_sets: made_again([old, new], sets, LIST_PERMISSION_SETS),
        }
    }
}

impl Again<'_> {
    /// The other id of a record of a list that was deleted and made again.
    pub fn other(&self, table: &str, id: &str) -> Option<&str> {
        let ids = match table {
            User::TABLE => &self.users,
            Group::TABLE => &self.groups,
            PermissionSet::TABLE => &self.permission_sets,
            _ => return None,
        };
        ids.get(id).copied()
    }
}

type Named<'s> = Vec<(&'s str, &'s str)>;

fn made_again<'s>(
    sides: [&Side<'s>; 2],
    list: impl Fn(&Side<'s>) -> Named<'s>,
    operation: Operation,
) -> FxHashMap<&'s str, &'s str> {
    // What is missing may be what was not read.
    if sides.iter().any(|side| side.has_read(&[operation], &[]).is_err()) {
        return FxHashMap::default();
    }
    let [old, new] = sides.map(list);
    let ids = |named: &Named<'s>| named.iter().map(|(id, _)| *id).collect::<FxHashSet<&str>>();
    let (old_ids, new_ids) = (ids(&old), ids(&new));
    let gone = old.into_iter().filter(|(id, _)| !new_ids.contains(id));
    let by_name: FxHashMap<&str, &str> = gone.map(|(id, name)| (name, id)).collect();
    let came = new.into_iter().filter(|(id, _)| !old_ids.contains(id));
    came.filter_map(|(id, name)| Some((id, *by_name.get(name)?)))
        .flat_map(|(id, other)| [(id, other), (other, id)])
        .collect()
}
