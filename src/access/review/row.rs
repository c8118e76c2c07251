//! A row and its id.

use sha2::{Digest, Sha256};

use super::super::effective::{Pair, Path};
use super::super::status::Status;

/// A row of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The user's place; nothing where nobody knows who is in the path's group, or it is deleted.
    pub user: Option<u32>,
    /// Where the path leads.
    pub pair: Pair,
    /// How.
    pub path: Path,
    /// Whether it works.
    pub status: Status,
}

/// What a row is about: what stays the same when names change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids<'i> {
    /// UserId; empty where the row is about no known user.
    pub user: &'i str,
    /// The account's id.
    pub account: &'i str,
    /// PermissionSetArn.
    pub permission_set: &'i str,
    /// GroupId; empty for a direct path.
    pub group: &'i str,
}

impl Ids<'_> {
    /// The word of the column `path`.
    pub fn path(&self) -> &'static str {
        if self.group.is_empty() { "direct" } else { "group" }
    }

    /// `row_id`: the first 16 hexadecimal digits of the SHA-256 of user, account, set, path and group, a line each.
    pub fn row_id(&self) -> String {
        let key = [self.user, self.account, self.permission_set, self.path(), self.group].join("\n");
        Sha256::digest(key).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `printf 'u-ann\n111111111111\narn:set\ndirect\n' | sha256sum`
    #[test]
    fn the_id_is_what_the_documentation_says() {
        let ids = Ids { user: "u-ann", account: "111111111111", permission_set: "arn:set", group: "" };
        assert_eq!(ids.row_id(), "543efa79cdc79895");
        assert_ne!(ids.row_id(), Ids { group: "g", ..ids }.row_id());
    }
}
