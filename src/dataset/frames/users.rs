use super::super::frame::{FrameBuilder, Part};
use super::super::source::email;
use super::enterprise::Enterprise;
use super::{Table, list_gaps, sorted};
use crate::snapshot::coverage::operation::LIST_USERS;

const STATUS: Part = Part {
    state: "user_status_state",
    words: "status",
    of: &["user_id"],
    operations: &[LIST_USERS],
    covers: &["user_status"],
    follows: &[],
    reason: None,
};
const ENTERPRISE: Part = Part {
    state: "enterprise_state",
    words: "enterprise attributes",
    of: &["user_id"],
    operations: &[LIST_USERS],
    covers: &["department", "manager", "employee_number", "cost_center", "division", "organization"],
    follows: &[],
    reason: None,
};

/// The users.
pub const TABLE: Table = Table {
    name: "users",
    doc: "One row a user of the identity store.",
    key: &["user_id"],
    parts: &[STATUS, ENTERPRISE],
    build: |source| {
        let users = sorted(&source.snapshot.users);
        let enterprise: Vec<Enterprise> = users.iter().map(|user| Enterprise::of(user)).collect();
        let attribute =
            |of: fn(&Enterprise) -> &Option<String>| enterprise.iter().map(move |one| of(one).as_deref());
        FrameBuilder::new("users", &source.categories, users.len())
            .id("user_id", "UserId.", users.iter().map(|user| Some(&*user.user_id)))
            .text("user_name", "UserName.", users.iter().map(|user| user.user_name.text()))
            .text("display_name", "DisplayName.", users.iter().map(|user| user.display_name.text()))
            .text("email", "The primary e-mail address, or the first.", users.iter().map(|user| email(user)))
            .text("title", "Title.", users.iter().map(|user| user.title.text()))
            .text("user_type", "UserType.", users.iter().map(|user| user.user_type.text()))
            .id("user_status", "ENABLED or DISABLED.", users.iter().map(|user| user.user_status.text()))
            .state(STATUS, "Whether UserStatus is known.", users.iter().map(|user| user.user_status.state()))
            .text("department", "The department (enterprise extension).", attribute(|of| &of.department))
            .text(
                "manager",
                "The manager's name, else the manager's id (enterprise extension).",
                attribute(|of| &of.manager),
            )
            .text(
                "employee_number",
                "The employee number (enterprise extension).",
                attribute(|of| &of.employee_number),
            )
            .text("cost_center", "The cost center (enterprise extension).", attribute(|of| &of.cost_center))
            .text("division", "The division (enterprise extension).", attribute(|of| &of.division))
            .text(
                "organization",
                "The organization (enterprise extension).",
                attribute(|of| &of.organization),
            )
            .state(
                ENTERPRISE,
                "Whether the enterprise extension was read; `none` where the user has none.",
                enterprise.iter().map(|of| of.state),
            )
            .text("created_at", "CreatedAt, RFC 3339 UTC.", users.iter().map(|user| user.created_at.text()))
            .finish()
    },
    gaps: |source| list_gaps(source, &source.snapshot.users, &[LIST_USERS], "users"),
};
