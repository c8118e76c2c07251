//! Ids, and how records are put together.

use serde_json::Value;

pub const INSTANCE: &str = "ssoins-7223b0d1c2a3e4f5";
pub const STORE: &str = "d-9067f3a2b1";
pub const ORGANIZATION: &str = "o-a1b2c3d4e5";
pub const MANAGEMENT: &str = "111111111111";

pub fn instance_arn() -> String {
    format!("arn:aws:sso:::instance/{INSTANCE}")
}

pub fn set_arn(number: usize) -> String {
    format!("arn:aws:sso:::permissionSet/{INSTANCE}/ps-{:016x}", scatter(number))
}

pub fn account_id(number: usize) -> String {
    if number == 0 { MANAGEMENT.to_owned() } else { format!("{:012}", 200_000_000_000 + scatter(number)) }
}

pub fn user_id(number: usize) -> String {
    uuid(1, number)
}

pub fn group_id(number: usize) -> String {
    uuid(2, number)
}

/// An id of the identity store. The kind tells users, groups and memberships apart.
pub fn uuid(kind: usize, number: usize) -> String {
    format!("9067f3a2b1-{}", short_uuid(kind, number))
}

/// An id without the store before it.
pub fn short_uuid(kind: usize, number: usize) -> String {
    format!("{:08x}-{kind:04x}-4000-8000-{number:012x}", scatter(number))
}

/// Numbers out of order, so that sorting by id is work.
pub fn scatter(number: usize) -> usize {
    (number + 1) * 2_654_435_761 % (1 << 32)
}

/// A time as the snapshot writes it: no zeros at the end of the fraction.
pub fn time(text: String) -> String {
    text.parse::<jiff::Timestamp>().expect("a time in RFC 3339").to_string()
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

pub fn sorted(rows: impl Iterator<Item = Value>, keys: &[&str]) -> Value {
    let mut rows: Vec<Value> = rows.collect();
    rows.sort_by_cached_key(|row| keys.iter().map(|key| text(&row[key]).to_owned()).collect::<Vec<_>>());
    Value::Array(rows)
}

/// A record with all members that a reading would have: what AWS leaves out was learned to be none.
pub fn learned(mut record: Value, members: &[&str]) -> Value {
    for member in members {
        record.as_object_mut().expect("a record").entry(*member).or_insert(Value::Null);
    }
    record
}
