//! What a verb has to say, before it has a format.

use std::io;

use serde::Serialize;
use serde_json::Value;

use super::changes::{short_access, short_change, short_permission};
use super::units::in_units;
use super::{star, stream};

use crate::findings::{Change, ChangeKind, Finding, PermissionChange, PermissionChangeKind};
use crate::model::{Cell, NotEvaluated, RowStream, Rows, Severity, StarRows, Summary, Table, TableRow};

/// The answer of a verb.
pub struct Document<'d> {
    /// The verb: `check` gives the format `ssoscan-check`.
    pub verb: &'static str,
    /// Which snapshot it is about: when and where it was read.
    pub snapshot: Value,
    /// What it comes to, where that is worth saying first.
    pub summary: Option<&'d Summary>,
    /// The answer.
    pub content: Content<'d>,
    /// What it does not cover.
    pub not_evaluated: &'d [NotEvaluated],
}

/// The kinds of answer.
#[derive(Clone, Copy)]
pub enum Content<'d> {
    /// A table, exactly as it was asked for.
    Rows(&'d dyn Table),
    /// A table whose ARNs a person does not need where names stand beside them.
    Report(&'d dyn Table),
    /// A table in two shapes: all of it, and what a person reads.
    Shaped {
        /// All of it.
        full: &'d dyn Table,
        /// As many rows, in few columns.
        short: &'d Rows,
    },
    /// More rows than memory may hold.
    Star(&'d StarRows<'d>),
    /// More rows than memory may hold, with columns that people fill in.
    Stream(&'d RowStream<'d>),
    /// Findings.
    Findings(&'d [Finding]),
    /// Differences.
    Changes {
        /// Record by record.
        records: &'d [Change],
        /// What permission sets allow now and did not, or no longer do.
        permissions: &'d [PermissionChange],
        /// What people reach now and did not, or no longer do, or that is another thing now.
        access: &'d StarRows<'d>,
    },
}

impl Content<'_> {
    /// The member of the envelope that holds it.
    pub fn member(&self) -> &'static str {
        match self {
            Content::Rows(_)
            | Content::Report(_)
            | Content::Shaped { .. }
            | Content::Star(_)
            | Content::Stream(_) => "rows",
            Content::Findings(_) => "findings",
            Content::Changes { .. } => "records",
        }
    }

    /// Calls `each` with every record.
    pub fn records(&self, mut each: impl FnMut(&dyn ErasedRecord) -> io::Result<()>) -> io::Result<()> {
        match self {
            Content::Rows(rows) | Content::Report(rows) | Content::Shaped { full: rows, .. } => {
                (0..rows.height()).try_for_each(|row| each(&TableRow(*rows, row)))
            }
            Content::Star(rows) => star::records(rows, &mut each),
            Content::Stream(rows) => stream::records(rows, &mut each),
            Content::Findings(findings) => {
                let encode = |unit: &[Finding]| -> io::Result<Vec<Vec<u8>>> {
                    unit.iter().map(|finding| Ok(serde_json::to_vec(finding)?)).collect()
                };
                in_units(findings, encode, |unit| unit.iter().try_for_each(|text| each(&Written(text))))
            }
            Content::Changes { records, .. } => records.iter().try_for_each(|change| each(change)),
        }
    }

    /// What a person reads, one table below the other: ids give way to names.
    pub fn short(&self) -> Vec<Rows> {
        match self {
            Content::Rows(rows) => vec![rows.to_rows()],
            Content::Shaped { short, .. } => vec![(*short).clone()],
            Content::Report(rows) => vec![with_names(&rows.to_rows())],
            Content::Star(rows) => vec![names_or_ids(rows.to_rows())],
            Content::Stream(rows) => vec![stream::without_empty_columns(names_or_ids(rows.to_rows()))],
            Content::Findings(findings) => vec![Rows {
                columns: ["severity", "area", "check", "message"].map(str::to_owned).to_vec(),
                rows: findings.iter().map(short_finding).collect(),
            }],
            Content::Changes { records, permissions, access } => vec![
                short_access(access),
                // The longest column last: on a pipe a column is as wide as its longest cell.
                Rows {
                    columns: ["change", "table", "name", "attribute", "values"].map(str::to_owned).to_vec(),
                    rows: records
                        .iter()
                        .map(short_change)
                        .chain(permissions.iter().map(short_permission))
                        .collect(),
                },
            ],
        }
    }

    /// One line that counts.
    pub fn summary(&self, not_evaluated: usize) -> String {
        let mut line = match self {
            Content::Rows(rows) | Content::Report(rows) | Content::Shaped { full: rows, .. } => {
                count(rows.height(), "row")
            }
            Content::Star(rows) => count(rows.count, "row"),
            Content::Stream(rows) => count(rows.count, "row"),
            Content::Findings(findings) => {
                let of =
                    |severity: &Severity| findings.iter().filter(|found| found.severity == *severity).count();
                tally(
                    "finding",
                    findings.len(),
                    Severity::ALL.iter().rev().map(|kind| (kind.as_str(), of(kind))),
                )
            }
            Content::Changes { records: changes, permissions, access } => {
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
                if access.count > 0 {
                    line.push_str(&format!("; {}", count(access.count, "access change")));
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

/// Leaves out `x_arn` where `x_name` names every row.
fn with_names(rows: &Rows) -> Rows {
    let is_named = |column: &&str| {
        let name = column.strip_suffix("_arn").and_then(|thing| rows.column(&format!("{thing}_name")));
        name.is_some_and(|at| rows.rows.iter().all(|row| row.get(at).is_some_and(|cell| !cell.is_null())))
    };
    let kept = rows.columns.iter().map(String::as_str).filter(|column| !is_named(column));
    pick(rows, &kept.collect::<Vec<_>>())
}

/// Leaves out ids and ARNs that have a name beside them; where a row has none, the id stands in its place.
fn names_or_ids(mut rows: Rows) -> Rows {
    let mut left_out = vec!["email".to_owned()];
    for column in rows.columns.clone() {
        let thing = column.strip_suffix("_arn").or_else(|| column.strip_suffix("_id"));
        let name = thing.and_then(|thing| rows.column(&format!("{thing}_name")));
        let Some((name, id)) = name.zip(rows.column(&column)) else { continue };
        for row in &mut rows.rows {
            if row.get(name).is_some_and(Cell::is_null) {
                let id = row.get(id).cloned();
                row.get_mut(name).zip(id).into_iter().for_each(|(name, id)| *name = id);
            }
        }
        left_out.push(column);
    }
    let kept = rows.columns.iter().filter(|column| !left_out.contains(column)).map(String::as_str);
    pick(&rows, &kept.collect::<Vec<_>>())
}

fn short_finding(finding: &Finding) -> Vec<Cell> {
    let Finding { severity, area, check, message, .. } = finding;
    vec![
        severity.as_str().into(),
        Cell::text(area.clone()),
        Cell::text(check.clone()),
        message.as_str().into(),
    ]
}

/// A record that serde_json can write without knowing its type.
pub trait ErasedRecord {
    /// Writes the record as one line of JSON, without the line's end.
    ///
    /// # Errors
    /// What the writer says.
    fn write_json(&self, out: &mut dyn std::io::Write) -> std::io::Result<()>;
}

/// A record that is JSON already.
struct Written<'w>(&'w [u8]);

impl ErasedRecord for Written<'_> {
    fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(self.0)
    }
}

impl<T: Serialize> ErasedRecord for T {
    fn write_json(&self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        Ok(serde_json::to_writer(out, self)?)
    }
}
