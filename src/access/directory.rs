//! The names of things, as columns.

use rustc_hash::FxHashMap;

use super::ids::Ids;
use crate::dataset::Source;
use crate::dataset::source::email;
use crate::model::{Cell, Rows};
use crate::snapshot::v1::{Account, Group, PermissionSet, User};

/// Users, groups, permission sets and accounts by their ids; of two snapshots, each thing as the first has it.
pub struct Directory<'s> {
    users: FxHashMap<&'s str, &'s User<'s>>,
    groups: FxHashMap<&'s str, &'s Group<'s>>,
    permission_sets: FxHashMap<&'s str, &'s PermissionSet<'s>>,
    accounts: FxHashMap<&'s str, &'s Account<'s>>,
    ou_paths: FxHashMap<&'s str, String>,
}

impl<'s> Directory<'s> {
    /// Of snapshots, the newest first.
    pub fn new(sources: &[&'s Source<'_>]) -> Self {
        let mut directory = Directory {
            users: FxHashMap::default(),
            groups: FxHashMap::default(),
            permission_sets: FxHashMap::default(),
            accounts: FxHashMap::default(),
            ou_paths: FxHashMap::default(),
        };
        for source in sources.iter().rev() {
            let snapshot = source.snapshot;
            let users = snapshot.users.records().iter();
            directory.users.extend(users.map(|user| (&*user.user_id, user)));
            let groups = snapshot.groups.records().iter();
            directory.groups.extend(groups.map(|group| (&*group.group_id, group)));
            let sets = snapshot.permission_sets.records().iter();
            directory.permission_sets.extend(sets.map(|set| (&*set.permission_set_arn, set)));
            for account in snapshot.accounts.records() {
                let path = account.parent_id.text().and_then(|parent| source.ou_path(parent));
                directory.ou_paths.extend(path.map(|path| (&*account.id, path)));
                directory.accounts.insert(&account.id, account);
            }
        }
        directory
    }

    /// A user.
    pub fn user(&self, id: &str) -> Option<&'s User<'s>> {
        self.users.get(id).copied()
    }

    /// A group.
    pub fn group(&self, id: &str) -> Option<&'s Group<'s>> {
        self.groups.get(id).copied()
    }

    /// A permission set.
    pub fn permission_set(&self, arn: &str) -> Option<&'s PermissionSet<'s>> {
        self.permission_sets.get(arn).copied()
    }

    /// An account.
    pub fn account(&self, id: &str) -> Option<&'s Account<'s>> {
        self.accounts.get(id).copied()
    }

    /// UserName.
    pub fn user_name(&self, id: &str) -> Option<&'s str> {
        self.user(id)?.user_name.text()
    }

    /// A group's DisplayName.
    pub fn group_name(&self, id: &str) -> Option<&'s str> {
        self.group(id)?.display_name.text()
    }

    /// A permission set's Name.
    pub fn permission_set_name(&self, arn: &str) -> Option<&'s str> {
        self.permission_set(arn)?.name.text()
    }

    /// An account's Name.
    pub fn account_name(&self, id: &str) -> Option<&'s str> {
        self.account(id)?.name.text()
    }

    /// The names from the root down to the account, joined by `/`.
    pub fn ou_path(&self, account_id: &str) -> Option<&str> {
        self.ou_paths.get(account_id).map(String::as_str)
    }

    /// `user_id`, `user_name`, `email`.
    pub fn user_columns(&self, ids: &Ids) -> Rows {
        let row = |id: &str| {
            let user = self.user(id);
            let name = user.and_then(|user| user.user_name.text());
            vec![id.into(), name.into(), user.and_then(|user| email(user)).into()]
        };
        columns(["user_id", "user_name", "email"], ids.iter().map(row))
    }

    /// `account_id`, `account_name`, `ou_path`.
    pub fn account_columns(&self, ids: &Ids) -> Rows {
        let row = |id: &str| vec![id.into(), self.account_name(id).into(), self.ou_path(id).into()];
        columns(["account_id", "account_name", "ou_path"], ids.iter().map(row))
    }

    /// `permission_set_arn`, `permission_set_name`.
    pub fn permission_set_columns(&self, ids: &Ids) -> Rows {
        let row = |id: &str| vec![id.into(), self.permission_set_name(id).into()];
        columns(["permission_set_arn", "permission_set_name"], ids.iter().map(row))
    }

    /// `path`, `group_id`, `group_name`: first the direct one, then one a group.
    pub fn path_columns(&self, groups: &Ids) -> Rows {
        let direct = vec!["direct".into(), Cell::Null, Cell::Null];
        let row = |id: &str| vec!["group".into(), id.into(), self.group_name(id).into()];
        columns(["path", "group_id", "group_name"], [direct].into_iter().chain(groups.iter().map(row)))
    }
}

/// A table of these columns.
pub fn columns<const N: usize>(names: [&str; N], rows: impl Iterator<Item = Vec<Cell>>) -> Rows {
    Rows { columns: names.map(str::to_owned).to_vec(), rows: rows.collect() }
}
