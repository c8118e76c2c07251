//! The permission sets with their six parts.

mod record;

use std::collections::BTreeSet;
use std::io;

use super::company::{Company, stream};
use super::names;
use super::organization::moment;
use super::page::Page;
use super::planted::{self, Edit};
use super::policies::{inline, managed, statements};
use super::random::{Random, mix};

/// The sets, in the order of the file.
pub struct PermissionSets {
    /// The sets.
    pub all: Vec<PermissionSet>,
}

/// A permission set.
pub struct PermissionSet {
    arn: String,
    name: String,
    description: String,
    created: String,
    /// How long a session lasts.
    pub hours: u64,
    /// Key and value.
    pub tags: Vec<(&'static str, String)>,
    /// The document.
    pub inline_policy: Option<String>,
    /// The names of AWS managed policies.
    pub managed_policies: Vec<&'static str>,
    /// The names of customer managed policies.
    pub customer_managed_policies: Vec<String>,
    /// The boundary.
    pub boundary: Option<Boundary>,
}

/// A permissions boundary.
#[derive(PartialEq, Eq)]
pub enum Boundary {
    /// An AWS managed policy.
    Managed(&'static str),
    /// A customer managed policy.
    CustomerManaged(&'static str),
}

impl PermissionSets {
    /// The sets of the company, on its date.
    pub fn new(company: &Company) -> Self {
        let set = |set| PermissionSet::new(company, set);
        PermissionSets { all: (0..company.sets.len() as u32).map(set).collect() }
    }

    /// How many sets are so.
    pub fn count(&self, is_so: impl Fn(&PermissionSet) -> bool) -> usize {
        self.all.iter().filter(|set| is_so(set)).count()
    }

    /// How many of something all sets have together.
    pub fn sum(&self, of: impl Fn(&PermissionSet) -> usize) -> usize {
        self.all.iter().map(of).sum()
    }

    /// The AWS managed policies that sets and boundaries name.
    pub fn managed_policies(&self) -> BTreeSet<&'static str> {
        let attached = self.all.iter().flat_map(|set| set.managed_policies.iter().copied());
        let boundaries = self.all.iter().filter_map(|set| match set.boundary {
            Some(Boundary::Managed(name)) => Some(name),
            _ => None,
        });
        attached.chain(boundaries).collect()
    }

    /// Writes them.
    pub fn write(&self, page: &mut Page) -> io::Result<()> {
        page.list("permission_sets", |page| {
            self.all.iter().try_for_each(|set| page.record(&[&record::json(set)]))
        })
    }
}

impl PermissionSet {
    fn new(company: &Company, set: u32) -> Self {
        let rank = company.rank(set);
        let edit = planted::edit(rank).filter(|_| company.shape.is_later);
        let (team, name) = names::set(rank, company.teams);
        // All that is drawn for a set is drawn for it on either date, so that nothing but the edit differs.
        let mut random = Random::new([company.shape.seed, stream::POLICY, rank]);
        let mut parts = PermissionSet {
            arn: company.sets[set as usize].clone(),
            description: format!("{name}: access for the people of {team}"),
            name,
            created: moment(mix([company.shape.seed, stream::SET, rank])),
            hours: *random.pick(&[1, 1, 2, 4, 4, 8, 8, 8]),
            tags: tags(&mut random, &team),
            inline_policy: None,
            managed_policies: Vec::new(),
            customer_managed_policies: Vec::new(),
            boundary: boundary(&mut random),
        };
        parts.attach(company, &mut random, rank, &team, edit);
        if planted::is_session_too_long(rank) {
            parts.hours = 12;
        }
        if planted::is_untagged(rank, company.shape.is_later) {
            parts.tags.clear();
        }
        match edit {
            Some(Edit::Session) => parts.hours = if parts.hours == 1 { 2 } else { parts.hours / 2 },
            Some(Edit::Boundary) if parts.boundary.is_some() => parts.boundary = None,
            Some(Edit::Boundary) => parts.boundary = Some(Boundary::Managed("ReadOnlyAccess")),
            Some(Edit::ManagedPolicy) => parts.managed_policies.push("job-function/SupportUser"),
            Some(Edit::InlinePolicy) | None => {}
        }
        parts.managed_policies.sort_unstable();
        parts
    }

    /// The policies: two sets of five have AWS managed ones alone, the others an inline policy as well.
    fn attach(&mut self, company: &Company, random: &mut Random, rank: u64, team: &str, edit: Option<Edit>) {
        if let Some(name) = managed::CLASSICS.get(rank as usize) {
            self.managed_policies.push(name);
            self.boundary = None;
            return;
        }
        if planted::is_administrator(rank) {
            self.managed_policies.push(managed::EVERYTHING);
            self.boundary = (!planted::is_unbounded(rank)).then_some(Boundary::Managed("PowerUserAccess"));
            return;
        }
        let is_managed_alone = rank % 5 < 2;
        let count = match is_managed_alone {
            _ if planted::is_near_quota(rank) => 10,
            true => 1 + random.below(3),
            false => random.below(3),
        };
        let places = random.shuffled(0..managed::USUAL.len() as u32).into_iter().take(count as usize);
        self.managed_policies.extend(places.map(|place| managed::USUAL[place as usize]));
        if random.percent(8) && !planted::has_flawed_policies(rank) {
            let name = *random.pick(&["Guardrails", "Deploy", "Pipeline", "DataAccess"]);
            self.customer_managed_policies.push(format!("{team}{name}"));
        }
        if planted::has_flawed_policies(rank) {
            self.boundary = None;
        }
        if planted::has_idle_boundary(rank) {
            self.boundary = Some(Boundary::Managed(managed::EVERYTHING));
        }
        if !is_managed_alone {
            let first = [
                (planted::allows_with_not_action(rank), statements::NOT_ACTION),
                (planted::escalates(rank), statements::ESCALATION),
                (planted::is_misspelt(rank), statements::MISSPELT),
            ];
            let first: Vec<&str> =
                first.into_iter().filter(|(is_meant, _)| *is_meant).map(|row| row.1).collect();
            let more = u64::from(edit == Some(Edit::InlinePolicy));
            self.inline_policy = Some(inline::document(company, random, team, &first, more));
        }
    }
}

fn tags(random: &mut Random, team: &str) -> Vec<(&'static str, String)> {
    let mut tags = vec![("CostCenter", format!("CC-{}", 1000 + random.below(400)))];
    if random.percent(60) {
        tags.push(("Environment", (*random.pick(&["prod", "staging", "dev", "sandbox"])).to_owned()));
    }
    tags.push(("Owner", team.to_owned()));
    tags
}

/// Three sets of ten have one.
fn boundary(random: &mut Random) -> Option<Boundary> {
    const OWN: [&str; 3] = ["EngineerBoundary", "DataBoundary", "OperatorBoundary"];
    const AWS: [&str; 4] =
        ["ReadOnlyAccess", "PowerUserAccess", "SecurityAudit", "job-function/ViewOnlyAccess"];
    match random.below(10) {
        0 => Some(Boundary::CustomerManaged(random.pick::<&str>(&OWN))),
        1 | 2 => Some(Boundary::Managed(random.pick::<&str>(&AWS))),
        _ => None,
    }
}
