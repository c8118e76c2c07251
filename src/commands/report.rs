//! `ssoscan report`

use std::path::PathBuf;

use super::output::Output;
use super::{Terminal, review, source};
use crate::access::{Directory, EffectiveAccess, LISTING_NEEDS, access_rows, columns};
use crate::dataset::{Dataset, Need};
use crate::error::Error;
use crate::exit::Exit;
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
    review: review::Options,

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
    let report = reports.iter().find(|report| report.id == *name);
    if report.is_none() && !BUILT_IN.iter().any(|(built_in, _)| built_in == name) {
        let names = list_of(&reports).into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(", ");
        return Err(Error::Usage(format!("there is no report `{name}`: the reports are {names}")));
    }
    if name != review::NAME {
        args.review.refuse()?;
    }
    let file = source::read(path, args.limit)?;
    let snapshot = file.parse()?;
    let dataset = Dataset::with_managed_policies(&snapshot, args.policies.read()?);
    let Some(report) = report else {
        if name == review::NAME {
            return review::run(&dataset, &args.review, args.limit, &args.output, terminal);
        }
        return access(&dataset, args, terminal);
    };
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
            summary: None,
            content: Content::Report(&rows),
            not_evaluated: &gaps,
        },
        terminal,
    )?;
    Ok(Exit::of(false, gaps.iter().any(|gap| gap.asked_for)))
}

/// The reports that are no queries.
const BUILT_IN: [(&str, &str); 2] = [
    ("access", "Who reaches what: a row for every user, account, permission set and path"),
    (review::NAME, "Who reaches what, for people to decide on: an auditor's review, as CSV or workbook"),
];

/// Names and titles, sorted.
fn list_of(reports: &[Query]) -> Vec<(&str, &str)> {
    let mut list: Vec<(&str, &str)> =
        reports.iter().map(|report| (report.id.as_str(), report.title.as_str())).collect();
    list.extend(BUILT_IN);
    list.sort_unstable();
    list
}

/// The report `access`.
fn access(dataset: &Dataset, args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    let effective = EffectiveAccess::of(dataset.source());
    let directory = Directory::new(&[dataset.source()]);
    let needs: Vec<Need> = LISTING_NEEDS.iter().map(|need| Need::parse(need)).collect();
    let gaps = dataset.not_evaluated(&needs)?;
    args.output.write(
        &Document {
            verb: "report",
            snapshot: source::about(dataset.source().snapshot),
            summary: None,
            content: Content::Star(&access_rows(&effective, &directory)),
            not_evaluated: &gaps,
        },
        terminal,
    )?;
    Ok(Exit::of(false, gaps.iter().any(|gap| gap.asked_for)))
}

fn list(reports: &[Query], output: &Output, terminal: &Terminal) -> Result<Exit, Error> {
    let row = |(name, title): (&str, &str)| vec![name.into(), title.into()];
    let rows = columns(["report", "title"], list_of(reports).into_iter().map(row));
    output.write_list("report-list", &rows, terminal)
}
