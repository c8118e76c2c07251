//! `ssoscan policy lint`

use std::path::PathBuf;

use super::source;
use crate::commands::Terminal;
use crate::commands::output::Output;
use crate::error::Error;
use crate::exit::Exit;
use crate::model::{Cell, Rows, Severity};
use crate::policy::Document;
use crate::policy::compare::shadowed;
use crate::policy::document::{LINTS, Lint, lint};

/// `ssoscan policy lint`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The policies; `-` is standard input
    #[arg(value_name = "FILE", required_unless_present = "list")]
    files: Vec<PathBuf>,

    /// Exit 1 for findings at or above this severity
    #[arg(long, value_name = "SEVERITY", default_value = "low")]
    fail_on: Severity,

    /// List the rules
    #[arg(long, conflicts_with = "files")]
    list: bool,

    #[command(flatten)]
    output: Output,
}

/// Runs the verb.
///
/// # Errors
/// A file that cannot be read, or bad output.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    if args.list {
        return rules(&args.output, terminal);
    }
    let columns =
        ["file", "line", "severity", "lint", "statement", "what", "fix"].map(str::to_owned).to_vec();
    let mut rows = Vec::new();
    let mut worst = None;
    for file in &args.files {
        let document = Document::parse_bytes(&source::bytes(file)?);
        let superfluous = shadowed(&document).into_iter().filter_map(|place| document.statements.get(place));
        let lines = document.lines();
        let mut lints = lint(&document);
        lints.extend(superfluous.map(|statement| {
            let what = "other statements grant all that it does".to_owned();
            Lint::of("statement-shadowed", statement.index, statement.sid.as_deref(), what)
        }));
        lints.sort();
        for found in lints {
            let statement = found.statement.and_then(|place| document.statements.get(place));
            let line = found.statement.and_then(|place| lines.get(place)).copied();
            let rule = found.rule();
            let severity = rule.map_or(Severity::High, |rule| rule.severity);
            worst = worst.max(Some(severity));
            rows.push(vec![
                Cell::text(file.display().to_string()),
                Cell::Integer(i64::try_from(line.unwrap_or(1)).unwrap_or(i64::MAX)),
                severity.as_str().into(),
                found.id.into(),
                statement.map_or(Cell::Null, |statement| Cell::text(statement.name())),
                Cell::text(found.what),
                rule.map_or("", |rule| rule.fix).into(),
            ]);
        }
    }
    args.output.write_list("policy-lint", &Rows { columns, rows }, terminal)?;
    Ok(Exit::of(worst.is_some_and(|worst| worst >= args.fail_on), false))
}

fn rules(output: &Output, terminal: &Terminal) -> Result<Exit, Error> {
    let columns = ["lint", "severity", "why", "fix"].map(str::to_owned).to_vec();
    let rows = LINTS
        .iter()
        .map(|rule| vec![rule.id.into(), rule.severity.as_str().into(), rule.why.into(), rule.fix.into()])
        .collect();
    output.write_list("policy-lint-list", &Rows { columns, rows }, terminal)
}
