//! Users, groups, and who is in which.

use super::super::side::{Side, Why};
use super::{Compared, unread};
use crate::snapshot::Key;
use crate::snapshot::coverage::{Operation, operation::*};
use crate::snapshot::v1::{Group, GroupMembership, User};

impl Compared for User<'_> {
    const TABLE: &'static str = "users";
    const ONE: &'static str = "user";
    const NAME: Option<&'static str> = Some("UserName");
    const OPERATIONS: &'static [Operation] = &[LIST_USERS];

    fn unread_parts(&self) -> Vec<&'static str> {
        unread([("UserName", self.user_name.is_absent()), ("UserStatus", self.user_status.is_absent())])
    }
}

impl Compared for Group<'_> {
    const TABLE: &'static str = "groups";
    const ONE: &'static str = "group";
    const NAME: Option<&'static str> = Some("DisplayName");
    const OPERATIONS: &'static [Operation] = &[LIST_GROUPS];
}

impl Compared for GroupMembership<'_> {
    const TABLE: &'static str = "group_memberships";
    const ONE: &'static str = "membership";
    const OPERATIONS: &'static [Operation] = &[LIST_GROUP_MEMBERSHIPS];

    fn absence_is_known(&self, side: &Side, _: &Side) -> Result<(), Why> {
        side.has_read(Self::OPERATIONS, &[&self.group_id])?;
        let groups = side.snapshot.groups.records();
        let group = groups.binary_search_by(|group| (*group.group_id).cmp(&self.group_id));
        match group.ok().and_then(|at| groups.get(at)) {
            Some(group) if group.members_read.value() == Some(&false) => {
                Err(side.why(Self::OPERATIONS, &[&self.group_id]))
            }
            Some(_) => Ok(()),
            None => side.has_read(&[LIST_GROUPS], &[]),
        }
    }

    fn words(key: &Key, name: impl Fn(&'static str, &str) -> String) -> String {
        let [group, user, ..] = key;
        format!("{} in {}", name("user", user), name("group", group))
    }
}
