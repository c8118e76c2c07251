//! What each operation gave: the coverage of the snapshot.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::call::CallError;
use super::operation::{Operation, Service};
use crate::snapshot::v1::{Coverage, CoverageError};
use crate::snapshot::{Member, Text};

/// How the reading of one scope ended. The scope of an operation that is asked once is empty.
#[derive(Clone, Debug, Default)]
struct Outcome {
    calls: u64,
    items: u64,
    error: Option<CallError>,
}

/// The ledger of one run.
#[derive(Default)]
pub struct Ledger {
    outcomes: Mutex<BTreeMap<Operation, BTreeMap<String, Outcome>>>,
    throttled: Mutex<u64>,
}

/// The ids of a scope as coverage writes them.
fn scope_text(scope: &[&str]) -> String {
    scope.join(",")
}

impl Ledger {
    fn outcomes(&self) -> MutexGuard<'_, BTreeMap<Operation, BTreeMap<String, Outcome>>> {
        self.outcomes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The operation belongs to this run, even if there turns out to be nothing to ask it about.
    pub fn begin(&self, operation: Operation) {
        self.outcomes().entry(operation).or_default();
    }

    /// A call was sent.
    pub fn count_call(&self, operation: Operation, scope: &[&str]) {
        let mut outcomes = self.outcomes();
        outcomes.entry(operation).or_default().entry(scope_text(scope)).or_default().calls += 1;
    }

    /// AWS said: slow down.
    pub fn count_throttled(&self) {
        *self.throttled.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    }

    /// How the reading of a scope ended. A scope that is read in two lists has failed if either has.
    pub fn record(&self, operation: Operation, scope: &[&str], items: usize, error: Option<CallError>) {
        let mut outcomes = self.outcomes();
        let outcome = outcomes.entry(operation).or_default().entry(scope_text(scope)).or_default();
        outcome.items += items as u64;
        outcome.error = outcome.error.take().or(error);
    }

    /// Answers that said "slow down".
    pub fn throttled(&self) -> u64 {
        *self.throttled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls sent, by service.
    pub fn calls(&self) -> BTreeMap<String, u64> {
        let outcomes = self.outcomes();
        let of = |service: Service| {
            let of_service = outcomes.iter().filter(move |(operation, _)| operation.service == service);
            of_service.flat_map(|(_, scopes)| scopes.values()).map(|outcome| outcome.calls).sum()
        };
        Service::ALL.iter().map(|service| (service.name().to_owned(), of(*service))).collect()
    }

    /// The coverage rows: one an operation, and one for each scope that did not complete.
    pub fn coverage(&self) -> Vec<Coverage<'static>> {
        let outcomes = self.outcomes();
        let mut rows = Vec::new();
        for (operation, scopes) in outcomes.iter() {
            rows.push(whole_row(*operation, scopes));
            let failed =
                scopes.iter().filter(|(scope, outcome)| !scope.is_empty() && outcome.error.is_some());
            rows.extend(failed.map(|(scope, outcome)| {
                let status = outcome.error.as_ref().map_or("complete", CallError::status);
                row(*operation, Some(scope), status, outcome)
            }));
        }
        rows
    }
}

/// The row of an operation as a whole: `partial` where some of it was learned and some was not.
fn whole_row(operation: Operation, scopes: &BTreeMap<String, Outcome>) -> Coverage<'static> {
    let mut total = Outcome::default();
    let mut failures: Vec<&CallError> = Vec::new();
    let mut whole_failed = false;
    for (scope, outcome) in scopes {
        total.calls += outcome.calls;
        total.items += outcome.items;
        failures.extend(&outcome.error);
        whole_failed |= scope.is_empty() && outcome.error.is_some();
    }
    let alike =
        failures.windows(2).all(|pair| matches!(pair, [one, other] if one.status() == other.status()));
    let nothing_learned = if whole_failed { total.items == 0 } else { failures.len() == scopes.len() };
    let status = match failures.first() {
        None => "complete",
        Some(first) if nothing_learned && alike => {
            total.error = Some((*first).clone());
            first.status()
        }
        Some(first) => {
            total.error = whole_failed.then(|| (*first).clone());
            "partial"
        }
    };
    row(operation, None, status, &total)
}

fn row(
    operation: Operation,
    scope: Option<&str>,
    status: &'static str,
    outcome: &Outcome,
) -> Coverage<'static> {
    let owned = |text: &str| Text::owned(text);
    Coverage {
        service: operation.service.name().into(),
        operation: operation.name.into(),
        scope: Member::if_learned(scope.map(owned)),
        status: Member::Value(status.into()),
        calls: Member::Value(outcome.calls),
        items: Member::Value(outcome.items),
        error: Member::if_learned(outcome.error.as_ref().map(|error| CoverageError {
            code: Member::Value(owned(&error.code)),
            message: Member::Value(owned(&error.message)),
            request_id: Member::if_learned(error.request_id.as_deref().map(owned)),
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::super::call::Failure;
    use super::super::operation::{LIST_TAGS_FOR_RESOURCE, LIST_USERS};
    use super::*;

    fn statuses(ledger: &Ledger) -> Vec<String> {
        let text = |row: &Coverage| {
            format!("{} {}", row.scope.text().unwrap_or("whole"), row.status.text().unwrap_or_default())
        };
        ledger.coverage().iter().map(text).collect()
    }

    fn denied() -> Option<CallError> {
        Some(CallError::new(Failure::Denied, "AccessDeniedException", "no"))
    }

    #[test]
    fn an_operation_is_partial_only_where_something_was_learned() {
        let ledger = Ledger::default();
        ledger.record(LIST_TAGS_FOR_RESOURCE, &["a"], 0, denied());
        assert_eq!(statuses(&ledger), ["whole denied", "a denied"]);
        // No tags are something learned too.
        ledger.record(LIST_TAGS_FOR_RESOURCE, &["b"], 0, None);
        assert_eq!(statuses(&ledger), ["whole partial", "a denied"]);
    }

    #[test]
    fn a_list_that_broke_off_is_partial_and_one_that_never_began_is_not() {
        let ledger = Ledger::default();
        ledger.begin(LIST_TAGS_FOR_RESOURCE);
        ledger.record(LIST_USERS, &[], 100, denied());
        assert_eq!(statuses(&ledger), ["whole complete", "whole partial"]);
        let ledger = Ledger::default();
        ledger.record(LIST_USERS, &[], 0, denied());
        assert_eq!(statuses(&ledger), ["whole denied"]);
    }
}
