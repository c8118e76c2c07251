//! What happens to users.

use fastrand::Rng;

use super::{one, some};
use crate::ground_truth::organization::{GroupId, Organization, Principal, User, UserId};

fn any(all: &mut Organization, rng: &mut Rng, is_fit: impl Fn(&User) -> bool) -> Option<UserId> {
    one(rng, all.users.iter().filter(|user| is_fit(user)).map(|user| user.id))
}

fn edit(all: &mut Organization, user: UserId, edit: impl Fn(&mut User)) {
    all.users.iter_mut().filter(|one| one.id == user).for_each(edit);
}

pub fn created(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let groups = some(rng, all.groups.iter().map(|group| group.id));
    let user = all.add_user();
    all.memberships.extend(groups.iter().map(|group| (*group, user)));
    (!groups.is_empty()).then_some(())
}

pub fn created_without_any(all: &mut Organization, _: &mut Rng) -> Option<()> {
    all.add_user();
    Some(())
}

pub fn created_with_an_assignment(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let pair = one(rng, all.provisioned.iter().map(|one| one.pair))?;
    let user = all.add_user();
    all.assign(pair, Principal::User(user));
    Some(())
}

/// A new user in an old group that gets the set at the same time.
pub fn created_in_a_group_that_gets_more(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let group = one(rng, all.groups.iter().map(|group| group.id))?;
    let has = |all: &Organization, pair| {
        all.assignments.iter().any(|one| one.pair == pair && one.principal == Principal::Group(group))
    };
    let pair = one(rng, all.provisioned.iter().map(|one| one.pair).filter(|pair| !has(all, *pair)))?;
    let user = all.add_user();
    all.memberships.push((group, user));
    all.assign(pair, Principal::Group(group));
    Some(())
}

fn forget(all: &mut Organization, user: UserId) {
    all.users.retain(|one| one.id != user);
    all.memberships.retain(|(_, member)| *member != user);
}

pub fn deleted_with_all(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let user = any(all, rng, |_| true)?;
    forget(all, user);
    all.assignments.retain(|one| one.principal != Principal::User(user));
    Some(())
}

/// What was assigned to the user stays listed, as that of a deleted principal.
pub fn deleted_alone(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let user = any(all, rng, |_| true)?;
    forget(all, user);
    Some(())
}

pub fn disabled(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let user = any(all, rng, |user| user.enabled)?;
    edit(all, user, |user| user.enabled = false);
    Some(())
}

pub fn enabled(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let user = any(all, rng, |user| !user.enabled)?;
    edit(all, user, |user| user.enabled = true);
    Some(())
}

pub fn renamed(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (user, number) = (any(all, rng, |_| true)?, all.fresh());
    edit(all, user, |user| user.name = format!("renamed-{number}"));
    Some(())
}

pub fn got_another_email(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (user, number) = (any(all, rng, |_| true)?, all.fresh());
    edit(all, user, |user| user.email = format!("other-{number}@example.com"));
    Some(())
}

pub fn changed_department(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (user, number) = (any(all, rng, |_| true)?, all.fresh());
    edit(all, user, |user| user.department = format!("department {number}"));
    Some(())
}

pub fn made_again(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let old = any(all, rng, |_| true)?;
    let new = UserId(all.fresh());
    edit(all, old, |user| user.id = new);
    all.memberships.iter_mut().filter(|(_, user)| *user == old).for_each(|(_, user)| *user = new);
    let direct = all.assignments.iter_mut().filter(|one| one.principal == Principal::User(old));
    direct.for_each(|one| one.principal = Principal::User(new));
    Some(())
}

pub fn joined_a_group(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (user, group) = (any(all, rng, |_| true)?, one(rng, all.groups.iter().map(|group| group.id))?);
    if all.memberships.contains(&(group, user)) {
        return None;
    }
    all.memberships.push((group, user));
    Some(())
}

pub fn left_a_group(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let membership = one(rng, all.memberships.iter().copied())?;
    all.memberships.retain(|one| *one != membership);
    Some(())
}

pub fn moved_between_groups(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (from, user) = one(rng, all.memberships.iter().copied())?;
    let is_new = |group: &GroupId| !all.memberships.contains(&(*group, user));
    let to = one(rng, all.groups.iter().map(|group| group.id).filter(is_new))?;
    all.memberships.retain(|one| *one != (from, user));
    all.memberships.push((to, user));
    Some(())
}

/// The same access by a group as before directly.
pub fn got_a_group_for_an_assignment(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let is_direct = |place: &usize| match all.assignments[*place].principal {
        Principal::User(user) => all.user(user).is_some(),
        Principal::Group(_) => false,
    };
    let place = one(rng, (0..all.assignments.len()).filter(is_direct))?;
    let Principal::User(user) = all.assignments[place].principal else { return None };
    let group = all.add_group();
    all.memberships.push((group, user));
    all.assignments[place].principal = Principal::Group(group);
    Some(())
}

/// The same access directly as before by a group.
pub fn got_assignments_for_a_group(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (group, user) = one(rng, all.memberships.iter().copied())?;
    let of_group = all.assignments.iter().filter(|one| one.principal == Principal::Group(group));
    let pairs: Vec<_> = of_group.map(|one| one.pair).collect();
    all.memberships.retain(|one| *one != (group, user));
    pairs.iter().for_each(|pair| all.list_assignment(*pair, Principal::User(user)));
    Some(())
}
