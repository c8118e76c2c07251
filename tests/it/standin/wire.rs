//! What goes over the wire: AWS JSON 1.1 requests, answers, and the table of operations.

use serde_json::{Map, Value, json};

pub type Params = Map<String, Value>;

/// What an operation gives: one record, or a whole list under the name of its member, to be paged.
pub enum Reply {
    Record(Value),
    List(&'static str, Vec<Value>),
}

/// An operation of a service, as AWS's model describes it.
pub struct Operation {
    pub name: &'static str,
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
    pub answer: fn(&Value, &Params) -> Result<Reply, Failure>,
}

pub struct Service {
    /// The name in a snapshot's coverage.
    pub name: &'static str,
    /// What stands before the dot in `X-Amz-Target`.
    pub target: &'static str,
    /// The greatest MaxResults.
    pub max_results: u64,
    /// The error code for a bad parameter.
    pub invalid: &'static str,
    /// The error code for too many requests.
    pub throttling: &'static str,
    pub operations: &'static [Operation],
}

/// An error answer.
#[derive(Clone, Debug)]
pub struct Failure {
    pub status: u16,
    pub code: String,
    pub message: String,
    pub reason: Option<String>,
}

impl Failure {
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Failure { status: 400, code: code.to_owned(), message: message.into(), reason: None }
    }

    pub fn denied() -> Self {
        Self::new("AccessDeniedException", "User: arn:aws:iam::111111111111:user/stand-in is not authorized")
    }

    pub fn not_found(what: &str) -> Self {
        Self::new("ResourceNotFoundException", format!("{what} does not exist"))
    }

    pub fn body(&self) -> Value {
        let mut body = json!({"__type": self.code, "Message": self.message});
        if let Some(reason) = &self.reason {
            body["Reason"] = json!(reason);
        }
        body
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub service: &'static str,
    pub operation: String,
    pub params: Params,
}

impl Recorded {
    /// True where the request is about all the ids of `scope`, joined by commas.
    pub fn is_about(&self, scope: &str) -> bool {
        scope.split(',').all(|id| self.params.values().any(|value| value == id))
    }
}

impl Operation {
    /// What AWS would say against the parameters.
    pub fn check(&self, service: &Service, params: &Params) -> Result<(), Failure> {
        let invalid = |message: String| Failure::new(service.invalid, message);
        if let Some(missing) = self.required.iter().find(|name| !params.contains_key(**name)) {
            return Err(invalid(format!("{missing} is required by {}", self.name)));
        }
        let known = |name: &str| self.required.contains(&name) || self.optional.contains(&name);
        if let Some(unknown) = params.keys().find(|name| !known(name)) {
            return Err(invalid(format!("{} has no parameter {unknown}", self.name)));
        }
        match params.get("MaxResults").map(Value::as_u64) {
            Some(given) if !given.is_some_and(|n| (1..=service.max_results).contains(&n)) => {
                Err(invalid(format!("MaxResults must be 1 to {}", service.max_results)))
            }
            _ => Ok(()),
        }
    }
}

/// The list at `member` of a document or record: not there means that the caller may not see it.
pub fn list<'a>(holder: &'a Value, member: &str) -> Result<&'a [Value], Failure> {
    match holder.get(member) {
        None => Err(Failure::denied()),
        Some(Value::Null) => Ok(&[]),
        Some(value) => Ok(value.as_array().expect("a list of the snapshot")),
    }
}

/// The record of `list` whose member `key` is `id`.
pub fn find<'a>(list: &'a [Value], key: &str, id: &Value) -> Option<&'a Value> {
    list.iter().find(|record| &record[key] == id)
}

/// The members of `record` that it has, under the same names; times as AWS sends them. AWS leaves out what is
/// not there.
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
    matches!(member, "CreatedDate" | "CreatedAt" | "UpdatedAt" | "JoinedTimestamp")
}

/// AWS JSON sends a time as seconds since 1970, with a fraction.
fn epoch(text: &Value) -> Value {
    let time: jiff::Timestamp = text.as_str().and_then(|text| text.parse().ok()).expect("a time in RFC 3339");
    match time.subsec_nanosecond() {
        0 => json!(time.as_second()),
        _ => json!(time.as_millisecond() as f64 / 1000.0),
    }
}
