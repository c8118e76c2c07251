//! What a caller may show while a collection runs. Nothing here touches a terminal.

use super::operation::Service;

/// Told what happens; every method may be left out. `()` shows nothing.
pub trait Progress {
    /// A service's chain of calls has come to this part.
    fn phase(&self, service: Service, name: &'static str) {
        let _ = (service, name);
    }
    /// So many more units (one page each) are now known to be needed.
    fn expect(&self, service: Service, units: u64) {
        let _ = (service, units);
    }
    /// A unit is finished, for better or worse.
    fn done(&self, service: Service) {
        let _ = service;
    }
    /// The service said "slow down"; `rate` is the number of calls a second from here on.
    fn throttled(&self, service: Service, rate: f64) {
        let _ = (service, rate);
    }
}

impl Progress for () {}
