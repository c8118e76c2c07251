//! `ssoscan snapshot`

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::output::Output;
use super::{Terminal, source};
use crate::dataset::{Dataset, Need, frames};
use crate::diff::TABLES;
use crate::error::Error;
use crate::exit::Exit;
use crate::model::{Cell, Rows};
use crate::report::{Content, Document};
use crate::snapshot::coverage::is_gap;
use crate::snapshot::{Member, Snapshot, SnapshotError, Text, file, oddities, schema};

/// `ssoscan snapshot`
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Tell when, how and how completely a snapshot was read
    Info(FileArgs),
    /// Look for everything that is wrong with a snapshot, or unusual
    Verify(FileArgs),
    /// Print the JSON Schema of the format
    Schema,
}

#[derive(Debug, clap::Args)]
struct FileArgs {
    /// The snapshot (.json, .json.gz, .json.zst, `-`), or a folder: the newest in it
    #[arg(value_name = "SNAPSHOT|DIR")]
    snapshot: PathBuf,

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
    match &args.what {
        What::Info(args) => info(args, terminal),
        What::Verify(args) => verify(args, terminal),
        What::Schema => {
            terminal.print(true, |out| {
                serde_json::to_writer_pretty(&mut *out, &schema::schema())?;
                out.write_all(b"\n")
            })?;
            Ok(Exit::Clean)
        }
    }
}

fn info(args: &FileArgs, terminal: &Terminal) -> Result<Exit, Error> {
    let file = source::read(&args.snapshot, args.limit)?;
    let snapshot = file.parse()?;
    let mut rows = Rows { columns: vec!["item".to_owned(), "value".to_owned()], rows: Vec::new() };
    let mut add = |item: &str, value: Cell| rows.rows.push(vec![item.into(), value]);
    if let Some(instance) = snapshot.instance.value() {
        add("instance_arn", (&*instance.instance_arn).into());
        add("identity_store_id", text(&instance.identity_store_id));
        add("owner_account_id", text(&instance.owner_account_id));
    }
    if let Some(collected) = snapshot.collected.value() {
        add("started_at", text(&collected.started_at));
        add("finished_at", text(&collected.finished_at));
        add("region", text(&collected.region));
        add("mode", text(&collected.mode));
        add("ssoscan_version", text(&collected.ssoscan_version));
        let calls = collected.calls.value();
        let sum = calls.and_then(|calls| calls.values().try_fold(0u64, |sum, calls| sum.checked_add(*calls)));
        add("calls", number(sum));
    }
    let dataset = Dataset::new(&snapshot);
    for table in TABLES.into_iter().filter(|name| frames::TABLES.iter().any(|table| table.name == *name)) {
        let count = dataset.frame(table)?.1.data.height() as u64;
        let all = dataset.not_evaluated(&[Need { table: table.to_owned(), part: None }])?.is_empty();
        add(table, if all { number(Some(count)) } else { at_least(count) });
    }
    let coverage = snapshot.coverage.records();
    let incomplete = coverage.iter().filter(|row| is_gap(row));
    add("coverage_rows_not_complete", number(Some(incomplete.count() as u64)));
    write(args, "snapshot-info", &snapshot, &rows, terminal)?;
    Ok(Exit::Clean)
}

/// A number; an unknown one is said to be so.
fn number(count: Option<u64>) -> Cell {
    match count.map(i64::try_from) {
        Some(Ok(count)) => Cell::Integer(count),
        _ => "unknown".into(),
    }
}

/// A number that may not be all.
fn at_least(count: u64) -> Cell {
    if count > 0 { Cell::text(format!("at least {count}")) } else { "unknown".into() }
}

/// A text; an unknown one is said to be so.
fn text(member: &Member<Text>) -> Cell {
    if member.is_absent() { "unknown".into() } else { member.text().into() }
}

fn verify(args: &FileArgs, terminal: &Terminal) -> Result<Exit, Error> {
    let path = source::resolve(&args.snapshot, args.limit)?;
    let said = if path == Path::new("-") { None } else { Some(file::sums(&path)?) };
    let summed = match said {
        Some((actual, Some(said))) if actual != said => {
            return Err(SnapshotError::Altered { path, actual, said }.into());
        }
        Some((_, Some(_))) => ", as it was written",
        _ => "; no .sha256 beside it tells whether it is as it was written",
    };
    let file = source::read(&path, args.limit)?;
    let snapshot = match file.parse() {
        Ok(snapshot) => snapshot,
        Err(SnapshotError::Invalid { path, problems }) => return Err(Error::Problems { path, problems }),
        Err(error) => return Err(error.into()),
    };
    let oddities = oddities::oddities(&snapshot);
    let rows = Rows {
        columns: ["kind", "place", "detail"].map(str::to_owned).to_vec(),
        rows: oddities
            .iter()
            .map(|oddity| {
                vec![oddity.kind.into(), oddity.place.as_str().into(), oddity.detail.as_str().into()]
            })
            .collect(),
    };
    write(args, "snapshot-verify", &snapshot, &rows, terminal)?;
    terminal.note(format_args!("{} is a valid snapshot{}", path.display(), summed));
    Ok(Exit::Clean)
}

fn write(
    args: &FileArgs,
    verb: &'static str,
    snapshot: &Snapshot,
    rows: &Rows,
    terminal: &Terminal,
) -> Result<(), Error> {
    let document = Document {
        verb,
        snapshot: source::about(snapshot),
        summary: None,
        content: Content::Rows(rows),
        not_evaluated: &[],
    };
    args.output.write(&document, terminal)
}
