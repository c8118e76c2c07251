//! The only place that reads the wall clock.

use jiff::{Timestamp, Unit};

/// Now, RFC 3339 UTC, to the second.
pub fn now() -> String {
    let now = Timestamp::now();
    now.round(Unit::Second).unwrap_or(now).to_string()
}
