//! What limits the calls of one service: its pace, and how many may be under way.

use std::cell::Cell;

use tokio::sync::Semaphore;

use super::operation::Service;
use super::pace::Pacer;

/// Units of one service under way at a time: enough that the pace, not the latency, is the limit.
pub(super) const IN_FLIGHT: usize = 64;
/// Calls a second that AWS allows to sso-admin, for all its operations and all callers together.
const SSO_ADMIN_TPS: f64 = 20.0;

/// What the calls of one service share.
pub(super) struct Lane {
    pub(super) pacer: Pacer,
    pub(super) permits: Semaphore,
    /// Whether the service answered in this run at all.
    pub(super) answered: Cell<bool>,
}

impl Lane {
    pub(super) fn new(tps: f64) -> Self {
        Lane { pacer: Pacer::new(tps), permits: Semaphore::new(IN_FLIGHT), answered: Cell::new(false) }
    }
}

/// Calls a second. AWS publishes sso-admin's limit alone; the others learn from throttling.
pub(super) fn limit(service: Service, sso_admin_tps: f64) -> f64 {
    // Whoever raises sso-admin's limit has a server with other limits altogether.
    let raised = (sso_admin_tps / SSO_ADMIN_TPS).max(1.0);
    match service {
        Service::SsoAdmin => sso_admin_tps,
        Service::IdentityStore => 20.0 * raised,
        Service::Organizations | Service::Iam | Service::Sts => 10.0 * raised,
        Service::AccountAccess => 20.0 * raised,
    }
}
