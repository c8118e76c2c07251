//! `ssoscan who-can`

use std::path::PathBuf;

use clap::ValueEnum;
use rustc_hash::FxHashMap;

use super::output::Output;
use super::{Terminal, source};
use crate::access::{Can, EffectiveAccess, Lookup, Question, Said, not_considered, who_can};
use crate::dataset::{Dataset, Need, Source, source::email};
use crate::error::Error;
use crate::exit::Exit;
use crate::model::{Cell, Rows};
use crate::policy::evaluate::Verdict;
use crate::report::{Content, Document};
use crate::snapshot::Names;
use crate::snapshot::v1::User;

/// `ssoscan who-can`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The action: s3:GetObject, or with wildcards 'iam:*'
    #[arg(value_name = "ACTION")]
    action: String,

    /// The snapshot (.json, .json.gz, .json.zst, `-`), or a folder: the newest in it
    #[arg(value_name = "SNAPSHOT|DIR")]
    snapshot: PathBuf,

    /// On this resource, or any that matches [default: any]
    #[arg(long, value_name = "ARN")]
    resource: Option<String>,

    /// In this account alone, by its id or name; several with commas
    #[arg(long, value_name = "ID|NAME", value_delimiter = ',')]
    account: Vec<String>,

    /// Also show those who cannot, and why
    #[arg(long)]
    all: bool,

    /// Exit 1 unless someone can (allowed) or nobody can (denied); 3 where that turns on conditions or is undecided
    #[arg(long, value_name = "DECISION")]
    expect: Option<Expect>,

    #[command(flatten)]
    policies: source::ManagedPolicies,

    #[command(flatten)]
    limit: source::Limit,

    #[command(flatten)]
    output: Output,
}

/// `--expect`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Expect {
    /// Someone can.
    Allowed,
    /// Nobody can.
    Denied,
}

/// What the answer stands on.
const NEEDS: [&str; 5] =
    ["account_assignments", "group_memberships", "permission_set_provisioning", "permission_sets", "users"];

/// Runs the verb.
///
/// # Errors
/// Bad input or output.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    let question = Question::new(&args.action, args.resource.as_deref()).map_err(Error::Usage)?;
    if let Some(action) = question.unknown_action() {
        terminal.note(format_args!("{action} is not in the catalogue of actions: a new one, or misspelt"));
    }
    let folder = args.policies.read()?;
    let file = source::read(&args.snapshot, args.limit)?;
    let snapshot = file.parse()?;
    let dataset = Dataset::with_managed_policies(&snapshot, folder);
    let source = dataset.source();
    let by_name = Lookup::accounts(&snapshot);
    let accounts: Vec<&str> = args.account.iter().map(|word| by_name.find(word)).collect::<Result<_, _>>()?;

    let access = EffectiveAccess::of(dataset.source());
    let is_asked = |account: &str| accounts.is_empty() || accounts.contains(&account);
    let (people, answers) = who_can(source, access, &question, is_asked, args.all);
    let verdict = |can: &Can| answers.get(can.answer).map_or(Verdict::NotGranted, |said| said.verdict);
    let shown: Vec<&Can> = people.iter().collect();
    let rows = rows(&shown, &answers, source);
    let needs: Vec<Need> = NEEDS.iter().map(|need| Need::parse(need)).collect();
    let mut gaps = dataset.not_evaluated(&needs)?;
    let unknown = gaps.iter().any(|gap| gap.asked_for);
    gaps.push(not_considered());
    args.output.write(
        &Document {
            verb: "who-can",
            snapshot: source::about(&snapshot),
            summary: None,
            content: Content::Shaped { full: &rows, short: &short(&shown, &answers, source) },
            not_evaluated: &gaps,
        },
        terminal,
    )?;
    let any = |wanted: &[Verdict]| people.iter().any(|can| wanted.contains(&verdict(can)));
    let (can, may) = (any(&[Verdict::Allowed]), any(&[Verdict::Conditional, Verdict::Undecided]));
    let undecided = any(&[Verdict::Undecided]);
    Ok(match args.expect {
        None => Exit::of(false, unknown || undecided),
        Some(Expect::Allowed) => Exit::of(!can && !may && !unknown, !can),
        Some(Expect::Denied) => Exit::of(can, may || unknown),
    })
}

/// What a person reads: who, where, by what, and what stands in the way.
fn short(people: &[&Can], answers: &[Said], source: &Source) -> Rows {
    let names = Names::new(source.snapshot);
    let name = |kind, id: &str| names.get(kind, id).unwrap_or(id).to_owned();
    // Of an ARN the policy's name.
    let by = |(policy, statement): &(String, String)| {
        format!("{statement} of {}", policy.rsplit('/').next().unwrap_or(policy))
    };
    let row = |can: &&Can| {
        let said = answers.get(can.answer)?;
        let mut notes = said.conditions.clone();
        if said.actions > 1 {
            notes.push(format!("{} actions, such as {}", said.actions, said.action));
        }
        match said.verdict {
            Verdict::CutByBoundary => {
                notes.push(format!(
                    "cut by {}",
                    said.boundary.as_ref().map_or("the boundary", |(policy, _)| policy)
                ));
            }
            Verdict::Denied => notes.extend(said.deny.as_ref().map(|deny| format!("denied by {}", by(deny)))),
            Verdict::Undecided => notes.extend(said.doubts.iter().map(|doubt| format!("not known: {doubt}"))),
            _ => {}
        }
        Some(vec![
            said.verdict.as_str().into(),
            Cell::text(name("user", can.user_id)),
            Cell::text(name("account", can.account_id)),
            Cell::text(name("permission set", can.chain.permission_set_arn)),
            Cell::text(can.chain.group_id.map_or("directly".to_owned(), |group| name("group", group))),
            said.grant.as_ref().map_or(Cell::Null, |grant| Cell::text(by(grant))),
            if notes.is_empty() { Cell::Null } else { Cell::text(notes.join("; ")) },
        ])
    };
    let columns = ["verdict", "user", "account", "permission_set", "through", "statement", "notes"];
    Rows { columns: columns.map(str::to_owned).to_vec(), rows: people.iter().filter_map(row).collect() }
}

const COLUMNS: [&str; 23] = [
    "verdict",
    "user_name",
    "account_name",
    "permission_set_name",
    "path",
    "group_name",
    "action",
    "resource",
    "policy_name",
    "statement",
    "boundary_policy",
    "boundary_statement",
    "denied_by",
    "conditions",
    "doubts",
    "user_status",
    "email",
    "actions",
    "chains",
    "user_id",
    "account_id",
    "permission_set_arn",
    "group_id",
];

/// What forbids it.
fn denied_by(said: &Said) -> Option<String> {
    match &said.deny {
        Some((policy, statement)) => Some(format!("{statement} of {policy}")),
        // No statement does: AWS lets nobody change these roles.
        None if said.verdict == Verdict::Denied => {
            Some("AWS: roles of IAM Identity Center are not changed in IAM".to_owned())
        }
        None => None,
    }
}

fn rows(people: &[&Can], answers: &[Said], source: &Source) -> Rows {
    let names = Names::new(source.snapshot);
    let users: FxHashMap<&str, &User> =
        source.snapshot.users.records().iter().map(|user| (&*user.user_id, user)).collect();
    let text = |text: Option<&str>| Cell::from(text);
    let list = |items: &[String]| if items.is_empty() { Cell::Null } else { Cell::text(items.join("; ")) };
    let count = |number: usize| Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    let row = |can: &&Can| {
        let said = answers.get(can.answer)?;
        let user = users.get(can.user_id);
        let group = can.chain.group_id;
        Some(vec![
            said.verdict.as_str().into(),
            text(names.get("user", can.user_id)),
            text(names.get("account", can.account_id)),
            text(names.get("permission set", can.chain.permission_set_arn)),
            (if group.is_some() { "group" } else { "direct" }).into(),
            text(group.and_then(|group| names.get("group", group))),
            text(Some(&*said.action).filter(|action| !action.is_empty())),
            text(Some(&*said.resource).filter(|resource| !resource.is_empty())),
            text(said.grant.as_ref().map(|(policy, _)| &**policy)),
            text(said.grant.as_ref().map(|(_, statement)| &**statement)),
            text(said.boundary.as_ref().map(|(policy, _)| &**policy)),
            text(said.boundary.as_ref().and_then(|(_, statement)| statement.as_deref())),
            text(denied_by(said).as_deref()),
            list(&said.conditions),
            list(&said.doubts),
            text(user.and_then(|user| user.user_status.text())),
            text(user.and_then(|user| email(user))),
            count(said.actions),
            count(can.chains),
            can.user_id.into(),
            can.account_id.into(),
            can.chain.permission_set_arn.into(),
            text(group),
        ])
    };
    Rows { columns: COLUMNS.map(str::to_owned).to_vec(), rows: people.iter().filter_map(row).collect() }
}
