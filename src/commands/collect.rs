//! `ssoscan collect`

use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Terminal;
use crate::collect::{self, Options, Progress, Service};
use crate::error::Error;
use crate::exit::Exit;
use crate::snapshot::atomic::AtomicFile;
use crate::snapshot::coverage::describe;
use crate::snapshot::{Snapshot, SnapshotError, file};

/// `ssoscan collect`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to write: a .json, .json.gz or .json.zst file, or a folder, which gets `<instance>-<time>.json.zst`; `-` is standard output
    #[arg(long, value_name = "FILE|DIR", required_unless_present = "print_policy")]
    out: Option<PathBuf>,

    /// The instance, where several are visible
    #[arg(long, value_name = "ARN")]
    instance_arn: Option<String>,

    /// Calls a second to sso-admin; AWS allows 20 to all callers of an account together
    #[arg(long, value_name = "N", default_value_t = 20.0, value_parser = parse_rate)]
    max_tps: f64,

    /// Print the IAM policy that allows exactly what is called
    #[arg(long)]
    print_policy: bool,

    /// The AWS profile [default: AWS_PROFILE]
    #[arg(long, value_name = "NAME", help_heading = "AWS options")]
    profile: Option<String>,

    /// The Region of the instance [default: AWS_REGION, or the profile's]
    #[arg(long, value_name = "REGION", help_heading = "AWS options")]
    region: Option<String>,

    /// Send the calls elsewhere [default: AWS_ENDPOINT_URL]
    #[arg(long, value_name = "URL", help_heading = "AWS options")]
    endpoint_url: Option<String>,
}

fn parse_rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate >= 0.1);
    rate.ok_or_else(|| "a number of calls a second is needed, at least 0.1".to_owned())
}

/// Runs the verb.
///
/// # Errors
/// The instance cannot be read, or the snapshot cannot be written.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    let Some(out) = args.out.as_deref().filter(|_| !args.print_policy) else {
        terminal.print(true, |out| out.write_all(collect::PERMISSIONS.as_bytes()))?;
        return Ok(Exit::Clean);
    };
    let to_stdout = out == Path::new("-");
    // A run can take an hour: find out now whether its end can be written.
    let probe = if out.is_dir() { out.join("probe") } else { out.to_owned() };
    if !to_stdout {
        AtomicFile::create(&probe).map_err(|source| SnapshotError::Write { path: out.to_owned(), source })?;
    }

    let options = Options {
        profile: args.profile.clone(),
        region: args.region.clone(),
        endpoint_url: args.endpoint_url.clone(),
        instance_arn: args.instance_arn.clone(),
        max_tps: args.max_tps,
    };
    let bar = Bar::new(terminal);
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
    let collected = runtime.block_on(collect::collect(&options, &bar));
    bar.0.finish_and_clear();
    let snapshot = collected?;

    if to_stdout {
        terminal.print(false, |out| snapshot.write(out))?;
        return Ok(report(&snapshot, Path::new("standard output"), terminal));
    }
    let path = if out.is_dir() { out.join(file_name(&snapshot)) } else { out.to_owned() };
    file::write(&path, &snapshot)?;
    Ok(report(&snapshot, &path, terminal))
}

/// `ssoins-7223a1b2c3d4e5f6-20261001T020036Z.json.zst`
fn file_name(snapshot: &Snapshot) -> String {
    let arn = snapshot.instance.value().map(|instance| &*instance.instance_arn).unwrap_or_default();
    let instance = arn.rsplit('/').next().unwrap_or(arn);
    let finished =
        snapshot.collected.value().and_then(|collected| collected.finished_at.text()).unwrap_or_default();
    let stamp: String = finished.chars().filter(|character| !matches!(character, '-' | ':')).collect();
    format!("{instance}-{stamp}.json.zst")
}

/// Says what is in the file and what is not.
fn report(snapshot: &Snapshot, path: &Path, terminal: &Terminal) -> Exit {
    let mut incomplete = false;
    for row in snapshot.coverage.records().iter().filter(|row| row.scope.is_absent()) {
        let status = row.status.text().unwrap_or_default();
        if status != "complete" {
            incomplete |= matches!(status, "partial" | "denied" | "failed");
            terminal.note(format_args!("{}: what it would have told is unknown", describe(row)));
        }
    }
    let collected = snapshot.collected.value();
    let calls = collected
        .and_then(|collected| collected.calls.value())
        .map_or(0, |calls| calls.values().fold(0, |sum: u64, calls| sum.saturating_add(*calls)));
    terminal.note(format_args!(
        "wrote {}: {} permission sets, {} assignments, {} users, {} groups, {} accounts; {calls} calls",
        path.display(),
        snapshot.permission_sets.records().len(),
        count(snapshot.account_assignments.list()),
        count(snapshot.users.list()),
        count(snapshot.groups.list()),
        count(snapshot.accounts.list()),
    ));
    Exit::of(false, incomplete)
}

fn count<T>(list: Option<&[T]>) -> String {
    list.map_or_else(|| "unknown".to_owned(), |items| items.len().to_string())
}

/// Progress on standard error, where that is a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new(terminal: &Terminal) -> Self {
        let target = if terminal.shows_progress() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) =
            ProgressStyle::with_template("{elapsed_precise} {wide_bar} {pos}/{len} reads, {eta} left {msg}")
        {
            bar.set_style(style);
        }
        Bar(bar)
    }
}

impl Progress for Bar {
    fn expect(&self, _service: Service, reads: u64) {
        self.0.inc_length(reads);
    }

    fn done(&self, _service: Service) {
        self.0.inc(1);
    }

    fn throttled(&self, service: Service, rate: f64) {
        self.0.set_message(format!("({} asks to slow down: {rate:.1} calls a second)", service.name()));
    }
}
