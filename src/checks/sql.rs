//! A query file as a check.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{About, Check, Found, Settings};
use crate::dataset::{Dataset, DatasetError, Need};
use crate::findings::{Finding, Subject, message};
use crate::model::{Selected, Table};
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

    /// The finding that rows of one subject are.
    fn finding(&self, rows: Selected, words: &Words) -> Finding {
        let first = rows.places().next().unwrap_or_default();
        let cell = |column: usize| rows.table().cell(first, column);
        let names = self.header.name.iter().filter_map(|column| rows.table().column(column));
        let name = names.map(|column| cell(column).to_text().into_owned()).find(|name| !name.is_empty());
        let name = name.unwrap_or_default();
        let ids = words.key.iter();
        Finding {
            check: Arc::clone(&words.check),
            area: Arc::clone(&words.area),
            severity: self.about.severity,
            subject: Subject {
                kind: Arc::clone(&words.kind),
                key: ids.map(|(column, at)| (Arc::clone(column), cell(*at).to_cell())).collect(),
                name: name.clone(),
            },
            message: message(&self.header.message, &name, &rows),
            evidence: rows,
        }
    }
}

/// What all findings of a check share.
struct Words {
    check: Arc<str>,
    area: Arc<str>,
    kind: Arc<str>,
    /// The columns of the key, and their places.
    key: Vec<(Arc<str>, usize)>,
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
        let rows: Arc<dyn Table> = Arc::new(dataset.query(&self.sql, &self.needs, &settings.tables()?)?);
        let place = |column: &String| {
            rows.column(column).ok_or_else(|| DatasetError::NoSuchColumn {
                check: self.about.id.clone(),
                column: column.clone(),
            })
        };
        let key = self.header.key.iter().map(place).collect::<Result<Vec<usize>, DatasetError>>()?;
        let mut subjects: Vec<Selected> = Vec::new();
        let mut places: FxHashMap<Vec<Cow<str>>, usize> = FxHashMap::default();
        let same_key = |one, other| key.iter().all(|at| rows.cell(one, *at) == rows.cell(other, *at));
        let mut last = None;
        for row in 0..rows.height() {
            // Rows come in the order of their keys.
            let place = match last {
                Some((before, place)) if same_key(before, row) => place,
                _ => {
                    let ids = key.iter().map(|at| rows.cell(row, *at).to_text()).collect();
                    *places.entry(ids).or_insert(subjects.len())
                }
            };
            if place == subjects.len() {
                subjects.push(Selected::of(Arc::clone(&rows)));
            }
            if let Some(subject) = subjects.get_mut(place) {
                subject.push(row);
            }
            last = Some((row, place));
        }
        let names = self.header.key.iter().map(|column| Arc::from(column.as_str()));
        let words = Words {
            check: self.about.id.as_str().into(),
            area: self.about.area.as_str().into(),
            kind: self.about.subject.as_str().into(),
            key: names.zip(key.iter().copied()).collect(),
        };
        let findings = subjects.into_iter().map(|rows| self.finding(rows, &words)).collect();
        Ok(Found { findings, not_evaluated: Vec::new() })
    }
}
