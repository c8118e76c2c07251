//! `ssoscan report`

use std::path::PathBuf;

use super::output::Output;
use super::{Terminal, source};
use crate::dataset::{Dataset, Need};
use crate::error::Error;
use crate::exit::Exit;
use crate::model::Rows;
use crate::queries::{self, Query};
use crate::report::{Content, Document};

/// `ssoscan report`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The report: `--list` names them
    #[arg(required_unless_present = "list")]
    name: Option<String>,

    /// The snapshot (.json, .json.gz, .json.zst, `-`), or a folder: the newest in it
    #[arg(value_name = "SNAPSHOT|DIR", required_unless_present = "list")]
    snapshot: Option<PathBuf>,

    /// List the reports
    #[arg(long, conflicts_with = "name")]
    list: bool,

    #[command(flatten)]
    queries: source::Queries,

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
/// Bad input or output.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    let mut reports = queries::load(args.queries.folder.as_deref())?;
    reports.retain(|query| query.check.is_none());
    let (Some(name), Some(path)) = (&args.name, &args.snapshot) else {
        return list(&reports, &args.output, terminal);
    };
    let names: Vec<&str> = reports.iter().map(|report| report.id.as_str()).collect();
    let report = reports.iter().find(|report| report.id == *name).ok_or_else(|| {
        Error::Usage(format!("there is no report `{name}`: the reports are {}", names.join(", ")))
    })?;

    let file = source::read(path, args.limit)?;
    let snapshot = file.parse()?;
    let dataset = Dataset::with_managed_policies(&snapshot, args.policies.read()?);
    let parse = |needs: &[String]| needs.iter().map(|need| Need::parse(need)).collect::<Vec<_>>();
    let (needs, reads) = (parse(&report.needs), parse(&report.reads));
    let declared = [needs.as_slice(), &reads].concat();
    dataset.declares(&report.id, &report.sql, &declared)?;
    let rows = dataset.query(&report.sql, &needs, &[])?;
    let gaps = dataset.not_evaluated(&declared)?;
    args.output.write(
        &Document {
            verb: "report",
            snapshot: source::about(&snapshot),
            content: Content::Report(&rows),
            not_evaluated: &gaps,
        },
        terminal,
    )?;
    Ok(Exit::of(false, gaps.iter().any(|gap| gap.asked_for)))
}

fn list(reports: &[Query], output: &Output, terminal: &Terminal) -> Result<Exit, Error> {
    let rows = Rows {
        columns: ["report", "title"].map(str::to_owned).to_vec(),
        rows: reports
            .iter()
            .map(|report| vec![report.id.as_str().into(), report.title.as_str().into()])
            .collect(),
    };
    output.write_list("report-list", &rows, terminal)
}
