//! From the SDKs' types to the members of a record: what a call left out was learned to be none.

use aws_sdk_ssoadmin::primitives::{DateTime, DateTimeFormat};

use crate::snapshot::{Member, Text};

/// A text member of an answer.
pub fn text(value: Option<impl Into<String>>) -> Member<Text<'static>> {
    Member::learned(value.map(Text::owned))
}

/// A time member of an answer, RFC 3339 UTC.
pub fn time(value: Option<DateTime>) -> Member<Text<'static>> {
    text(value.and_then(|time| time.fmt(DateTimeFormat::DateTime).ok()))
}

/// A list member of an answer.
pub fn list<S, T>(values: Option<Vec<S>>, record: impl Fn(S) -> T) -> Member<Vec<T>> {
    Member::learned(values.map(|values| values.into_iter().map(record).collect()))
}
