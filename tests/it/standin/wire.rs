//! Services, their operations, and what is asked and answered.

use std::time::Instant;

use serde_json::{Map, Value};

use super::document::Asked;

pub type Params = Map<String, Value>;
pub type Answer<'a> = Result<Reply<'a>, Failure>;

/// What an operation gives: one record, or the records of a list under the name of its member, to be paged,
/// each in the shape that AWS sends it in.
pub enum Reply<'a> {
    Record(Value),
    List(&'static str, Vec<&'a Value>, Shape<'a>),
}

pub type Shape<'a> = Box<dyn Fn(&Value) -> Value + 'a>;

impl<'a> Reply<'a> {
    pub fn list(
        member: &'static str,
        records: Vec<&'a Value>,
        shape: impl Fn(&Value) -> Value + 'a,
    ) -> Answer<'a> {
        Ok(Reply::List(member, records, Box::new(shape)))
    }

    pub fn record(record: Value) -> Answer<'a> {
        Ok(Reply::Record(record))
    }
}

/// An operation of a service, as AWS's model describes it.
pub struct Operation {
    pub name: &'static str,
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
    /// The greatest MaxResults, where it is not the service's.
    pub max_results: Option<u64>,
    pub answer: Handler,
}

pub type Handler = for<'a> fn(&Asked<'a>) -> Answer<'a>;

pub const fn operation(
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    answer: Handler,
) -> Operation {
    Operation { name, required, optional, max_results: None, answer }
}

impl Operation {
    pub const fn at_most(mut self, max_results: u64) -> Self {
        self.max_results = Some(max_results);
        self
    }
}

pub enum Protocol {
    /// AWS JSON 1.1; what stands before the dot in `X-Amz-Target`.
    Json(&'static str),
    /// Forms and XML; the version of the API.
    Query(&'static str),
    /// Paths and JSON.
    Rest,
}

pub struct Service {
    /// The name in a snapshot's coverage.
    pub name: &'static str,
    pub protocol: Protocol,
    /// The service that a signature's scope names.
    pub signing_name: &'static str,
    /// The greatest MaxResults.
    pub max_results: u64,
    /// The error codes for what the caller may not do, a bad parameter, and too many requests.
    pub denied: &'static str,
    pub invalid: &'static str,
    pub throttling: &'static str,
    pub operations: &'static [Operation],
}

impl Service {
    pub fn code<'a>(&'a self, code: &'a Code) -> &'a str {
        match code {
            Code::Denied => self.denied,
            Code::Invalid => self.invalid,
            Code::Throttled => self.throttling,
            Code::Named(name) => name,
        }
    }

    /// The names of MaxResults and NextToken.
    pub fn page_members(&self) -> [&'static str; 2] {
        match self.protocol {
            Protocol::Rest => ["maxResults", "nextToken"],
            Protocol::Json(_) | Protocol::Query(_) => ["MaxResults", "NextToken"],
        }
    }
}

/// An error's code: one that each service has a name of its own for, or this one.
#[derive(Clone, Debug)]
pub enum Code {
    Denied,
    Invalid,
    Throttled,
    Named(String),
}

/// An error answer.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The HTTP status, where it does not follow from the code.
    pub status: Option<u16>,
    pub code: Code,
    pub message: String,
    /// More members of the error.
    pub details: Vec<(&'static str, Value)>,
}

impl Failure {
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self::of(Code::Named(code.to_owned()), message)
    }

    fn of(code: Code, message: impl Into<String>) -> Self {
        Failure { status: None, code, message: message.into(), details: Vec::new() }
    }

    pub fn denied() -> Self {
        Self::of(Code::Denied, "User: arn:aws:iam::111111111111:user/stand-in is not authorized")
    }

    pub fn invalid(message: impl Into<String>) -> Self {
        Self::of(Code::Invalid, message)
    }

    pub fn throttled() -> Self {
        Self::of(Code::Throttled, "Rate exceeded")
    }

    pub fn not_found(what: &str) -> Self {
        Self::new("ResourceNotFoundException", format!("{what} does not exist"))
    }

    pub fn with(mut self, member: &'static str, value: impl Into<Value>) -> Self {
        self.details.push((member, value.into()));
        self
    }
}

/// A request as it arrived, and what came of it.
#[derive(Clone, Debug)]
pub struct Recorded {
    pub service: &'static str,
    pub operation: String,
    pub params: Params,
    /// The account whose credentials signed it.
    pub account: String,
    pub arrived: Instant,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Success,
    /// An error with this code.
    Error(String),
    /// Nothing was answered.
    Silence,
}

impl Recorded {
    pub fn succeeded(&self) -> bool {
        self.outcome == Outcome::Success
    }

    /// True where it was told to slow down, in the words of its service.
    pub fn was_throttled(&self) -> bool {
        const CODES: [&str; 3] = ["ThrottlingException", "TooManyRequestsException", "Throttling"];
        matches!(&self.outcome, Outcome::Error(code) if CODES.contains(&code.as_str()))
    }

    /// True where this names the operation: `*`, `ListAccounts`, or `organizations:ListTagsForResource`.
    pub fn is_of(&self, operation: &str) -> bool {
        match operation.split_once(':') {
            Some((service, operation)) => self.service == service && self.operation == operation,
            None => operation == "*" || self.operation == operation,
        }
    }

    /// True where the request is about all the ids of `scope`, joined by commas. A request to IAM is about the
    /// account that signs it, one for a role about the account of the role.
    pub fn is_about(&self, scope: &str) -> bool {
        scope.split(',').all(|id| {
            (self.service == "iam" && self.account == id)
                || self.params.get("RoleArn").is_some_and(|role| account_of(role) == Some(id))
                || self.params.values().any(|value| mentions(value, id))
        })
    }
}

fn mentions(value: &Value, id: &str) -> bool {
    match value {
        Value::Object(members) => members.values().any(|value| mentions(value, id)),
        Value::Array(items) => items.iter().any(|item| mentions(item, id)),
        other => other == id,
    }
}

/// The account in an ARN.
pub fn account_of(arn: &Value) -> Option<&str> {
    arn.as_str()?.split(':').nth(4)
}

impl Operation {
    /// What AWS would say against the parameters.
    pub fn check(&self, service: &Service, params: &Params) -> Result<(), Failure> {
        if let Some(missing) = self.required.iter().find(|name| !params.contains_key(**name)) {
            return Err(Failure::invalid(format!("{missing} is required by {}", self.name)));
        }
        let known = |name: &str| self.required.contains(&name) || self.optional.contains(&name);
        // A form writes a list as `Tags.member.1.Key`.
        let top = |name: &String| name.split('.').next().unwrap_or_default().to_owned();
        if let Some(unknown) = params.keys().map(top).find(|name| !known(name)) {
            return Err(Failure::invalid(format!("{} has no parameter {unknown}", self.name)));
        }
        let [max_results, _] = service.page_members();
        let greatest = self.max_results.unwrap_or(service.max_results);
        match params.get(max_results).map(Value::as_u64) {
            Some(given) if !given.is_some_and(|n| (1..=greatest).contains(&n)) => {
                Err(Failure::invalid(format!("{max_results} must be 1 to {greatest}")))
            }
            _ => Ok(()),
        }
    }
}
