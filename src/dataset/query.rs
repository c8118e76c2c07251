//! SQL over the tables, which never takes unknown for none.

use std::fmt;
use std::sync::OnceLock;

use polars::prelude::*;
use polars::sql::{SQLContext, extract_table_identifiers};

use super::error::DatasetError;
use super::frame::{Frame, Part};
use super::frames::{TABLES, Table};
use super::source::Source;
use crate::model::{Cell, NotEvaluated, Rows};
use crate::snapshot::Snapshot;

/// Something a query stands on: a whole table, or a part of its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The table.
    pub table: String,
    /// The state column of the part.
    pub part: Option<String>,
}

impl Need {
    /// Reads `table` or `table.part_state`.
    pub fn parse(text: &str) -> Need {
        match text.split_once('.') {
            Some((table, part)) => Need { table: table.to_owned(), part: Some(part.to_owned()) },
            None => Need { table: text.to_owned(), part: None },
        }
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.part {
            Some(part) => write!(f, "{}.{part}", self.table),
            None => f.write_str(&self.table),
        }
    }
}

/// A table that does not come from the snapshot, such as the configuration.
pub struct Extra {
    /// The name in SQL.
    pub name: &'static str,
    /// The rows.
    pub data: DataFrame,
}

/// The tables of a snapshot, each built when it is first asked for.
pub struct Dataset<'s> {
    source: Source<'s>,
    frames: Vec<OnceLock<Frame>>,
}

impl<'s> Dataset<'s> {
    /// The dataset of a snapshot. Builds nothing yet.
    pub fn new(snapshot: &'s Snapshot<'s>) -> Self {
        Dataset { source: Source::new(snapshot), frames: TABLES.iter().map(|_| OnceLock::new()).collect() }
    }

    /// What the tables are built from.
    pub fn source(&self) -> &Source<'s> {
        &self.source
    }

    /// A table and its rows.
    ///
    /// # Errors
    /// There is no such table, or it cannot be built.
    pub fn frame(&self, name: &str) -> Result<(&'static Table, &Frame), DatasetError> {
        let found = TABLES.iter().zip(&self.frames).find(|(table, _)| table.name == name);
        let Some((table, cell)) = found else {
            let tables = TABLES.iter().map(|table| table.name).collect();
            return Err(DatasetError::NoSuchTable { name: name.to_owned(), tables });
        };
        if let Some(frame) = cell.get() {
            return Ok((table, frame));
        }
        let frame = (table.build)(&self.source)?;
        Ok((table, cell.get_or_init(|| frame)))
    }

    /// Runs one SQL query. Of the tables in `needs` it sees only the rows whose needed parts are known.
    ///
    /// # Errors
    /// SQL that cannot be run, or a table that does not exist.
    pub fn query(&self, sql: &str, needs: &[Need], extras: &[Extra]) -> Result<Rows, DatasetError> {
        let mut context = SQLContext::new();
        for name in tables_of(sql)? {
            if let Some(extra) = extras.iter().find(|extra| extra.name == name) {
                context.register(&name, extra.data.clone().lazy());
            } else if TABLES.iter().any(|table| table.name == name) {
                let mut rows = self.frame(&name)?.1.data.clone().lazy();
                for need in needs.iter().filter(|need| need.table == name) {
                    if let Some(part) = &need.part {
                        rows = rows.filter(state(part).neq(lit("unknown")));
                    }
                }
                context.register(&name, rows);
            }
        }
        rows_of(&context.execute(sql)?.collect()?)
    }

    /// What the snapshot lacks of these needs, sorted, each once.
    ///
    /// # Errors
    /// A need that names no table or no part.
    pub fn not_evaluated(&self, needs: &[Need]) -> Result<Vec<NotEvaluated>, DatasetError> {
        let mut gaps = Vec::new();
        for need in needs {
            let (table, frame) = self.frame(&need.table)?;
            gaps.extend((table.gaps)(&self.source));
            if let Some(state) = &need.part {
                let part = frame
                    .parts
                    .iter()
                    .find(|part| part.state == state)
                    .ok_or_else(|| DatasetError::NoSuchPart { table: table.name, part: state.clone() })?;
                gaps.extend(self.unknown_parts(frame, part)?);
            }
        }
        gaps.sort();
        gaps.dedup();
        Ok(gaps)
    }

    /// Everything that the snapshot does not know, sorted, each once.
    ///
    /// # Errors
    /// A table cannot be built.
    pub fn unknown(&self) -> Result<Vec<NotEvaluated>, DatasetError> {
        let mut needs = Vec::new();
        for table in &TABLES {
            needs.push(Need { table: table.name.to_owned(), part: None });
            let parts = self.frame(table.name)?.1.parts.iter().filter(|part| !part.derived);
            needs.extend(
                parts.map(|part| Need { table: table.name.to_owned(), part: Some(part.state.to_owned()) }),
            );
        }
        self.not_evaluated(&needs)
    }

    /// What free SQL reads: its tables, and the parts whose columns it names.
    ///
    /// # Errors
    /// SQL that cannot be parsed.
    pub fn needs_of(&self, sql: &str) -> Result<Vec<Need>, DatasetError> {
        let words: Vec<&str> = sql.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
        let mut needs = Vec::new();
        for name in tables_of(sql)? {
            let Ok((table, frame)) = self.frame(&name) else {
                continue;
            };
            needs.push(Need { table: name, part: None });
            for part in &frame.parts {
                let names_it = |column: &str| words.contains(&column);
                if selects_all(sql)
                    || names_it(part.state)
                    || part.covers.iter().any(|column| names_it(column))
                {
                    needs.push(Need { table: table.name.to_owned(), part: Some(part.state.to_owned()) });
                }
            }
        }
        Ok(needs)
    }

    /// The things whose part is unknown, in words.
    fn unknown_parts(&self, frame: &Frame, part: &Part) -> Result<Vec<NotEvaluated>, DatasetError> {
        let ids: Vec<Expr> = part.of.iter().map(|column| col(*column)).collect();
        let unknown =
            frame.data.clone().lazy().filter(state(part.state).eq(lit("unknown"))).select(ids).collect()?;
        Ok(rows_of(&unknown)?
            .rows
            .iter()
            .map(|row| {
                let ids: Vec<String> = row.iter().map(Cell::to_text).collect();
                let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
                let (why, asked_for) = self.source.knowledge.why(part.operations, &ids);
                NotEvaluated {
                    what: format!("{} of {}", part.words, self.source.describe(&ids)),
                    why,
                    asked_for,
                }
            })
            .collect())
    }
}

/// A state column, to be compared with a word.
fn state(column: &str) -> Expr {
    col(column).cast(DataType::String)
}

/// True where a `*` stands for columns: after SELECT, a comma or a dot, not in `COUNT(*)` or a product.
fn selects_all(sql: &str) -> bool {
    sql.match_indices('*').any(|(at, _)| {
        let before = sql.get(..at).unwrap_or_default().trim_end();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        before.ends_with([',', '.'])
            || ["select", "distinct", "all"].iter().any(|key| word.eq_ignore_ascii_case(key))
    })
}

/// The tables that a query names.
fn tables_of(sql: &str) -> Result<Vec<String>, DatasetError> {
    Ok(extract_table_identifiers(sql, false, true)?)
}

/// A frame as plain rows.
fn rows_of(data: &DataFrame) -> Result<Rows, DatasetError> {
    let columns = data.get_column_names().iter().map(|name| name.to_string()).collect();
    let mut rows: Vec<Vec<Cell>> = (0..data.height()).map(|_| Vec::with_capacity(data.width())).collect();
    for column in data.columns() {
        for (row, value) in rows.iter_mut().zip(column.as_materialized_series().rechunk().iter()) {
            row.push(cell_of(value));
        }
    }
    Ok(Rows { columns, rows })
}

fn cell_of(value: AnyValue) -> Cell {
    match value {
        AnyValue::Null => Cell::Null,
        AnyValue::Boolean(flag) => Cell::Boolean(flag),
        AnyValue::List(items) => Cell::List(items.iter().map(cell_of).collect()),
        value => {
            if let Some(text) = value.get_str() {
                Cell::Text(text.to_owned())
            } else if let Some(number) = value.extract::<i64>().filter(|_| value.is_integer()) {
                Cell::Integer(number)
            } else if let Some(number) = value.extract::<f64>() {
                Cell::Float(number)
            } else {
                Cell::Text(value.to_string())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_all_columns_only_where_columns_stand() {
        let all = [
            "SELECT * FROM users",
            "select distinct * from users",
            "SELECT u.* FROM users u",
            "SELECT 1, * FROM t",
        ];
        assert!(all.iter().all(|sql| selects_all(sql)));
        let not = ["SELECT COUNT(*) FROM users", "SELECT a * b FROM t", "SELECT COUNT( * ) FROM t"];
        assert!(!not.iter().any(|sql| selects_all(sql)));
    }
}
