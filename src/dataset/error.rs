//! What can go wrong between snapshot and rows.

use polars::error::PolarsError;
use thiserror::Error;

/// Why rows could not be had.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the message says what each field is")]
#[non_exhaustive]
pub enum DatasetError {
    /// A table could not be built: more than four billion ids.
    #[error("the table {table} cannot be built: {source}")]
    Build { table: &'static str, source: PolarsError },
    /// SQL that polars refuses.
    #[error("the query cannot be run: {0}")]
    Query(#[from] PolarsError),
    /// A name that is no table.
    #[error("there is no table `{name}`: the tables are {}", tables.join(", "))]
    NoSuchTable { name: String, tables: Vec<&'static str> },
    /// A check whose rows lack what identifies its subjects.
    #[error("the check {check} has no column `{column}`, which its key names")]
    NoSuchColumn { check: String, column: String },
    /// A query file that does not say what it stands on.
    #[error(
        "the query `{query}` uses the table {table}, which its header names neither under `needs` nor under `reads`: without that, what is unknown of it would go unsaid"
    )]
    Undeclared { query: String, table: String },
    /// SQL that is no question.
    #[error(
        "only SELECT is understood: a snapshot cannot be changed, and `ssoscan query --tables` describes its tables"
    )]
    NotASelect,
    /// A part that the table does not have.
    #[error("the table {table} has no state column `{part}`")]
    NoSuchPart { table: &'static str, part: String },
}
