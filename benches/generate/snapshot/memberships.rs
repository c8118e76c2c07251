//! Which user is in which group: few groups are large, by Zipf's law, and most are small.

use std::io;

use super::company::{Company, stream};
use super::ids::Uuid;
use super::page::Page;
use super::planted;
use super::presence::{Presence, Turnover};
use super::random::{Free, Random, mix, share_out, zipf};
use super::summary::Summary;

/// Draws the members of every group, writes them, and tells the summary.
pub fn write(page: &mut Page, company: &Company, summary: &mut Summary) -> io::Result<()> {
    let shape = &company.shape;
    let changes = &[Presence::Before, Presence::Later];
    let turnover = Turnover::new(shape.seed ^ stream::MEMBERSHIP, shape.memberships, changes);
    let mut draw = Draw { company, turnover, drawn: 0, users: Free::new(company.users.total()) };
    page.list("group_memberships", |page| {
        for (group, size) in sizes(company, draw.turnover.total()).into_iter().enumerate() {
            let members = draw.members(group as u64, size);
            let id = company.groups.id(group);
            for user in &members {
                let number = |half: u64| mix([shape.seed, group as u64, u64::from(*user), half]);
                page.record(&[
                    "{\"GroupId\":\"",
                    id.as_str(),
                    "\",\"UserId\":\"",
                    company.users.id(*user as usize).as_str(),
                    "\",\"MembershipId\":\"",
                    Uuid::of(number(0), number(1)).as_str(),
                    "\"}",
                ])?;
            }
            summary.group_has(group, &members);
        }
        Ok(())
    })
}

/// How many members each group has, on either date or both.
fn sizes(company: &Company, total: u64) -> Vec<u64> {
    let mut sizes = vec![0; company.groups.total()];
    let has_members =
        |group: &u32| company.groups.stays(*group as usize) && !planted::is_empty(u64::from(*group));
    let groups = (0..sizes.len() as u32).filter(has_members);
    let groups = Random::new([company.shape.seed, stream::MEMBERSHIP]).shuffled(groups);
    let weights = zipf(groups.len(), company.shape.skew);
    for (group, size) in groups.into_iter().zip(share_out(total, &weights, company.shape.users / 2)) {
        sizes[group as usize] = size;
    }
    sizes
}

struct Draw<'c> {
    company: &'c Company,
    turnover: Turnover,
    drawn: u64,
    users: Free,
}

impl Draw<'_> {
    fn next_presence(&mut self) -> Presence {
        self.drawn += 1;
        self.turnover.presence(self.drawn - 1)
    }

    /// The members that are there on the date, in order.
    fn members(&mut self, group: u64, size: u64) -> Vec<u32> {
        let company = self.company;
        let mut random = Random::new([company.shape.seed, stream::MEMBERSHIP, group]);
        let mut there = Vec::with_capacity(size as usize);
        let mut add = |user: usize, presence: Presence| {
            if presence.is_in(company.shape.is_later) {
                there.push(user as u32);
            }
        };
        if size > company.shape.users / 8 {
            // A large group: everybody is asked in turn.
            let staying: Vec<usize> =
                (0..company.users.total()).filter(|user| company.users.stays(*user)).collect();
            let mut left = size;
            for (asked, user) in staying.iter().enumerate() {
                if random.below((staying.len() - asked) as u64) < left {
                    left -= 1;
                    add(*user, self.next_presence());
                }
            }
            return there;
        }
        self.users.start();
        for _ in 0..size {
            let presence = self.next_presence();
            let passing = random.percent(25).then(|| company.users.passing(presence, &mut random)).flatten();
            let wanted = random.below(company.users.total() as u64) as usize;
            let user = passing
                .and_then(|passing| self.users.take(passing, |place| place == passing))
                .or_else(|| self.users.take(wanted, |user| company.users.stays(user)))
                .expect("a user is left");
            add(user, presence);
        }
        there.sort_unstable();
        there
    }
}
