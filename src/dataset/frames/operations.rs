use super::super::frame::{FrameBuilder, Part};
use super::{Table, gaps_of_steps};
use crate::snapshot::State;
use crate::snapshot::coverage::operation::{
    DESCRIBE_CREATION_STATUS, DESCRIBE_DELETION_STATUS, DESCRIBE_PROVISIONING_STATUS, LIST_CREATION_STATUSES,
    LIST_DELETION_STATUSES, LIST_PROVISIONING_STATUSES,
};
use crate::snapshot::v1::{AccountAssignmentOperationStatus, PermissionSetProvisioningStatus};

const DETAILS: Part = Part {
    state: "details_state",
    words: "details",
    of: &["request_id"],
    operations: &[DESCRIBE_CREATION_STATUS, DESCRIBE_DELETION_STATUS, DESCRIBE_PROVISIONING_STATUS],
    covers: &["failure_reason", "account_id", "permission_set_arn", "principal_type", "principal_id"],
    follows: &[],
    reason: None,
};

/// A request of any of the three lists.
struct Row<'s> {
    operation: &'static str,
    request_id: &'s str,
    status: Option<&'s str>,
    failure_reason: Option<&'s str>,
    account_id: Option<&'s str>,
    permission_set_arn: Option<&'s str>,
    principal: Option<(&'s str, &'s str)>,
    created_date: Option<&'s str>,
}

impl<'s> Row<'s> {
    fn assignment(operation: &'static str, record: &'s AccountAssignmentOperationStatus) -> Self {
        Row {
            operation,
            request_id: &record.request_id,
            status: record.status.text(),
            failure_reason: record.failure_reason.text(),
            account_id: record.target_id.text(),
            permission_set_arn: record.permission_set_arn.text(),
            principal: record.principal_type.text().zip(record.principal_id.text()),
            created_date: record.created_date.text(),
        }
    }

    fn provisioning(record: &'s PermissionSetProvisioningStatus) -> Self {
        Row {
            operation: "provision",
            request_id: &record.request_id,
            status: record.status.text(),
            failure_reason: record.failure_reason.text(),
            account_id: record.account_id.text(),
            permission_set_arn: record.permission_set_arn.text(),
            principal: None,
            created_date: record.created_date.text(),
        }
    }

    /// A request that was only listed says neither what it was about nor why it failed.
    fn details_state(&self) -> State {
        if self.status.is_some() && self.permission_set_arn.is_some() { State::Known } else { State::Unknown }
    }
}

/// The requests that change assignments and provisioning.
pub const TABLE: Table = Table {
    name: "operations",
    doc: "One row a request to create or delete an account assignment, or to provision a permission set, and what came \
          of it. AWS keeps them for some days.",
    key: &["operation", "request_id"],
    parts: &[DETAILS],
    build: |source| {
        let snapshot = source.snapshot;
        let created = snapshot.account_assignment_creation_statuses.records().iter();
        let deleted = snapshot.account_assignment_deletion_statuses.records().iter();
        let provisioned = snapshot.permission_set_provisioning_statuses.records().iter();
        let mut rows: Vec<Row> = created
            .map(|record| Row::assignment("create_assignment", record))
            .chain(deleted.map(|record| Row::assignment("delete_assignment", record)))
            .chain(provisioned.map(Row::provisioning))
            .collect();
        rows.sort_by_key(|row| (row.operation, row.request_id));
        FrameBuilder::new("operations", &source.categories, rows.len())
            .id(
                "operation",
                "`create_assignment`, `delete_assignment` or `provision`.",
                rows.iter().map(|row| Some(row.operation)),
            )
            .id("request_id", "RequestId.", rows.iter().map(|row| Some(row.request_id)))
            .id("status", "IN_PROGRESS, FAILED or SUCCEEDED.", rows.iter().map(|row| row.status))
            .text("failure_reason", "FailureReason.", rows.iter().map(|row| row.failure_reason))
            .id(
                "account_id",
                "The account; empty where a set was to be provisioned to all accounts that have it.",
                rows.iter().map(|row| row.account_id),
            )
            .id("permission_set_arn", "PermissionSetArn.", rows.iter().map(|row| row.permission_set_arn))
            .id(
                "principal_type",
                "USER or GROUP; empty for `provision`.",
                rows.iter().map(|row| row.principal.map(|(kind, _)| kind)),
            )
            .id(
                "principal_id",
                "PrincipalId; empty for `provision`.",
                rows.iter().map(|row| row.principal.map(|(_, id)| id)),
            )
            .text("created_date", "CreatedDate, RFC 3339 UTC.", rows.iter().map(|row| row.created_date))
            .state(
                DETAILS,
                "Whether the request was described: the lists tell neither what it is about nor why it failed.",
                rows.iter().map(Row::details_state),
            )
            .finish()
    },
    gaps: |source| {
        let snapshot = source.snapshot;
        let gaps = [
            gaps_of_steps(
                source,
                snapshot.account_assignment_creation_statuses.is_absent(),
                &[LIST_CREATION_STATUSES],
                "requests to create assignments",
            ),
            gaps_of_steps(
                source,
                snapshot.account_assignment_deletion_statuses.is_absent(),
                &[LIST_DELETION_STATUSES],
                "requests to delete assignments",
            ),
            gaps_of_steps(
                source,
                snapshot.permission_set_provisioning_statuses.is_absent(),
                &[LIST_PROVISIONING_STATUSES],
                "requests to provision permission sets",
            ),
        ];
        gaps.concat()
    },
};
