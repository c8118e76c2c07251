use super::super::frame::FrameBuilder;
use super::{Table, gaps_of_steps, sorted};
use crate::snapshot::coverage::operation::{LIST_ACCESS_APPLICATIONS, LIST_ENTITLEMENTS};
use crate::snapshot::v1::{Entitlement, IdentityCenterPrincipal, PrincipalRole};

/// What account access manager lets people do.
pub const TABLE: Table = Table {
    name: "entitlements",
    doc: "One row an entitlement of account access manager: a user or group may take a role in an account.",
    key: &["entitlement_id"],
    parts: &[],
    build: |source| {
        let rows = sorted(&source.snapshot.entitlements);
        FrameBuilder::new("entitlements", &source.categories, rows.len())
            .id("entitlement_id", "entitlementId.", rows.iter().map(|row| Some(&*row.entitlement_id)))
            .id(
                "application_arn",
                "The application of account access manager.",
                rows.iter().map(|row| row.application_arn.text()),
            )
            .id(
                "account_id",
                "The account of the role.",
                rows.iter().map(|row| role(row).and_then(|role| role.account.text())),
            )
            .id(
                "role_arn",
                "The role.",
                rows.iter().map(|row| role(row).and_then(|role| role.role_arn.text())),
            )
            .id(
                "user_id",
                "The user, where it is one.",
                rows.iter().map(|row| principal(row).and_then(|principal| principal.user_id.text())),
            )
            .id(
                "group_id",
                "The group, where it is one.",
                rows.iter().map(|row| principal(row).and_then(|principal| principal.group_id.text())),
            )
            .text("created_at", "createdAt, RFC 3339 UTC.", rows.iter().map(|row| row.created_at.text()))
            .finish()
    },
    gaps: |source| {
        let absent = source.snapshot.entitlements.is_absent();
        gaps_of_steps(source, absent, &[LIST_ACCESS_APPLICATIONS, LIST_ENTITLEMENTS], "entitlements")
    },
};

fn role<'e, 's>(row: &'e Entitlement<'s>) -> Option<&'e PrincipalRole<'s>> {
    row.entitlement.value()?.principal_role.value()
}

fn principal<'e, 's>(row: &'e Entitlement<'s>) -> Option<&'e IdentityCenterPrincipal<'s>> {
    role(row)?.principal.value()?.identity_center.value()
}
