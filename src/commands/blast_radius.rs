//! `ssoscan blast-radius`

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::json;

use super::output::Output;
use super::{Terminal, source};
use crate::access::{
    Directory, EffectiveAccess, LISTING_NEEDS, Lookup, LookupError, Production, Reached, Through, Tiers,
    Whose, blast_radius, columns, not_considered, reaches,
};
use crate::config::Config;
use crate::dataset::{Dataset, Need};
use crate::error::Error;
use crate::exit::Exit;
use crate::model::{Cell, Rows, Summary};
use crate::report::{Content, Document};
use crate::snapshot::{Snapshot, State};

/// `ssoscan blast-radius`
#[derive(Debug, clap::Args)]
#[group(id = "whose", required = true, multiple = false, args = ["principal", "user", "group", "permission_set"])]
pub struct Args {
    /// The snapshot (.json, .json.gz, .json.zst, `-`), or a folder: the newest in it
    #[arg(value_name = "SNAPSHOT|DIR")]
    snapshot: PathBuf,

    /// What this user or group reaches, by id or name
    #[arg(long, value_name = "ID|NAME")]
    principal: Option<String>,

    /// What this user reaches, by id, name or e-mail address
    #[arg(long, value_name = "ID|NAME")]
    user: Option<String>,

    /// What members of this group reach by it, and whoever is added
    #[arg(long, value_name = "ID|NAME")]
    group: Option<String>,

    /// Whom an edit of this permission set touches, by ARN or name
    #[arg(long, value_name = "ARN|NAME")]
    permission_set: Option<String>,

    /// What this user would gain by being added to the group
    #[arg(long, value_name = "USER", requires = "group")]
    add: Option<String>,

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
/// Bad input or output, or a name of nothing.
pub fn run(args: &Args, config: Option<&Path>, terminal: &Terminal) -> Result<Exit, Error> {
    let production = Config::load(config)?.production();
    let file = source::read(&args.snapshot, args.limit)?;
    let snapshot = file.parse()?;
    if args.add.is_some() && args.group.is_none() {
        return Err(Error::Usage("--add USER goes with --group: whom to add to which group".to_owned()));
    }
    let whose = whose(args, &snapshot)?;
    let added = args.add.as_ref().map(|user| Lookup::users(&snapshot).find(user)).transpose()?;
    let dataset = Dataset::with_managed_policies(&snapshot, args.policies.read()?);
    let access = EffectiveAccess::of(dataset.source());
    let directory = Directory::new(&[dataset.source()]);
    let tiers = Tiers::new(dataset.source());
    let reached = blast_radius(&access, &tiers, whose);
    let needs: Vec<Need> =
        LISTING_NEEDS.into_iter().chain(["groups.members_state"]).map(Need::parse).collect();
    let mut gaps = dataset.not_evaluated(&needs)?;
    let lacks = gaps.iter().any(|gap| gap.asked_for);
    let answer = Answer {
        access: &access,
        directory: &directory,
        production: &production,
        whose,
        added,
        lacks: !gaps.is_empty(),
        reached,
    };
    gaps.extend(tiers.not_evaluated(&directory));
    gaps.push(not_considered());
    args.output.write(
        &Document {
            verb: "blast-radius",
            snapshot: source::about(&snapshot),
            summary: Some(&answer.summary()),
            content: Content::Shaped { full: &answer.full(), short: &answer.short() },
            not_evaluated: &gaps,
        },
        terminal,
    )?;
    Ok(Exit::of(false, lacks))
}

fn whose<'s>(args: &Args, snapshot: &'s Snapshot<'_>) -> Result<Whose<'s>, Error> {
    Ok(match (&args.principal, &args.user, &args.group, &args.permission_set) {
        (_, Some(user), ..) => Whose::User(Lookup::users(snapshot).find(user)?),
        (_, _, Some(group), _) => Whose::Group(Lookup::groups(snapshot).find(group)?),
        (_, _, _, Some(set)) => Whose::PermissionSet(Lookup::permission_sets(snapshot).find(set)?),
        (Some(word), ..) => match (Lookup::users(snapshot).find(word), Lookup::groups(snapshot).find(word)) {
            (Ok(_), Ok(_)) => {
                return Err(Error::Usage(format!(
                    "a user and a group have the name {word:?}: use --user or --group"
                )));
            }
            (Ok(user), _) => Whose::User(user),
            (_, Ok(group)) => Whose::Group(group),
            (Err(error @ LookupError::Ambiguous { .. }), _)
            | (_, Err(error @ LookupError::Ambiguous { .. })) => {
                return Err(error.into());
            }
            (
                Err(LookupError::Unknown { near: users, .. }),
                Err(LookupError::Unknown { near: groups, .. }),
            ) => {
                let (kind, by) = ("user or group", "id or name");
                let near = users.into_iter().chain(groups).collect();
                return Err(LookupError::Unknown { kind, by, word: word.clone(), near }.into());
            }
        },
        // The arguments ask for one of them.
        _ => {
            return Err(Error::Usage(
                "say whose: --principal, --user, --group or --permission-set".to_owned(),
            ));
        }
    })
}

struct Answer<'a> {
    access: &'a EffectiveAccess<'a>,
    directory: &'a Directory<'a>,
    production: &'a Production,
    /// Something it stands on was not read.
    lacks: bool,
    whose: Whose<'a>,
    added: Option<&'a str>,
    reached: Vec<Reached>,
}

impl Answer<'_> {
    fn account(&self, found: &Reached) -> &str {
        self.access.accounts.text(found.pair.account)
    }

    fn permission_set(&self, found: &Reached) -> &str {
        self.access.permission_sets.text(found.pair.permission_set)
    }

    fn is_production(&self, found: &Reached) -> Option<bool> {
        self.production.includes(self.account(found), self.directory)
    }

    /// How many people reach it; nothing where the members of a group are not known.
    fn people(&self, found: &Reached) -> Option<usize> {
        let is_known = |through: &Through| match through {
            Through::User(_) => true,
            Through::Group(group) => self.access.statuses().knows_members(self.access.groups.text(*group)),
        };
        (matches!(self.whose, Whose::User(_)) || found.through.iter().all(is_known))
            .then_some(found.people.len())
    }

    fn through(&self, through: &Through) -> String {
        match through {
            Through::User(_) if matches!(self.whose, Whose::User(_)) => "directly".to_owned(),
            Through::User(user) => {
                let id = self.access.users.text(*user);
                format!("user {}", self.directory.user_name(id).unwrap_or(id))
            }
            Through::Group(group) => {
                let id = self.access.groups.text(*group);
                format!("group {}", self.directory.group_name(id).unwrap_or(id))
            }
        }
    }

    /// `gained` where the user to be added does not reach it yet; `unknown` where the user may be a member already.
    fn change(&self, found: &Reached) -> Option<&'static str> {
        let user = self.added?;
        let is_known = found.through.iter().all(|through| match through {
            Through::User(_) => true,
            Through::Group(group) => self.access.statuses().knows_members(self.access.groups.text(*group)),
        });
        Some(match reaches(self.access, user, found.pair) {
            true => "reached already",
            false if is_known => "gained",
            false => "unknown",
        })
    }

    fn full(&self) -> Rows {
        let names = [
            "account_id",
            "account_name",
            "ou_path",
            "production",
            "permission_set_arn",
            "permission_set_name",
            "tier",
            "status",
            "through",
            "people",
            "people_state",
            "change",
        ];
        let row = |found: &Reached| {
            let (account, set) = (self.account(found), self.permission_set(found));
            let people = self.people(found);
            vec![
                account.into(),
                self.directory.account_name(account).into(),
                self.directory.ou_path(account).into(),
                self.is_production(found).map_or(Cell::Null, Cell::Boolean),
                set.into(),
                self.directory.permission_set_name(set).into(),
                found.tier.as_str().into(),
                found.status.as_str().into(),
                Cell::List(found.through.iter().map(|one| Cell::text(self.through(one))).collect()),
                people.map_or(Cell::Null, |people| Cell::Integer(i64::try_from(people).unwrap_or(i64::MAX))),
                State::of_count(people.map(|people| people as u64)).as_str().into(),
                self.change(found).into(),
            ]
        };
        columns(names, self.reached.iter().map(row))
    }

    fn short(&self) -> Rows {
        let row = |found: &Reached| {
            let (account, set) = (self.account(found), self.permission_set(found));
            let mut through: Vec<String> =
                found.through.iter().take(3).map(|one| self.through(one)).collect();
            if found.through.len() > 3 {
                through.push(format!("{} more", found.through.len() - 3));
            }
            let mut cells = vec![
                found.tier.as_str().into(),
                self.directory.account_name(account).unwrap_or(account).into(),
                self.directory.permission_set_name(set).unwrap_or(set).into(),
                found.status.as_str().into(),
                Cell::text(through.join(", ")),
            ];
            cells.push(match (self.change(found), self.people(found)) {
                (Some(change), _) => change.into(),
                (None, Some(people)) => Cell::Integer(i64::try_from(people).unwrap_or(i64::MAX)),
                (None, None) => "unknown".into(),
            });
            cells
        };
        let last = if self.added.is_some() { "change" } else { "people" };
        let names = ["tier", "account", "permission_set", "status", "through", last];
        columns(names, self.reached.iter().map(row))
    }

    fn summary(&self) -> Summary {
        let working: Vec<&Reached> = self.reached.iter().filter(|found| found.status.may_work()).collect();
        let accounts: BTreeSet<&str> = working.iter().map(|found| self.account(found)).collect();
        let of_production = |wanted: Option<bool>| -> BTreeSet<&str> {
            let found = working.iter().filter(|found| self.is_production(found) == wanted);
            found.map(|found| self.account(found)).collect()
        };
        let (production, unsure) = (of_production(Some(true)), of_production(None));
        let sets: BTreeSet<&str> = working.iter().map(|found| self.permission_set(found)).collect();
        let people: BTreeSet<u32> = working.iter().flat_map(|found| &found.people).copied().collect();
        let all_known = working.iter().all(|found| self.people(found).is_some());
        let mut tiers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for found in &working {
            tiers.entry(found.tier.as_str()).or_default().insert(self.account(found));
        }
        let of = |number: usize, one: &str| match number {
            1 => format!("1 {one}"),
            number => format!("{number} {one}s"),
        };
        let unsure = match unsure.len() {
            0 => String::new(),
            number => format!(", of {number} nobody knows"),
        };
        let known = if self.lacks { ", as far as is known" } else { "" };
        let where_to =
            format!("{} ({} of production{unsure}){known}", of(accounts.len(), "account"), production.len());
        let many = match (people.len(), all_known) {
            (1, true) => "1 person".to_owned(),
            (number, true) => format!("{number} people"),
            (number, false) => format!("{number} people and those in groups that were not read"),
        };
        let line = match (self.whose, self.added) {
            (Whose::User(id), _) => {
                let name = self.directory.user_name(id).unwrap_or(id);
                format!("{name} reaches {} in {where_to}", of(sets.len(), "permission set"))
            }
            (Whose::Group(id), None) => {
                let name = self.directory.group_name(id).unwrap_or(id);
                format!("group {name} leads {many} to {} in {where_to}", of(sets.len(), "permission set"))
            }
            (Whose::Group(id), Some(user)) => {
                let gained = working.iter().filter(|found| self.change(found) == Some("gained"));
                let gained: Vec<&&Reached> = gained.collect();
                let can_sign_in = self.access.statuses().user(user).may_work();
                let user = self.directory.user_name(user).unwrap_or(user);
                let user =
                    if can_sign_in { user.to_owned() } else { format!("{user}, who cannot sign in now,") };
                let group = self.directory.group_name(id).unwrap_or(id);
                match gained.first() {
                    None => format!("{user} would gain nothing in group {group}{known}"),
                    Some(first) => {
                        let accounts: BTreeSet<&str> =
                            gained.iter().map(|found| self.account(found)).collect();
                        let account = self.account(first);
                        format!(
                            "{user} would gain {} in {} by group {group}, the strongest as {} in {}{known}",
                            of(
                                gained
                                    .iter()
                                    .map(|found| self.permission_set(found))
                                    .collect::<BTreeSet<_>>()
                                    .len(),
                                "permission set"
                            ),
                            of(accounts.len(), "account"),
                            first.tier.as_str(),
                            self.directory.account_name(account).unwrap_or(account),
                        )
                    }
                }
            }
            (Whose::PermissionSet(arn), _) => {
                let name = self.directory.permission_set_name(arn).unwrap_or(arn);
                format!("an edit of {name} touches {many} in {where_to}")
            }
        };
        let strongest = self.reached.iter().find(|found| found.status.may_work());
        let mut lines = vec![line];
        if let Some(found) = strongest.filter(|found| found.tier.is_administrator()) {
            let tier = found.tier.as_str();
            let accounts = tiers.get(tier).map_or(0, BTreeSet::len);
            lines.push(format!("as {tier} in {}", of(accounts, "account")));
        }
        let tiers: BTreeMap<&str, usize> =
            tiers.iter().map(|(tier, accounts)| (*tier, accounts.len())).collect();
        let figures = [
            ("accounts", json!(accounts.len())),
            ("production_accounts", json!(production.len())),
            ("permission_sets", json!(sets.len())),
            ("people", if all_known { json!(people.len()) } else { json!(null) }),
            ("accounts_by_tier", json!(tiers)),
        ];
        let figures = figures.map(|(name, figure)| (name.to_owned(), figure));
        Summary { lines, figures: figures.into_iter().collect() }
    }
}
