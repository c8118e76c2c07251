//! Sets that come, go, or change in what is no policy.

use fastrand::Rng;

use super::one;
use crate::ground_truth::organization::{Organization, SetId, Style};

fn any(all: &Organization, rng: &mut Rng) -> Option<SetId> {
    one(rng, all.sets.iter().map(|set| set.id))
}

pub fn created(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let set = all.add_set(Style::Plain);
    for _ in 0..rng.usize(1..=3) {
        let (principal, account) = (all.any_principal(rng), all.any_pair(rng).1);
        all.assign((set, account), principal);
    }
    Some(())
}

pub fn created_unassigned(all: &mut Organization, _: &mut Rng) -> Option<()> {
    all.add_set(Style::Plain);
    Some(())
}

/// The others can go without it.
pub fn deleted(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    if all.sets.len() < 3 {
        return None;
    }
    let set = any(all, rng)?;
    all.sets.retain(|one| one.id != set);
    all.assignments.retain(|one| one.pair.0 != set);
    all.provisioned.retain(|one| one.pair.0 != set);
    Some(())
}

pub fn made_again(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let old = any(all, rng)?;
    let new = SetId(all.fresh());
    all.set_mut(old).id = new;
    all.assignments.iter_mut().filter(|one| one.pair.0 == old).for_each(|one| one.pair.0 = new);
    all.provisioned.iter_mut().filter(|one| one.pair.0 == old).for_each(|one| one.pair.0 = new);
    Some(())
}

pub fn renamed(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (set, number) = (any(all, rng)?, all.fresh());
    all.set_mut(set).name = format!("Renamed{number}");
    Some(())
}

pub fn got_another_tag(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (set, number) = (any(all, rng)?, all.fresh());
    all.set_mut(set).owner = format!("team {number}");
    Some(())
}

pub fn described_otherwise(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (set, number) = (any(all, rng)?, all.fresh());
    all.set_mut(set).description = format!("Described for the {number}th time");
    Some(())
}

pub fn got_longer_sessions(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let set = any(all, rng)?;
    let hours = &mut all.set_mut(set).hours;
    *hours = *hours % 12 + 1;
    Some(())
}
