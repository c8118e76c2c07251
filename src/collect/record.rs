//! From the SDKs' types to the members of a record: what a call left out was learned to be none.

use aws_sdk_ssoadmin::primitives::DateTime;
use jiff::{Timestamp, Unit};

use crate::snapshot::{Member, Text};

/// A text member of an answer.
pub fn text(value: Option<impl Into<String>>) -> Member<Text<'static>> {
    Member::learned(value.map(Text::owned))
}

/// A time member of an answer, RFC 3339 UTC. AWS sends seconds as a decimal number, which the SDK cannot hold
/// exactly: what it is off by is below a microsecond.
pub fn time(value: Option<DateTime>) -> Member<Text<'static>> {
    text(value.and_then(|time| {
        let exact = Timestamp::new(time.secs(), time.subsec_nanos().cast_signed()).ok()?;
        exact.round(Unit::Microsecond).ok().map(|time| time.to_string())
    }))
}

/// A list member of an answer.
pub fn list<S, T>(values: Option<Vec<S>>, record: impl Fn(S) -> T) -> Member<Vec<T>> {
    Member::learned(values.map(|values| values.into_iter().map(record).collect()))
}
