//! What there is: who and what the assignments are about.

use super::ids::Ids;
use super::planted;
use super::presence::{Presence, Turnover};
use super::random::Random;
use super::shape::Shape;

/// What a stream of random numbers is for: each has a number of its own.
pub mod stream {
    pub const USER: u64 = 1;
    pub const GROUP: u64 = 2;
    pub const ACCOUNT: u64 = 3;
    pub const SET: u64 = 4;
    pub const UNIT: u64 = 5;
    pub const ASSIGNMENT: u64 = 6;
    pub const MEMBERSHIP: u64 = 7;
    pub const PROVISIONING: u64 = 8;
    pub const POLICY: u64 = 9;
}

/// Users, or groups.
pub struct Principals {
    ids: Ids,
    presence: Vec<Presence>,
    /// By presence: who is only there before, only later, never.
    leavers: Vec<u32>,
    joiners: Vec<u32>,
    deleted: Vec<u32>,
}

impl Principals {
    fn new(seed: u64, kind: u64, count: u64, changes: &'static [Presence]) -> Self {
        let turnover = Turnover::new(seed ^ kind, count, changes);
        let presence: Vec<Presence> = (0..turnover.total()).map(|number| turnover.presence(number)).collect();
        let of =
            |wanted| (0..).zip(&presence).filter(move |(_, is)| **is == wanted).map(|(number, _)| number);
        Principals {
            ids: Ids::new(seed, kind, turnover.total()),
            leavers: of(Presence::Before).collect(),
            joiners: of(Presence::Later).collect(),
            deleted: of(Presence::Never).collect(),
            presence,
        }
    }

    /// All that there ever are.
    pub fn total(&self) -> usize {
        self.presence.len()
    }

    /// Whether one is there on both dates.
    pub fn stays(&self, number: usize) -> bool {
        self.presence[number] == Presence::Always
    }

    /// Those who are in the lists.
    pub fn listed(&self, is_later: bool) -> impl Iterator<Item = usize> {
        let listed = self.presence.iter().enumerate().filter(move |(_, presence)| presence.is_in(is_later));
        listed.map(|(number, _)| number)
    }

    /// Whether one is in the lists.
    pub fn is_listed(&self, number: usize, is_later: bool) -> bool {
        self.presence[number].is_in(is_later)
    }

    /// One of those who are there at this time and at no other.
    pub fn passing(&self, presence: Presence, random: &mut Random) -> Option<usize> {
        let passing = match presence {
            Presence::Always => return None,
            Presence::Before => &self.leavers,
            Presence::Later => &self.joiners,
            Presence::Never => &self.deleted,
        };
        (!passing.is_empty()).then(|| *random.pick(passing) as usize)
    }

    /// The id.
    pub fn id(&self, number: usize) -> super::ids::Uuid {
        self.ids.uuid(number as u64)
    }
}

/// The company.
pub struct Company {
    /// How large it is.
    pub shape: Shape,
    /// The users.
    pub users: Principals,
    /// The groups.
    pub groups: Principals,
    /// The ids of the accounts.
    pub accounts: Vec<String>,
    /// The ARNs of the permission sets.
    pub sets: Vec<String>,
    /// How often each set is used: the first is used most.
    pub rank_of_set: Vec<u32>,
    /// The set of each rank.
    pub set_of_rank: Vec<u32>,
    /// The teams that accounts and groups belong to.
    pub teams: u64,
}

/// The instance, as in its ARN.
pub const INSTANCE: &str = "ssoins-7223abcd01234567";

impl Company {
    /// A company of this shape.
    pub fn new(shape: Shape) -> Self {
        let Shape { seed, users, groups, accounts, permission_sets, .. } = shape;
        let of_account = Ids::new(seed, stream::ACCOUNT, accounts);
        let of_set = Ids::new(seed, stream::SET, permission_sets);
        let arn = |set| format!("arn:aws:sso:::permissionSet/{INSTANCE}/ps-{:016x}", of_set.hex16(set));
        let set_of_rank = Random::new([seed, stream::SET]).shuffled(0..permission_sets as u32);
        let mut rank_of_set = vec![0; set_of_rank.len()];
        for (rank, set) in (0..).zip(&set_of_rank) {
            rank_of_set[*set as usize] = rank;
        }
        const COME_AND_GO: &[Presence] = &[Presence::Before, Presence::Later, Presence::Never];
        Company {
            shape,
            users: Principals::new(seed, stream::USER, users, COME_AND_GO),
            groups: Principals::new(seed, stream::GROUP, groups, &[Presence::Never]),
            accounts: (0..accounts).map(|account| of_account.account(account).to_string()).collect(),
            sets: (0..permission_sets).map(arn).collect(),
            rank_of_set,
            set_of_rank,
            teams: (accounts / 20).min(groups / 4).max(1),
        }
    }

    /// The rank of a set.
    pub fn rank(&self, set: u32) -> u64 {
        u64::from(self.rank_of_set[set as usize])
    }

    /// The account that owns the organization.
    pub fn management_account(&self) -> usize {
        self.accounts.len() / 4
    }

    /// The account that administers the instance.
    pub fn delegated_account(&self) -> usize {
        self.accounts.len() / 3
    }

    /// The state of an account; those two are never suspended.
    pub fn account_state(&self, account: usize) -> &'static str {
        if account == self.management_account() || account == self.delegated_account() {
            return "ACTIVE";
        }
        planted::account_state(account as u64, self.shape.is_later)
    }
}
