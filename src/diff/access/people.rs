//! The walk over users: who has what on which side.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::again::Again;
use super::cause::{Cause, Fact};
use super::edits::Edits;
use super::half::{Half, KnownPairs};
use super::interned::Interned;
use super::touched::{Pairs, Touched};
use crate::access::{Pair, Status, Tier, Way};
use crate::model::parallel::{cores, share_out};

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
#[derive(Clone, Copy)]
pub struct AccessChange {
    pub change: Change,
    pub old_tier: Option<Tier>,
    pub new_tier: Option<Tier>,
    pub user: u32,
    pub pair: Pair,
    /// The place of the reason.
    pub reason: u32,
}

/// Why somebody's access changed, or why nobody knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reason {
    /// Sorted.
    pub causes: Vec<Cause>,
    /// Why nobody knows.
    pub unknown: Option<Cow<'static, str>>,
}

/// All that changed, and the reasons: many rows share one.
#[derive(Default)]
pub struct People {
    pub changes: Vec<AccessChange>,
    pub reasons: Interned<Reason>,
}

impl AccessChange {
    /// The order of the kinds of rows: who became administrator, or may have, before anything else.
    pub fn order(&self, in_production: bool) -> u32 {
        match self.change {
            _ if self.gained_administrator() || self.may_have_gained_administrator() => {
                u32::from(!in_production)
            }
            other => 2 + other as u32,
        }
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

/// How many users are walked at a time.
const BLOCK: u32 = 500;

/// Everything that differs, by user and pair.
pub fn people(old: &Half, new: &Half, again: &Again) -> People {
    let edits = Edits::new(old, new);
    let touched = Touched::new(old, new, &edits);
    let users = new.access.users.places().end;
    let start = || Walk::new(old, new, again, &edits);
    let walk_block = |walk: &mut Walk, block: usize| {
        let first = u32::try_from(block).unwrap_or(u32::MAX).saturating_mul(BLOCK);
        walk.block(first..users.min(first.saturating_add(BLOCK)), &touched);
    };
    let walks = share_out(users.div_ceil(BLOCK) as usize, cores(), start, walk_block);
    let mut all = People::default();
    let mut blocks = Vec::new();
    for Walk { reasons, blocks: of_walk, .. } in walks {
        let places: Vec<u32> = reasons.items().iter().map(|reason| all.reasons.place(reason)).collect();
        blocks.extend(of_walk.into_iter().map(|(first, mut changes)| {
            for change in &mut changes {
                change.reason = places.get(change.reason as usize).copied().unwrap_or_default();
            }
            (first, changes)
        }));
    }
    blocks.sort_unstable_by_key(|(first, _)| *first);
    all.changes.reserve_exact(blocks.iter().map(|(_, changes)| changes.len()).sum());
    blocks.into_iter().for_each(|(_, changes)| all.changes.extend(changes));
    add_tiers(&mut all.changes, old, new);
    all
}

/// Fills in what the sets are in the accounts, each asked once.
fn add_tiers(changes: &mut [AccessChange], old: &Half, new: &Half) {
    let pairs: FxHashSet<Pair> = changes.iter().map(|change| change.pair).collect();
    let pairs: Vec<Pair> = pairs.into_iter().collect();
    let tiers = |pair: Pair| (pair, [old.tier(pair), new.tier(pair)]);
    let tiers: Vec<(Pair, [Option<Tier>; 2])> = pairs.into_par_iter().map(tiers).collect();
    let tiers: FxHashMap<Pair, [Option<Tier>; 2]> = tiers.into_iter().collect();
    for change in changes {
        [change.old_tier, change.new_tier] = tiers.get(&change.pair).copied().unwrap_or_default();
    }
}

struct Walk<'h, 'a> {
    old: &'h Half<'h>,
    new: &'h Half<'h>,
    again: &'a Again<'a>,
    edits: &'h Edits,
    /// What the older and the newer side know of pairs.
    known: [KnownPairs; 2],
    reasons: Interned<Reason>,
    /// The blocks of users that were walked, by their first.
    blocks: Vec<(u32, Vec<AccessChange>)>,
    /// Those of the block that is walked.
    changes: Vec<AccessChange>,
}

impl<'h, 'a> Walk<'h, 'a> {
    fn new(old: &'h Half<'h>, new: &'h Half<'h>, again: &'a Again<'a>, edits: &'h Edits) -> Self {
        Walk {
            old,
            new,
            again,
            edits,
            known: Default::default(),
            reasons: Interned::default(),
            blocks: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// Some users, one after the other.
    fn block(&mut self, users: Range<u32>, touched: &Touched) {
        let (mut pairs, mut before, mut after) = (Pairs::default(), Vec::new(), Vec::new());
        let first = users.start;
        for user in users {
            touched.pairs_of(user, &mut pairs);
            if pairs.is_empty() {
                continue;
            }
            let start = self.changes.len();
            pairs.edited.iter().for_each(|pair| self.edited(user, *pair));
            self.old.access.ways_to(user, &pairs.open, &mut before);
            self.new.access.ways_to(user, &pairs.open, &mut after);
            self.user(user, &before, &after);
            let of_user = self.changes.get_mut(start..).unwrap_or_default();
            of_user.sort_unstable_by_key(|change| change.pair);
        }
        let mut changes = std::mem::take(&mut self.changes);
        changes.shrink_to_fit();
        self.blocks.push((first, changes));
    }

    /// A pair that the user has on both sides.
    fn edited(&mut self, user: u32, pair: Pair) {
        let Some(edit) = self.edits.of(pair) else { return };
        let change = if edit.unknown.is_some() { Change::Unknown } else { Change::Changed };
        self.push(change, user, pair, edit);
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
            (Some(_), Some(_)) => self.edited(user, pair),
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
        let [of_old, of_new] = &mut self.known;
        let (lacking, holding, known, cause): (_, _, _, fn(Fact, Option<u32>) -> Cause) = match change {
            Change::Lost => (self.new, self.old, of_new, Cause::Went),
            _ => (self.old, self.new, of_old, Cause::Came),
        };
        let doubt = match lacking.doubt(user, pair, holding, known) {
            None if standing == Status::Unknown && !broken.is_empty() => {
                Some(format!("the {} snapshot does not tell whether the path works", holding.side.word))
            }
            doubt => doubt,
        };
        if let Some(doubt) = doubt {
            // What was not read is no cause.
            let reason = Reason { causes: Vec::new(), unknown: Some(doubt.into()) };
            return self.push(Change::Unknown, user, pair, &reason);
        }
        let working = ways.iter().filter(|way| way.status.may_work()).map(|way| way.path);
        let missing = working.flat_map(|path| lacking.missing(user, pair, path, self.again, known));
        let mut causes: Vec<Cause> = missing.map(|(fact, group)| cause(fact, group)).collect();
        causes.sort_unstable();
        causes.dedup();
        self.push(change, user, pair, &Reason { causes, unknown: None });
    }

    fn push(&mut self, change: Change, user: u32, pair: Pair, reason: &Reason) {
        let reason = self.reasons.place(reason);
        self.changes.push(AccessChange { change, old_tier: None, new_tier: None, user, pair, reason });
    }
}

/// The best status of ways that work, as far as is known.
fn best(ways: &[Way]) -> Option<Status> {
    ways.iter().map(|way| way.status).filter(|status| status.may_work()).max()
}
