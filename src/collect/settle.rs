//! What the reads of the permission sets mean, once it is known which sets are still there.
//!
//! "Not found" is an answer about a set only while the set exists. So no part is recorded before the sets
//! are listed once more.

use std::collections::BTreeSet;

use crate::snapshot::Member;
use crate::snapshot::v1::PermissionSet;

use super::SsoAdmin;
use super::call_error::{CallError, Kind};
use super::ledger::Ledger;
use super::listing::Listing;
use super::operation::Service;
use super::permission_sets::{self, PARTS, Policies, Reading};

/// The records of the sets.
pub(super) fn settle(ledger: &Ledger, readings: Vec<Reading>, at_end: &AtEnd) -> Vec<PermissionSet<'static>> {
    let settled = readings.into_iter().map(|reading| match at_end {
        AtEnd::Listed(sets) if !sets.contains(&reading.set) => gone(ledger, reading),
        _ => record(ledger, reading, at_end),
    });
    settled.collect()
}

/// Which sets there are at the end.
pub(super) enum AtEnd {
    Listed(BTreeSet<String>),
    Unknown(CallError),
}

/// The sets as they are now.
pub(super) async fn list_again(aws: &SsoAdmin<'_>) -> AtEnd {
    aws.executor.phase(Service::SsoAdmin, "permission sets again", 1);
    let listing = permission_sets::list_now(aws).await;
    match listing.failure {
        None => AtEnd::Listed(listing.items.into_iter().collect()),
        Some(error) => AtEnd::Unknown(error),
    }
}

/// The record of a set that is there. A part whose call failed is absent.
fn record(ledger: &Ledger, reading: Reading, at_end: &AtEnd) -> PermissionSet<'static> {
    let Reading { set, description, tags, policies } = reading;
    let [describe, list_tags, get_inline, list_managed, list_customer_managed, get_boundary] = PARTS;

    let described = ledger.learn(describe, &set, required(description, "PermissionSet"));
    let mut record =
        described.and_then(|items| items.into_iter().next()).unwrap_or_else(|| permission_sets::unread(&set));
    record.tags = Member::if_learned(ledger.learn(list_tags, &set, tags));
    if let Some(Policies { inline, managed, customer_managed, boundary }) = policies {
        record.inline_policy = Member::if_learned(ledger.learn(get_inline, &set, inline)).first();
        record.managed_policies = Member::if_learned(ledger.learn(list_managed, &set, managed));
        record.customer_managed_policy_references =
            Member::if_learned(ledger.learn(list_customer_managed, &set, customer_managed));
        record.permissions_boundary =
            Member::if_learned(ledger.learn(get_boundary, &set, believed(boundary, at_end))).first();
    }
    record
}

/// A set deleted while it was read: whatever was learned of it may be of two times, so nothing is kept.
fn gone(ledger: &Ledger, reading: Reading) -> PermissionSet<'static> {
    let Reading { set, description, tags, policies } = reading;
    let [describe, list_tags, get_inline, list_managed, list_customer_managed, get_boundary] = PARTS;
    ledger.learn(describe, &set, withdrawn(description));
    ledger.learn(list_tags, &set, withdrawn(tags));
    if let Some(Policies { inline, managed, customer_managed, boundary }) = policies {
        ledger.learn(get_inline, &set, withdrawn(inline));
        ledger.learn(list_managed, &set, withdrawn(managed));
        ledger.learn(list_customer_managed, &set, withdrawn(customer_managed));
        ledger.learn(get_boundary, &set, withdrawn(boundary));
    }
    permission_sets::unread(&set)
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
