use super::super::frame::{FrameBuilder, Part};
use super::super::source::email;
use super::{Table, list_gaps, sorted};
use crate::snapshot::coverage::operation::LIST_USERS;

const STATUS: Part = Part {
    state: "user_status_state",
    words: "status",
    of: &["user_id"],
    operations: &[LIST_USERS],
    covers: &["user_status"],
    follows: &[],
};

/// The users.
pub const TABLE: Table = Table {
    name: "users",
    doc: "One row a user of the identity store.",
    key: &["user_id"],
    build: |source| {
        let users = sorted(&source.snapshot.users);
        FrameBuilder::new("users", &source.symbols, users.len())
            .id("user_id", "UserId.", users.iter().map(|user| Some(&*user.user_id)))
            .text("user_name", "UserName.", users.iter().map(|user| user.user_name.text()))
            .text("display_name", "DisplayName.", users.iter().map(|user| user.display_name.text()))
            .text("email", "The primary e-mail address, or the first.", users.iter().map(|user| email(user)))
            .text("title", "Title.", users.iter().map(|user| user.title.text()))
            .text("user_type", "UserType.", users.iter().map(|user| user.user_type.text()))
            .id("user_status", "ENABLED or DISABLED.", users.iter().map(|user| user.user_status.text()))
            .state(STATUS, "Whether UserStatus is known.", users.iter().map(|user| user.user_status.state()))
            .text("created_at", "CreatedAt, RFC 3339 UTC.", users.iter().map(|user| user.created_at.text()))
            .finish()
    },
    gaps: |source| list_gaps(source, &source.snapshot.users, &[LIST_USERS], "users"),
};
