//! What stands in a journal: one JSON object a line, first a header, then a line a page or refusal.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::call_error::{CallError, Kind};
use super::executor::Unit;
use super::operation::Operation;

pub(super) const FORMAT: &str = "ssoscan-journal";
pub(super) const FORMAT_VERSION: u32 = 1;
/// How every header begins.
pub(super) const START: &[u8] = br#"{"format":"ssoscan-journal","#;

/// Whose journal it is. One of another instance or mode is refused.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header {
    pub(super) format: String,
    pub(super) format_version: u32,
    pub(super) instance_arn: String,
    pub(super) mode: String,
    pub(super) started_at: String,
}

/// A finished unit as it stands in the file.
#[derive(Serialize, Deserialize)]
pub(super) struct Line<'j> {
    pub(super) service: &'j str,
    pub(super) operation: &'j str,
    #[serde(borrow)]
    pub(super) scope: Cow<'j, str>,
    pub(super) page: u64,
    pub(super) calls: u64,
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    pub(super) items: Option<&'j RawValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) next_token: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) refused: Option<Refusal>,
}

/// An answer of AWS's that asking again would not change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Refusal {
    kind: Refused,
    code: String,
    message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Refused {
    Unsupported,
    NotFound,
}

/// What a unit of an earlier run gave.
pub(super) enum Outcome {
    /// The text of its items, and the token of the next page.
    Page { items: &'static RawValue, next_token: Option<String> },
    /// What AWS refused.
    Refused(CallError),
}

/// A finished unit of an earlier run.
pub(super) struct Kept {
    pub(super) calls: u64,
    pub(super) outcome: Outcome,
}

impl<'j> Line<'j> {
    /// A unit, without what came of it.
    pub(super) fn of(unit: Unit<'j>, calls: u64) -> Self {
        Line {
            service: unit.operation.service().name(),
            operation: unit.operation.name(),
            scope: unit.scope.into(),
            page: unit.page,
            calls,
            items: None,
            next_token: None,
            refused: None,
        }
    }
}

impl Line<'static> {
    /// What came of it; nothing where the line says neither or both.
    pub(super) fn kept(self) -> Option<Kept> {
        let outcome = match (self.items, self.refused) {
            (Some(items), None) => Outcome::Page { items, next_token: self.next_token },
            (None, Some(refused)) => Outcome::Refused(refused.into()),
            _ => return None,
        };
        Some(Kept { calls: self.calls, outcome })
    }
}

impl Refusal {
    /// The refusal that this error is, if it is one. A denial is no answer about the thing: who resumes may have
    /// been given the permission.
    pub(super) fn of(error: &CallError) -> Option<Self> {
        let kind = match error.kind {
            Kind::Unsupported => Refused::Unsupported,
            Kind::NotFound => Refused::NotFound,
            _ => return None,
        };
        Some(Refusal {
            kind,
            code: error.code.clone(),
            message: error.message.clone(),
            request_id: error.request_id.clone(),
            reason: error.reason.clone(),
        })
    }
}

impl From<Refusal> for CallError {
    fn from(refused: Refusal) -> Self {
        let kind = match refused.kind {
            Refused::Unsupported => Kind::Unsupported,
            Refused::NotFound => Kind::NotFound,
        };
        CallError {
            request_id: refused.request_id,
            reason: refused.reason,
            ..CallError::new(kind, &refused.code, refused.message)
        }
    }
}

pub(super) fn write_line(file: &mut File, line: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_vec(line)?;
    text.push(b'\n');
    file.write_all(&text)
}

/// A line that is whole; `end` moves behind it.
pub(super) fn parse(text: &'static [u8], end: &mut usize) -> Option<(Operation, Line<'static>)> {
    let line: Line = serde_json::from_slice(text).ok()?;
    let operation = Operation::named(line.service, line.operation)?;
    *end += text.len();
    Some((operation, line))
}
