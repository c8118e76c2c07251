//! The requests of the last days to assign, to unassign and to provision, and what came of each.

use std::collections::BTreeSet;

use aws_sdk_ssoadmin::types;
use tokio::join;

use crate::snapshot::v1::{AccountAssignmentOperationStatus, PermissionSetProvisioningStatus};
use crate::snapshot::{Keyed, Member};

use super::SsoAdmin;
use super::call_error::CallError;
use super::executor::each;
use super::listing::Listing;
use super::operation::{Operation, Service};
use super::plan::Survey;
use super::wire::{key, page, text, time};

type OfAssignment = AccountAssignmentOperationStatus<'static>;
type OfProvisioning = PermissionSetProvisioningStatus<'static>;

/// What came of it, where that was told.
trait Request: Keyed {
    fn status(&self) -> Option<&str>;
}

impl Request for OfAssignment {
    fn status(&self) -> Option<&str> {
        self.status.text()
    }
}

impl Request for OfProvisioning {
    fn status(&self) -> Option<&str> {
        self.status.text()
    }
}

/// What was learned of the requests.
#[derive(Default)]
pub(super) struct Requests {
    pub(super) creations: Member<Vec<OfAssignment>>,
    pub(super) deletions: Member<Vec<OfAssignment>>,
    pub(super) provisionings: Member<Vec<OfProvisioning>>,
    /// As they were listed; `None` where a list was not read to its end.
    listed: Option<Listed>,
}

/// Id and status of each request at the moment it was listed. What is described may have ended since.
type Listed = BTreeSet<(String, Option<String>)>;

fn as_listed<T: Request>(request: &T) -> (String, Option<String>) {
    (request.key().join(","), request.status().map(str::to_owned))
}

/// The three lists. They name the requests, and hardly more.
pub(super) struct Lists {
    creations: Listing<OfAssignment>,
    deletions: Listing<OfAssignment>,
    provisionings: Listing<OfProvisioning>,
}

impl Lists {
    fn listed(&self) -> Option<Listed> {
        let failures = [&self.creations.failure, &self.deletions.failure, &self.provisionings.failure];
        let assignments = self.creations.items.iter().chain(&self.deletions.items).map(as_listed);
        let all = || assignments.chain(self.provisionings.items.iter().map(as_listed)).collect();
        failures.iter().all(|failure| failure.is_none()).then(all)
    }

    fn calls_to_come(&self) -> usize {
        self.creations.items.len() + self.deletions.items.len() + self.provisionings.items.len()
    }

    /// Tells the plan.
    pub(super) fn count(&self, survey: &Survey) {
        survey.sso_admin(&self.creations);
        survey.sso_admin(&self.deletions);
        survey.sso_admin(&self.provisionings);
        survey.parts(self.calls_to_come());
    }
}

/// When the lists are asked for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum When {
    AtStart,
    AtEnd,
}

/// The three lists, as they are now.
pub(super) async fn list(aws: &SsoAdmin<'_>, when: When) -> Lists {
    aws.executor.phase(Service::SsoAdmin, "requests", 3);
    let (creations, deletions, provisionings) =
        join!(list_creations(aws, when), list_deletions(aws, when), list_provisionings(aws, when));
    Lists { creations, deletions, provisionings }
}

/// What came of each request that is listed.
pub(super) async fn read(aws: &SsoAdmin<'_>, lists: Lists) -> Requests {
    aws.executor.phase(Service::SsoAdmin, "requests", lists.calls_to_come());
    let listed = lists.listed();
    let (creations, deletions, provisionings) = join!(
        describe_all(
            aws,
            [
                Operation::ListAccountAssignmentCreationStatus,
                Operation::DescribeAccountAssignmentCreationStatus
            ],
            lists.creations,
            async |request: &OfAssignment| describe_creation(aws, &request.request_id).await,
        ),
        describe_all(
            aws,
            [
                Operation::ListAccountAssignmentDeletionStatus,
                Operation::DescribeAccountAssignmentDeletionStatus
            ],
            lists.deletions,
            async |request: &OfAssignment| describe_deletion(aws, &request.request_id).await,
        ),
        describe_all(
            aws,
            [
                Operation::ListPermissionSetProvisioningStatus,
                Operation::DescribePermissionSetProvisioningStatus
            ],
            lists.provisionings,
            async |request: &OfProvisioning| describe_provisioning(aws, &request.request_id).await,
        ),
    );
    Requests { creations, deletions, provisionings, listed }
}

/// The requests that came, or came to an end, while the instance was read, described.
pub(super) async fn read_new(aws: &SsoAdmin<'_>, known: &mut Requests) -> Requests {
    fn only_new<T: Request>(listing: &mut Listing<T>, at_start: &Listed) {
        listing.items.retain(|request| !at_start.contains(&as_listed(request)));
    }
    fn add<T: Clone + Keyed>(known: &mut Member<Vec<T>>, new: &Member<Vec<T>>) {
        if let Member::Value(known) = known {
            let ids: BTreeSet<_> = new.records().iter().map(Keyed::key).collect();
            known.retain(|request| !ids.contains(&request.key()));
            known.extend(new.records().iter().cloned());
        }
    }
    let Some(at_start) = &known.listed else {
        // What is new cannot be told from what was not seen.
        return Requests::default();
    };
    let mut lists = list(aws, When::AtEnd).await;
    only_new(&mut lists.creations, at_start);
    only_new(&mut lists.deletions, at_start);
    only_new(&mut lists.provisionings, at_start);
    let new = read(aws, lists).await;
    add(&mut known.creations, &new.creations);
    add(&mut known.deletions, &new.deletions);
    add(&mut known.provisionings, &new.provisionings);
    new
}

/// The list is short of what the request was about: a request that cannot be described stays as listed.
async fn describe_all<T: Keyed + Clone>(
    aws: &SsoAdmin<'_>,
    [list, describe]: [Operation; 2],
    listing: Listing<T>,
    ask: impl AsyncFn(&T) -> Listing<T>,
) -> Member<Vec<T>> {
    let ledger = &aws.executor.ledger;
    ledger.record(list, None, &listing);
    if let Some(error) = &listing.failure {
        ledger.unreached(&[describe], "RequestsUnknown", "which requests there are", error);
    }
    let learned = listing.learned();
    let requests = each(listing.items, async |request: T| {
        let described = ask(&request).await;
        let described = ledger.learn(describe, request.key()[0], described);
        described.and_then(|items| items.into_iter().next()).unwrap_or(request)
    })
    .await;
    Member::if_learned(learned.then_some(requests))
}

async fn list_creations(aws: &SsoAdmin<'_>, when: When) -> Listing<OfAssignment> {
    let call = async |token| {
        let call = aws.client.list_account_assignment_creation_status().instance_arn(aws.instance);
        let answer = call.max_results(100).set_next_token(token).send().await?;
        page(answer.account_assignments_creation_status, answer.next_token, listed_assignment)
    };
    listed(aws, Operation::ListAccountAssignmentCreationStatus, when, call).await
}

async fn list_deletions(aws: &SsoAdmin<'_>, when: When) -> Listing<OfAssignment> {
    let call = async |token| {
        let call = aws.client.list_account_assignment_deletion_status().instance_arn(aws.instance);
        let answer = call.max_results(100).set_next_token(token).send().await?;
        page(answer.account_assignments_deletion_status, answer.next_token, listed_assignment)
    };
    listed(aws, Operation::ListAccountAssignmentDeletionStatus, when, call).await
}

async fn list_provisionings(aws: &SsoAdmin<'_>, when: When) -> Listing<OfProvisioning> {
    let call = async |token| {
        let call = aws.client.list_permission_set_provisioning_status().instance_arn(aws.instance);
        let answer = call.max_results(100).set_next_token(token).send().await?;
        page(answer.permission_sets_provisioning_status, answer.next_token, |request| {
            Ok(PermissionSetProvisioningStatus {
                request_id: key(request.request_id, "RequestId")?,
                status: text(request.status.map(|status| status.as_str().to_owned())),
                failure_reason: Member::Absent,
                account_id: Member::Absent,
                permission_set_arn: Member::Absent,
                created_date: time(request.created_date),
            })
        })
    };
    listed(aws, Operation::ListPermissionSetProvisioningStatus, when, call).await
}

async fn listed<T: Keyed + super::executor::Record>(
    aws: &SsoAdmin<'_>,
    operation: Operation,
    when: When,
    call: impl AsyncFn(Option<String>) -> Result<super::listing::Page<T>, CallError>,
) -> Listing<T> {
    let listing = match when {
        When::AtStart => aws.executor.read(operation, "", call).await,
        When::AtEnd => aws.executor.read_now(operation, "", call).await,
    };
    listing.unique()
}

fn listed_assignment(
    request: types::AccountAssignmentOperationStatusMetadata,
) -> Result<OfAssignment, CallError> {
    Ok(AccountAssignmentOperationStatus {
        request_id: key(request.request_id, "RequestId")?,
        status: text(request.status.map(|status| status.as_str().to_owned())),
        failure_reason: Member::Absent,
        target_id: Member::Absent,
        target_type: Member::Absent,
        permission_set_arn: Member::Absent,
        principal_type: Member::Absent,
        principal_id: Member::Absent,
        created_date: time(request.created_date),
    })
}

fn described_assignment(request: types::AccountAssignmentOperationStatus) -> Result<OfAssignment, CallError> {
    Ok(AccountAssignmentOperationStatus {
        request_id: key(request.request_id, "RequestId")?,
        status: text(request.status.map(|status| status.as_str().to_owned())),
        failure_reason: text(request.failure_reason),
        target_id: text(request.target_id),
        target_type: text(request.target_type.map(|kind| kind.as_str().to_owned())),
        permission_set_arn: text(request.permission_set_arn),
        principal_type: text(request.principal_type.map(|kind| kind.as_str().to_owned())),
        principal_id: text(request.principal_id),
        created_date: time(request.created_date),
    })
}

async fn describe_creation(aws: &SsoAdmin<'_>, id: &str) -> Listing<OfAssignment> {
    aws.executor
        .read_one(Operation::DescribeAccountAssignmentCreationStatus, id, async || {
            let call = aws.client.describe_account_assignment_creation_status().instance_arn(aws.instance);
            let answer = call.account_assignment_creation_request_id(id).send().await?;
            answer.account_assignment_creation_status.map(described_assignment).transpose()
        })
        .await
}

async fn describe_deletion(aws: &SsoAdmin<'_>, id: &str) -> Listing<OfAssignment> {
    aws.executor
        .read_one(Operation::DescribeAccountAssignmentDeletionStatus, id, async || {
            let call = aws.client.describe_account_assignment_deletion_status().instance_arn(aws.instance);
            let answer = call.account_assignment_deletion_request_id(id).send().await?;
            answer.account_assignment_deletion_status.map(described_assignment).transpose()
        })
        .await
}

async fn describe_provisioning(aws: &SsoAdmin<'_>, id: &str) -> Listing<OfProvisioning> {
    aws.executor
        .read_one(Operation::DescribePermissionSetProvisioningStatus, id, async || {
            let call = aws.client.describe_permission_set_provisioning_status().instance_arn(aws.instance);
            let answer = call.provision_permission_set_request_id(id).send().await?;
            let described = answer.permission_set_provisioning_status.map(|request| {
                Ok::<_, CallError>(PermissionSetProvisioningStatus {
                    request_id: key(request.request_id, "RequestId")?,
                    status: text(request.status.map(|status| status.as_str().to_owned())),
                    failure_reason: text(request.failure_reason),
                    account_id: text(request.account_id),
                    permission_set_arn: text(request.permission_set_arn),
                    created_date: time(request.created_date),
                })
            });
            described.transpose()
        })
        .await
}
