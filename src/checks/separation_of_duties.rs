//! The check `separation-of-duties`: nobody holds what two people should hold.

use rustc_hash::FxHashMap;

use super::{About, Check, Found, Settings};
use crate::access::{Directory, EffectiveAccess, Pair, Tier, Tiers, Way, columns};
use crate::dataset::{Dataset, DatasetError, Need};
use crate::findings::{Finding, Subject};
use crate::model::{Rows, Severity};

/// Where the two sides of a rule must not meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    /// In one account.
    #[default]
    Account,
    /// Anywhere in the organization.
    Organization,
}

/// One side of a rule: permission sets or tiers, where OU paths are given only below these.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Duty {
    /// Names or ARNs.
    pub permission_sets: Vec<String>,
    /// The words of tiers.
    pub tiers: Vec<String>,
    /// OU paths: accounts below one of them. None: all accounts.
    pub organizational_units: Vec<String>,
}

/// What one person must not hold together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    /// What it is called in findings.
    pub name: String,
    /// The one.
    pub first: Duty,
    /// The other.
    pub second: Duty,
    /// Where.
    pub within: Within,
}

/// The check.
pub struct SeparationOfDuties {
    about: About,
    needs: Vec<Need>,
}

impl Default for SeparationOfDuties {
    fn default() -> Self {
        SeparationOfDuties {
            about: About {
                id: "separation-of-duties".to_owned(),
                area: "assignments".to_owned(),
                title: "One person holds what ssoscan.toml keeps apart".to_owned(),
                severity: Severity::High,
                subject: "user".to_owned(),
                why: "Who can both make a change and approve it, or both act and erase the record of it, needs nobody \
                      else to do harm or to be tricked. The rules are those of [[separation-of-duties]]; without any, \
                      this check finds nothing."
                    .to_owned(),
                fix: "Take the person out of one of the groups, or delete one of the assignments; `ssoscan explain` \
                      shows every path."
                    .to_owned(),
                refs: vec!["https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_permissions_define.html".to_owned()],
            },
            needs: [
                "account_assignments",
                "group_memberships",
                "users.user_status_state",
                "permission_sets.details_state",
                "permission_set_privileges.privilege_state",
                "accounts.ou_path_state",
            ]
            .map(Need::parse)
            .to_vec(),
        }
    }
}

impl Check for SeparationOfDuties {
    fn about(&self) -> &About {
        &self.about
    }

    fn needs(&self) -> &[Need] {
        &self.needs
    }

    fn run(&self, dataset: &Dataset, settings: &Settings) -> Result<Found, DatasetError> {
        if settings.separation_of_duties.is_empty() {
            return Ok(Found::default());
        }
        let access = EffectiveAccess::of(dataset.source());
        let directory = Directory::new(&[dataset.source()]);
        let mut duties = Duties {
            access: &access,
            directory: &directory,
            tiers: Tiers::new(dataset.source()),
            known: FxHashMap::default(),
        };
        let mut findings = Vec::new();
        let mut ways = Vec::new();
        for user in access.users.places() {
            access.ways_of(user, &mut ways);
            ways.retain(|way| way.status.may_work());
            let rules = settings.separation_of_duties.iter().enumerate();
            let broken: Vec<Broken> = rules.flat_map(|(at, rule)| duties.broken(at, rule, &ways)).collect();
            if !broken.is_empty() {
                findings.push(self.finding(user, &broken, &duties));
            }
        }
        // A tier that is unknown keeps nothing apart.
        let not_evaluated = duties.tiers.not_evaluated(&directory);
        Ok(Found { findings, not_evaluated })
    }
}

/// Which side of a rule a pair is on.
type Sides = [bool; 2];

/// A rule, and a path by which somebody breaks it.
type Broken<'r> = (&'r Rule, Way, Sides);

/// What pairs are, to the rules.
struct Duties<'a> {
    access: &'a EffectiveAccess<'a>,
    directory: &'a Directory<'a>,
    tiers: Tiers<'a>,
    known: FxHashMap<(usize, Pair), Sides>,
}

impl Duties<'_> {
    /// The paths by which a user breaks a rule, each with its sides; none where the user keeps it.
    fn broken<'r>(&mut self, at: usize, rule: &'r Rule, ways: &[Way]) -> Vec<Broken<'r>> {
        let sides = |duties: &mut Self, pair| {
            let known = duties.known.get(&(at, pair)).copied();
            known.unwrap_or_else(|| {
                let sides = [&rule.first, &rule.second].map(|duty| duties.fulfils(duty, pair));
                duties.known.insert((at, pair), sides);
                sides
            })
        };
        let held: Vec<(Way, Sides)> = ways.iter().map(|way| (*way, sides(self, way.pair))).collect();
        let held: Vec<(Way, Sides)> = held.into_iter().filter(|(_, sides)| sides.contains(&true)).collect();
        // One set in one account is one duty, whatever it matches.
        let meets = |(way, [first, second]): &(Way, Sides)| {
            held.iter().any(|(other, [other_first, other_second])| {
                other.pair != way.pair
                    && (rule.within == Within::Organization || other.pair.account == way.pair.account)
                    && ((*first && *other_second) || (*second && *other_first))
            })
        };
        held.iter().filter(|held| meets(held)).map(|(way, sides)| (rule, *way, *sides)).collect()
    }

    fn fulfils(&self, duty: &Duty, pair: Pair) -> bool {
        let arn = self.access.permission_sets.text(pair.permission_set);
        let account = self.access.accounts.text(pair.account);
        let is_below = |unit: &String| {
            let below = self
                .directory
                .ou_path(account)
                .and_then(|path| path.strip_prefix(unit.trim_end_matches('/')));
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if !duty.organizational_units.is_empty() && !duty.organizational_units.iter().any(is_below) {
            return false;
        }
        let name = self.directory.permission_set_name(arn);
        duty.permission_sets.iter().any(|set| set == arn || Some(set.as_str()) == name)
            || (!duty.tiers.is_empty() && self.has_tier(duty, self.tiers.of(arn, account)))
    }

    fn has_tier(&self, duty: &Duty, tier: Tier) -> bool {
        // What is unknown is told by what the check needs.
        tier != Tier::Unknown && duty.tiers.iter().any(|word| word == tier.as_str())
    }
}

impl SeparationOfDuties {
    fn finding(&self, user: u32, broken: &[Broken], duties: &Duties) -> Finding {
        let user_id = duties.access.users.text(user);
        let name = duties.directory.user_name(user_id).unwrap_or(user_id);
        let rules = broken.chunk_by(|(one, ..), (next, ..)| std::ptr::eq(*one, *next));
        let rules: Vec<String> = rules.map(|of_rule| duties.words(of_rule)).collect();
        Finding {
            check: self.about.id.as_str().into(),
            area: self.about.area.as_str().into(),
            severity: self.about.severity,
            subject: Subject {
                kind: self.about.subject.as_str().into(),
                key: vec![("user_id".into(), user_id.into())],
                name: name.to_owned(),
            },
            message: format!("{name} breaks {}", rules.join("; ")),
            evidence: duties.evidence(broken).into(),
        }
    }
}

/// How many of the pairs that break a rule a message names; the evidence has them all.
const NAMED: usize = 4;

impl Duties<'_> {
    fn ids(&self, way: &Way) -> (&str, &str) {
        (
            self.access.permission_sets.text(way.pair.permission_set),
            self.access.accounts.text(way.pair.account),
        )
    }

    /// One rule and what is held against it.
    fn words(&self, broken: &[Broken]) -> String {
        let words = |(_, way, _): &Broken| {
            let (set, account) = self.ids(way);
            let set = self.directory.permission_set_name(set).unwrap_or(set);
            format!("{set} in {}", self.directory.account_name(account).unwrap_or(account))
        };
        let mut held: Vec<String> = broken.iter().map(words).collect();
        held.dedup();
        let more = held.len().saturating_sub(NAMED);
        held.truncate(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let rule = broken.first().map_or("", |(rule, ..)| rule.name.as_str());
        format!("\"{rule}\": holds {}{more}", held.join(", "))
    }

    fn evidence(&self, broken: &[Broken]) -> Rows {
        let row = |(rule, way, sides): &Broken| {
            let (set, account) = self.ids(way);
            let group = way.path.group().map(|group| self.access.groups.text(group));
            let duty = match sides {
                [true, true] => "both",
                [true, false] => "first",
                _ => "second",
            };
            vec![
                rule.name.as_str().into(),
                duty.into(),
                account.into(),
                self.directory.account_name(account).into(),
                set.into(),
                self.directory.permission_set_name(set).into(),
                self.tiers.of(set, account).as_str().into(),
                (if group.is_some() { "group" } else { "direct" }).into(),
                group.into(),
                group.and_then(|group| self.directory.group_name(group)).into(),
            ]
        };
        let names = [
            "rule",
            "duty",
            "account_id",
            "account_name",
            "permission_set_arn",
            "permission_set_name",
            "tier",
            "path",
            "group_id",
            "group_name",
        ];
        columns(names, broken.iter().map(row))
    }
}
