//! Account assignments by principal: each user, and each group that no user's rows show.
//!
//! For a user AWS also lists what its groups were given, at least in AWS's own sample code; the API's page is
//! silent. So nothing here depends on it: a group counts as read only where it was asked about, or where the
//! rows of a user that was read to the end name it.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};

use aws_sdk_ssoadmin::types::PrincipalType;
use futures_util::StreamExt;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::snapshot::Text;
use crate::snapshot::v1::{AccountAssignment, GroupMembership, Observation};

use super::SsoAdmin;
use super::call_error::Kind;
use super::compare::observation;
use super::error::CollectError;
use super::executor::{Executor, each};
use super::lane::IN_FLIGHT;
use super::listing::Listing;
use super::operation::{Operation, Service};
use super::wire::{key, page};

const OPERATION: Operation = Operation::ListAccountAssignmentsForPrincipal;

type Rows = Listing<AccountAssignment<'static>>;

/// What the users and groups were given.
#[derive(Default)]
pub(super) struct ByPrincipal {
    /// Every row once, inherited ones among them.
    pub(super) rows: BTreeSet<AccountAssignment<'static>>,
    /// The principals whose rows are known to the last.
    read: BTreeSet<String>,
    /// The groups that the rows of a user read to the end name.
    shown: BTreeSet<String>,
    /// The groups that were asked about and have rows of their own.
    assigned: BTreeSet<String>,
}

impl ByPrincipal {
    /// Takes in what a user's list gave.
    fn user(&mut self, aws: &SsoAdmin<'_>, user: String, rows: Rows) {
        aws.executor.ledger.record(OPERATION, Some(&user), &rows);
        if rows.failure.is_none() {
            for group in rows.items.iter().filter_map(group_of) {
                // Nearly always shown before.
                if !self.shown.contains(group) {
                    self.shown.insert(group.to_owned());
                }
            }
            self.read.insert(user);
        }
        self.rows.extend(rows.items);
    }

    /// Takes in what a group's list gave.
    fn group(&mut self, aws: &SsoAdmin<'_>, group: String, rows: Rows) {
        aws.executor.ledger.record(OPERATION, Some(&group), &rows);
        if !rows.items.is_empty() {
            self.assigned.insert(group.clone());
        }
        if rows.failure.is_none() {
            self.read.insert(group);
        }
        self.rows.extend(rows.items);
    }

    /// Whether users' rows include what their groups were given, where that showed.
    pub(super) fn inherits(&self, memberships: &[GroupMembership<'_>]) -> Option<bool> {
        if !self.shown.is_empty() {
            return Some(true);
        }
        let apart =
            |row: &GroupMembership| self.assigned.contains(&*row.group_id) && self.was_read(&row.user_id);
        memberships.iter().any(apart).then_some(false)
    }

    /// Whether the principal's rows are known to the last.
    pub(super) fn was_read(&self, principal: &str) -> bool {
        self.read.contains(principal)
    }
}

fn group_of<'r>(row: &'r AccountAssignment<'_>) -> Option<&'r str> {
    (row.principal_type == "GROUP").then_some(&*row.principal_id)
}

/// Asks about the users as they become known, then about the groups that none of them shows (or all of them,
/// where the readings are to be compared). The first answer says whether this caller may ask at all.
pub(super) async fn read(
    aws: &SsoAdmin<'_>,
    mut users: UnboundedReceiver<String>,
    groups: impl Future<Output = Result<Vec<String>, CollectError>>,
    all_groups: bool,
) -> Result<ByPrincipal, CollectError> {
    aws.executor.phase(Service::SsoAdmin, "assignments by principal", 0);
    let found = RefCell::new(ByPrincipal::default());
    let mut seen = HashSet::new();
    if let Some(first) = users.recv().await {
        let rows = list(aws, PrincipalType::User, &first).await;
        may_ask(&rows)?;
        seen.insert(first.clone());
        found.borrow_mut().user(aws, first, rows);
    }
    let has_users = !seen.is_empty();
    // A list that changes while it is paged may repeat a user.
    let rest = futures_util::stream::poll_fn(|context| users.poll_recv(context));
    let rest = rest.filter(|user| std::future::ready(seen.insert(user.clone())));
    let so_far = &found;
    rest.for_each_concurrent(IN_FLIGHT, async |user| {
        let rows = list(aws, PrincipalType::User, &user).await;
        so_far.borrow_mut().user(aws, user, rows);
    })
    .await;
    let mut asked = groups.await?;
    asked.retain(|group| all_groups || !found.borrow().shown.contains(group));
    let mut asked = asked.into_iter();
    if !has_users && let Some(first) = asked.next() {
        let rows = list(aws, PrincipalType::Group, &first).await;
        may_ask(&rows)?;
        found.borrow_mut().group(aws, first, rows);
    }
    each(asked, async |group: String| {
        let rows = list(aws, PrincipalType::Group, &group).await;
        so_far.borrow_mut().group(aws, group, rows);
    })
    .await;
    Ok(found.into_inner())
}

/// Notes that this reading could not be made.
pub(super) fn unread(executor: &Executor<'_>, error: &CollectError) {
    match error {
        CollectError::NoPrincipalsMode { source, .. } => {
            executor.ledger.unasked(&[OPERATION], source.kind.into(), source);
        }
        CollectError::PrincipalsUnknown { source } => {
            let what = "which users and groups there are";
            executor.ledger.unreached(&[OPERATION], "PrincipalsUnknown", what, source);
        }
        _ => {}
    }
}

fn may_ask(rows: &Rows) -> Result<(), CollectError> {
    match &rows.failure {
        Some(error) if matches!(error.kind, Kind::Denied | Kind::Unsupported | Kind::Other) => {
            Err(CollectError::NoPrincipalsMode { operation: OPERATION, source: Box::new(error.clone()) })
        }
        _ => Ok(()),
    }
}

async fn list(aws: &SsoAdmin<'_>, kind: PrincipalType, principal: &str) -> Rows {
    aws.executor.phase(Service::SsoAdmin, "assignments by principal", 1);
    aws.executor
        .read(OPERATION, principal, async |token| {
            let call = aws.client.list_account_assignments_for_principal().max_results(100);
            let call = call.instance_arn(aws.instance).principal_type(kind.clone()).principal_id(principal);
            let answer = call.set_next_token(token).send().await?;
            page(answer.account_assignments, answer.next_token, |row| {
                let of_row = row.principal_type.map(|kind| kind.as_str().to_owned());
                Ok(AccountAssignment {
                    account_id: key(row.account_id, "AccountId")?,
                    permission_set_arn: key(row.permission_set_arn, "PermissionSetArn")?,
                    principal_type: Text::owned(of_row.as_deref().unwrap_or(kind.as_str())),
                    principal_id: Text::owned(row.principal_id.as_deref().unwrap_or(principal)),
                })
            })
        })
        .await
}

/// What the reading showed about inherited rows.
pub(super) fn canary(inherits: Option<bool>) -> Observation<'static> {
    let detail = match inherits {
        Some(true) => "the rows of a user include those that it inherits through its groups",
        Some(false) => "the rows of a user do not include those that it inherits through its groups",
        None => {
            "whether the rows of a user include inherited ones did not show: no user is in an assigned group"
        }
    };
    observation("canary", OPERATION, "USER", detail)
}
