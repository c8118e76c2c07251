//! What is assigned, and what is provisioned.

use fastrand::Rng;

use super::one;
use crate::ground_truth::organization::{
    Assignment, Organization, Pair, Principal, Provisioned, Style, Truth,
};

fn is_direct(assignment: &Assignment) -> bool {
    matches!(assignment.principal, Principal::User(_))
}

fn is_listed(all: &Organization, pair: Pair) -> bool {
    all.set(pair.0).is_some() && all.account(pair.1).is_some()
}

/// A set and an account where nobody is waiting for it to be provisioned.
fn settled(all: &Organization, rng: &mut Rng) -> Option<Pair> {
    Some(all.any_pair(rng)).filter(|pair| !all.is_waiting(*pair))
}

pub fn direct_added(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let user = one(rng, all.users.iter().map(|user| user.id))?;
    let pair = settled(all, rng)?;
    all.assign(pair, Principal::User(user));
    Some(())
}

pub fn group_added(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let group = one(rng, all.groups.iter().map(|group| group.id))?;
    let pair = settled(all, rng)?;
    all.assign(pair, Principal::Group(group));
    Some(())
}

/// Of these, one goes; the set goes from the account with the last.
fn removed(all: &mut Organization, rng: &mut Rng, is_fit: impl Fn(&Assignment) -> bool) -> Option<()> {
    let goes = one(rng, all.assignments.iter().filter(|one| is_fit(one)).cloned())?;
    all.unassign(|one| *one == goes);
    Some(())
}

pub fn direct_removed(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    removed(all, rng, is_direct)
}

pub fn group_removed(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    removed(all, rng, |one| !is_direct(one))
}

pub fn last_removed(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let before = all.clone();
    removed(all, rng, |one| before.assignments_of(one.pair) == 1 && before.provisioned(one.pair).is_some())
}

pub fn last_removed_and_left_provisioned(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let is_last =
        |one: &&Assignment| all.assignments_of(one.pair) == 1 && all.provisioned(one.pair).is_some();
    let goes = one(rng, all.assignments.iter().filter(is_last).cloned())?;
    all.assignments.retain(|one| *one != goes);
    Some(())
}

/// The principal sees it and has no role to assume.
pub fn added_and_not_provisioned(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let pair = all.any_pair(rng);
    if all.provisioned(pair).is_some() {
        return None;
    }
    let principal = all.any_principal(rng);
    all.list_assignment(pair, principal);
    Some(())
}

fn waiting(all: &Organization, rng: &mut Rng) -> Option<Pair> {
    let is_fit = |pair: &Pair| all.is_waiting(*pair) && is_listed(all, *pair);
    one(rng, all.assignments.iter().map(|one| one.pair).filter(is_fit))
}

pub fn provisioned_later(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let pair = waiting(all, rng)?;
    all.provisioned.push(Provisioned { pair, latest: true });
    Some(())
}

/// What it provisions gives access to all who were waiting.
pub fn added_where_others_wait(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let pair = waiting(all, rng)?;
    let principal = all.any_principal(rng);
    if all.assigned(pair, principal) == Truth::Yes {
        return None;
    }
    all.assign(pair, principal);
    Some(())
}

pub fn deprovisioned(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let pairs = all.provisioned.iter().map(|one| one.pair);
    let pair = one(rng, pairs.filter(|pair| all.assignments_of(*pair) > 0))?;
    all.provisioned.retain(|one| one.pair != pair);
    Some(())
}

pub fn provisioned_for_nobody(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let pair = all.any_pair(rng);
    if all.provisioned(pair).is_some() || all.assignments_of(pair) > 0 {
        return None;
    }
    all.provisioned.push(Provisioned { pair, latest: true });
    Some(())
}

pub fn deprovisioned_for_nobody(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let pairs = all.provisioned.iter().map(|one| one.pair);
    let pair = one(rng, pairs.filter(|pair| all.assignments_of(*pair) == 0))?;
    all.provisioned.retain(|one| one.pair != pair);
    Some(())
}

pub fn provisioning_caught_up(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let set = one(rng, all.provisioned.iter().filter(|one| !one.latest).map(|one| one.pair.0))?;
    all.provisioned.iter_mut().filter(|one| one.pair.0 == set).for_each(|one| one.latest = true);
    Some(())
}

/// Something of the set was edited that no policy tells, and did not reach all accounts.
pub fn provisioning_fell_behind(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let is_fit = |one: &&Provisioned| {
        one.latest && all.set(one.pair.0).is_some_and(|set| set.style != Style::Customer)
    };
    let pair = one(rng, all.provisioned.iter().filter(is_fit).map(|one| one.pair))?;
    all.provisioned.iter_mut().filter(|one| one.pair == pair).for_each(|one| one.latest = false);
    all.set_mut(pair.0).description.push_str(", and edited");
    Some(())
}
