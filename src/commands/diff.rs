//! `ssoscan diff`

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::output::Output;
use super::{Terminal, source};
use crate::config::Config;
use crate::diff::{Seen, TABLES, diff};
use crate::error::Error;
use crate::exit::Exit;
use crate::findings::{Change, ChangeKind, PermissionChange, PermissionChangeKind};
use crate::model::Timestamp;
use crate::report::{Content, Document};
use crate::snapshot::folder;

/// `ssoscan diff`
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "ssoscan diff [OPTIONS] <OLD> <NEW>\n       ssoscan diff [OPTIONS] <DIR> --from <DATE> --to <DATE>"
)]
pub struct Args {
    /// The older snapshot, or a folder of snapshots
    #[arg(value_name = "OLD|DIR")]
    old: PathBuf,

    /// The newer snapshot
    #[arg(value_name = "NEW", required_unless_present_all = ["from", "to"], conflicts_with_all = ["from", "to"])]
    new: Option<PathBuf>,

    /// Of the folder, the newest snapshot at or before this date (a day stands until its end, UTC) as the older one
    #[arg(long, value_name = "DATE", requires = "to", value_parser = Timestamp::until)]
    from: Option<Timestamp>,

    /// ... and as the newer one
    #[arg(long, value_name = "DATE", requires = "from", value_parser = Timestamp::until)]
    to: Option<Timestamp>,

    /// Exit 1 where there is such a change: any, added, removed, changed, renamed, a list such as account_assignments, gained, lost, condition-changed of what permission sets allow, or of people gained-administrator, gained-administrator-in-production, gained-access, lost-access, changed-access, access
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = parse_kind)]
    fail_on: Vec<FailOn>,

    /// Compare snapshots of two different instances
    #[arg(long)]
    across_instances: bool,

    #[command(flatten)]
    policies: source::ManagedPolicies,

    #[command(flatten)]
    limit: source::Limit,

    #[command(flatten)]
    output: Output,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum FailOn {
    Any,
    Kind(ChangeKind),
    Table(&'static str),
    Permissions(PermissionChangeKind),
    Access(AccessKind),
}

/// What may have happened to people's access.
#[derive(Clone, Copy, Debug, PartialEq)]
enum AccessKind {
    Any,
    Gained,
    Lost,
    Changed,
    Administrator,
    AdministratorInProduction,
}

/// The words of `--fail-on` for people's access.
const ACCESS_KINDS: [(&str, AccessKind); 6] = [
    ("access", AccessKind::Any),
    ("gained-access", AccessKind::Gained),
    ("lost-access", AccessKind::Lost),
    ("changed-access", AccessKind::Changed),
    ("gained-administrator", AccessKind::Administrator),
    ("gained-administrator-in-production", AccessKind::AdministratorInProduction),
];

impl FailOn {
    fn is_met_by(self, change: &Change) -> bool {
        match self {
            FailOn::Any => true,
            FailOn::Kind(kind) => kind == change.change,
            FailOn::Table(table) => table == change.table,
            FailOn::Permissions(_) | FailOn::Access(_) => false,
        }
    }

    fn is_met_by_permissions(self, change: &PermissionChange) -> bool {
        match self {
            FailOn::Any => true,
            FailOn::Permissions(kind) => kind == change.change,
            FailOn::Kind(_) | FailOn::Table(_) | FailOn::Access(_) => false,
        }
    }

    fn is_met_by_access(self, seen: &Seen) -> bool {
        let kind = match self {
            FailOn::Any => AccessKind::Any,
            FailOn::Access(kind) => kind,
            FailOn::Kind(_) | FailOn::Table(_) | FailOn::Permissions(_) => return false,
        };
        match kind {
            AccessKind::Any => seen.gained || seen.lost || seen.changed,
            AccessKind::Gained => seen.gained,
            AccessKind::Lost => seen.lost,
            AccessKind::Changed => seen.changed,
            AccessKind::Administrator => seen.administrator,
            AccessKind::AdministratorInProduction => seen.administrator_in_production,
        }
    }
}

fn parse_kind(word: &str) -> Result<FailOn, String> {
    let kind = ChangeKind::ALL.into_iter().find(|kind| kind.as_str() == word).map(FailOn::Kind);
    let table = TABLES.into_iter().find(|table| *table == word).map(FailOn::Table);
    let permissions = PermissionChangeKind::ALL.into_iter().find(|kind| kind.as_str() == word);
    let access = ACCESS_KINDS.into_iter().find(|(name, _)| *name == word);
    (word == "any")
        .then_some(FailOn::Any)
        .or(kind)
        .or(table)
        .or(permissions.map(FailOn::Permissions))
        .or(access.map(|(_, kind)| FailOn::Access(kind)))
        .ok_or_else(|| {
            format!(
                "use any, added, removed, changed, renamed, gained, lost, condition-changed, {} or one of {}",
                ACCESS_KINDS.map(|(name, _)| name).join(", "),
                TABLES.join(", ")
            )
        })
}

/// Runs the verb.
///
/// # Errors
/// Bad input or output.
pub fn run(args: &Args, config: Option<&Path>, terminal: &Terminal) -> Result<Exit, Error> {
    let config = Config::load(config)?;
    let folder = args.policies.read()?;
    let (old, new) = paths(args)?;
    let (old_file, new_file) = (source::read(&old, args.limit)?, source::read(&new, args.limit)?);
    let (mut older, mut newer) = (old_file.parse()?, new_file.parse()?);
    let about = json!({ "old": source::about(&older), "new": source::about(&newer) });
    guard(&about, args, terminal)?;
    if args.from.is_some() {
        terminal.note(format_args!("comparing {} with {}", old.display(), new.display()));
        if old == new {
            terminal.note("both dates name this one snapshot: there is nothing to compare");
        }
    }

    let found = diff(&mut older, &mut newer, &folder, &config.production());
    args.output.write(
        &Document {
            verb: "diff",
            snapshot: about,
            summary: Some(&found.access.summary),
            content: Content::Changes {
                records: &found.changes,
                permissions: &found.permissions,
                access: &found.access.rows,
            },
            not_evaluated: &found.unknown,
        },
        terminal,
    )?;
    Ok(Exit::of(
        found.changes.iter().any(|change| args.fail_on.iter().any(|kind| kind.is_met_by(change)))
            || found
                .permissions
                .iter()
                .any(|change| args.fail_on.iter().any(|kind| kind.is_met_by_permissions(change)))
            || args.fail_on.iter().any(|kind| kind.is_met_by_access(&found.access.seen)),
        found.unknown.iter().any(|gap| gap.asked_for),
    ))
}

fn paths(args: &Args) -> Result<(PathBuf, PathBuf), Error> {
    match (&args.new, args.from, args.to) {
        (Some(new), _, _) => Ok((args.old.clone(), new.clone())),
        (None, Some(from), Some(to)) if args.old.is_dir() => {
            let at = |folder: &Path, until| folder::newest(folder, Some(until), args.limit.max_size);
            Ok((at(&args.old, from)?, at(&args.old, to)?))
        }
        _ => Err(Error::Usage(format!(
            "{} is not a folder: --from and --to choose from one",
            args.old.display()
        ))),
    }
}

/// Two instances have nothing in common: every record would have come or gone.
fn guard(about: &Value, args: &Args, terminal: &Terminal) -> Result<(), Error> {
    let text = |side: &str, member: &str| {
        about.get(side).and_then(|side| side.get(member)).and_then(Value::as_str).map(str::to_owned)
    };
    if let (Some(old), Some(new)) = (text("old", "instance_arn"), text("new", "instance_arn"))
        && old != new
        && !args.across_instances
    {
        return Err(Error::Usage(format!(
            "the snapshots are of two instances, {old} and {new}: --across-instances compares them all the same"
        )));
    }
    if text("old", "finished_at") > text("new", "finished_at") && text("new", "finished_at").is_some() {
        terminal.note("the first snapshot is the newer one: what it calls added was removed");
    }
    Ok(())
}
