//! What the reader could not read.

use fastrand::Rng;

use super::one;
use crate::ground_truth::organization::Organization;

pub fn members(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let group = one(rng, all.memberships.iter().map(|(group, _)| *group))?;
    if all.unread_groups.contains(&group) {
        return None;
    }
    all.unread_groups.push(group);
    Some(())
}

pub fn assignments(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let pair = one(rng, all.assignments.iter().map(|one| one.pair))?;
    if all.unread_pairs.contains(&pair) {
        return None;
    }
    all.unread_pairs.push(pair);
    Some(())
}
