//! The end of the login or of the network: no further call can succeed, and the run ends at once.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::call_error::CallError;
use super::clock;
use super::error::CollectError;
use super::operation::Operation;

/// How long nobody must have answered for the network to be called lost.
const LONG_SILENCE: Duration = Duration::from_secs(20);

/// What tells whether the run is cut off.
#[derive(Default)]
pub(super) struct Loss {
    last_answer: Cell<Option<Instant>>,
    found: RefCell<Option<(Operation, CallError)>>,
    told: Notify,
}

impl Loss {
    /// Some service answered.
    pub(super) fn answered(&self) {
        self.last_answer.set(Some(clock::now()));
    }

    /// Whether nobody has answered since then, and for long.
    pub(super) fn is_silent_since(&self, began: Instant) -> bool {
        let now = clock::now();
        self.last_answer.get().is_none_or(|last| last < began && now.duration_since(last) > LONG_SILENCE)
    }

    /// This call found out. The first one counts.
    pub(super) fn lose(&self, operation: Operation, error: &CallError) {
        self.found.borrow_mut().get_or_insert_with(|| (operation, error.clone()));
        self.told.notify_one();
    }

    /// The call that found out.
    pub(super) fn found(&self) -> Option<(Operation, CallError)> {
        self.found.borrow().clone()
    }

    /// Does the work, unless the login or the network is lost: then it ends at once, whatever it waits for.
    pub(super) async fn end<T>(
        &self,
        work: impl Future<Output = Result<T, CollectError>>,
    ) -> Result<T, CollectError> {
        let done = tokio::select! {
            error = self.happens() => return Err(error),
            done = work => done,
        };
        // Whatever else came of it, calls after a loss gave nothing.
        match self.found() {
            Some((operation, error)) => Err(CollectError::lost(operation, error)),
            None => done,
        }
    }

    async fn happens(&self) -> CollectError {
        loop {
            self.told.notified().await;
            if let Some((operation, error)) = self.found() {
                return CollectError::lost(operation, error);
            }
        }
    }
}
