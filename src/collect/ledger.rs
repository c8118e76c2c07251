//! The ledger: what each operation cost and gave, from which the snapshot's coverage is written.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use crate::snapshot::coverage::NOT_NEEDED;
use crate::snapshot::v1::{Coverage, CoverageError};
use crate::snapshot::{Member, Text};

use super::call_error::{CallError, Kind};
use super::listing::Listing;
use super::operation::{Operation, Service};

/// What came of an operation, or of one of its scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Complete,
    Partial,
    Denied,
    Unsupported,
    Failed,
    /// Not asked: left out by choice, or another operation tells the same.
    Skipped,
}

impl Status {
    fn name(self) -> &'static str {
        match self {
            Status::Complete => "complete",
            Status::Partial => "partial",
            Status::Denied => "denied",
            Status::Unsupported => "unsupported",
            Status::Failed => "failed",
            Status::Skipped => "skipped",
        }
    }
}

impl From<Kind> for Status {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Denied | Kind::Rejected => Status::Denied,
            Kind::Unsupported => Status::Unsupported,
            Kind::Expired
            | Kind::NotFound
            | Kind::Throttled
            | Kind::Transient
            | Kind::Unreachable
            | Kind::Other => Status::Failed,
        }
    }
}

/// A list, or a scope's list, that did not complete.
#[derive(Clone, Debug)]
struct Gap {
    /// `None` where the operation as a whole is meant.
    scope: Option<String>,
    status: Status,
    calls: u64,
    items: u64,
    error: CallError,
}

#[derive(Debug, Default)]
struct Tally {
    calls: u64,
    items: u64,
    /// Lists, or scopes' lists, that were read to their end.
    complete: u64,
    gaps: Vec<Gap>,
}

/// Counts calls and keeps the gaps.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    tallies: RefCell<BTreeMap<Operation, Tally>>,
    throttled: Cell<u64>,
}

impl Ledger {
    fn with(&self, operation: Operation, change: impl FnOnce(&mut Tally)) {
        change(self.tallies.borrow_mut().entry(operation).or_default());
    }

    /// So many requests were sent.
    pub(super) fn sent(&self, operation: Operation, calls: u64) {
        self.with(operation, |tally| tally.calls += calls);
    }

    /// An answer said "slow down".
    pub(super) fn throttled(&self) {
        self.throttled.set(self.throttled.get() + 1);
    }

    /// What was read of the operation's list, or of one scope's.
    pub(super) fn record<T>(&self, operation: Operation, scope: Option<&str>, listing: &Listing<T>) {
        let items = listing.items.len() as u64;
        self.with(operation, |tally| {
            tally.items += items;
            match &listing.failure {
                None => tally.complete += 1,
                Some(error) => tally.gaps.push(Gap {
                    scope: scope.map(str::to_owned),
                    status: listing.status(),
                    calls: listing.calls,
                    items,
                    error: error.clone(),
                }),
            }
        });
    }

    /// Records a part of the scope, and gives its items only where all were read.
    pub(super) fn learn<T>(&self, operation: Operation, scope: &str, listing: Listing<T>) -> Option<Vec<T>> {
        let listing = listing.whole();
        self.record(operation, Some(scope), &listing);
        listing.failure.is_none().then_some(listing.items)
    }

    /// Operations that could not be asked about things that are not known.
    pub(super) fn unreached(&self, operations: &[Operation], code: &str, what: &str, error: &CallError) {
        let status = error.kind.into();
        let message = format!("{what} is not known: {}", error.message);
        self.unasked(operations, status, &CallError { code: code.to_owned(), message, ..error.clone() });
    }

    /// Something that was not asked for, or not clearly answered, for a reason known without a call.
    pub(super) fn gap(&self, operation: Operation, scope: Option<String>, status: Status, error: CallError) {
        self.with(operation, |tally| tally.gaps.push(Gap { scope, status, calls: 0, items: 0, error }));
    }

    /// Several operations that were not asked, for one reason.
    pub(super) fn unasked(&self, operations: &[Operation], status: Status, error: &CallError) {
        for &operation in operations {
            self.gap(operation, None, status, error.clone());
        }
    }

    /// An operation that was not asked because another told the same.
    pub(super) fn not_needed(&self, operation: Operation, told_by: Operation) {
        let message = format!("{} tells the same", told_by.name());
        self.unasked(&[operation], Status::Skipped, &CallError::new(Kind::Other, NOT_NEEDED, message));
    }

    /// Calls sent, by service.
    pub(super) fn calls(&self) -> BTreeMap<String, u64> {
        let mut calls: BTreeMap<String, u64> =
            Service::ALL.iter().map(|service| (service.name().to_owned(), 0)).collect();
        for (operation, tally) in self.tallies.borrow().iter() {
            *calls.entry(operation.service().name().to_owned()).or_default() += tally.calls;
        }
        calls
    }

    /// Answers that said "slow down".
    pub(super) fn throttles(&self) -> u64 {
        self.throttled.get()
    }

    /// One row an operation, and one for each scope that did not complete, sorted by their key.
    pub(super) fn coverage(&self) -> Vec<Coverage<'static>> {
        let mut tallies = self.tallies.borrow_mut();
        let mut rows = Vec::new();
        for &operation in Operation::ALL {
            let tally = tallies.entry(operation).or_default();
            tally.gaps.sort_by(|a, b| a.scope.cmp(&b.scope));
            tally.gaps.dedup_by(|a, b| a.scope == b.scope);
            let (status, error) = summary(tally);
            rows.push(row(operation, None, status, tally.calls, tally.items, error));
            rows.extend(tally.gaps.iter().filter(|gap| gap.scope.is_some()).map(|gap| {
                row(operation, gap.scope.as_deref(), gap.status, gap.calls, gap.items, Some(&gap.error))
            }));
        }
        let key = |row: &Coverage<'static>| {
            (row.service.to_string(), row.operation.to_string(), row.scope.text().map(str::to_owned))
        };
        rows.sort_by_cached_key(key);
        rows
    }
}

/// The status of an operation: that of its gaps where they say the same and nothing else was learned,
/// else partial.
fn summary(tally: &Tally) -> (Status, Option<&CallError>) {
    let Some(first) = tally.gaps.first() else {
        return (Status::Complete, None);
    };
    if first.scope.is_none() && first.status == Status::Skipped {
        return (Status::Skipped, Some(&first.error));
    }
    if first.scope.is_none() && tally.gaps.len() == 1 {
        let status = if tally.complete > 0 { Status::Partial } else { first.status };
        return (status, Some(&first.error));
    }
    if first.scope.is_none() {
        // The scopes do not name all that is lacking.
        let learned = tally.complete > 0 || tally.gaps.iter().any(|gap| gap.status == Status::Partial);
        return (if learned { Status::Partial } else { first.status }, Some(&first.error));
    }
    if tally.complete > 0 {
        return (Status::Partial, None);
    }
    if tally.gaps.iter().all(|gap| gap.status == first.status) {
        return (first.status, Some(&first.error));
    }
    let learned = tally.gaps.iter().any(|gap| gap.status == Status::Partial);
    (if learned { Status::Partial } else { Status::Failed }, None)
}

fn row(
    operation: Operation,
    scope: Option<&str>,
    status: Status,
    calls: u64,
    items: u64,
    error: Option<&CallError>,
) -> Coverage<'static> {
    Coverage {
        service: Text::from(operation.service().name()),
        operation: Text::from(operation.name()),
        scope: Member::if_learned(scope.map(Text::owned)),
        status: Member::Value(Text::from(status.name())),
        calls: Member::Value(calls),
        items: Member::Value(items),
        error: Member::if_learned(error.map(|error| CoverageError {
            code: Member::Value(Text::owned(error.code.as_str())),
            message: Member::Value(Text::owned(error.message.as_str())),
            request_id: Member::if_learned(error.request_id.as_deref().map(Text::owned)),
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(items: usize, failure: Option<Kind>) -> Listing<()> {
        Listing {
            items: vec![(); items],
            calls: 1,
            pages: 1,
            tokens: Default::default(),
            failure: failure.map(|kind| CallError::new(kind, "Code", "message")),
        }
    }

    fn statuses(ledger: &Ledger, operation: Operation) -> Vec<(Option<String>, String)> {
        let rows = ledger.coverage();
        rows.iter()
            .filter(|row| row.operation == operation.name() && row.service == operation.service().name())
            .map(|row| (row.scope.text().map(str::to_owned), row.status.text().unwrap().to_owned()))
            .collect()
    }

    fn of(scopes: &[(&str, usize, Option<Kind>)]) -> Vec<String> {
        let ledger = Ledger::default();
        for (scope, items, failure) in scopes {
            ledger.record(Operation::ListTagsForResource, Some(scope), &listing(*items, *failure));
        }
        statuses(&ledger, Operation::ListTagsForResource).into_iter().map(|(_, status)| status).collect()
    }

    #[test]
    fn every_operation_has_a_row_though_it_was_never_needed() {
        let rows = Ledger::default().coverage();
        assert_eq!(rows.len(), Operation::ALL.len());
        assert!(
            rows.iter().all(|row| row.status.text() == Some("complete") && row.calls == Member::Value(0))
        );
    }

    #[test]
    fn an_operation_denied_for_every_scope_is_denied_and_for_some_partial() {
        assert_eq!(of(&[("a", 0, Some(Kind::Denied)), ("b", 0, Some(Kind::Denied))]), ["denied"; 3]);
        assert_eq!(of(&[("a", 0, Some(Kind::Denied)), ("b", 2, None)]), ["partial", "denied"]);
        assert_eq!(
            of(&[("a", 0, Some(Kind::Denied)), ("b", 0, Some(Kind::Transient))]),
            ["failed", "denied", "failed"]
        );
    }

    #[test]
    fn a_list_that_broke_is_partial_only_where_it_gave_something() {
        for (items, status) in [(3, "partial"), (0, "failed")] {
            let ledger = Ledger::default();
            ledger.record(Operation::ListUsers, None, &listing(items, Some(Kind::Throttled)));
            assert_eq!(statuses(&ledger, Operation::ListUsers), [(None, status.to_owned())]);
        }
    }
}
