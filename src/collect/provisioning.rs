//! Which permission set is provisioned in which account, in which state: both statuses, by the shorter axis.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ssoadmin::types::ProvisioningStatus;
use tokio::join;

use crate::snapshot::v1::{Observation, Provisioning};
use crate::snapshot::{Member, Text};

use super::SsoAdmin;
use super::call_error::{CallError, Kind};
use super::compare::disagreements;
use super::executor::each;
use super::ledger::Status;
use super::listing::Listing;
use super::operation::{Operation, Service};
use super::wire::{key, page};

/// What is provisioned goes from the first to the second: asked in this order, it is rather seen twice.
const STATUSES: [ProvisioningStatus; 2] = [
    ProvisioningStatus::LatestPermissionSetNotProvisioned,
    ProvisioningStatus::LatestPermissionSetProvisioned,
];

/// A permission set and an account.
pub(super) type Pair = (String, String);

/// What was learned about provisioning.
pub(super) struct Provisioned {
    /// The one that told.
    pub(super) operation: Operation,
    /// The pairs, with their status where AWS gives one alone.
    pub(super) pairs: BTreeMap<Pair, Option<String>>,
    /// Sets (or accounts) of which not all pairs are known.
    pub(super) unknown: Vec<(String, Status, CallError)>,
    /// True where there are no pairs to learn, or some set or account answered.
    pub(super) learned: bool,
}

impl Provisioned {
    /// The snapshot's records.
    pub(super) fn records(&self) -> Vec<Provisioning<'static>> {
        let record = |((set, account), status): (&Pair, &Option<String>)| Provisioning {
            permission_set_arn: Text::owned(set.as_str()),
            account_id: Text::owned(account.as_str()),
            provisioning_status: Member::if_learned(status.as_deref().map(Text::owned)),
        };
        self.pairs.iter().map(record).collect()
    }
}

/// All provisioned pairs. `accounts` are all accounts of the organization, or `None` where they are not known.
pub(super) async fn read(
    aws: &SsoAdmin<'_>,
    sets: &BTreeSet<String>,
    accounts: Option<&BTreeSet<String>>,
) -> Provisioned {
    // Without all accounts only the sets' own lists are sure to name every pair; and no organization is
    // without accounts, so an empty list of them is not believed.
    let by_account = accounts.filter(|accounts| !accounts.is_empty() && accounts.len() < sets.len());
    let operation = match by_account {
        Some(_) => Operation::ListPermissionSetsProvisionedToAccount,
        None => Operation::ListAccountsForProvisionedPermissionSet,
    };
    let scopes = by_account.unwrap_or(sets);
    let listings = list(aws, operation, scopes).await;
    for (_, listing) in &listings {
        aws.executor.survey.sso_admin(listing);
    }
    let provisioned = gather(aws, operation, listings);
    let all_known = provisioned.unknown.is_empty();
    aws.executor.survey.pairs.set(all_known.then_some(provisioned.pairs.len() as u64));
    provisioned
}

/// Both statuses of each set, or of each account.
async fn list<'s>(
    aws: &SsoAdmin<'_>,
    operation: Operation,
    scopes: &'s BTreeSet<String>,
) -> Vec<(&'s String, Listing<Row>)> {
    aws.executor.phase(Service::SsoAdmin, "provisioning", STATUSES.len() * scopes.len());
    each(scopes, async |scope: &'s String| {
        let of = async |status: &ProvisioningStatus| match operation {
            Operation::ListPermissionSetsProvisionedToAccount => sets_in(aws, scope, status).await,
            _ => accounts_of(aws, scope, status).await,
        };
        // At the same moment, as near as can be: a pair that is provisioned between the two would be in neither.
        let [first, second] = &STATUSES;
        let (first, second) = join!(of(first), of(second));
        (scope, first.and(second))
    })
    .await
}

/// Along the other axis, when all else is read: what differs is told differently, or has changed meanwhile.
pub(super) async fn compare(
    aws: &SsoAdmin<'_>,
    sets: &BTreeSet<String>,
    accounts: Option<&BTreeSet<String>>,
    provisioned: &Provisioned,
) -> Vec<Observation<'static>> {
    let (operation, scopes) = match (provisioned.operation, accounts) {
        (Operation::ListPermissionSetsProvisionedToAccount, _) => {
            (Operation::ListAccountsForProvisionedPermissionSet, sets)
        }
        (_, Some(accounts)) => (Operation::ListPermissionSetsProvisionedToAccount, accounts),
        (_, None) => return Vec::new(),
    };
    let other = gather(aws, operation, list(aws, operation, scopes).await);
    let unread: BTreeSet<&str> =
        provisioned.unknown.iter().chain(&other.unknown).map(|(scope, ..)| scope.as_str()).collect();
    let facts = |found: &Provisioned| {
        let read = found.pairs.iter().filter(|((set, account), _)| {
            !unread.contains(set.as_str()) && !unread.contains(account.as_str())
        });
        read.map(|((set, account), status)| {
            format!("{set},{account},{}", status.as_deref().unwrap_or("both statuses"))
        })
        .collect()
    };
    disagreements(operation, provisioned.operation, &facts(&other), &facts(provisioned))
}

/// The operation that was not needed: the longer axis.
pub(super) fn other_axis(operation: Operation) -> Operation {
    match operation {
        Operation::ListPermissionSetsProvisionedToAccount => {
            Operation::ListAccountsForProvisionedPermissionSet
        }
        _ => Operation::ListPermissionSetsProvisionedToAccount,
    }
}

type Row = (Pair, String);

async fn accounts_of(aws: &SsoAdmin<'_>, set: &str, status: &ProvisioningStatus) -> Listing<Row> {
    let operation = Operation::ListAccountsForProvisionedPermissionSet;
    let call = async |token| {
        let call = aws.client.list_accounts_for_provisioned_permission_set().max_results(100);
        let call =
            call.instance_arn(aws.instance).permission_set_arn(set).provisioning_status(status.clone());
        let answer = call.set_next_token(token).send().await?;
        page(answer.account_ids, answer.next_token, |account| {
            Ok(((set.to_owned(), key(account, "AccountId")?.to_string()), status.as_str().to_owned()))
        })
    };
    aws.executor.read(operation, &format!("{set},{}", status.as_str()), call).await
}

async fn sets_in(aws: &SsoAdmin<'_>, account: &str, status: &ProvisioningStatus) -> Listing<Row> {
    let operation = Operation::ListPermissionSetsProvisionedToAccount;
    let call = async |token| {
        let call = aws.client.list_permission_sets_provisioned_to_account().max_results(100);
        let call = call.instance_arn(aws.instance).account_id(account).provisioning_status(status.clone());
        let answer = call.set_next_token(token).send().await?;
        page(answer.permission_sets, answer.next_token, |set| {
            Ok(((key(set, "PermissionSetArn")?.to_string(), account.to_owned()), status.as_str().to_owned()))
        })
    };
    aws.executor.read(operation, &format!("{account},{}", status.as_str()), call).await
}

fn gather(aws: &SsoAdmin<'_>, operation: Operation, listings: Vec<(&String, Listing<Row>)>) -> Provisioned {
    let ledger = &aws.executor.ledger;
    let mut provisioned =
        Provisioned { operation, pairs: BTreeMap::new(), unknown: Vec::new(), learned: listings.is_empty() };
    for (scope, listing) in listings {
        ledger.record(operation, Some(scope), &listing);
        provisioned.learned |= listing.learned();
        if let Some(error) = &listing.failure {
            provisioned.unknown.push((scope.clone(), listing.status(), error.clone()));
        }
        for (pair, status) in listing.items {
            let known = provisioned.pairs.entry(pair).or_insert_with(|| Some(status.clone()));
            if known.as_ref() != Some(&status) {
                *known = None;
            }
        }
    }
    for ((set, account), _) in provisioned.pairs.iter().filter(|(_, status)| status.is_none()) {
        let message = "AWS lists the pair as provisioned with the latest version and as not";
        let error = CallError::new(Kind::Other, "BothStatuses", message);
        ledger.gap(operation, Some(format!("{set},{account}")), Status::Partial, error);
    }
    provisioned
}
