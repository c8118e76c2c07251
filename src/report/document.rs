//! What a verb has to say, before it has a format.

use serde::Serialize;
use serde_json::{Value, json};

use crate::findings::{Change, ChangeKind, Finding, PermissionChange, PermissionChangeKind};
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
    /// A table, exactly as it was asked for.
    Rows(&'d Rows),
    /// A table whose ARNs a person does not need where names stand beside them.
    Report(&'d Rows),
    /// A table in two shapes: all of it, and what a person reads.
    Shaped {
        /// All of it.
        full: &'d Rows,
        /// As many rows, in few columns.
        short: &'d Rows,
    },
    /// Findings.
    Findings(&'d [Finding]),
    /// Differences, and what permission sets allow now and did not, or no longer do.
    Changes {
        /// Record by record.
        records: &'d [Change],
        /// Set by set.
        permissions: &'d [PermissionChange],
    },
}

impl Content<'_> {
    /// The member of the envelope that holds it.
    pub fn member(&self) -> &'static str {
        match self {
            Content::Rows(_) | Content::Report(_) | Content::Shaped { .. } => "rows",
            Content::Findings(_) => "findings",
            Content::Changes { .. } => "records",
        }
    }

    /// Calls `each` with every record.
    pub fn records<E>(&self, mut each: impl FnMut(&dyn ErasedRecord) -> Result<(), E>) -> Result<(), E> {
        match self {
            Content::Rows(rows) | Content::Report(rows) | Content::Shaped { full: rows, .. } => {
                rows.rows.iter().try_for_each(|row| each(&crate::model::cell::Record(&rows.columns, row)))
            }
            Content::Findings(findings) => findings.iter().try_for_each(|finding| each(finding)),
            Content::Changes { records, .. } => records.iter().try_for_each(|change| each(change)),
        }
    }

    /// The member of the envelope that stands beside it, and its records.
    pub fn permissions(&self) -> Option<(&'static str, &[PermissionChange])> {
        match self {
            Content::Changes { permissions, .. } => Some(("permissions", permissions)),
            _ => None,
        }
    }

    /// Every record with all its members as one flat table: what CSV holds.
    pub fn full(&self) -> Rows {
        match self {
            Content::Rows(rows) | Content::Report(rows) | Content::Shaped { full: rows, .. } => {
                (*rows).clone()
            }
            Content::Findings(findings) => findings_rows(findings),
            Content::Changes { records, permissions } => changes_rows(records, permissions),
        }
    }

    /// What a person reads: ids give way to names.
    pub fn short(&self) -> Rows {
        match self {
            Content::Rows(rows) | Content::Shaped { short: rows, .. } => (*rows).clone(),
            Content::Report(rows) => {
                let kept: Vec<&str> = rows
                    .columns
                    .iter()
                    .map(String::as_str)
                    .filter(|column| !has_name(rows, column))
                    .collect();
                pick(rows, &kept)
            }
            Content::Findings(findings) => Rows {
                columns: ["severity", "area", "check", "message"].map(str::to_owned).to_vec(),
                rows: findings
                    .iter()
                    .map(|finding| {
                        let Finding { severity, area, check, message, .. } = finding;
                        vec![
                            severity.as_str().into(),
                            area.as_str().into(),
                            check.as_str().into(),
                            message.as_str().into(),
                        ]
                    })
                    .collect(),
            },
            Content::Changes { records, permissions } => {
                // The longest column last: on a pipe a column is as wide as its longest cell.
                Rows {
                    columns: ["change", "table", "name", "attribute", "values"].map(str::to_owned).to_vec(),
                    rows: records
                        .iter()
                        .map(short_change)
                        .chain(permissions.iter().map(short_permission))
                        .collect(),
                }
            }
        }
    }

    /// One line that counts.
    pub fn summary(&self, not_evaluated: usize) -> String {
        let mut line = match self {
            Content::Rows(rows) | Content::Report(rows) | Content::Shaped { full: rows, .. } => {
                count(rows.rows.len(), "row")
            }
            Content::Findings(findings) => {
                let of =
                    |severity: &Severity| findings.iter().filter(|found| found.severity == *severity).count();
                tally(
                    "finding",
                    findings.len(),
                    Severity::ALL.iter().rev().map(|kind| (kind.as_str(), of(kind))),
                )
            }
            Content::Changes { records: changes, permissions } => {
                let of = |kind: &ChangeKind| changes.iter().filter(|change| change.change == *kind).count();
                let mut line = tally(
                    "change",
                    changes.len(),
                    ChangeKind::ALL.iter().map(|kind| (kind.as_str(), of(kind))),
                );
                if !permissions.is_empty() {
                    let of = |kind: &PermissionChangeKind| {
                        permissions.iter().filter(|one| one.change == *kind).count()
                    };
                    let kinds = PermissionChangeKind::ALL.iter().map(|kind| (kind.as_str(), of(kind)));
                    line.push_str(&format!("; {}", tally("permission change", permissions.len(), kinds)));
                }
                line
            }
        };
        if not_evaluated > 0 {
            line.push_str(&format!("; {not_evaluated} not evaluated"));
        }
        line
    }
}

fn count(number: usize, word: &str) -> String {
    match number {
        1 => format!("1 {word}"),
        number => format!("{number} {word}s"),
    }
}

/// How many there are, and of which kinds.
fn tally<'k>(word: &str, total: usize, kinds: impl Iterator<Item = (&'k str, usize)>) -> String {
    let kinds: Vec<String> =
        kinds.filter(|(_, number)| *number > 0).map(|(kind, number)| format!("{number} {kind}")).collect();
    match kinds.as_slice() {
        [] => format!("no {word}s"),
        kinds => format!("{}: {}", count(total, word), kinds.join(", ")),
    }
}

/// Some of the columns.
fn pick(rows: &Rows, columns: &[&str]) -> Rows {
    let places: Vec<usize> = columns.iter().filter_map(|column| rows.column(column)).collect();
    let picked = |row: &Vec<Cell>| places.iter().filter_map(|at| row.get(*at)).cloned().collect();
    Rows {
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
        rows: rows.rows.iter().map(picked).collect(),
    }
}

/// True for `x_arn` where `x_name` names every row.
fn has_name(rows: &Rows, column: &str) -> bool {
    let name = column.strip_suffix("_arn").and_then(|thing| rows.column(&format!("{thing}_name")));
    name.is_some_and(|at| rows.rows.iter().all(|row| row.get(at).is_some_and(|cell| !cell.is_null())))
}

fn short_change(change: &Change) -> Vec<Cell> {
    let values = change
        .attribute
        .as_ref()
        .map_or(Cell::Null, |_| Cell::Text(format!("{} -> {}", shown(&change.old), shown(&change.new))));
    vec![
        change.change.as_str().into(),
        change.table.into(),
        change.name.as_str().into(),
        change.attribute.as_deref().into(),
        values,
    ]
}

fn short_permission(change: &PermissionChange) -> Vec<Cell> {
    vec![
        change.change.as_str().into(),
        "permissions".into(),
        change.name.as_str().into(),
        Cell::Null,
        Cell::Text(change.words()),
    ]
}

/// A value of a change; `null` was learned to be none.
fn shown(value: &Option<Value>) -> String {
    match value {
        None | Some(Value::Null) => "none".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
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

fn changes_rows(changes: &[Change], permissions: &[PermissionChange]) -> Rows {
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
            .chain(permissions.iter().map(|change| {
                let key = json!({ "PermissionSetArn": change.permission_set_arn });
                vec![
                    change.change.as_str().into(),
                    "permissions".into(),
                    Cell::Text(key.to_string()),
                    change.name.as_str().into(),
                    Cell::Null,
                    Cell::Null,
                    Cell::Text(json!(change).to_string()),
                ]
            }))
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
