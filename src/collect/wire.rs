//! From the SDK's members to the snapshot's: what an answer left out was learned to be none.

use std::collections::BTreeMap;

use aws_sdk_ssoadmin::primitives::DateTime;
use aws_smithy_types::{Document, Number};
use jiff::{Timestamp, Unit};
use serde_json::Value;

use crate::snapshot::{Member, Text};

use super::call_error::CallError;
use super::listing::Page;

/// Text that an answer gave or left out.
pub(super) fn text(member: Option<String>) -> Member<Text<'static>> {
    Member::learned(member.map(Text::owned))
}

/// A key: without it a record is no record.
pub(super) fn key(member: impl Into<Option<String>>, name: &str) -> Result<Text<'static>, CallError> {
    let key = member.into().filter(|key| !key.is_empty());
    key.map(Text::owned).ok_or_else(|| CallError::incomplete(name))
}

/// A time in UTC. AWS sends seconds as a decimal number, which the SDK reads as a float: what that is off by
/// is below a microsecond.
pub(super) fn time(member: Option<DateTime>) -> Member<Text<'static>> {
    let Some(time) = member else {
        return Member::Null;
    };
    let time = Timestamp::new(time.secs(), time.subsec_nanos().cast_signed());
    let time = time.and_then(|time| time.round(Unit::Microsecond));
    Member::if_learned(time.ok().map(|time| Text::owned(time.to_string())))
}

/// A page of records, each made from one of the answer's.
pub(super) fn page<A, T>(
    items: Option<Vec<A>>,
    next_token: Option<String>,
    record: impl FnMut(A) -> Result<T, CallError>,
) -> Result<Page<T>, CallError> {
    let items = items.unwrap_or_default().into_iter().map(record).collect::<Result<_, _>>()?;
    Ok(Page { items, next_token })
}

impl<T> Member<Vec<T>> {
    /// Of a part that has one value at most: that value, or none.
    pub(super) fn first(self) -> Member<T> {
        match self {
            Member::Absent => Member::Absent,
            Member::Null => Member::Null,
            Member::Value(items) => Member::learned(items.into_iter().next()),
        }
    }
}

/// An object whose members stand in the order of their names: AWS's own order says nothing.
pub(super) fn sorted_object(members: impl IntoIterator<Item = (String, Value)>) -> Value {
    let sorted: BTreeMap<String, Value> = members.into_iter().collect();
    Value::Object(sorted.into_iter().collect())
}

/// A document that AWS gives as JSON.
pub(super) fn document(document: &Document) -> Value {
    match document {
        Document::Object(members) => {
            sorted_object(members.iter().map(|(name, value)| (name.clone(), self::document(value))))
        }
        Document::Array(items) => items.iter().map(self::document).collect(),
        Document::Number(Number::PosInt(number)) => Value::from(*number),
        Document::Number(Number::NegInt(number)) => Value::from(*number),
        Document::Number(Number::Float(number)) => Value::from(*number),
        Document::String(text) => Value::from(text.as_str()),
        Document::Bool(truth) => Value::from(*truth),
        Document::Null => Value::Null,
    }
}

/// A list of a record that an answer gave or left out.
pub(super) fn list<A, T>(items: Option<Vec<A>>, record: impl FnMut(A) -> T) -> Member<Vec<T>> {
    Member::learned(items.map(|items| items.into_iter().map(record).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_fractions_only_where_aws_gives_them() {
        let time = |seconds| time(Some(DateTime::from_secs_f64(seconds))).text().map(str::to_owned);
        assert_eq!(time(1_689_343_412.0).as_deref(), Some("2023-07-14T14:03:32Z"));
        assert_eq!(time(1_689_343_412.123).as_deref(), Some("2023-07-14T14:03:32.123Z"));
        assert_eq!(time(1_689_343_412.999_999_8).as_deref(), Some("2023-07-14T14:03:33Z"));
    }

    #[test]
    fn a_record_without_its_key_is_a_failed_call() {
        assert!(key(None, "UserId").is_err());
        assert!(key(String::new(), "UserId").is_err());
    }
}
