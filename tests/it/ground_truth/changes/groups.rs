//! What happens to groups.

use fastrand::Rng;

use super::{one, some};
use crate::ground_truth::organization::{GroupId, Organization, Principal};

fn any(all: &Organization, rng: &mut Rng) -> Option<GroupId> {
    one(rng, all.groups.iter().map(|group| group.id))
}

pub fn created(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let users = some(rng, all.users.iter().map(|user| user.id));
    let pairs: Vec<_> =
        (0..rng.usize(1..=3)).map(|_| all.any_pair(rng)).filter(|pair| !all.is_waiting(*pair)).collect();
    if pairs.is_empty() {
        return None;
    }
    let group = all.add_group();
    all.memberships.extend(users.into_iter().map(|user| (group, user)));
    pairs.into_iter().for_each(|pair| all.assign(pair, Principal::Group(group)));
    Some(())
}

pub fn created_empty(all: &mut Organization, _: &mut Rng) -> Option<()> {
    all.add_group();
    Some(())
}

fn forget(all: &mut Organization, group: GroupId) {
    all.groups.retain(|one| one.id != group);
    all.memberships.retain(|(of, _)| *of != group);
}

pub fn deleted_with_all(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let group = any(all, rng)?;
    forget(all, group);
    all.unassign(|one| one.principal == Principal::Group(group));
    Some(())
}

pub fn deleted_alone(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let group = any(all, rng)?;
    forget(all, group);
    Some(())
}

pub fn renamed(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (group, number) = (any(all, rng)?, all.fresh());
    all.groups
        .iter_mut()
        .filter(|one| one.id == group)
        .for_each(|one| one.name = format!("renamed-{number}"));
    Some(())
}

/// Another group of the same name, and nothing else.
fn again(all: &mut Organization, old: GroupId) -> GroupId {
    let new = GroupId(all.fresh());
    all.groups.iter_mut().filter(|one| one.id == old).for_each(|one| one.id = new);
    new
}

pub fn made_again(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let old = any(all, rng)?;
    let new = again(all, old);
    all.memberships.iter_mut().filter(|(group, _)| *group == old).for_each(|(group, _)| *group = new);
    let of_group = all.assignments.iter_mut().filter(|one| one.principal == Principal::Group(old));
    of_group.for_each(|one| one.principal = Principal::Group(new));
    Some(())
}

pub fn made_again_without_access(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let old = any(all, rng)?;
    again(all, old);
    all.memberships.retain(|(group, _)| *group != old);
    all.assignments.retain(|one| one.principal != Principal::Group(old));
    Some(())
}

/// The assignments are made again, and other people are in it.
pub fn made_again_with_others(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let old = any(all, rng)?;
    let new = again(all, old);
    all.memberships.retain(|(group, _)| *group != old);
    let users = some(rng, all.users.iter().map(|user| user.id));
    all.memberships.extend(users.into_iter().map(|user| (new, user)));
    let of_group = all.assignments.iter_mut().filter(|one| one.principal == Principal::Group(old));
    of_group.for_each(|one| one.principal = Principal::Group(new));
    Some(())
}
