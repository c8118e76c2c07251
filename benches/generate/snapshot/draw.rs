//! Draws who gets what: an account has its sets, by how often sets are used, and each set its principals, mostly
//! groups of the account's own team, some of any team, and some users.

use super::assignments::Principal;
use super::company::{Company, stream};
use super::planted::{self, Deleted};
use super::presence::{Presence, Turnover};
use super::random::{Free, Random, Weighted, share_out, zipf};

/// Principals of a set in an account, on average, where there are sets enough.
const PRINCIPALS: u64 = 5;

/// How many assignments each account has: one in twenty has several times as many as the others.
pub fn by_account(company: &Company, total: u64) -> Vec<u64> {
    let mut random = Random::new([company.shape.seed, stream::ACCOUNT]);
    let mut weight = |_: &String| 1 + random.below(3) + if random.percent(5) { 12 } else { 0 };
    let weights: Vec<u64> = company.accounts.iter().map(&mut weight).collect();
    share_out(total, &weights, total)
}

/// How many principals each set of an account has.
pub fn sizes(random: &mut Random, count: u64, sets: u64) -> Vec<u64> {
    let average = PRINCIPALS.max(count.div_ceil((sets / 2).max(1)));
    let (mut left, mut sizes) = (count, Vec::new());
    while left > 0 {
        let fewest = left.div_ceil(sets - sizes.len() as u64);
        let size = (1 + random.below(2 * average - 1)).max(fewest).min(left);
        sizes.push(size);
        left -= size;
    }
    sizes
}

/// Draws sets for accounts, and principals for those.
pub struct Draw<'c> {
    company: &'c Company,
    turnover: Turnover,
    drawn: u64,
    by_rank: Weighted,
    direct: u64,
    sets: Free,
    groups: Free,
    users: Free,
}

impl<'c> Draw<'c> {
    /// Nothing is drawn yet.
    pub fn new(company: &'c Company) -> Self {
        let shape = &company.shape;
        let changes = &[Presence::Before, Presence::Later];
        Draw {
            company,
            turnover: Turnover::new(shape.seed ^ stream::ASSIGNMENT, shape.assignments, changes),
            drawn: 0,
            by_rank: Weighted::new(&zipf(company.sets.len(), shape.skew)),
            direct: (shape.direct * 1e6) as u64,
            sets: Free::new(company.sets.len()),
            groups: Free::new(company.groups.total()),
            users: Free::new(company.users.total()),
        }
    }

    /// All assignments that there are on either date.
    pub fn total(&self) -> u64 {
        self.turnover.total()
    }

    /// So many sets for an account.
    pub fn sets(&mut self, random: &mut Random, count: usize) -> Vec<u32> {
        self.sets.start();
        let mut sets: Vec<u32> = (0..count)
            .map(|_| {
                let rank = self.sets.take(self.by_rank.draw(random), |_| true).expect("a set is left");
                self.company.set_of_rank[rank]
            })
            .collect();
        sets.sort_unstable();
        sets
    }

    /// Adds as many principals of a set in an account as are there on the date.
    pub fn principals(&mut self, random: &mut Random, account: u64, count: u64, there: &mut Vec<Principal>) {
        self.groups.start();
        self.users.start();
        for _ in 0..count {
            let presence = self.turnover.presence(self.drawn);
            let principal = self
                .special(random, presence)
                .or_else(|| self.usual(random, account))
                .or_else(|| self.anyone())
                .expect("a principal is left");
            self.drawn += 1;
            if presence.is_in(self.company.shape.is_later) {
                there.push(principal);
            }
        }
    }

    /// Somebody who is not there all the time, where it is the turn of one.
    fn special(&mut self, random: &mut Random, presence: Presence) -> Option<Principal> {
        let company = self.company;
        if presence != Presence::Always {
            let user = random.percent(25).then(|| company.users.passing(presence, random))??;
            return self.users.take(user, |place| place == user).map(Principal::user);
        }
        let user = match planted::deleted(self.drawn)? {
            Deleted::User => company.users.passing(Presence::Never, random)?,
            Deleted::Leaver => company.users.passing(Presence::Before, random)?,
            Deleted::Group => {
                let group = company.groups.passing(Presence::Never, random)?;
                return self.groups.take(group, |place| place == group).map(Principal::group);
            }
        };
        self.users.take(user, |place| place == user).map(Principal::user)
    }

    fn usual(&mut self, random: &mut Random, account: u64) -> Option<Principal> {
        let company = self.company;
        if random.below(1_000_000) < self.direct {
            let wanted = random.below(company.users.total() as u64) as usize;
            return self.users.take(wanted, |user| company.users.stays(user)).map(Principal::user);
        }
        let groups = company.groups.total() as u64;
        let wanted = match random.below(10) {
            0..7 => account % company.teams + company.teams * random.below(groups / company.teams),
            _ => random.below(groups),
        };
        self.groups.take(wanted as usize, |group| company.groups.stays(group)).map(Principal::group)
    }

    /// Where all groups have the set already, or all users.
    fn anyone(&mut self) -> Option<Principal> {
        let company = self.company;
        let group = self.groups.take(0, |group| company.groups.stays(group)).map(Principal::group);
        group.or_else(|| self.users.take(0, |user| company.users.stays(user)).map(Principal::user))
    }
}
