//! The switches of the stand-in: how it behaves beside serving its document.
//!
//! An operation is named as AWS does (`ListAccounts`), or with its service where several have one of that name
//! (`organizations:ListTagsForResource`); `*` is each.

use std::ops::Range;
use std::time::Duration;

use serde_json::{Value, json};

use super::bucket::Bucket;
use super::faults::Fault;
use super::server::StandIn;
use super::wire::Failure;
use super::world::World;

const ALWAYS: Range<usize> = 0..usize::MAX;

impl StandIn {
    /// One more instance that ListInstances shows.
    pub fn with_instance(self, arn: &str) -> Self {
        let other = json!({"InstanceArn": arn, "IdentityStoreId": "d-9999999999", "Status": "ACTIVE"});
        self.set(|world| {
            world.document.change(|document| match &mut document["other_instances"] {
                Value::Array(others) => others.push(other),
                none => *none = json!([other]),
            });
        })
    }

    /// ListAccountAssignmentsForPrincipal gives a user's own rows only, and not those of its groups.
    pub fn without_inherited_rows(self) -> Self {
        self.set(|world| world.manner.inherited_rows = false)
    }

    /// Accounts and organizational units carry their place in the tree.
    pub fn with_paths(self) -> Self {
        self.set(|world| world.manner.paths = true)
    }

    /// Access denied for the operation.
    pub fn deny(self, operation: &str) -> Self {
        self.deny_for(operation, "")
    }

    /// Access denied for the operation on one thing (ids joined by commas; for IAM the account that asks).
    pub fn deny_for(self, operation: &str, scope: &str) -> Self {
        self.fault(operation, scope, ALWAYS, Fault::Answer(Failure::denied()))
    }

    /// Access denied for the operation on one thing once it has answered so many requests.
    pub fn deny_after(self, answered: usize, operation: &str, scope: &str) -> Self {
        self.fault(operation, scope, answered..usize::MAX, Fault::Answer(Failure::denied()))
    }

    /// No role of this account may be assumed.
    pub fn deny_roles_of(self, account: &str) -> Self {
        self.deny_for("AssumeRole", account)
    }

    /// The operation answers with this error code, for ever.
    pub fn fail(self, operation: &str, code: &str) -> Self {
        self.refuse(operation, code, "the stand-in was told to fail")
    }

    /// The operation answers with this error, for ever.
    pub fn refuse(self, operation: &str, code: &str, message: &str) -> Self {
        self.fault(operation, "", ALWAYS, Fault::Answer(Failure::new(code, message)))
    }

    /// ResourceNotFoundException with a Reason: not the same as "there is none".
    pub fn not_found_because(self, operation: &str, scope: &str, reason: &str) -> Self {
        let failure = Failure::not_found("the key").with("Reason", reason);
        self.fault(operation, scope, ALWAYS, Fault::Answer(failure))
    }

    /// The first requests of the operation (`*`: of each) are told to slow down.
    pub fn throttle(self, operation: &str, times: usize) -> Self {
        self.fault(operation, "", 0..times, Fault::Answer(Failure::throttled()))
    }

    /// The first requests of the operation are told to come again in so many seconds.
    pub fn retry_after(self, operation: &str, seconds: u64, times: usize) -> Self {
        let failure = Failure::throttled().with("RetryAfterSeconds", seconds);
        self.fault(operation, "", 0..times, Fault::Answer(failure))
    }

    /// Requests to the service beyond this rate are told to slow down.
    pub fn token_bucket(self, service: &str, per_second: f64, burst: f64) -> Self {
        let bucket = Bucket::new(per_second, burst);
        self.set(|world| world.buckets.extend([(service.to_owned(), bucket)]))
    }

    /// The first requests of the operation (`*`: of each) get this HTTP status, 500 or above.
    pub fn unwell(self, operation: &str, status: u16, times: usize) -> Self {
        let code = if status == 503 { "ServiceUnavailableException" } else { "InternalServerException" };
        let failure = Failure { status: Some(status), ..Failure::new(code, "try again") };
        self.fault(operation, "", 0..times, Fault::Answer(failure))
    }

    /// The first requests of the operation (`*`: of each) see the connection closed.
    pub fn hang_up(self, operation: &str, times: usize) -> Self {
        self.fault(operation, "", 0..times, Fault::Hangup)
    }

    /// The first requests of the operation (`*`: of each) are answered so much later.
    pub fn slow(self, operation: &str, by: Duration, times: usize) -> Self {
        self.fault(operation, "", 0..times, Fault::Slow(by))
    }

    /// Each answer takes so long. Requests do not wait for each other.
    pub fn latency(self, latency: Duration) -> Self {
        self.set(|world| world.latency = latency)
    }

    /// After so many requests none is ever answered: see [`StandIn::wait_until_held`].
    pub fn hold_after(self, requests: usize) -> Self {
        self.set(|world| world.hold_after = requests)
    }

    /// No page holds more than this.
    pub fn short_pages(self, limit: usize) -> Self {
        self.set(|world| world.paging.limit = Some(limit))
    }

    /// Before and after each page comes an empty one with a NextToken.
    pub fn empty_pages(self) -> Self {
        self.set(|world| world.paging.empty = true)
    }

    /// Changes the instance once the operation has been answered to its last page.
    pub fn change_after(self, operation: &str, change: impl FnOnce(&mut Value) + Send + 'static) -> Self {
        self.set(|world| world.faults.change_after(operation, Box::new(change)))
    }

    fn fault(self, operation: &str, scope: &str, strikes: Range<usize>, fault: Fault) -> Self {
        self.set(|world| world.faults.add(operation, scope, strikes, fault))
    }

    fn set(self, switch: impl FnOnce(&mut World)) -> Self {
        switch(&mut self.world());
        self
    }
}
