//! The executor: every call is a unit, and every unit is paced, retried and counted here.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::call_error::{CallError, Kind};
use super::clock;
use super::journal::Journal;
use super::journal_line::Outcome;
use super::lane::{IN_FLIGHT, Lane, limit};
use super::ledger::Ledger;
use super::listing::{Listing, Page};
use super::loss::Loss;
use super::operation::{Operation, Service};
use super::plan::Survey;
use super::progress::Progress;
use super::retry::{self, Patience};
use crate::model::text::visible;

/// One call to make: what a plan counts and a journal can key its pages by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit<'a> {
    pub(super) operation: Operation,
    /// What is asked about; empty where the operation has one list.
    pub(super) scope: &'a str,
    /// Counted from 0.
    pub(super) page: u64,
}

/// What a list is made of: what a page holds, and the journal keeps.
pub(super) trait Record: Serialize + Deserialize<'static> {}

impl<T: Serialize + Deserialize<'static>> Record for T {}

/// Runs all units.
pub(super) struct Executor<'p> {
    lanes: BTreeMap<Service, Lane>,
    patience: RefCell<BTreeMap<Operation, Patience>>,
    pub(super) loss: Loss,
    progress: &'p dyn Progress,
    journal: OnceCell<Journal>,
    replayed: RefCell<BTreeMap<Service, u64>>,
    pub(super) ledger: Ledger,
    pub(super) survey: Survey,
}

impl<'p> Executor<'p> {
    pub(super) fn new(sso_admin_tps: f64, progress: &'p dyn Progress) -> Self {
        let lane = |service: &Service| (*service, Lane::new(limit(*service, sso_admin_tps)));
        Executor {
            lanes: Service::ALL.iter().map(lane).collect(),
            patience: RefCell::default(),
            loss: Loss::default(),
            progress,
            journal: OnceCell::new(),
            replayed: RefCell::default(),
            ledger: Ledger::default(),
            survey: Survey::default(),
        }
    }

    /// Keeps what is read from here on, and knows what an earlier run kept.
    pub(super) fn keep(&self, journal: Journal) {
        if let Some(path) = journal.path() {
            let found = journal.started_at.as_deref().map(|began| (journal.units(), began));
            self.progress.keeping(path, found);
        }
        // A run has one journal; a second one would be a mistake of ours without a consequence.
        let _ = self.journal.set(journal);
    }

    /// Removes the journal of a run that cannot go on; one that was found stays.
    pub(super) fn forget(&self) {
        let new = self.journal().filter(|journal| journal.started_at.is_none());
        if let Some(path) = new.and_then(Journal::path) {
            // One that stays is told of by the next run.
            let _ = std::fs::remove_file(path);
        }
    }

    /// The journal of a finished run.
    pub(super) fn into_journal(self) -> Option<Journal> {
        self.journal.into_inner()
    }

    /// The journal, where there is one.
    pub(super) fn journal(&self) -> Option<&Journal> {
        self.journal.get()
    }

    /// Calls that an earlier run made and this one did not, by service.
    pub(super) fn replayed(&self) -> BTreeMap<Service, u64> {
        self.replayed.borrow().clone()
    }

    /// Tells the caller which part a service has come to, and how many units it is known to take.
    pub(super) fn phase(&self, service: Service, name: &'static str, units: usize) {
        self.progress.phase(service, name);
        self.progress.expect(service, units as u64);
    }

    /// Reads a list to its end: only a missing NextToken is the end. Records nothing in the coverage. What the
    /// journal has is not asked again.
    pub(super) async fn read<T: Record>(
        &self,
        operation: Operation,
        scope: &str,
        call: impl AsyncFn(Option<String>) -> Result<Page<T>, CallError>,
    ) -> Listing<T> {
        self.read_telling(operation, scope, |_| {}, call).await
    }

    /// As [`Executor::read`], and tells of each page as soon as it is there.
    pub(super) async fn read_telling<T: Record>(
        &self,
        operation: Operation,
        scope: &str,
        tell: impl Fn(&[T]),
        call: impl AsyncFn(Option<String>) -> Result<Page<T>, CallError>,
    ) -> Listing<T> {
        let call = async |token| {
            let page: Page<T> = call(token).await?;
            tell(&page.items);
            Ok(page)
        };
        let mut listing = Listing::default();
        let mut next = self.replay(operation, scope, &mut listing);
        tell(&listing.items);
        let mut replayed = listing.pages;
        while let Next::Page(token) = next {
            next = self.read_page(operation, scope, token, &mut listing, true, &call).await;
            let refused = listing.failure.as_ref().is_some_and(|error| !error.worth_retrying());
            if refused && replayed > 0 && listing.pages == replayed && self.loss.found().is_none() {
                // The token of an earlier run may have expired: once more, from the first page on.
                listing = Listing { calls: listing.calls, ..Listing::default() };
                (replayed, next) = (0, Next::Page(None));
            }
        }
        listing
    }

    /// Reads a list as it is now, whatever the journal says, and keeps nothing of it.
    pub(super) async fn read_now<T: Record>(
        &self,
        operation: Operation,
        scope: &str,
        call: impl AsyncFn(Option<String>) -> Result<Page<T>, CallError>,
    ) -> Listing<T> {
        let (mut listing, mut next) = (Listing::default(), Next::Page(None));
        while let Next::Page(token) = next {
            next = self.read_page(operation, scope, token, &mut listing, false, &call).await;
        }
        listing
    }

    /// Reads the one answer of an operation that has no pages; `None` is an empty list.
    pub(super) async fn read_one<T: Record>(
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

    /// Adds one page to a list, or the error that ends it.
    async fn read_page<T: Record>(
        &self,
        operation: Operation,
        scope: &str,
        token: Option<String>,
        listing: &mut Listing<T>,
        keep: bool,
        call: impl AsyncFn(Option<String>) -> Result<Page<T>, CallError>,
    ) -> Next {
        let unit = Unit { operation, scope, page: listing.pages };
        let calls = Cell::new(0);
        let answer = self.run(unit, &calls, async || call(token.clone()).await).await;
        listing.calls += calls.get();
        let journal = self.journal.get().filter(|_| keep);
        match answer {
            Ok(page) => {
                if let Some(journal) = journal {
                    journal.page(unit, calls.get(), &page);
                }
                // Like every SDK, we take an empty token for none: it could not be sent.
                let next = page.next_token.filter(|token| !token.is_empty());
                listing.items.extend(page.items);
                listing.pages += 1;
                if next.is_some() && !listing.tokens.insert(next.clone()) {
                    let message = "AWS gave a NextToken that it had given before";
                    listing.failure = Some(CallError::new(Kind::Other, "RepeatedNextToken", message));
                    return Next::End;
                }
                self.follow(operation, next)
            }
            Err(error) => {
                if let Some(journal) = journal {
                    journal.refusal(unit, calls.get(), &error);
                }
                listing.failure = Some(error);
                Next::End
            }
        }
    }

    /// What an earlier run learned of the list.
    fn replay<T: Record>(&self, operation: Operation, scope: &str, listing: &mut Listing<T>) -> Next {
        let kept = self.journal.get().map(|journal| journal.take(operation, scope)).unwrap_or_default();
        let mut next = Next::Page(None);
        for unit in kept {
            match unit.outcome {
                Outcome::Page { items, next_token } => {
                    let Ok(items) = serde_json::from_str::<Vec<T>>(items.get()) else {
                        return next;
                    };
                    listing.items.extend(items);
                    listing.pages += 1;
                    let token = next_token.filter(|token| !token.is_empty());
                    listing.tokens.insert(token.clone());
                    next = self.follow(operation, token);
                }
                Outcome::Refused(error) => {
                    listing.failure = Some(error);
                    next = Next::End;
                }
            }
            listing.calls += unit.calls;
            self.ledger.sent(operation, unit.calls);
            *self.replayed.borrow_mut().entry(operation.service()).or_default() += unit.calls;
            self.progress.done(operation.service(), 0);
        }
        next
    }

    fn follow(&self, operation: Operation, token: Option<String>) -> Next {
        if token.is_none() {
            return Next::End;
        }
        self.progress.expect(operation.service(), 1);
        Next::Page(token)
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
        let Some(lane) = self.lanes.get(&service) else {
            return Err(CallError::new(Kind::Other, "NoLane", "the service has no pace"));
        };
        let _permit = lane.permits.acquire().await;
        let began = clock::now();
        let outcome = loop {
            if let Some((_, error)) = self.loss.found() {
                break Err(error);
            }
            lane.pacer.turn().await;
            let answer = send().await;
            if answer.as_ref().is_err_and(|error| !error.was_sent()) {
                break answer;
            }
            calls.set(calls.get() + 1);
            self.ledger.sent(operation, 1);
            let Some(pause) = self.after(lane, unit, calls.get(), began, answer.as_ref().err()) else {
                break answer;
            };
            tracing::debug!(operation = operation.name(), scope, page, ?pause, "another attempt");
            tokio::time::sleep(pause).await;
        };
        if let Err(error) = &outcome {
            let error = visible(&error.to_string()).into_owned();
            tracing::debug!(operation = operation.name(), scope, page, error, "failed");
        }
        self.progress.done(service, calls.get());
        outcome
    }

    /// What an answer teaches, and how long to wait before the next attempt, if there is to be one.
    fn after(
        &self,
        lane: &Lane,
        unit: Unit<'_>,
        attempt: u64,
        began: Instant,
        error: Option<&CallError>,
    ) -> Option<Duration> {
        let operation = unit.operation;
        let mut patience = self.patience.borrow_mut();
        let patience = patience.entry(operation).or_default();
        let accepted_before = lane.answered.get();
        if error.is_none_or(CallError::is_an_answer) {
            self.loss.answered();
            lane.answered.set(true);
        }
        let Some(error) = error else {
            lane.pacer.answered();
            patience.answered();
            return None;
        };
        match error.kind {
            Kind::Throttled => {
                self.ledger.throttled();
                self.progress.throttled(operation.service(), lane.pacer.throttled());
                patience.answered();
            }
            Kind::Transient | Kind::Unreachable => {}
            Kind::Expired => self.loss.lose(operation, error),
            // Accepted before: they were withdrawn meanwhile.
            Kind::Rejected if accepted_before => self.loss.lose(operation, error),
            _ => patience.answered(),
        }
        if !error.worth_retrying() {
            return None;
        }
        let cut_off = error.kind == Kind::Unreachable && lane.answered.get();
        if attempt >= patience.attempts(lane.answered.get(), cut_off) {
            patience.gave_up();
            // Reached before, and now for long neither this service nor any other: the network is gone.
            if cut_off && self.loss.is_silent_since(began) {
                self.loss.lose(operation, error);
            }
            return None;
        }
        if let Some(asked) = error.retry_after {
            lane.pacer.hold(asked);
        }
        Some(retry::pause(attempt, error.retry_after))
    }
}

/// How a list goes on.
enum Next {
    /// With the page of this token; `None` is the first.
    Page(Option<String>),
    End,
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
        assert!(executor.loss.found().is_none());
        assert_eq!(block_on(fails(Kind::Expired)), 1);
        assert!(executor.loss.found().is_some());
        assert_eq!(block_on(fails(Kind::Denied)), 0);
    }
}
