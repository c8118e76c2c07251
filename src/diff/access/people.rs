//! The walk over users: who has what on which side.

use std::sync::Arc;

use super::again::Again;
use super::cause::{Cause, Fact};
use super::edits::{Edit, Edits};
use super::half::Half;
use crate::access::{Pair, Path, Status, Tier, Way};

/// How somebody's access differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// The user has it now and did not.
    Gained,
    /// The user has it as before, and it is another thing.
    Changed,
    /// The user had it and has it no more.
    Lost,
    /// Nobody knows.
    Unknown,
}

impl Change {
    /// All, in the order of the rows.
    pub const ALL: [Change; 4] = [Change::Gained, Change::Changed, Change::Lost, Change::Unknown];

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Change::Gained => "gained",
            Change::Changed => "changed",
            Change::Lost => "lost",
            Change::Unknown => "unknown",
        }
    }
}

/// A user, a set in an account, and what is another there.
pub struct AccessChange {
    pub change: Change,
    pub user: u32,
    pub pair: Pair,
    pub old_tier: Option<Tier>,
    pub new_tier: Option<Tier>,
    /// Sorted.
    pub causes: Arc<[Cause]>,
    /// Why nobody knows.
    pub unknown: Option<Arc<str>>,
}

impl AccessChange {
    /// The order of the rows: who became administrator, or may have, before anything else.
    pub fn order(&self, in_production: bool) -> (u32, u32, Pair) {
        let kind = match self.change {
            _ if self.gained_administrator() || self.may_have_gained_administrator() => {
                u32::from(!in_production)
            }
            other => 2 + other as u32,
        };
        (kind, self.user, self.pair)
    }

    /// True where the user is an administrator there now, and was not.
    pub fn gained_administrator(&self) -> bool {
        let administers = |tier: Option<Tier>| tier.is_some_and(Tier::is_administrator);
        match self.change {
            Change::Gained => administers(self.new_tier),
            Change::Changed => {
                administers(self.new_tier)
                    && !administers(self.old_tier)
                    && self.old_tier != Some(Tier::Unknown)
            }
            Change::Lost | Change::Unknown => false,
        }
    }

    /// True where the user is an administrator there now, and nobody knows whether before.
    pub fn may_have_gained_administrator(&self) -> bool {
        self.change == Change::Changed
            && self.old_tier == Some(Tier::Unknown)
            && self.new_tier.is_some_and(Tier::is_administrator)
    }
}

/// Everything that differs, by user and pair.
pub fn people<'h>(old: &'h Half<'h>, new: &'h Half<'h>, again: &Again) -> Vec<AccessChange> {
    let mut walk = Walk { old, new, again, edits: Edits::new(old, new), changes: Vec::new() };
    let touched: Vec<bool> = new.access.groups.places().map(|group| walk.is_touched(group)).collect();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for user in new.access.users.places() {
        // The paths of most people are as they were: they need not be put together.
        if !walk.is_user_touched(user, &touched) {
            continue;
        }
        old.access.ways_of(user, &mut before);
        new.access.ways_of(user, &mut after);
        walk.user(user, &before, &after);
    }
    walk.changes
}

struct Walk<'h, 'a> {
    old: &'h Half<'h>,
    new: &'h Half<'h>,
    again: &'a Again<'a>,
    edits: Edits<'h>,
    changes: Vec<AccessChange>,
}

impl Walk<'_, '_> {
    /// True where what a group leads to is not as it was.
    fn is_touched(&self, group: u32) -> bool {
        let (old, new) = (&self.old.access, &self.new.access);
        let held = new.held_by_group(group);
        old.group_status(group) != new.group_status(group)
            || old.held_by_group(group) != held
            || held.iter().any(|(pair, _)| self.edits.of(*pair) != &Edit::default())
    }

    /// True where something that leads a user somewhere is not as it was.
    fn is_user_touched(&self, user: u32, groups: &[bool]) -> bool {
        let (old, new) = (&self.old.access, &self.new.access);
        let (held, of_user) = (new.held_by_user(user), new.groups_of(user));
        old.user_status(user) != new.user_status(user)
            || old.held_by_user(user) != held
            || old.groups_of(user) != of_user
            || of_user.iter().any(|group| groups.get(*group as usize) == Some(&true))
            || held.iter().any(|(pair, _)| self.edits.of(*pair) != &Edit::default())
    }

    /// One user, pair by pair.
    fn user(&mut self, user: u32, before: &[Way], after: &[Way]) {
        let (mut before, mut after) = (before, after);
        while let Some(pair) = [before.first(), after.first()].into_iter().flatten().map(|way| way.pair).min()
        {
            let (was, is);
            (was, before) = before.split_at(before.iter().take_while(|way| way.pair == pair).count());
            (is, after) = after.split_at(after.iter().take_while(|way| way.pair == pair).count());
            self.pair(user, pair, was, is);
        }
    }

    fn pair(&mut self, user: u32, pair: Pair, was: &[Way], is: &[Way]) {
        match (best(was), best(is)) {
            (Some(_), Some(_)) => {
                let edit = self.edits.of(pair);
                if edit.causes.is_empty() {
                    return;
                }
                let (causes, unknown) = (edit.causes.as_slice().into(), edit.unknown.map(Arc::from));
                let change = if unknown.is_some() { Change::Unknown } else { Change::Changed };
                self.push(change, user, pair, causes, unknown);
            }
            (None, Some(standing)) => self.one_sided(Change::Gained, user, pair, was, is, standing),
            (Some(standing), None) => self.one_sided(Change::Lost, user, pair, is, was, standing),
            (None, None) => {}
        }
    }

    /// The user has the pair on one side only, as far as is known: `ways` lead there, of which `standing` is the best
    /// status, and on the other side only `broken` ones.
    fn one_sided(
        &mut self,
        change: Change,
        user: u32,
        pair: Pair,
        broken: &[Way],
        ways: &[Way],
        standing: Status,
    ) {
        let (lacking, holding, cause): (_, _, fn(Fact, Option<u32>) -> Cause) = match change {
            Change::Lost => (self.new, self.old, Cause::Went),
            _ => (self.old, self.new, Cause::Came),
        };
        let working: Vec<Path> =
            ways.iter().filter(|way| way.status.may_work()).map(|way| way.path).collect();
        let mut causes: Vec<Cause> = working
            .iter()
            .flat_map(|path| lacking.missing(user, pair, *path, self.again))
            .map(|(fact, group)| cause(fact, group))
            .collect();
        causes.sort_unstable();
        causes.dedup();
        let doubt = match lacking.doubt(user, pair, holding) {
            None if standing == Status::Unknown && !broken.is_empty() => {
                Some(format!("the {} snapshot does not tell whether the path works", holding.side.word))
            }
            doubt => doubt,
        };
        match doubt {
            // What was not read is no cause.
            Some(doubt) => self.push(Change::Unknown, user, pair, Arc::from([]), Some(doubt.into())),
            None => self.push(change, user, pair, causes.into(), None),
        }
    }

    fn push(
        &mut self,
        change: Change,
        user: u32,
        pair: Pair,
        causes: Arc<[Cause]>,
        unknown: Option<Arc<str>>,
    ) {
        let (old_tier, new_tier) = (self.old.tier(pair), self.new.tier(pair));
        self.changes.push(AccessChange { change, user, pair, old_tier, new_tier, causes, unknown });
    }
}

/// The best status of ways that work, as far as is known.
fn best(ways: &[Way]) -> Option<Status> {
    ways.iter().map(|way| way.status).filter(|status| status.may_work()).max()
}
