//! What checks find.

mod change;
mod message;
mod permission;

pub use change::{Change, ChangeKind};
pub use message::message;
pub use permission::{PermissionChange, PermissionChangeKind, Witness};

use std::sync::Arc;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::model::{Cell, Selected, Severity};

/// One finding: about one subject, with everything that shows it.
#[derive(Clone)]
pub struct Finding {
    /// The check's id.
    pub check: Arc<str>,
    /// The check's area.
    pub area: Arc<str>,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// One sentence, with names.
    pub message: String,
    /// The rows that show it.
    pub evidence: Selected,
}

/// The principal, permission set, account, ... that a finding is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// `permission_set`, `user`, `group`, `principal` or `account`.
    pub kind: Arc<str>,
    /// The ids, by column.
    pub key: Vec<(Arc<str>, Cell)>,
    /// The name; the id where there is none.
    pub name: String,
}

impl Subject {
    /// The ids as one text.
    pub fn id(&self) -> String {
        self.key.iter().map(|(_, id)| id.to_text()).collect::<Vec<_>>().join(" ")
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", &*self.kind)?;
        for (column, id) in &self.key {
            map.serialize_entry(&**column, id)?;
        }
        map.serialize_entry("name", &self.name)?;
        map.end()
    }
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("check", &*self.check)?;
        map.serialize_entry("area", &*self.area)?;
        map.serialize_entry("severity", &self.severity)?;
        map.serialize_entry("subject", &self.subject)?;
        map.serialize_entry("message", &self.message)?;
        map.serialize_entry("evidence", &self.evidence)?;
        map.end()
    }
}

/// Worst first, then by check and subject: the order of every report.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by_cached_key(|finding| {
        let Finding { severity, area, check, subject, .. } = finding;
        (std::cmp::Reverse(*severity), Arc::clone(area), Arc::clone(check), subject.id())
    });
}
