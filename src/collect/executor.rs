//! The executor: every call is a unit, and every unit is paced, retried and counted here.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};

use futures_util::stream::{self, StreamExt};
use tokio::sync::Semaphore;

use super::call_error::{CallError, Kind};
use super::ledger::Ledger;
use super::listing::{Listing, Page};
use super::operation::{Operation, Service};
use super::pace::Pacer;
use super::progress::Progress;
use super::retry::{self, Patience};
use crate::model::text::visible;

/// Units of one service under way at a time: enough that the pace, not the latency, is the limit.
const IN_FLIGHT: usize = 64;
/// Calls a second. AWS publishes sso-admin's alone; the others learn from throttling.
const SSO_ADMIN_TPS: f64 = 20.0;
const IDENTITYSTORE_TPS: f64 = 20.0;
const ORGANIZATIONS_TPS: f64 = 10.0;

/// One call to make: what a plan counts and a journal can key its pages by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit<'a> {
    pub(super) operation: Operation,
    /// What is asked about; empty where the operation has one list.
    pub(super) scope: &'a str,
    /// Counted from 0.
    pub(super) page: u64,
}

/// What the calls of one service share.
struct Lane {
    pacer: Pacer,
    permits: Semaphore,
}

impl Lane {
    fn new(tps: f64) -> Self {
        Lane { pacer: Pacer::new(tps), permits: Semaphore::new(IN_FLIGHT) }
    }
}

/// Runs all units.
pub(super) struct Executor<'p> {
    sso_admin: Lane,
    identitystore: Lane,
    organizations: Lane,
    patience: RefCell<BTreeMap<Operation, Patience>>,
    lost_login: RefCell<Option<(Operation, CallError)>>,
    progress: &'p dyn Progress,
    pub(super) ledger: Ledger,
}

impl<'p> Executor<'p> {
    pub(super) fn new(sso_admin_tps: f64, progress: &'p dyn Progress) -> Self {
        // Whoever raises sso-admin's limit has a server with other limits altogether.
        let raised = (sso_admin_tps / SSO_ADMIN_TPS).max(1.0);
        Executor {
            sso_admin: Lane::new(sso_admin_tps),
            identitystore: Lane::new(IDENTITYSTORE_TPS * raised),
            organizations: Lane::new(ORGANIZATIONS_TPS * raised),
            patience: RefCell::default(),
            lost_login: RefCell::default(),
            progress,
            ledger: Ledger::default(),
        }
    }

    fn lane(&self, service: Service) -> &Lane {
        match service {
            Service::SsoAdmin => &self.sso_admin,
            Service::IdentityStore => &self.identitystore,
            Service::Organizations => &self.organizations,
        }
    }

    /// The call that found out that the login has ended.
    pub(super) fn lost_login(&self) -> Option<(Operation, CallError)> {
        self.lost_login.borrow().clone()
    }

    /// Tells the caller which part a service has come to, and how many units it is known to take.
    pub(super) fn phase(&self, service: Service, name: &'static str, units: usize) {
        self.progress.phase(service, name);
        self.progress.expect(service, units as u64);
    }

    /// Reads a list to its end: only a missing NextToken is the end. Records nothing in the coverage.
    pub(super) async fn read<T>(
        &self,
        operation: Operation,
        scope: &str,
        call: impl AsyncFn(Option<String>) -> Result<Page<T>, CallError>,
    ) -> Listing<T> {
        let mut listing = Listing::default();
        let mut seen = HashSet::new();
        let mut token = None;
        loop {
            let unit = Unit { operation, scope, page: listing.pages };
            let calls = Cell::new(0);
            let answer = self.run(unit, &calls, async || call(token.clone()).await).await;
            listing.calls += calls.get();
            let page = match answer {
                Ok(page) => page,
                Err(error) => {
                    listing.failure = Some(error);
                    return listing;
                }
            };
            listing.items.extend(page.items);
            listing.pages += 1;
            // Like every SDK, we take an empty token for none: it could not be sent.
            let Some(next) = page.next_token.filter(|token| !token.is_empty()) else {
                return listing;
            };
            if !seen.insert(next.clone()) {
                let message = "AWS gave a NextToken that it had given before";
                listing.failure = Some(CallError::new(Kind::Other, "RepeatedNextToken", message));
                return listing;
            }
            token = Some(next);
            self.progress.expect(operation.service(), 1);
        }
    }

    /// Reads the one answer of an operation that has no pages; `None` is an empty list.
    pub(super) async fn read_one<T>(
        &self,
        operation: Operation,
        scope: &str,
        call: impl AsyncFn() -> Result<Option<T>, CallError>,
    ) -> Listing<T> {
        self.read(operation, scope, async |_| {
            Ok(Page { items: call().await?.into_iter().collect(), next_token: None })
        })
        .await
    }

    /// Runs one unit: waits for its turn, sends, and tries again where that may help.
    async fn run<T>(
        &self,
        unit: Unit<'_>,
        calls: &Cell<u64>,
        send: impl AsyncFn() -> Result<Page<T>, CallError>,
    ) -> Result<Page<T>, CallError> {
        let Unit { operation, scope, page } = unit;
        let service = operation.service();
        let lane = self.lane(service);
        let _permit = lane.permits.acquire().await;
        let outcome = loop {
            if let Some((_, error)) = self.lost_login() {
                break Err(error);
            }
            lane.pacer.turn().await;
            calls.set(calls.get() + 1);
            self.ledger.sent(operation);
            let answer = send().await;
            let Some(pause) = self.after(operation, calls.get(), answer.as_ref().err()) else {
                break answer;
            };
            tracing::debug!(operation = operation.name(), scope, page, ?pause, "another attempt");
            tokio::time::sleep(pause).await;
        };
        if let Err(error) = &outcome {
            let error = visible(&error.to_string()).into_owned();
            tracing::debug!(operation = operation.name(), scope, page, error, "failed");
        }
        self.progress.done(service);
        outcome
    }

    /// What an answer teaches, and how long to wait before the next attempt, if there is to be one.
    fn after(
        &self,
        operation: Operation,
        attempt: u64,
        error: Option<&CallError>,
    ) -> Option<std::time::Duration> {
        let service = operation.service();
        let pacer = &self.lane(service).pacer;
        let mut patience = self.patience.borrow_mut();
        let patience = patience.entry(operation).or_default();
        let Some(error) = error else {
            pacer.answered();
            patience.answered();
            return None;
        };
        match error.kind {
            Kind::Throttled => {
                self.ledger.throttled();
                self.progress.throttled(service, pacer.throttled());
                patience.answered();
            }
            Kind::Transient => {}
            Kind::Expired => {
                self.lost_login.borrow_mut().get_or_insert_with(|| (operation, error.clone()));
            }
            _ => patience.answered(),
        }
        if !error.worth_retrying() {
            return None;
        }
        if attempt >= patience.attempts() {
            patience.gave_up();
            return None;
        }
        Some(retry::pause(attempt, error.retry_after))
    }
}

/// Asks about many things side by side; the pace is the executor's.
pub(super) async fn each<S, R>(scopes: impl IntoIterator<Item = S>, ask: impl AsyncFn(S) -> R) -> Vec<R> {
    let ask = &ask;
    stream::iter(scopes)
        .map(|scope| async move { ask(scope).await })
        .buffer_unordered(IN_FLIGHT)
        .collect()
        .await
}

#[cfg(test)]
mod tests {
    use super::super::ledger::Status;
    use super::*;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
    }

    fn page(items: &[u8], next_token: Option<&str>) -> Result<Page<u8>, CallError> {
        Ok(Page { items: items.to_vec(), next_token: next_token.map(str::to_owned) })
    }

    #[test]
    fn short_and_empty_pages_go_on_to_the_missing_token() {
        let executor = Executor::new(1e6, &());
        let listing =
            block_on(executor.read(Operation::ListUsers, "", async |token| match token.as_deref() {
                None => page(&[1], Some("a")),
                Some("a") => page(&[], Some("b")),
                _ => page(&[2], None),
            }));
        assert_eq!((listing.items, listing.pages, listing.failure.is_none()), (vec![1, 2], 3, true));
    }

    #[test]
    fn a_repeated_token_is_a_failure_not_a_loop() {
        let executor = Executor::new(1e6, &());
        let listing = block_on(executor.read(Operation::ListInstances, "", async |_| page(&[1], Some("a"))));
        assert_eq!(listing.calls, 2);
        assert_eq!(listing.status(), Status::Partial);
        assert_eq!(listing.failure.unwrap().code, "RepeatedNextToken");
    }

    #[test]
    fn denied_is_asked_once_and_a_lost_login_ends_all_calls() {
        let executor = Executor::new(1e6, &());
        let fails = async |kind| {
            let call = async |_| Err::<Page<u8>, _>(CallError::new(kind, "Code", "message"));
            executor.read(Operation::ListInstances, "", call).await.calls
        };
        assert_eq!(block_on(fails(Kind::Denied)), 1);
        assert!(executor.lost_login().is_none());
        assert_eq!(block_on(fails(Kind::Expired)), 1);
        assert!(executor.lost_login().is_some());
        assert_eq!(block_on(fails(Kind::Denied)), 0);
    }
}
