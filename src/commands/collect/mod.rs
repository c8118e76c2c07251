//! `ssoscan collect`

mod bar;
mod closing;
mod place;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use serde_json::json;

use super::Terminal;
use super::output::Output;
use crate::collect::{
    self, CollectError, Collection, Families, Family, JournalOptions, Mode, Options, Predicted, Start,
};
use crate::error::Error;
use crate::exit::Exit;
use crate::model::{Cell, Rows};
use crate::report::Format;
use crate::snapshot::file;

use bar::Bar;
use place::Place;

/// `ssoscan collect`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Where to write: a .json, .json.gz or .json.zst file, or a folder, which gets `<instance>-<time>.json.zst`; `-` is standard output
    #[arg(long, value_name = "FILE|DIR", required_unless_present_any = ["print_policy", "plan"])]
    out: Option<PathBuf>,

    /// How to read the account assignments
    #[arg(long, value_name = "MODE", default_value = "pairs", value_parser = modes())]
    mode: Mode,

    /// Tell what each mode would cost, and stop
    #[arg(long)]
    plan: bool,

    /// Format of the plan
    #[arg(long, value_enum, default_value = "table", requires = "plan")]
    format: Format,

    /// Read these families, and those that they need, and nothing else
    #[arg(long, value_name = "FAMILY", value_delimiter = ',', value_parser = families(), conflicts_with = "skip", help_heading = "What to read")]
    only: Vec<Family>,

    /// Leave these families out, and those that need them
    #[arg(long, value_name = "FAMILY", value_delimiter = ',', value_parser = families(), hide_possible_values = true, help_heading = "What to read")]
    skip: Vec<Family>,

    /// Read these families as well: organization-policies is left out unless it is asked for
    #[arg(long, value_name = "FAMILY", value_delimiter = ',', value_parser = families(), hide_possible_values = true, help_heading = "What to read")]
    with: Vec<Family>,

    /// Take this role in each account, and read the customer managed policies that permission sets and boundaries name there
    #[arg(long, value_name = "NAME", value_parser = role_name, help_heading = "What to read")]
    member_role: Option<String>,

    /// Go on with a run that was broken off, from the journal beside --out
    #[arg(long, conflicts_with_all = ["plan", "restart"], help_heading = "How to run")]
    resume: bool,

    /// Throw the journal of a run that was broken off away
    #[arg(long, conflicts_with = "plan", help_heading = "How to run")]
    restart: bool,

    /// Calls a second to sso-admin; AWS allows 20 to all callers of an account together
    #[arg(long, value_name = "N", default_value_t = 20.0, value_parser = parse_rate, help_heading = "How to run")]
    max_tps: f64,

    /// Seconds that one attempt of a call may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30.0, value_parser = parse_seconds, help_heading = "How to run")]
    timeout: f64,

    /// Keep the newest N snapshots of the instance in the folder, and remove the others
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "How to run")]
    keep: Option<u32>,

    /// Print the IAM policy that allows exactly what is called
    #[arg(long)]
    print_policy: bool,

    /// The instance, where several are visible
    #[arg(long, value_name = "ARN", help_heading = "AWS options")]
    instance_arn: Option<String>,

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

fn modes() -> impl TypedValueParser<Value = Mode> {
    let help = |mode| match mode {
        Mode::Pairs => "each permission set and account: complete, deleted principals included",
        Mode::Principals => "each user and group: fewer calls where users are few",
        Mode::Exhaustive => "in every way there is, to compare what AWS tells",
    };
    let names = Mode::ALL.map(|mode| PossibleValue::new(mode.name()).help(help(mode)));
    let of = |name: String| Mode::ALL.into_iter().find(|mode| mode.name() == name).unwrap_or_default();
    PossibleValuesParser::new(names).map(of)
}

fn families() -> impl TypedValueParser<Value = Family> {
    let names = Family::ALL.iter().map(|family| PossibleValue::new(family.name()).help(family.about()));
    // The parser lets only these names through.
    let of = |name: String| Family::ALL.iter().copied().find(|family| family.name() == name);
    PossibleValuesParser::new(names.collect::<Vec<_>>())
        .try_map(move |name| of(name).ok_or_else(|| std::io::Error::other("no such family")))
}

fn parse_rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| rate.is_finite() && *rate >= 0.1);
    rate.ok_or_else(|| "a number of calls a second is needed, at least 0.1".to_owned())
}

fn parse_seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| (0.1..=86_400.0).contains(seconds));
    seconds.ok_or_else(|| "a number of seconds is needed, from 0.1 to 86400".to_owned())
}

/// IAM CreateRole: 1 to 64 characters of `[\w+=,.@-]`; a path may stand before it.
fn role_name(text: &str) -> Result<String, String> {
    let fits = |character: char| character.is_ascii_alphanumeric() || "_+=,.@-/".contains(character);
    let name = text.rsplit('/').next().unwrap_or_default();
    if !(1..=64).contains(&name.len()) || !text.chars().all(fits) || text.starts_with('/') {
        return Err("the name of a role is needed, such as ssoscan-reader".to_owned());
    }
    Ok(text.to_owned())
}

impl Args {
    fn options(&self) -> Options {
        let families = match self.only.as_slice() {
            [] => Families::default(),
            only => Families::only(only),
        };
        Options {
            profile: self.profile.clone(),
            region: self.region.clone(),
            endpoint_url: self.endpoint_url.clone(),
            instance_arn: self.instance_arn.clone(),
            max_tps: self.max_tps,
            timeout: Duration::from_secs_f64(self.timeout),
            mode: self.mode,
            families: families.with(&self.with).without(&self.skip),
            member_role: self.member_role.clone(),
        }
    }

    fn start(&self) -> Start {
        match (self.resume, self.restart) {
            (true, _) => Start::Resume,
            (_, true) => Start::Restart,
            _ => Start::Afresh,
        }
    }
}

/// Runs the verb.
///
/// # Errors
/// The instance cannot be read, or the snapshot cannot be written.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    if args.print_policy {
        return print_policy(args.member_role.as_deref(), terminal);
    }
    let options = args.options();
    if args.plan {
        return plan(args, &options, terminal);
    }
    let out = args.out.as_deref().unwrap_or(Path::new("-"));
    let place = Place::new(out, args.keep)?;
    if place.journal().is_none() && args.resume {
        return Err(Error::Usage(
            "--resume needs a file or folder in --out, for the journal stands beside it".to_owned(),
        ));
    }
    let journal = place.journal().map(|place| JournalOptions { place, start: args.start() });
    let bar = Bar::new(terminal, args.resume);
    let collected = block_on(&bar, collect::collect(&options, journal.as_ref(), &bar))?;
    let Collection { snapshot, .. } = &collected;
    let Some(path) = place.of(snapshot) else {
        terminal.print(false, |out| snapshot.write(out))?;
        return Ok(closing::report(&collected, Path::new("standard output"), &options, terminal));
    };
    file::write(&path, snapshot)?;
    place.tidy(&path, collected.journal.as_ref().map(|journal| &*journal.path), terminal);
    Ok(closing::report(&collected, &path, &options, terminal))
}

fn plan(args: &Args, options: &Options, terminal: &Terminal) -> Result<Exit, Error> {
    let bar = Bar::new(terminal, false);
    let predicted = block_on(&bar, collect::plan(options, &bar))?;
    let row = |of: &Predicted| {
        vec![
            Cell::from(of.mode.name()),
            Cell::from(of.service.name()),
            of.calls.map_or(Cell::Null, |calls| Cell::Integer(i64::try_from(calls).unwrap_or(i64::MAX))),
            of.seconds.map_or(Cell::Null, |seconds| Cell::Integer(seconds.ceil() as i64)),
            of.seconds.map_or(Cell::Null, |seconds| Cell::text(closing::duration(seconds))),
        ]
    };
    let columns = ["mode", "service", "calls", "seconds", "time"].map(str::to_owned);
    let rows = Rows { columns: columns.to_vec(), rows: predicted.iter().map(row).collect() };
    Output::to_stdout_as(args.format).write_list("plan", &rows, terminal)?;
    let unknown = predicted.iter().any(|of| of.calls.is_none());
    if unknown {
        terminal.note("what is empty depends on a list that could not be read");
    }
    Ok(Exit::of(false, unknown))
}

/// Runs to the end, or until a person or the system says stop.
fn block_on<T>(bar: &Bar, work: impl Future<Output = Result<T, CollectError>>) -> Result<T, Error> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
    let ended = runtime.block_on(async {
        tokio::select! {
            result = work => Some(result),
            () = stopped() => None,
            never = bar.tell_now_and_then() => never,
        }
    });
    bar.finish();
    match ended {
        Some(Ok(done)) => Ok(done),
        Some(Err(source)) => {
            let journal = bar.journal().filter(|_| source.may_pass());
            Err(Error::Collect { source, journal })
        }
        None => Err(Error::Interrupted { journal: bar.journal() }),
    }
}

/// Ctrl-C, or the system's request to end.
async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = ended.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // A run that cannot be stopped kindly goes on.
        std::future::pending::<()>().await;
    }
}

/// With a role to take, the statement that lets it be taken.
fn print_policy(member_role: Option<&str>, terminal: &Terminal) -> Result<Exit, Error> {
    let mut text = collect::PERMISSIONS.to_owned();
    if let Some(role) = member_role
        && let Ok(mut policy) = serde_json::from_str::<serde_json::Value>(collect::PERMISSIONS)
        && let Some(statements) = policy.get_mut("Statement").and_then(|found| found.as_array_mut())
    {
        statements.push(json!({
            "Sid": "SsoscanMemberRole",
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Resource": format!("arn:*:iam::*:role/{role}"),
        }));
        text = format!("{policy:#}\n");
    }
    terminal.print(true, |out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}
