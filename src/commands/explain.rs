//! `ssoscan explain`

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;

use super::output::{Notes, Output, Target, deliver};
use super::{Terminal, source};
use crate::access::{
    Directory, EffectiveAccess, Explained, LISTING_NEEDS, Lookup, Status, Tier, Tiers, columns, explain,
    not_considered, paths_picture,
};
use crate::dataset::{Dataset, Need};
use crate::error::Error;
use crate::exit::Exit;
use crate::model::{Cell, Rows, Summary};
use crate::report::picture::{self, PictureDocument, PictureFormat};
use crate::report::{Content, Document, Format};
use crate::snapshot::State;

/// `ssoscan explain`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The user, by id, name or e-mail address
    #[arg(value_name = "USER")]
    user: String,

    /// The account, by id, name or e-mail address
    #[arg(value_name = "ACCOUNT")]
    account: String,

    /// The snapshot (.json, .json.gz, .json.zst, `-`), or a folder: the newest in it
    #[arg(value_name = "SNAPSHOT|DIR")]
    snapshot: PathBuf,

    #[command(flatten)]
    policies: source::ManagedPolicies,

    #[command(flatten)]
    limit: source::Limit,

    /// Format of the output [default: what the name of --output ends in, else table]
    #[arg(long, value_enum, help_heading = "Output options")]
    format: Option<Form>,

    #[command(flatten)]
    target: Target,
}

/// A table in some format, or a picture of the paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For a person at a terminal.
    Table,
    /// One JSON envelope.
    Json,
    /// One JSON object a line, without the envelope.
    Ndjson,
    /// RFC 4180, safe to open in a spreadsheet.
    Csv,
    /// A Markdown table.
    Markdown,
    /// A picture for Graphviz.
    Dot,
    /// A picture for Markdown pages and wikis.
    Mermaid,
}

impl Args {
    /// The picture that is asked for, if one is.
    fn picture(&self) -> Option<PictureFormat> {
        match self.format {
            Some(Form::Dot) => Some(PictureFormat::Dot),
            Some(Form::Mermaid) => Some(PictureFormat::Mermaid),
            Some(_) => None,
            None => PictureFormat::of_name(&self.target.output).filter(|format| !format.is_exact()),
        }
    }

    fn output(&self) -> Output {
        let format = match self.format {
            Some(Form::Table) => Some(Format::Table),
            Some(Form::Json) => Some(Format::Json),
            Some(Form::Ndjson) => Some(Format::Ndjson),
            Some(Form::Csv) => Some(Format::Csv),
            Some(Form::Markdown) => Some(Format::Markdown),
            Some(Form::Dot | Form::Mermaid) | None => None,
        };
        Output { format, target: self.target.clone() }
    }
}

/// What the answer shows beside what `report access` stands on.
const READS: [&str; 3] = [
    "permission_sets.boundary_state",
    "permission_sets.details_state",
    "permission_set_provisioning.provisioning_status_state",
];

/// Runs the verb.
///
/// # Errors
/// Bad input or output, or a user or account that is not there.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    let file = source::read(&args.snapshot, args.limit)?;
    let snapshot = file.parse()?;
    let user = Lookup::users(&snapshot).find(&args.user)?;
    let account = Lookup::accounts(&snapshot).find(&args.account)?;
    let dataset = Dataset::with_managed_policies(&snapshot, args.policies.read()?);
    let access = EffectiveAccess::of_user(dataset.source(), user);
    let directory = Directory::new(&[dataset.source()]);
    let tiers = Tiers::new(dataset.source());
    let paths = explain(dataset.source(), &access, &directory, &tiers, [user, account]);

    let needs: Vec<Need> = LISTING_NEEDS.into_iter().chain(READS).map(Need::parse).collect();
    let mut gaps = dataset.not_evaluated(&needs)?;
    let (lacks, is_whole) = (gaps.iter().any(|gap| gap.asked_for), gaps.is_empty());
    gaps.extend(tiers.not_evaluated(&directory));
    gaps.push(not_considered());
    if let Some(format) = args.picture() {
        let picture = paths_picture(&access, &directory, &tiers, user, account);
        let about = source::about(&snapshot);
        let document = PictureDocument { picture: &picture, snapshot: &about, not_evaluated: &gaps };
        if let Some(refusal) = format.refuses(&document) {
            return Err(Error::Usage(format!("{refusal}; use --format table")));
        }
        let notes = Notes { verb: "explain", snapshot: &about, not_evaluated: &gaps, carried: false };
        deliver(&args.target.output, false, &notes, terminal, |out| picture::write(&document, format, out))?;
        return Ok(Exit::of(false, lacks));
    }
    args.output().write(
        &Document {
            verb: "explain",
            snapshot: source::about(&snapshot),
            summary: Some(&summary(&paths, &directory, [user, account], !is_whole)),
            content: Content::Shaped {
                full: &full(&paths, &directory, [user, account]),
                short: &short(&paths, &directory),
            },
            not_evaluated: &gaps,
        },
        terminal,
    )?;
    Ok(Exit::of(false, lacks))
}

fn summary(paths: &[Explained], directory: &Directory, [user, account]: [&str; 2], lacks: bool) -> Summary {
    let user_name = directory.user_name(user).unwrap_or(user);
    let account_name = match directory.account_name(account) {
        Some(name) => format!("{name} ({account})"),
        None => account.to_owned(),
    };
    let working: Vec<&Explained> = paths.iter().filter(|path| path.status.may_work()).collect();
    let mut sets: Vec<&str> = working.iter().map(|path| path.permission_set_arn).collect();
    sets.dedup();
    let strongest = working.iter().map(|path| path.tier).min();
    // A document that was not read may make it more.
    let may_be_more = strongest.is_some_and(|tier| tier != Tier::Unknown && !tier.is_administrator())
        && working.iter().any(|path| path.tier == Tier::Unknown);
    let more = if may_be_more { " or more" } else { "" };
    let known = if lacks { ", as far as is known" } else { "" };
    let count = |number: usize, thing: &str| match number {
        1 => format!("1 {thing}"),
        number => format!("{number} {thing}s"),
    };
    let line = match (strongest, paths.len()) {
        (Some(tier), _) => format!(
            "{user_name} reaches {account_name} with {} by {}, as {}{more}{known}",
            count(sets.len(), "permission set"),
            count(working.len(), "path"),
            tier.as_str()
        ),
        (None, 0) => format!("no path leads {user_name} to {account_name}{known}"),
        (None, _) => format!("no path that leads {user_name} to {account_name} works now{known}"),
    };
    let figures = [
        ("paths", json!(paths.len())),
        ("working_paths", json!(working.len())),
        ("permission_sets", json!(sets.len())),
        ("tier", json!(strongest.map(|tier| if may_be_more { Tier::Unknown } else { tier }.as_str()))),
    ];
    let figures = figures.map(|(name, figure)| (name.to_owned(), figure));
    Summary { lines: vec![line], figures: figures.into_iter().collect() }
}

fn full(paths: &[Explained], directory: &Directory, [user, account]: [&str; 2]) -> Rows {
    let names = [
        "user_id",
        "user_name",
        "account_id",
        "account_name",
        "permission_set_arn",
        "permission_set_name",
        "tier",
        "path",
        "group_id",
        "group_name",
        "status",
        "boundary_state",
        "boundary_policy",
        "provisioning_status",
        "session_duration",
    ];
    let row = |path: &Explained| {
        vec![
            user.into(),
            directory.user_name(user).into(),
            account.into(),
            directory.account_name(account).into(),
            path.permission_set_arn.into(),
            directory.permission_set_name(path.permission_set_arn).into(),
            path.tier.as_str().into(),
            (if path.group_id.is_some() { "group" } else { "direct" }).into(),
            path.group_id.into(),
            path.group_id.and_then(|group| directory.group_name(group)).into(),
            path.status.as_str().into(),
            path.boundary_state.as_str().into(),
            path.boundary_policy.as_deref().into(),
            path.provisioning_status.into(),
            path.session_duration.into(),
        ]
    };
    columns(names, paths.iter().map(row))
}

fn short(paths: &[Explained], directory: &Directory) -> Rows {
    let row = |path: &Explained| {
        let through = path.group_id.map_or("directly", |id| directory.group_name(id).unwrap_or(id));
        let boundary = match path.boundary_state {
            State::Known => path.boundary_policy.as_deref().unwrap_or("unknown"),
            State::None => "none",
            State::Unknown => "unknown",
        };
        let provisioning = match path.provisioning_status {
            Some("LATEST_PERMISSION_SET_PROVISIONED") => "latest version",
            Some("LATEST_PERMISSION_SET_NOT_PROVISIONED") => "earlier version",
            Some(other) => other,
            None if path.status == Status::NotProvisioned => "none",
            None => "unknown",
        };
        vec![
            directory.permission_set_name(path.permission_set_arn).unwrap_or(path.permission_set_arn).into(),
            path.tier.as_str().into(),
            through.into(),
            path.status.as_str().into(),
            boundary.into(),
            provisioning.into(),
            Cell::from(path.session_duration),
        ]
    };
    let names = ["permission_set", "tier", "through", "status", "boundary", "provisioned", "session"];
    columns(names, paths.iter().map(row))
}
