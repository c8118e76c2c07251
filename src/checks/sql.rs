//! A query file as a check.

use rustc_hash::FxHashMap;

use super::{About, Check, Found, Settings};
use crate::dataset::{Dataset, DatasetError, Need};
use crate::findings::{Finding, Subject, message};
use crate::model::{Cell, Rows};
use crate::queries::{CheckHeader, Query};

/// A check that is a query: rows that share the key are one finding, and the rows are its evidence.
pub struct SqlCheck {
    about: About,
    header: CheckHeader,
    needs: Vec<Need>,
    reads: Vec<Need>,
    sql: String,
}

impl SqlCheck {
    /// The check of a query file, if it is one.
    pub fn new(query: Query) -> Option<Self> {
        let header = query.check?;
        Some(SqlCheck {
            about: About {
                id: query.id,
                area: header.area.clone(),
                title: query.title,
                severity: header.severity,
                subject: header.subject.clone(),
                why: query.why,
                fix: header.fix.clone(),
                refs: header.refs.clone(),
            },
            header,
            needs: query.needs.iter().map(|need| Need::parse(need)).collect(),
            reads: query.reads.iter().map(|need| Need::parse(need)).collect(),
            sql: query.sql,
        })
    }

    fn finding(&self, rows: Rows) -> Finding {
        let cell = |column: &str| {
            let row = rows.rows.first();
            rows.column(column).zip(row).and_then(|(at, row)| row.get(at)).cloned().unwrap_or(Cell::Null)
        };
        let key: Vec<(String, Cell)> =
            self.header.key.iter().map(|column| (column.clone(), cell(column))).collect();
        let name = self.header.name.iter().map(|column| cell(column).to_text()).find(|name| !name.is_empty());
        let name = name.unwrap_or_default();
        Finding {
            check: self.about.id.clone(),
            area: self.about.area.clone(),
            severity: self.about.severity,
            subject: Subject { kind: self.about.subject.clone(), key, name: name.clone() },
            message: message(&self.header.message, &name, &rows),
            evidence: rows,
        }
    }
}

impl Check for SqlCheck {
    fn about(&self) -> &About {
        &self.about
    }

    fn needs(&self) -> &[Need] {
        &self.needs
    }

    fn run(&self, dataset: &Dataset, settings: &Settings) -> Result<Found, DatasetError> {
        let declared = [self.needs.as_slice(), &self.reads].concat();
        dataset.declares(&self.about.id, &self.sql, &declared)?;
        let rows = dataset.query(&self.sql, &self.needs, &settings.tables()?)?;
        let columns = rows.columns;
        let place = |column: &String| {
            columns.iter().position(|name| name == column).ok_or_else(|| DatasetError::NoSuchColumn {
                check: self.about.id.clone(),
                column: column.clone(),
            })
        };
        let key = self.header.key.iter().map(place).collect::<Result<Vec<usize>, DatasetError>>()?;
        let key_of = |row: &[Cell]| -> Vec<String> {
            key.iter().filter_map(|at| row.get(*at)).map(Cell::to_text).collect()
        };
        let mut subjects: Vec<Rows> = Vec::new();
        let mut places: FxHashMap<Vec<String>, usize> = FxHashMap::default();
        let same_key = |one: &[Cell], other: &[Cell]| key.iter().all(|at| one.get(*at) == other.get(*at));
        for row in rows.rows {
            // Rows come in the order of their keys.
            let last = subjects.last().and_then(|subject| subject.rows.last());
            let place = match last {
                Some(last) if same_key(last, &row) => subjects.len() - 1,
                _ => *places.entry(key_of(&row)).or_insert(subjects.len()),
            };
            if place == subjects.len() {
                subjects.push(Rows { columns: columns.clone(), rows: Vec::new() });
            }
            if let Some(subject) = subjects.get_mut(place) {
                subject.rows.push(row);
            }
        }
        let findings = subjects.into_iter().map(|rows| self.finding(rows)).collect();
        Ok(Found { findings, not_evaluated: Vec::new() })
    }
}
