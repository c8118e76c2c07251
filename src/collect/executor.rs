//! The one place that calls AWS: paces, tries again, turns pages, and keeps the ledger.

use std::collections::HashSet;
use std::future::Future;
use std::sync::OnceLock;
use std::time::Duration;

use super::Progress;
use super::call::{CallError, Failure};
use super::ledger::Ledger;
use super::operation::{Operation, Service};
use super::pace::Pacer;
use crate::snapshot::Member;

/// How often a call is tried: AWS that asks to wait gets more patience than AWS that stumbles.
const TRIES_THROTTLED: u32 = 12;
const TRIES_TRANSIENT: u32 = 5;
/// The longest wait after the first try; it doubles with each, up to the most.
const FIRST_WAIT: f64 = 0.2;
const MOST_WAIT: f64 = 20.0;

/// Calls a second to begin with. identitystore publishes no rate; Organizations throttles by operation.
const IDENTITY_STORE_RATE: f64 = 20.0;
const ORGANIZATIONS_RATE: f64 = 10.0;

/// One page of a list.
pub struct Page<T> {
    /// The records.
    pub items: Vec<T>,
    /// Where the next page begins. Only its absence ends a list: a page may be short or empty.
    pub next_token: Option<String>,
}

/// A list as far as it was read.
pub struct Listing<T> {
    /// The records.
    pub items: Vec<T>,
    /// Why there may be more.
    pub error: Option<CallError>,
}

impl<T> Listing<T> {
    /// A list of the snapshot: what was read, or absent where nothing was.
    pub fn list(self) -> Member<Vec<T>> {
        if self.error.is_some() && self.items.is_empty() { Member::Absent } else { Member::Value(self.items) }
    }

    /// A part of a record: whole or absent.
    pub fn part(self) -> Member<Vec<T>> {
        if self.error.is_some() { Member::Absent } else { Member::Value(self.items) }
    }
}

/// Runs units: an operation, the scope it is asked about, and the page.
pub struct Executor<'p> {
    pacers: [Pacer; 3],
    /// The ledger.
    pub ledger: Ledger,
    progress: &'p dyn Progress,
    /// The error that said so, once the credentials have expired: nothing more is sent.
    login_lost: OnceLock<CallError>,
}

impl<'p> Executor<'p> {
    /// An executor that sends at most so many calls a second to sso-admin.
    pub fn new(max_tps: f64, progress: &'p dyn Progress) -> Self {
        // The services' own limits are lifted along with sso-admin's for a stand-in that has none.
        let lifted = (max_tps / 20.0).max(1.0);
        let rates = Service::ALL.map(|service| match service {
            Service::SsoAdmin => max_tps,
            Service::IdentityStore => IDENTITY_STORE_RATE * lifted,
            Service::Organizations => ORGANIZATIONS_RATE * lifted,
        });
        Executor {
            pacers: rates.map(Pacer::new),
            ledger: Ledger::default(),
            progress,
            login_lost: OnceLock::new(),
        }
    }

    /// The operation belongs to the run and is to be asked about so many scopes.
    pub fn expect(&self, operation: Operation, scopes: usize) {
        self.ledger.begin(operation);
        self.progress.expect(operation.service, scopes as u64);
    }

    /// Reads a list to its end, or as far as it goes, and records it.
    pub async fn list<T, F, Fut>(&self, operation: Operation, scope: &[&str], send: F) -> Listing<T>
    where
        F: Fn(Option<String>) -> Fut,
        Fut: Future<Output = Result<Page<T>, CallError>>,
    {
        let listing = self.list_unrecorded(operation, scope, send).await;
        self.ledger.record(operation, scope, listing.items.len(), listing.error.clone());
        self.progress.done(operation.service);
        listing
    }

    /// Reads a list without a word to the coverage: for a list that is read a second time.
    pub async fn list_unrecorded<T, F, Fut>(
        &self,
        operation: Operation,
        scope: &[&str],
        send: F,
    ) -> Listing<T>
    where
        F: Fn(Option<String>) -> Fut,
        Fut: Future<Output = Result<Page<T>, CallError>>,
    {
        let mut listing = Listing { items: Vec::new(), error: None };
        let mut seen = HashSet::new();
        let mut token = None;
        loop {
            match self.attempt(operation, scope, || send(token.clone())).await {
                Ok(page) => {
                    listing.items.extend(page.items);
                    token = page.next_token.filter(|token| !token.is_empty());
                }
                Err(error) => {
                    listing.error = Some(error);
                    return listing;
                }
            }
            match &token {
                None => return listing,
                Some(token) if seen.insert(token.clone()) => {}
                Some(_) => {
                    let message = "the service gave the same NextToken twice: the list would never end";
                    listing.error = Some(CallError::new(Failure::Other, "RepeatedNextToken", message));
                    return listing;
                }
            }
        }
    }

    /// Reads one thing and records it.
    ///
    /// # Errors
    /// Why it could not be read, as recorded.
    pub async fn get<T, F, Fut>(&self, operation: Operation, scope: &[&str], send: F) -> Result<T, CallError>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<T, CallError>>,
    {
        let answer = self.attempt(operation, scope, send).await;
        self.ledger.record(operation, scope, usize::from(answer.is_ok()), answer.as_ref().err().cloned());
        self.progress.done(operation.service);
        answer
    }

    /// Sends one unit until it is answered or given up. Every attempt takes a slot.
    async fn attempt<T, F, Fut>(&self, operation: Operation, scope: &[&str], send: F) -> Result<T, CallError>
    where
        F: Fn() -> Fut,
        Fut: Future<Output = Result<T, CallError>>,
    {
        let [sso_admin, identity_store, organizations] = &self.pacers;
        let pacer = match operation.service {
            Service::SsoAdmin => sso_admin,
            Service::IdentityStore => identity_store,
            Service::Organizations => organizations,
        };
        let mut tries = 0;
        loop {
            pacer.slot().await;
            if let Some(error) = self.login_lost.get() {
                return Err(error.clone());
            }
            tries += 1;
            self.ledger.count_call(operation, scope);
            let error = match send().await {
                Ok(answer) => {
                    tracing::debug!(operation = operation.name, ?scope, tries, "answered");
                    pacer.speed_up();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            tracing::debug!(operation = operation.name, ?scope, tries, %error, "failed");
            let most = match error.failure {
                Failure::Throttled => {
                    pacer.slow_down();
                    self.ledger.count_throttled();
                    self.progress.throttled(operation.service);
                    TRIES_THROTTLED
                }
                Failure::Transient => TRIES_TRANSIENT,
                Failure::Expired => {
                    let _ = self.login_lost.set(error.clone());
                    1
                }
                _ => 1,
            };
            if tries >= most {
                return Err(error);
            }
            tokio::time::sleep(wait(tries, error.retry_after, fastrand::f64())).await;
        }
    }
}

/// How long to wait after so many tries: full jitter over a bound that doubles, and never less than AWS asks for.
fn wait(tries: u32, retry_after: Option<f64>, random: f64) -> Duration {
    let bound = (FIRST_WAIT * 2f64.powi(tries.saturating_sub(1).min(30).cast_signed())).min(MOST_WAIT);
    let asked = retry_after.unwrap_or_default().clamp(0.0, 60.0);
    Duration::from_secs_f64(asked + bound * random)
}

#[cfg(test)]
mod tests {
    use super::super::operation::LIST_USERS;
    use super::*;

    struct Silent;
    impl Progress for Silent {}

    fn run<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }

    #[test]
    fn a_list_ends_at_the_missing_token_and_not_at_an_empty_page() {
        let pages = |token: Option<String>| async move {
            let (items, next) = match token.as_deref() {
                None => (vec![1, 2], Some("b")),
                Some("b") => (vec![], Some("c")),
                _ => (vec![3], None),
            };
            Ok(Page { items, next_token: next.map(str::to_owned) })
        };
        let listing = run(async { Executor::new(1e6, &Silent).list(LIST_USERS, &[], pages).await });
        assert_eq!((listing.items, listing.error.is_none()), (vec![1, 2, 3], true));
    }

    #[test]
    fn a_token_that_comes_twice_is_a_failure_and_not_an_endless_list() {
        let pages = |_| async { Ok(Page { items: vec![1], next_token: Some("again".to_owned()) }) };
        let listing = run(async { Executor::new(1e6, &Silent).list(LIST_USERS, &[], pages).await });
        assert_eq!(listing.error.map(|error| error.code), Some("RepeatedNextToken".to_owned()));
    }

    #[test]
    fn waits_double_up_to_a_bound_and_heed_what_aws_asks() {
        let longest = |tries| wait(tries, None, 1.0).as_secs_f64();
        assert_eq!([longest(1), longest(2), longest(4), longest(40)], [0.2, 0.4, 1.6, MOST_WAIT]);
        assert_eq!(wait(1, Some(3.0), 0.0), Duration::from_secs(3));
    }
}
