//! The report `access`: one row a user, permission set, account and path.

use super::directory::{Directory, columns};
use super::effective::{EffectiveAccess, Path};
use super::status::Status;
use crate::model::StarRows;

/// What the report stands on, as a query would say it.
pub const NEEDS: [&str; 10] = [
    "account_assignments",
    "group_memberships",
    "users",
    "users.user_status_state",
    "groups",
    "accounts",
    "accounts.account_status_state",
    "accounts.ou_path_state",
    "permission_sets",
    "permission_set_provisioning",
];

/// All rows, by user, account, permission set and path (direct, then groups), each by id.
pub fn access_rows<'a>(access: &'a EffectiveAccess, directory: &Directory) -> StarRows<'a> {
    let statuses = Status::ALL.map(|status| vec![status.as_str().into()]);
    StarRows {
        parts: vec![
            directory.user_columns(&access.users),
            directory.account_columns(&access.accounts),
            directory.permission_set_columns(&access.permission_sets),
            directory.path_columns(&access.groups),
            columns(["status"], statuses.into_iter()),
        ],
        count: access.count(),
        walk: Box::new(|each| {
            let mut ways = Vec::new();
            for user in access.users.places() {
                access.ways_of(user, &mut ways);
                for way in &ways {
                    let path = match way.path {
                        Path::Direct => 0,
                        Path::Group(group) => group + 1,
                    };
                    each(&[user, way.pair.account, way.pair.permission_set, path, way.status.place()])?;
                }
            }
            Ok(())
        }),
    }
}
