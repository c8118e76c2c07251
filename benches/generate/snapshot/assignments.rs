//! Who has which permission set in which account.

use std::io;
use std::ops::Range;

use super::company::{Company, stream};
use super::draw::{Draw, by_account, sizes};
use super::page::Page;
use super::random::Random;

/// A set in an account.
pub struct Pair {
    /// The account.
    pub account: u32,
    /// The set.
    pub set: u32,
    /// Where its principals stand.
    first: u32,
    end: u32,
}

impl Pair {
    fn range(&self) -> Range<usize> {
        self.first as usize..self.end as usize
    }

    /// Whether somebody has it on the date of the snapshot.
    pub fn is_assigned(&self) -> bool {
        self.first < self.end
    }
}

/// A user or a group, by number. Groups come first, as in the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Principal(u32);

const USER: u32 = 1 << 31;

impl Principal {
    /// A group.
    pub fn group(number: usize) -> Self {
        Principal(number as u32)
    }

    /// A user.
    pub fn user(number: usize) -> Self {
        Principal(number as u32 | USER)
    }

    /// True for a user.
    pub fn is_user(self) -> bool {
        self.0 & USER != 0
    }

    /// Its number among the users, or among the groups.
    pub fn number(self) -> usize {
        (self.0 & !USER) as usize
    }
}

/// All of them, in the order of the file.
pub struct Assignments {
    /// The pairs; some are assigned on the other date alone.
    pub pairs: Vec<Pair>,
    principals: Vec<Principal>,
}

impl Assignments {
    /// Gives everybody what they have.
    pub fn new(company: &Company) -> Self {
        let mut draw = Draw::new(company);
        let mut all = Assignments { pairs: Vec::new(), principals: Vec::new() };
        for (account, count) in (0..).zip(by_account(company, draw.total())) {
            let mut random = Random::new([company.shape.seed, stream::ASSIGNMENT, u64::from(account)]);
            let sizes = sizes(&mut random, count, company.sets.len() as u64);
            let sets = draw.sets(&mut random, sizes.len());
            for (set, size) in sets.into_iter().zip(sizes) {
                let first = all.principals.len();
                draw.principals(&mut random, u64::from(account), size, &mut all.principals);
                all.principals[first..].sort_unstable();
                let (first, end) = (first as u32, all.principals.len() as u32);
                all.pairs.push(Pair { account, set, first, end });
            }
        }
        all
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.principals.len()
    }

    /// Who has the set of the pair in its account.
    pub fn of(&self, pair: &Pair) -> &[Principal] {
        &self.principals[pair.range()]
    }

    /// Writes them.
    pub fn write(&self, page: &mut Page, company: &Company) -> io::Result<()> {
        page.list("account_assignments", |page| {
            for pair in &self.pairs {
                let (account, set) =
                    (&company.accounts[pair.account as usize], &company.sets[pair.set as usize]);
                for principal in self.of(pair) {
                    let (kind, id) = match principal.is_user() {
                        true => ("USER", company.users.id(principal.number())),
                        false => ("GROUP", company.groups.id(principal.number())),
                    };
                    page.record(&[
                        "{\"AccountId\":\"",
                        account,
                        "\",\"PermissionSetArn\":\"",
                        set,
                        "\",\"PrincipalType\":\"",
                        kind,
                        "\",\"PrincipalId\":\"",
                        id.as_str(),
                        "\"}",
                    ])?;
                }
            }
            Ok(())
        })
    }
}
