//! What a caller may show while a collection runs. Nothing here touches a terminal.

use std::path::Path;

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
    /// A unit is finished, for better or worse, after so many calls; none where an earlier run made them.
    fn done(&self, service: Service, calls: u64) {
        let _ = (service, calls);
    }
    /// The service said "slow down"; `rate` is the number of calls a second from here on.
    fn throttled(&self, service: Service, rate: f64) {
        let _ = (service, rate);
    }
    /// What is read is kept in this file; `found` are the units that an earlier run left there, and when that
    /// run began.
    fn keeping(&self, journal: &Path, found: Option<(u64, &str)>) {
        let _ = (journal, found);
    }
}

impl Progress for () {}
