//! SQL over the tables, which never takes unknown for none.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

use polars::prelude::*;
use polars::sql::{SQLContext, extract_table_identifiers};
use polars_plan::prelude::{IR, Node};

use super::error::DatasetError;
use super::frame::{Frame, Part};
use super::frames::{DERIVED, TABLES, Table};
use super::order::Order;
use super::rows::FrameRows;
use super::source::Source;
use crate::documents::ManagedFolder;
use crate::model::{NotEvaluated, Table as _};
use crate::snapshot::coverage::UNSAID;
use crate::snapshot::{Snapshot, State};

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
    /// Held while a table is built, so that each is built once.
    building: Vec<Mutex<()>>,
    order: Order,
}

impl<'s> Dataset<'s> {
    /// The dataset of a snapshot. Builds nothing yet.
    pub fn new(snapshot: &'s Snapshot<'s>) -> Self {
        Self::with_managed_policies(snapshot, ManagedFolder::default())
    }

    /// The same, with documents of AWS managed policies that the snapshot may lack.
    pub fn with_managed_policies(snapshot: &'s Snapshot<'s>, folder: ManagedFolder) -> Self {
        Self::of(Source::new(snapshot, folder))
    }

    /// The dataset of another snapshot, to be compared with this one.
    pub fn beside<'n>(&self, snapshot: &'n Snapshot<'n>) -> Dataset<'n> {
        Dataset::of(self.source.beside(snapshot))
    }

    fn of(source: Source<'s>) -> Self {
        Dataset {
            source,
            frames: TABLES.iter().map(|_| OnceLock::new()).collect(),
            building: TABLES.iter().map(|_| Mutex::default()).collect(),
            order: Order::default(),
        }
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
        let cells = self.frames.iter().zip(&self.building);
        let found = TABLES.iter().zip(cells).find(|(table, _)| table.name == name);
        let Some((table, (cell, building))) = found else { return Err(no_such_table(name)) };
        if let Some(frame) = cell.get() {
            return Ok((table, frame));
        }
        let _building = building.lock().unwrap_or_else(PoisonError::into_inner);
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
    pub fn query(&self, sql: &str, needs: &[Need], extras: &[Extra]) -> Result<FrameRows, DatasetError> {
        let tables = tables_of(sql)?;
        if !is_select(sql) {
            return Err(DatasetError::NotASelect);
        }
        let mut context = SQLContext::new();
        for name in tables {
            if let Some(extra) = extras.iter().find(|extra| extra.name == name) {
                context.register(&name, extra.data.clone().lazy());
            } else if TABLES.iter().any(|table| table.name == name) {
                let rows = &self.frame(&name)?.1.data;
                let parts =
                    needs.iter().filter(|need| need.table == name).filter_map(|need| need.part.as_ref());
                let mut known = rows.clone().lazy();
                for part in parts {
                    if self.unknown_rows(rows, part)?.is_some() {
                        // In the plan, so that no more is copied of a large table than the query wants.
                        known = known.filter(col(part.as_str()).neq(lit(State::Unknown.as_str())));
                    }
                }
                context.register(&name, known);
            }
        }
        let plan = self.order.by_number(context.execute(sql)?);
        Ok(FrameRows::new(in_order(plan)?)?)
    }

    /// Whether a query names under its needs or reads every table that it uses.
    ///
    /// # Errors
    /// It does not, or cannot be parsed.
    pub fn declares(&self, query: &str, sql: &str, declared: &[Need]) -> Result<(), DatasetError> {
        let undeclared = tables_of(sql)?.into_iter().find(|name| {
            TABLES.iter().any(|table| table.name == name) && !declared.iter().any(|need| need.table == *name)
        });
        match undeclared {
            Some(table) => Err(DatasetError::Undeclared { query: query.to_owned(), table }),
            None => Ok(()),
        }
    }

    /// What the snapshot lacks of these needs, sorted, each once.
    ///
    /// # Errors
    /// A need that names no table or no part.
    pub fn not_evaluated(&self, needs: &[Need]) -> Result<Vec<NotEvaluated>, DatasetError> {
        let mut gaps = Vec::new();
        let mut tables: BTreeSet<&str> = needs.iter().map(|need| need.table.as_str()).collect();
        for need in needs {
            let table = table_of(&need.table)?;
            let Some(state) = &need.part else { continue };
            let part = table
                .parts
                .iter()
                .find(|part| part.state == state)
                .ok_or_else(|| DatasetError::NoSuchPart { table: table.name, part: state.clone() })?;
            let mut unknown = self.unknown_parts(self.frame(table.name)?.1, part)?;
            let following = !unknown.is_empty() && !part.follows.is_empty();
            if following && self.gaps_of(part.follows)?.next().is_some() {
                tables.extend(part.follows);
                unknown.clear();
            }
            gaps.extend(unknown);
        }
        gaps.extend(self.gaps_of(&tables.into_iter().collect::<Vec<_>>())?);
        gaps.sort();
        gaps.dedup();
        Ok(gaps)
    }

    /// What whole tables lack.
    fn gaps_of(&self, tables: &[&str]) -> Result<impl Iterator<Item = NotEvaluated>, DatasetError> {
        let mut gaps = Vec::new();
        for name in tables {
            gaps.extend((table_of(name)?.gaps)(&self.source));
        }
        Ok(gaps.into_iter())
    }

    /// Everything that the snapshot does not know, sorted, each once.
    ///
    /// # Errors
    /// A table cannot be built.
    pub fn unknown(&self) -> Result<Vec<NotEvaluated>, DatasetError> {
        let mut needs = Vec::new();
        for table in TABLES.iter().filter(|table| !DERIVED.contains(&table.name)) {
            needs.push(Need { table: table.name.to_owned(), part: None });
            let parts = table.parts.iter().filter(|part| part.follows.is_empty());
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
            let Ok(table) = table_of(&name) else {
                continue;
            };
            needs.push(Need { table: name, part: None });
            for part in table.parts {
                let names_it = |column: &str| words.contains(&column);
                if may_show_all(sql)
                    || names_it(part.state)
                    || part.covers.iter().any(|column| names_it(column))
                {
                    needs.push(Need { table: table.name.to_owned(), part: Some(part.state.to_owned()) });
                }
            }
        }
        Ok(needs)
    }

    /// Of each row, whether the part is unknown; nothing where it is of none.
    fn unknown_rows(&self, data: &DataFrame, state: &str) -> Result<Option<BooleanChunked>, DatasetError> {
        let unknown = self.source.categories.number(State::Unknown.as_str())?;
        // By number: as texts a million states would take long to compare.
        let states = data.column(state)?.as_materialized_series().cat32()?.physical();
        let is_unknown = states.equal(unknown);
        Ok(is_unknown.any().then_some(is_unknown))
    }

    /// The things whose part is unknown, in words.
    fn unknown_parts(&self, frame: &Frame, part: &Part) -> Result<Vec<NotEvaluated>, DatasetError> {
        let Some(is_unknown) = self.unknown_rows(&frame.data, part.state)? else { return Ok(Vec::new()) };
        let ids = part.of.iter().chain(&part.reason).copied();
        let unknown = frame.data.select(ids)?.filter(&is_unknown)?;
        let unknown = FrameRows::new(unknown)?;
        let columns = unknown.columns().len();
        let texts = |row| (0..columns).map(|column| unknown.cell(row, column).to_text()).collect();
        // A table may have many rows about one thing.
        let distinct: BTreeSet<Vec<Cow<str>>> = (0..unknown.height()).map(texts).collect();
        let gap = |texts: &Vec<Cow<str>>| {
            let (ids, reason) = texts.split_at(part.of.len().min(texts.len()));
            let ids: Vec<&str> = ids.iter().map(|id| &**id).collect();
            let mut gap = self.source.gap(part, &ids);
            if let Some(reason) = reason.first().filter(|reason| !reason.is_empty()) {
                gap.why = match gap.why.as_str() {
                    UNSAID => reason.to_string(),
                    why => format!("{reason}: {why}"),
                };
            }
            gap
        };
        Ok(distinct.iter().map(gap).collect())
    }
}

/// Runs a plan so that it gives the same rows in the same order each time. Groups and distinct rows would
/// otherwise come in the order in which the threads finish.
fn in_order(plan: LazyFrame) -> PolarsResult<DataFrame> {
    plan._collect_post_opt(|_, plan, _, _| {
        for node in 0..plan.len() {
            match plan.get_mut(Node(node)) {
                IR::GroupBy { maintain_order, .. } => *maintain_order = true,
                IR::Distinct { options, .. } => options.maintain_order = true,
                IR::Sort { sort_options, .. } => sort_options.maintain_order = true,
                IR::Join { options, .. } if options.args.how == JoinType::Full => {
                    Arc::make_mut(options).args.maintain_order = MaintainOrderJoin::LeftRight;
                }
                _ => {}
            }
        }
        Ok(())
    })
}

/// A table by its name.
fn table_of(name: &str) -> Result<&'static Table, DatasetError> {
    TABLES.iter().find(|table| table.name == name).ok_or_else(|| no_such_table(name))
}

fn no_such_table(name: &str) -> DatasetError {
    DatasetError::NoSuchTable {
        name: name.to_owned(),
        tables: TABLES.iter().map(|table| table.name).collect(),
    }
}

/// True where the first word, after comments, is one that a question begins with.
fn is_select(sql: &str) -> bool {
    let mut rest = sql.trim_start();
    loop {
        rest = match (rest.strip_prefix("--"), rest.strip_prefix("/*")) {
            (Some(comment), _) => comment.split_once('\n').map_or("", |(_, after)| after),
            (_, Some(comment)) => comment.split_once("*/").map_or("", |(_, after)| after),
            (None, None) => break,
        }
        .trim_start();
    }
    let word: String =
        rest.trim_start_matches(['(', ' ', '\n']).chars().take_while(char::is_ascii_alphabetic).collect();
    ["select", "with", "from", "values"].iter().any(|start| word.eq_ignore_ascii_case(start))
}

/// True where a query may show all columns: a `*` that is not the one of `COUNT(*)`, or no SELECT at all
/// (`FROM users`). A product or a comment is taken for one too: a gap named in vain is the lesser evil.
fn may_show_all(sql: &str) -> bool {
    let is_word = |text: &str, word: &str| text.eq_ignore_ascii_case(word);
    let counts = |before: &str| {
        let call = before.trim_end().strip_suffix('(').map(str::trim_end);
        call.is_some_and(|call| {
            is_word(call.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default(), "count")
        })
    };
    let has_star = sql.match_indices('*').any(|(at, _)| !counts(sql.get(..at).unwrap_or_default()));
    let has_pattern = sql.to_ascii_lowercase().contains("columns(");
    has_star || has_pattern || !sql.split(|c: char| !c.is_alphanumeric()).any(|word| is_word(word, "select"))
}

/// The tables that a query names.
fn tables_of(sql: &str) -> Result<Vec<String>, DatasetError> {
    Ok(extract_table_identifiers(sql, false, true)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_questions_are_asked() {
        let questions =
            ["select 1", " (SELECT 1)", "-- why\n/* x */ WITH a AS (SELECT 1) SELECT * FROM a", "FROM users"];
        assert!(questions.iter().all(|sql| is_select(sql)));
        assert!(
            !["DELETE FROM users", "SHOW TABLES", "DROP TABLE users", "-- SELECT"]
                .iter()
                .any(|sql| is_select(sql))
        );
    }

    #[test]
    fn a_query_may_show_all_columns_unless_it_names_them() {
        let all = [
            "SELECT * FROM users",
            "select distinct * from users",
            "SELECT u.* FROM users u",
            "SELECT /* x */ * FROM t",
            "SELECT\n-- everything\n* FROM t",
            "SELECT DISTINCT ON (a) * FROM t",
            "FROM users",
        ];
        assert!(all.iter().all(|sql| may_show_all(sql)));
        let not = ["SELECT COUNT(*) FROM users", "SELECT a FROM t", "SELECT count ( * ) FROM t"];
        assert!(!not.iter().any(|sql| may_show_all(sql)));
    }
}
