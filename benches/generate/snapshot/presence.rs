//! Who and what comes and goes between the two dates: one in [`EVERY`] of each kind of change.

use super::random::mix;

const EVERY: u64 = 200;

/// On which of the two dates something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// On both.
    Always,
    /// On the first: it is gone later.
    Before,
    /// On the second: it is new.
    Later,
    /// On neither: it was deleted before the first, and left traces.
    Never,
}

impl Presence {
    /// Whether it is there.
    pub fn is_in(self, is_later: bool) -> bool {
        match self {
            Presence::Always => true,
            Presence::Before => !is_later,
            Presence::Later => is_later,
            Presence::Never => false,
        }
    }
}

/// Which of many come and go. There are exactly `count` on either date.
#[derive(Clone, Copy)]
pub struct Turnover {
    seed: u64,
    blocks: u64,
    /// Those of a block that are there, and as many more as take a place and are not.
    block: u64,
    total: u64,
    changes: &'static [Presence],
}

impl Turnover {
    /// So many at a time, of which one in [`EVERY`] changes in each of these ways. `Before` and `Later` go
    /// together.
    pub fn new(seed: u64, count: u64, changes: &'static [Presence]) -> Self {
        let absent = changes.iter().filter(|change| !change.is_in(false)).count() as u64;
        let blocks = count / EVERY;
        Turnover { seed, blocks, block: EVERY + absent, total: count + blocks * absent, changes }
    }

    /// All that there ever are.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// When this one is there.
    pub fn presence(&self, number: u64) -> Presence {
        let (block, place) = (number / self.block, number % self.block);
        if block >= self.blocks {
            return Presence::Always;
        }
        let part = self.block / self.changes.len() as u64;
        let (way, place) = (place / part, place % part);
        match self.changes.get(way as usize) {
            Some(change) if mix([self.seed, block, way]) % part == place => *change,
            _ => Presence::Always,
        }
    }
}
