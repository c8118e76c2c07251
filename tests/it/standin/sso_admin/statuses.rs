//! The requests to assign, to take away and to provision, and what came of them.

use serde_json::json;

use super::super::document::{Asked, part};
use super::super::record::pick;
use super::super::wire::{Answer, Failure, Reply};
use super::instance::instance;

const CREATIONS: &str = "account_assignment_creation_statuses";
const DELETIONS: &str = "account_assignment_deletion_statuses";
const PROVISIONINGS: &str = "permission_set_provisioning_statuses";

pub fn list_creations<'a>(asked: &Asked<'a>) -> Answer<'a> {
    list(asked, CREATIONS, "AccountAssignmentsCreationStatus")
}

pub fn list_deletions<'a>(asked: &Asked<'a>) -> Answer<'a> {
    list(asked, DELETIONS, "AccountAssignmentsDeletionStatus")
}

pub fn list_provisionings<'a>(asked: &Asked<'a>) -> Answer<'a> {
    list(asked, PROVISIONINGS, "PermissionSetsProvisioningStatus")
}

/// The list tells little; Describe gives the record.
fn list<'a>(asked: &Asked<'a>, member: &'static str, answer: &'static str) -> Answer<'a> {
    instance(asked)?;
    let mut statuses: Vec<_> = asked.document.list(member)?.iter().collect();
    statuses.retain(|status| !asked.filters_out("Status", &status["Status"]));
    Reply::list(answer, statuses, |status| pick(status, &["Status", "RequestId", "CreatedDate"]))
}

pub fn describe_creation<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let id = "AccountAssignmentCreationRequestId";
    describe(asked, CREATIONS, id, "AccountAssignmentCreationStatus", ASSIGNMENT)
}

pub fn describe_deletion<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let id = "AccountAssignmentDeletionRequestId";
    describe(asked, DELETIONS, id, "AccountAssignmentDeletionStatus", ASSIGNMENT)
}

pub fn describe_provisioning<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let id = "ProvisionPermissionSetRequestId";
    describe(asked, PROVISIONINGS, id, "PermissionSetProvisioningStatus", PROVISIONING)
}

const ASSIGNMENT: &[&str] = &[
    "Status",
    "RequestId",
    "FailureReason",
    "TargetId",
    "TargetType",
    "PermissionSetArn",
    "PrincipalType",
    "PrincipalId",
    "CreatedDate",
];

const PROVISIONING: &[&str] =
    &["Status", "RequestId", "AccountId", "PermissionSetArn", "FailureReason", "CreatedDate"];

fn describe<'a>(
    asked: &Asked<'a>,
    member: &'static str,
    id: &str,
    answer: &'static str,
    members: &[&str],
) -> Answer<'a> {
    instance(asked)?;
    let status = asked
        .document
        .find(member, &["RequestId"], asked.param(id))?
        .ok_or_else(|| Failure::not_found("the request"))?;
    part(status, "PermissionSetArn")?;
    Reply::record(json!({ answer: pick(status, members) }))
}
