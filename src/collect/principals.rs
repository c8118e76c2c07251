//! Account assignments by principal: each user, and each group that no user's rows show.
//!
//! For a user AWS also lists what its groups were given, at least in AWS's own sample code; the API's page is
//! silent. So nothing here depends on it: a group counts as read only where it was asked about, or where the
//! rows of a user that was read to the end name it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use aws_sdk_ssoadmin::types::PrincipalType;
use futures_util::StreamExt;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::snapshot::Text;
use crate::snapshot::v1::{AccountAssignment, GroupMembership, Observation};

use super::SsoAdmin;
use super::call_error::Kind;
use super::compare::observation;
use super::error::CollectError;
use super::executor::{IN_FLIGHT, each};
use super::listing::Listing;
use super::operation::{Operation, Service};
use super::wire::{key, page};

pub(super) const OPERATION: Operation = Operation::ListAccountAssignmentsForPrincipal;

type Rows = Listing<AccountAssignment<'static>>;

/// What the users and groups were given.
#[derive(Default)]
pub(super) struct ByPrincipal {
    /// The rows of each user, inherited ones among them.
    users: BTreeMap<String, Rows>,
    /// The rows of each group that was asked about.
    groups: BTreeMap<String, Rows>,
}

impl ByPrincipal {
    /// Every row once.
    pub(super) fn rows(&self) -> BTreeSet<[String; 4]> {
        let rows = self.users.values().chain(self.groups.values()).flat_map(|listing| &listing.items);
        rows.map(|row| {
            [&row.account_id, &row.permission_set_arn, &row.principal_type, &row.principal_id]
                .map(ToString::to_string)
        })
        .collect()
    }

    /// Groups that the rows of a user read to the end name.
    fn shown(&self) -> BTreeSet<&str> {
        let complete = self.users.values().filter(|listing| listing.failure.is_none());
        complete.flat_map(|listing| &listing.items).filter_map(group_of).collect()
    }

    /// Whether users' rows include what their groups were given, where that showed.
    pub(super) fn inherits(&self, memberships: &[GroupMembership<'_>]) -> Option<bool> {
        if !self.shown().is_empty() {
            return Some(true);
        }
        let assigned = |group: &str| self.groups.get(group).is_some_and(|rows| !rows.items.is_empty());
        let read = |user: &str| self.users.get(user).is_some_and(|rows| rows.failure.is_none());
        memberships.iter().any(|row| assigned(&row.group_id) && read(&row.user_id)).then_some(false)
    }

    /// Whether the principal's rows are known to the last.
    pub(super) fn was_read(&self, principal: &str) -> bool {
        let listing = self.users.get(principal).or_else(|| self.groups.get(principal));
        listing.is_some_and(|listing| listing.failure.is_none())
    }

    pub(super) fn record(&self, aws: &SsoAdmin<'_>) {
        for (principal, listing) in self.users.iter().chain(&self.groups) {
            aws.executor.ledger.record(OPERATION, Some(principal), listing);
        }
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
    if let Some(first) = users.recv().await {
        let rows = list(aws, PrincipalType::User, &first).await;
        may_ask(&rows)?;
        found.borrow_mut().users.insert(first, rows);
    }
    // A list that changes while it is paged may repeat a user.
    let mut seen: HashSet<String> = found.borrow().users.keys().cloned().collect();
    let rest = futures_util::stream::poll_fn(|context| users.poll_recv(context));
    let rest = rest.filter(|user| std::future::ready(seen.insert(user.clone())));
    let found_users = &found;
    rest.for_each_concurrent(IN_FLIGHT, async |user| {
        let rows = list(aws, PrincipalType::User, &user).await;
        found_users.borrow_mut().users.insert(user, rows);
    })
    .await;
    let groups = groups.await?;
    let asked: Vec<String> = {
        let found = found.borrow();
        let shown = found.shown();
        groups.into_iter().filter(|group| all_groups || !shown.contains(group.as_str())).collect()
    };
    let rows = each(asked, async |group: String| {
        let rows = list(aws, PrincipalType::Group, &group).await;
        (group, rows)
    })
    .await;
    let mut found = found.into_inner();
    found.groups = rows.into_iter().collect();
    if found.users.is_empty()
        && let Some(rows) = found.groups.values().next()
    {
        may_ask(rows)?;
    }
    Ok(found)
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
