//! What a verb has to say, before it has a format.

use serde::Serialize;
use serde_json::{Value, json};

use crate::findings::{Change, Finding};
use crate::model::{Cell, NotEvaluated, Rows, Severity};

/// The answer of a verb.
pub struct Document<'d> {
    /// The verb: `check` gives the format `ssoscan-check`.
    pub verb: &'static str,
    /// Which snapshot it is about: when and where it was read.
    pub snapshot: Value,
    /// The answer.
    pub content: Content<'d>,
    /// What it does not cover.
    pub not_evaluated: &'d [NotEvaluated],
}

/// The kinds of answer.
pub enum Content<'d> {
    /// A table.
    Rows(&'d Rows),
    /// Findings.
    Findings(&'d [Finding]),
    /// Differences.
    Changes(&'d [Change]),
}

impl Content<'_> {
    /// The member of the envelope that holds it.
    pub fn member(&self) -> &'static str {
        match self {
            Content::Rows(_) => "rows",
            Content::Findings(_) => "findings",
            Content::Changes(_) => "records",
        }
    }

    /// Calls `each` with every record.
    pub fn records<E>(&self, mut each: impl FnMut(&dyn ErasedRecord) -> Result<(), E>) -> Result<(), E> {
        match self {
            Content::Rows(rows) => {
                rows.rows.iter().try_for_each(|row| each(&crate::model::cell::Record(&rows.columns, row)))
            }
            Content::Findings(findings) => findings.iter().try_for_each(|finding| each(finding)),
            Content::Changes(changes) => changes.iter().try_for_each(|change| each(change)),
        }
    }

    /// Every record with all its members as one flat table: what CSV holds.
    pub fn full(&self) -> Rows {
        match self {
            Content::Rows(rows) => (*rows).clone(),
            Content::Findings(findings) => findings_rows(findings),
            Content::Changes(changes) => changes_rows(changes),
        }
    }

    /// What a person reads: ids give way to names.
    pub fn short(&self) -> Rows {
        let pick = |rows: Rows, columns: &[&str]| {
            let places: Vec<usize> = columns.iter().filter_map(|column| rows.column(column)).collect();
            Rows {
                columns: columns.iter().map(|column| (*column).to_owned()).collect(),
                rows: rows
                    .rows
                    .iter()
                    .map(|row| places.iter().filter_map(|at| row.get(*at)).cloned().collect())
                    .collect(),
            }
        };
        match self {
            Content::Rows(rows) => (*rows).clone(),
            Content::Findings(_) => pick(self.full(), &["severity", "area", "check", "message"]),
            Content::Changes(_) => pick(self.full(), &["change", "table", "name", "attribute", "old", "new"]),
        }
    }

    /// One line that counts.
    pub fn summary(&self, not_evaluated: usize) -> String {
        let count = |number: usize, word: &str| match number {
            1 => format!("1 {word}"),
            number => format!("{number} {word}s"),
        };
        let mut line = match self {
            Content::Rows(rows) => count(rows.rows.len(), "row"),
            Content::Findings(findings) => {
                let by_severity: Vec<String> = Severity::ALL
                    .iter()
                    .rev()
                    .map(|severity| (severity, findings.iter().filter(|f| f.severity == *severity).count()))
                    .filter(|(_, number)| *number > 0)
                    .map(|(severity, number)| format!("{number} {severity}"))
                    .collect();
                match by_severity.as_slice() {
                    [] => "no findings".to_owned(),
                    words => format!("{}: {}", count(findings.len(), "finding"), words.join(", ")),
                }
            }
            Content::Changes(changes) => {
                let by_kind: Vec<String> = crate::findings::ChangeKind::ALL
                    .iter()
                    .map(|kind| (kind, changes.iter().filter(|change| change.change == *kind).count()))
                    .filter(|(_, number)| *number > 0)
                    .map(|(kind, number)| format!("{number} {kind}"))
                    .collect();
                match by_kind.as_slice() {
                    [] => "no changes".to_owned(),
                    words => format!("{}: {}", count(changes.len(), "change"), words.join(", ")),
                }
            }
        };
        if not_evaluated > 0 {
            line.push_str(&format!("; {not_evaluated} not evaluated"));
        }
        line
    }
}

fn findings_rows(findings: &[Finding]) -> Rows {
    let columns =
        ["severity", "area", "check", "subject_kind", "subject_id", "subject_name", "message", "evidence"];
    Rows {
        columns: columns.map(str::to_owned).to_vec(),
        rows: findings
            .iter()
            .map(|finding| {
                vec![
                    finding.severity.as_str().into(),
                    finding.area.as_str().into(),
                    finding.check.as_str().into(),
                    finding.subject.kind.as_str().into(),
                    Cell::Text(finding.subject.id()),
                    finding.subject.name.as_str().into(),
                    finding.message.as_str().into(),
                    Cell::Text(json!(finding.evidence).to_string()),
                ]
            })
            .collect(),
    }
}

fn changes_rows(changes: &[Change]) -> Rows {
    let value = |value: &Option<Value>| match value {
        None | Some(Value::Null) => Cell::Null,
        Some(Value::String(text)) => Cell::Text(text.clone()),
        Some(other) => Cell::Text(other.to_string()),
    };
    let columns = ["change", "table", "key", "name", "attribute", "old", "new"];
    Rows {
        columns: columns.map(str::to_owned).to_vec(),
        rows: changes
            .iter()
            .map(|change| {
                vec![
                    change.change.as_str().into(),
                    change.table.into(),
                    Cell::Text(json!(change.key).to_string()),
                    change.name.as_str().into(),
                    change.attribute.as_deref().into(),
                    value(&change.old),
                    value(&change.new),
                ]
            })
            .collect(),
    }
}

/// A record that serde_json can write without knowing its type.
pub trait ErasedRecord {
    /// Writes the record as one line of JSON, without the line's end.
    ///
    /// # Errors
    /// What the writer says.
    fn write_json(&self, out: &mut dyn std::io::Write) -> std::io::Result<()>;
}

impl<T: Serialize> ErasedRecord for T {
    fn write_json(&self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        Ok(serde_json::to_writer(out, self)?)
    }
}
