//! `ssoscan query`

use std::fs;
use std::path::PathBuf;

use super::output::Output;
use super::{Terminal, source};
use crate::dataset::{Dataset, frames};
use crate::error::Error;
use crate::exit::Exit;
use crate::model::Rows;
use crate::report::{Content, Document};
use crate::snapshot::Snapshot;

/// `ssoscan query`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The snapshot (.json, .json.gz, .json.zst, `-`), or a folder: the newest in it
    #[arg(value_name = "SNAPSHOT|DIR", required_unless_present = "tables")]
    snapshot: Option<PathBuf>,

    /// A file with the query
    #[arg(value_name = "FILE.sql", conflicts_with = "sql")]
    file: Option<PathBuf>,

    /// The query
    #[arg(long, value_name = "TEXT")]
    sql: Option<String>,

    /// Describe the tables
    #[arg(long, conflicts_with_all = ["snapshot", "sql"])]
    tables: bool,

    #[command(flatten)]
    policies: source::ManagedPolicies,

    #[command(flatten)]
    limit: source::Limit,

    #[command(flatten)]
    output: Output,
}

/// Runs the verb.
///
/// # Errors
/// Bad input or output, or a query that cannot be run.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    let Some(path) = args.snapshot.as_deref().filter(|_| !args.tables) else {
        return tables(&args.output, terminal);
    };
    let sql = match (&args.sql, &args.file) {
        (Some(sql), _) => sql.clone(),
        (None, Some(file)) => {
            fs::read_to_string(file).map_err(|source| Error::Read { path: file.clone(), source })?
        }
        (None, None) => {
            return Err(Error::Usage("a query is needed: --sql TEXT or FILE.sql".to_owned()));
        }
    };
    let file = source::read(path, args.limit)?;
    let snapshot = file.parse()?;
    let dataset = Dataset::with_managed_policies(&snapshot, args.policies.read()?);
    let rows = dataset.query(&sql, &[], &[])?;
    let gaps = dataset.not_evaluated(&dataset.needs_of(&sql)?)?;
    args.output.write(
        &Document {
            verb: "query",
            snapshot: source::about(&snapshot),
            summary: None,
            content: Content::Rows(&rows),
            not_evaluated: &gaps,
        },
        terminal,
    )?;
    Ok(Exit::of(false, gaps.iter().any(|gap| gap.asked_for)))
}

/// Every column of every table.
fn tables(output: &Output, terminal: &Terminal) -> Result<Exit, Error> {
    let snapshot = Snapshot::default();
    let dataset = Dataset::new(&snapshot);
    let mut rows = Rows {
        columns: ["table", "column", "type", "description"].map(str::to_owned).to_vec(),
        rows: Vec::new(),
    };
    for table in &frames::TABLES {
        for column in &dataset.frame(table.name)?.1.columns {
            rows.rows.push(vec![
                table.name.into(),
                column.name.into(),
                column.kind.as_str().into(),
                column.doc.into(),
            ]);
        }
    }
    output.write_list("query-tables", &rows, terminal)
}
