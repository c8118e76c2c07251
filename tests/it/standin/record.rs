//! Records of a snapshot as AWS sends them: without what is none, and with times as numbers.

use serde_json::{Value, json};

/// The members of `record` that it has, under the same names; times as AWS JSON sends them. AWS leaves out what
/// is not there.
pub fn pick(record: &Value, members: &[&str]) -> Value {
    let pairs = members.iter().filter_map(|&member| {
        let value = without_nulls(record.get(member).filter(|value| !value.is_null())?);
        Some((member.to_owned(), if is_time(member) { epoch(&value) } else { value }))
    });
    Value::Object(pairs.collect())
}

/// The value without members that are null, at any depth.
pub fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let present = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(present.map(|(name, value)| (name.clone(), without_nulls(value))).collect())
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

fn is_time(member: &str) -> bool {
    matches!(
        member,
        "CreatedDate" | "CreatedAt" | "UpdatedAt" | "AddedDate" | "JoinedTimestamp" | "DelegationEnabledDate"
    )
}

/// AWS JSON sends a time as seconds since 1970, with a fraction.
fn epoch(text: &Value) -> Value {
    let time: jiff::Timestamp = text.as_str().and_then(|text| text.parse().ok()).expect("a time in RFC 3339");
    match time.subsec_nanosecond() {
        0 => json!(time.as_second()),
        _ => json!(time.as_millisecond() as f64 / 1000.0),
    }
}
