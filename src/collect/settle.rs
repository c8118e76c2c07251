//! What the reads of the permission sets mean, once it is known which sets are still there.
//!
//! "Not found" is an answer about a set only while the set exists. So no part is recorded before the sets
//! are listed once more, which is done only where some answer was "not found".

use std::collections::BTreeSet;

use crate::snapshot::v1::{Observation, PermissionSet};
use crate::snapshot::{Member, Text};

use super::SsoAdmin;
use super::call_error::{CallError, Kind};
use super::ledger::Ledger;
use super::listing::Listing;
use super::operation::{Operation, Service};
use super::permission_sets::{self, PARTS, Reading};

/// The records of the sets, and what was seen of sets deleted meanwhile.
pub(super) async fn settle(
    aws: &SsoAdmin<'_>,
    readings: Vec<Reading>,
) -> (Vec<PermissionSet<'static>>, Vec<Observation<'static>>) {
    let ledger = &aws.executor.ledger;
    let doubtful = readings.iter().any(Reading::not_found) || ledger.not_found(Service::SsoAdmin);
    let at_end = if doubtful { list_again(aws).await } else { AtEnd::NotAsked };
    let mut observations = Vec::new();
    let mut sets: Vec<_> = readings
        .into_iter()
        .map(|reading| match &at_end {
            AtEnd::Listed(sets) if !sets.contains(&reading.set) => {
                observations.push(deleted(&reading.set));
                gone(ledger, reading)
            }
            _ => record(ledger, reading, &at_end),
        })
        .collect();
    sets.sort_by(|a, b| a.permission_set_arn.cmp(&b.permission_set_arn));
    observations.sort_by(|a, b| a.scope.cmp(&b.scope));
    (sets, observations)
}

/// Which sets there are at the end.
enum AtEnd {
    /// No answer made it matter.
    NotAsked,
    Listed(BTreeSet<String>),
    Unknown(CallError),
}

async fn list_again(aws: &SsoAdmin<'_>) -> AtEnd {
    aws.executor.phase(Service::SsoAdmin, "permission sets again", 1);
    let listing = permission_sets::list(aws).await;
    match listing.failure {
        None => AtEnd::Listed(listing.items.into_iter().collect()),
        Some(error) => AtEnd::Unknown(error),
    }
}

impl Reading {
    fn not_found(&self) -> bool {
        let failures = [
            &self.description.failure,
            &self.tags.failure,
            &self.inline_policy.failure,
            &self.managed_policies.failure,
            &self.customer_managed.failure,
            &self.boundary.failure,
        ];
        failures.into_iter().flatten().any(|error| error.kind == Kind::NotFound)
    }
}

/// The record of a set that is there. A part whose call failed is absent.
fn record(ledger: &Ledger, reading: Reading, at_end: &AtEnd) -> PermissionSet<'static> {
    let Reading { set, description, tags, inline_policy, managed_policies, customer_managed, boundary } =
        reading;
    let [describe, list_tags, get_inline, list_managed, list_customer_managed, get_boundary] = PARTS;

    let described = learn(ledger, describe, &set, required(description, "PermissionSet"));
    let mut record =
        described.and_then(|items| items.into_iter().next()).unwrap_or_else(|| permission_sets::unread(&set));
    record.tags = sorted(learn(ledger, list_tags, &set, tags), |tag| tag.key.clone());
    record.inline_policy = one(learn(ledger, get_inline, &set, inline_policy));
    record.managed_policies =
        sorted(learn(ledger, list_managed, &set, managed_policies), |policy| policy.arn.clone());
    record.customer_managed_policy_references =
        sorted(learn(ledger, list_customer_managed, &set, customer_managed), |policy| {
            (policy.path.text().map(str::to_owned), policy.name.clone())
        });
    record.permissions_boundary = one(learn(ledger, get_boundary, &set, believed(boundary, at_end)));
    record
}

/// A set deleted while it was read: whatever was learned of it may be of two times, so nothing is kept.
fn gone(ledger: &Ledger, reading: Reading) -> PermissionSet<'static> {
    let set = reading.set;
    let [describe, list_tags, get_inline, list_managed, list_customer_managed, get_boundary] = PARTS;
    learn(ledger, describe, &set, withdrawn(reading.description));
    learn(ledger, list_tags, &set, withdrawn(reading.tags));
    learn(ledger, get_inline, &set, withdrawn(reading.inline_policy));
    learn(ledger, list_managed, &set, withdrawn(reading.managed_policies));
    learn(ledger, list_customer_managed, &set, withdrawn(reading.customer_managed));
    learn(ledger, get_boundary, &set, withdrawn(reading.boundary));
    permission_sets::unread(&set)
}

/// Records a part, and gives its items only where all were read.
fn learn<T>(ledger: &Ledger, operation: Operation, set: &str, listing: Listing<T>) -> Option<Vec<T>> {
    let listing = listing.whole();
    ledger.record(operation, Some(set), &listing);
    listing.failure.is_none().then_some(listing.items)
}

fn withdrawn<T>(listing: Listing<T>) -> Listing<T> {
    let message = "the permission set is not listed any more at the end of the collection";
    let deleted = CallError::new(Kind::NotFound, "DeletedWhileReading", message);
    let failure = listing.failure.filter(|error| error.kind != Kind::NotFound).or(Some(deleted));
    Listing { items: Vec::new(), failure, ..listing }
}

/// An answer that must hold something.
fn required<T>(listing: Listing<T>, member: &str) -> Listing<T> {
    if listing.failure.is_none() && listing.items.is_empty() {
        return Listing { failure: Some(CallError::incomplete(member)), ..listing };
    }
    listing
}

/// "Not found" is "no boundary" where the exception carries no reason and the set is still listed.
fn believed<T>(listing: Listing<T>, at_end: &AtEnd) -> Listing<T> {
    let failure = match (listing.failure, at_end) {
        (Some(error), AtEnd::Listed(_)) if error.kind == Kind::NotFound && error.reason.is_none() => None,
        (Some(error), AtEnd::Unknown(why)) if error.kind == Kind::NotFound && error.reason.is_none() => {
            let message =
                format!("no boundary was found, but not whether the set still exists: {}", why.message);
            Some(CallError { message, ..why.clone() })
        }
        (failure, _) => failure,
    };
    Listing { failure, ..listing }
}

fn one<T>(items: Option<Vec<T>>) -> Member<T> {
    items.map_or(Member::Absent, |items| Member::learned(items.into_iter().next()))
}

fn sorted<T, K: Ord>(items: Option<Vec<T>>, key: impl FnMut(&T) -> K) -> Member<Vec<T>> {
    items.map_or(Member::Absent, |mut items| {
        items.sort_by_cached_key(key);
        Member::Value(items)
    })
}

fn deleted(set: &str) -> Observation<'static> {
    Observation {
        kind: Text::from("deleted-while-reading"),
        service: Text::from(Service::SsoAdmin.name()),
        operation: Text::from(Operation::ListPermissionSets.name()),
        scope: Text::owned(set),
        detail: Text::from("the permission set was listed at the start of the collection and not at its end"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn not_found(reason: Option<&str>) -> Listing<()> {
        let error = CallError::new(Kind::NotFound, "ResourceNotFoundException", "no");
        let failure = Some(CallError { reason: reason.map(str::to_owned), ..error });
        Listing { calls: 1, failure, ..Listing::default() }
    }

    #[test]
    fn not_found_is_no_boundary_only_without_a_reason_and_with_the_set_still_listed() {
        let listed = AtEnd::Listed(BTreeSet::new());
        assert!(believed(not_found(None), &listed).failure.is_none());
        assert!(believed(not_found(Some("KMS_NotFoundException")), &listed).failure.is_some());
        let denied = CallError::new(Kind::Denied, "AccessDeniedException", "no");
        let unknown = believed(not_found(None), &AtEnd::Unknown(denied));
        assert_eq!(unknown.failure.unwrap().code, "AccessDeniedException");
        let throttled = Some(CallError::new(Kind::Throttled, "ThrottlingException", "slow"));
        assert!(believed(Listing { failure: throttled, ..not_found(None) }, &listed).failure.is_some());
    }
}
