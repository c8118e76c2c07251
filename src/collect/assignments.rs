//! Account assignments: one list for each provisioned pair, or what the principals' lists leave of them.

use std::collections::BTreeSet;

use crate::snapshot::coverage::PRINCIPALS_MODE;
use crate::snapshot::v1::{AccountAssignment, Observation};
use crate::snapshot::{Member, Text};

use super::SsoAdmin;
use super::call_error::{CallError, Kind};
use super::compare::{disagreements, observation};
use super::executor::each;
use super::ledger::Status;
use super::listing::Listing;
use super::operation::{Operation, Service};
use super::principals::ByPrincipal;
use super::provisioning::{Pair, Provisioned};
use super::wire::{key, page};

type Rows = BTreeSet<AccountAssignment<'static>>;

/// A pair and what its list gave.
type OfPair<'p> = (&'p Pair, Listing<AccountAssignment<'static>>);

/// The assignments of all provisioned pairs.
pub(super) async fn by_pair(
    aws: &SsoAdmin<'_>,
    provisioned: &Provisioned,
) -> Member<Vec<AccountAssignment<'static>>> {
    let listings = ask(aws, provisioned, provisioned.pairs.keys()).await;
    let learned = match listings.is_empty() {
        true => provisioned.learned,
        false => listings.iter().any(|(_, listing)| listing.learned()),
    };
    if learned { records(rows(listings)) } else { Member::Absent }
}

/// The rows of the principals, and the assignments of the pairs that none of these explains.
pub(super) async fn by_principal(
    aws: &SsoAdmin<'_>,
    provisioned: &Provisioned,
    principals: &mut ByPrincipal,
) -> (Member<Vec<AccountAssignment<'static>>>, Vec<Observation<'static>>) {
    let mut found = std::mem::take(&mut principals.rows);
    let explained: BTreeSet<(&str, &str)> = found.iter().map(pair).collect();
    let rest = provisioned.pairs.keys();
    let rest: Vec<&Pair> =
        rest.filter(|(set, account)| !explained.contains(&(set.as_str(), account.as_str()))).collect();
    let listings = ask(aws, provisioned, rest).await;
    let observations = unprovisioned(&found, provisioned);
    let lacking = listings.iter().any(|(_, listing)| !listing.learned());
    found.extend(rows(listings));
    if found.is_empty() && lacking {
        return (Member::Absent, observations);
    }
    let message = "only the pairs that no living principal explains were asked: elsewhere, an assignment of a \
                   deleted principal is not visible in this mode";
    let error = CallError::new(Kind::Other, PRINCIPALS_MODE, message);
    aws.executor.ledger.gap(Operation::ListAccountAssignments, None, Status::Skipped, error);
    (records(found), observations)
}

/// Both readings, and where they differ. Of deleted principals only the pairs can tell.
pub(super) async fn both(
    aws: &SsoAdmin<'_>,
    provisioned: &Provisioned,
    principals: &mut ByPrincipal,
) -> (Member<Vec<AccountAssignment<'static>>>, Vec<Observation<'static>>) {
    let listings = ask(aws, provisioned, provisioned.pairs.keys()).await;
    let mut of_principals = std::mem::take(&mut principals.rows);
    let complete = listings.iter().filter(|(_, listing)| listing.failure.is_none());
    let read: BTreeSet<(&str, &str)> =
        complete.map(|((set, account), _)| (set.as_str(), account.as_str())).collect();
    let none_learned = listings.iter().all(|(_, listing)| !listing.learned());
    let none_learned = none_learned && !listings.is_empty() && of_principals.is_empty();
    let text = |rows: &Rows| {
        let comparable =
            rows.iter().filter(|row| read.contains(&pair(row)) && principals.was_read(&row.principal_id));
        comparable.map(text).collect()
    };
    let of_pairs: Rows = listings.iter().flat_map(|(_, listing)| listing.items.iter().cloned()).collect();
    let mut observations = disagreements(
        Operation::ListAccountAssignmentsForPrincipal,
        Operation::ListAccountAssignments,
        &text(&of_principals),
        &text(&of_pairs),
    );
    observations.extend(unprovisioned(&of_principals, provisioned));
    of_principals.extend(of_pairs);
    let found = if none_learned { Member::Absent } else { records(of_principals) };
    (found, observations)
}

/// Assignments whose pair is not provisioned, where all provisioning is known.
fn unprovisioned(found: &Rows, provisioned: &Provisioned) -> Vec<Observation<'static>> {
    if !provisioned.unknown.is_empty() {
        return Vec::new();
    }
    let pairs: BTreeSet<(&str, &str)> =
        provisioned.pairs.keys().map(|(set, account)| (set.as_str(), account.as_str())).collect();
    let elsewhere = found.iter().filter(|row| !pairs.contains(&pair(row)));
    let told = elsewhere.map(|row| {
        let detail = "the permission set of this assignment is not provisioned in its account";
        let operation = Operation::ListAccountAssignmentsForPrincipal;
        observation("assignment-unprovisioned", operation, &text(row), detail)
    });
    told.collect()
}

/// The list of each of these pairs. What is not known of the provisioning is not known of the assignments.
async fn ask<'p>(
    aws: &SsoAdmin<'_>,
    provisioned: &Provisioned,
    pairs: impl IntoIterator<Item = &'p Pair>,
) -> Vec<OfPair<'p>> {
    let operation = Operation::ListAccountAssignments;
    let ledger = &aws.executor.ledger;
    for (scope, status, error) in &provisioned.unknown {
        let message = format!("which pairs are provisioned is not known: {}", error.message);
        let error = CallError { code: "ProvisioningUnknown".to_owned(), message, ..error.clone() };
        ledger.gap(operation, Some(scope.clone()), *status, error);
    }
    let pairs: Vec<&Pair> = pairs.into_iter().collect();
    aws.executor.phase(Service::SsoAdmin, "assignments", pairs.len());
    each(pairs, async |pair: &'p Pair| {
        let (set, account) = pair;
        let listing = list(aws, set, account).await;
        ledger.record(operation, Some(&format!("{set},{account}")), &listing);
        (pair, listing)
    })
    .await
}

fn rows(listings: Vec<OfPair<'_>>) -> Rows {
    listings.into_iter().flat_map(|(_, listing)| listing.items).collect()
}

fn records(rows: Rows) -> Member<Vec<AccountAssignment<'static>>> {
    Member::Value(rows.into_iter().collect())
}

/// The permission set and the account of an assignment.
fn pair<'r>(row: &'r AccountAssignment<'_>) -> (&'r str, &'r str) {
    (&row.permission_set_arn, &row.account_id)
}

/// The assignment as the scope of an observation.
fn text(row: &AccountAssignment<'_>) -> String {
    [&*row.account_id, &row.permission_set_arn, &row.principal_type, &row.principal_id].join(",")
}

async fn list(aws: &SsoAdmin<'_>, set: &str, account: &str) -> Listing<AccountAssignment<'static>> {
    aws.executor
        .read(Operation::ListAccountAssignments, &format!("{set},{account}"), async |token| {
            let call = aws.client.list_account_assignments().max_results(100);
            let call = call.instance_arn(aws.instance).permission_set_arn(set).account_id(account);
            let answer = call.set_next_token(token).send().await?;
            page(answer.account_assignments, answer.next_token, |row| {
                Ok(AccountAssignment {
                    account_id: Text::owned(row.account_id.as_deref().unwrap_or(account)),
                    permission_set_arn: Text::owned(row.permission_set_arn.as_deref().unwrap_or(set)),
                    principal_type: key(
                        row.principal_type.map(|kind| kind.as_str().to_owned()),
                        "PrincipalType",
                    )?,
                    principal_id: key(row.principal_id, "PrincipalId")?,
                })
            })
        })
        .await
}
