//! The only place of the collector that looks at a clock.

use jiff::Timestamp;
use tokio::time::Instant;

/// The wall clock, as the snapshot writes it: RFC 3339 UTC in whole seconds.
pub(super) fn utc() -> String {
    Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The monotonic clock, for pacing.
pub(super) fn now() -> Instant {
    Instant::now()
}
