//! `ssoscan check`

use std::path::{Path, PathBuf};

use super::output::Output;
use super::{Terminal, source};
use crate::checks::{Check, Selection, UnknownCheck, all as all_checks, run as run_checks};
use crate::config::{Config, DEFAULT_FILE};
use crate::dataset::Dataset;
use crate::error::Error;
use crate::exit::Exit;
use crate::model::{Rows, Severity};
use crate::queries;
use crate::report::{Content, Document};

/// `ssoscan check`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The snapshot (.json, .json.gz, .json.zst, `-`), or a folder: the newest in it
    #[arg(value_name = "SNAPSHOT|DIR", required_unless_present_any = ["list", "explain"])]
    snapshot: Option<PathBuf>,

    /// Run only these checks or areas
    #[arg(long, value_name = "ID|AREA", value_delimiter = ',')]
    select: Vec<String>,

    /// Leave out these checks or areas
    #[arg(long, value_name = "ID|AREA", value_delimiter = ',')]
    ignore: Vec<String>,

    /// Exit 1 for findings at or above this severity: info, low, medium, high or critical [default: low]
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<Severity>,

    /// Exit 3 also where a check lacks data that the collector was told to leave out
    #[arg(long)]
    strict: bool,

    /// List the checks
    #[arg(long, conflicts_with_all = ["snapshot", "explain"])]
    list: bool,

    /// Tell what a check looks for, why, and what to do
    #[arg(long, value_name = "ID", conflicts_with = "snapshot")]
    explain: Option<String>,

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
pub fn run(args: &Args, config: Option<&Path>, terminal: &Terminal) -> Result<Exit, Error> {
    let checks = all_checks(queries::load(args.queries.folder.as_deref())?);
    let was_named = config.is_some();
    let config = Config::load(config)?;
    if let Some(id) = &args.explain {
        return explain(id, &checks, terminal);
    }
    let or = |flag: &Vec<String>, file: &Vec<String>| {
        if flag.is_empty() { file.clone() } else { flag.clone() }
    };
    let selection = Selection {
        select: or(&args.select, &config.check.select),
        ignore: or(&args.ignore, &config.check.ignore),
    };
    selection.validate(&checks)?;
    let selected = || checks.iter().map(AsRef::as_ref).filter(|check| selection.includes(*check));
    let Some(path) = args.snapshot.as_deref().filter(|_| !args.list) else {
        return list(selected(), &args.output, terminal);
    };
    if selected().next().is_none() {
        return Err(Error::Usage(
            "no check is left to run: what is selected is ignored too (flags, or [check] in ssoscan.toml)"
                .to_owned(),
        ));
    }

    if !was_named && config.check.is_set() {
        // A file that lies about must not change the answer unseen.
        terminal.note(format_args!("[check] of {DEFAULT_FILE} in this folder is heeded"));
    }
    let file = source::read(path, args.limit)?;
    let snapshot = file.parse()?;
    let dataset = Dataset::with_managed_policies(&snapshot, args.policies.read()?);
    let outcome = run_checks(selected(), &dataset, &config.settings())?;
    args.output.write(
        &Document {
            verb: "check",
            snapshot: source::about(&snapshot),
            summary: None,
            content: Content::Findings(&outcome.findings),
            not_evaluated: &outcome.not_evaluated,
        },
        terminal,
    )?;
    let fail_on = args.fail_on.or(config.check.fail_on).unwrap_or(Severity::Low);
    Ok(Exit::of(
        outcome.findings.iter().any(|finding| finding.severity >= fail_on),
        outcome.lacked.iter().any(|gap| args.strict || gap.asked_for),
    ))
}

fn list<'c>(
    checks: impl Iterator<Item = &'c dyn Check>,
    output: &Output,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    let rows = Rows {
        columns: ["area", "check", "severity", "title"].map(str::to_owned).to_vec(),
        rows: checks
            .map(Check::about)
            .map(|about| {
                vec![
                    about.area.as_str().into(),
                    about.id.as_str().into(),
                    about.severity.as_str().into(),
                    about.title.as_str().into(),
                ]
            })
            .collect(),
    };
    output.write_list("check-list", &rows, terminal)
}

fn explain(id: &str, checks: &[Box<dyn Check>], terminal: &Terminal) -> Result<Exit, Error> {
    let check =
        checks.iter().find(|check| check.about().id == id).ok_or_else(|| UnknownCheck(id.to_owned()))?;
    let about = check.about();
    let needs: Vec<String> = check.needs().iter().map(ToString::to_string).collect();
    terminal.print(false, |out| {
        writeln!(out, "{} ({}, {})\n{}\n", about.id, about.area, about.severity, about.title)?;
        writeln!(out, "Why:   {}\nFix:   {}\nNeeds: {}", about.why, about.fix, needs.join(", "))?;
        about.refs.iter().try_for_each(|link| writeln!(out, "See:   {link}"))
    })?;
    Ok(Exit::Clean)
}
