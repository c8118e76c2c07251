//! What is edited in the policies and boundaries of sets.
//!
//! An edit reaches the accounts that have the latest version; those that were behind stay behind.

use fastrand::Rng;

use super::one;
use crate::ground_truth::organization::{AccountId, Boundary, Organization, Set, SetId, Style};
use crate::ground_truth::policies::{
    ADMINISTRATOR, ATTACHABLE, CUSTOMER_BOUNDARIES, LISTS, MANAGED_BOUNDARIES, Policy, REGIONS, SHARED, WORK,
};

fn any(all: &Organization, rng: &mut Rng, is_fit: impl Fn(&Set) -> bool) -> Option<SetId> {
    one(rng, all.sets.iter().filter(|set| is_fit(set)).map(|set| set.id))
}

fn is_plain(set: &Set) -> bool {
    set.style == Style::Plain
}

fn is_seen_to_be_behind(set: &Set) -> bool {
    set.style != Style::Customer
}

/// The latest version stays unprovisioned in some of the accounts.
fn falls_behind(all: &mut Organization, rng: &mut Rng, set: SetId) -> Option<()> {
    let behind = one(rng, all.pairs_of(set).into_iter())?;
    let pairs = all.provisioned.iter_mut().filter(|one| one.pair.0 == set);
    pairs.for_each(|one| one.latest &= one.pair != behind && rng.bool());
    Some(())
}

fn widen(all: &mut Organization, rng: &mut Rng) -> Option<SetId> {
    let set = any(all, rng, is_plain)?;
    let action = one(rng, all.set(set)?.inline.lacking().into_iter())?;
    all.set_mut(set).inline.actions.insert(action);
    Some(set)
}

fn narrow(all: &mut Organization, rng: &mut Rng) -> Option<SetId> {
    let set = any(all, rng, |set| is_plain(set) && !set.inline.actions.is_empty())?;
    let action = one(rng, all.set(set)?.inline.actions.iter().copied())?;
    all.set_mut(set).inline.actions.remove(action);
    Some(set)
}

fn exchange(all: &mut Organization, rng: &mut Rng) -> Option<SetId> {
    let set = any(all, rng, |set| is_plain(set) && !set.inline.actions.is_empty())?;
    let inline = &all.set(set)?.inline;
    let (goes, comes) = (one(rng, inline.actions.iter().copied())?, one(rng, inline.lacking().into_iter())?);
    let inline = &mut all.set_mut(set).inline;
    inline.actions.remove(goes);
    inline.actions.insert(comes);
    Some(set)
}

pub fn inline_widened(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    widen(all, rng).map(|_| ())
}

pub fn inline_narrowed(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    narrow(all, rng).map(|_| ())
}

pub fn inline_exchanged(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    exchange(all, rng).map(|_| ())
}

pub fn inline_widened_everywhere(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let set = widen(all, rng)?;
    all.provisioned.iter_mut().filter(|one| one.pair.0 == set).for_each(|one| one.latest = true);
    Some(())
}

pub fn inline_widened_here_and_there(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let set = widen(all, rng)?;
    falls_behind(all, rng, set)
}

pub fn inline_narrowed_here_and_there(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let set = narrow(all, rng)?;
    falls_behind(all, rng, set)
}

fn region_exchanged(all: &mut Organization, rng: &mut Rng) -> Option<SetId> {
    let set = any(all, rng, |set| set.inline.region.is_some())?;
    let now = all.set(set)?.inline.region;
    let other = one(rng, REGIONS.into_iter().filter(|region| Some(*region) != now))?;
    all.set_mut(set).inline.region = Some(other);
    Some(set)
}

pub fn condition_changed(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    region_exchanged(all, rng).map(|_| ())
}

pub fn condition_changed_here_and_there(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let set = region_exchanged(all, rng)?;
    falls_behind(all, rng, set)
}

pub fn written_otherwise(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let set = any(all, rng, |set| !set.inline.actions.is_empty())?;
    all.set_mut(set).inline.reversed ^= true;
    Some(())
}

fn attach(all: &mut Organization, rng: &mut Rng, of: &[&'static str]) -> Option<()> {
    let set = any(all, rng, is_plain)?;
    let has = &all.set(set)?.managed;
    let name = one(rng, of.iter().copied().filter(|name| !has.contains(name)))?;
    all.set_mut(set).managed.insert(name);
    Some(())
}

pub fn managed_attached(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    attach(all, rng, &ATTACHABLE)
}

pub fn administrator_attached(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    attach(all, rng, &[ADMINISTRATOR])
}

pub fn managed_detached(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let set = any(all, rng, |set| is_plain(set) && !set.managed.is_empty())?;
    let name = one(rng, all.set(set)?.managed.iter().copied())?;
    all.set_mut(set).managed.remove(name);
    Some(())
}

/// What the managed policy allows is written into the inline policy: the set allows what it did.
pub fn managed_written_out(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let set = any(all, rng, |set| is_plain(set) && !set.managed.is_empty())?;
    let name = one(rng, all.set(set)?.managed.iter().copied().filter(|name| *name != ADMINISTRATOR))?;
    let actions = all.managed[name].actions.clone();
    let set = all.set_mut(set);
    set.managed.remove(name);
    set.inline.actions.extend(actions);
    Some(())
}

/// A policy that some account has for itself, of a set that is there: what the set names it as.
fn of_some_account(
    all: &Organization,
    rng: &mut Rng,
    names: impl Fn(&Set) -> Vec<&'static str>,
) -> Option<(AccountId, &'static str)> {
    let mut found = Vec::new();
    for (set, account) in all.provisioned.iter().map(|one| one.pair) {
        let names = all.set(set).map(&names).unwrap_or_default();
        found.extend(
            names.into_iter().map(|name| (account, name)).filter(|key| all.customer.contains_key(key)),
        );
    }
    one(rng, found.into_iter())
}

fn edit(all: &mut Organization, key: (AccountId, &'static str), edit: impl FnOnce(&mut Policy)) {
    all.customer.entry(key).and_modify(edit);
}

fn customer_policies(set: &Set) -> Vec<&'static str> {
    set.customer.iter().copied().collect()
}

fn customer_boundary(set: &Set) -> Vec<&'static str> {
    match set.boundary {
        Some(Boundary::Customer(name)) => vec![name],
        _ => Vec::new(),
    }
}

pub fn customer_widened_in_an_account(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let key = of_some_account(all, rng, customer_policies)?;
    let action = one(rng, all.customer[&key].lacking().into_iter())?;
    edit(all, key, |policy| _ = policy.actions.insert(action));
    Some(())
}

pub fn customer_narrowed_in_an_account(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let key = of_some_account(all, rng, customer_policies)?;
    let actions = &all.customer[&key].actions;
    let action = one(rng, actions.iter().copied()).filter(|_| actions.len() > 1)?;
    edit(all, key, |policy| _ = policy.actions.remove(action));
    Some(())
}

/// AWS edits a policy of its own: at once, and everywhere.
pub fn shared_widened(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    any(all, rng, |set| set.managed.contains(SHARED))?;
    let policy = all.managed.get_mut(SHARED)?;
    let action = one(rng, policy.lacking().into_iter())?;
    policy.actions.insert(action);
    Some(())
}

pub fn shared_narrowed(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    any(all, rng, |set| set.managed.contains(SHARED))?;
    let policy = all.managed.get_mut(SHARED)?;
    let action = one(rng, policy.actions.iter().copied()).filter(|_| policy.actions.len() > 1)?;
    policy.actions.remove(action);
    Some(())
}

/// Another boundary than it has.
fn boundary(all: &Organization, rng: &mut Rng, set: SetId) -> Option<Boundary> {
    let set = all.set(set)?;
    let of_style: Vec<Boundary> = match set.style {
        Style::Customer => CUSTOMER_BOUNDARIES.map(Boundary::Customer).into(),
        Style::Plain | Style::Conditioned => MANAGED_BOUNDARIES.map(Boundary::Managed).into(),
    };
    one(rng, of_style.into_iter().filter(|one| Some(*one) != set.boundary))
}

fn bound(all: &mut Organization, rng: &mut Rng, is_fit: impl Fn(&Set) -> bool) -> Option<SetId> {
    let set = any(all, rng, is_fit)?;
    let boundary = boundary(all, rng, set)?;
    all.set_mut(set).boundary = Some(boundary);
    Some(set)
}

pub fn boundary_added(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    bound(all, rng, |set| set.boundary.is_none()).map(|_| ())
}

pub fn boundary_added_here_and_there(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let set = bound(all, rng, |set| set.boundary.is_none() && is_seen_to_be_behind(set))?;
    falls_behind(all, rng, set)
}

pub fn boundary_exchanged(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    bound(all, rng, |set| set.boundary.is_some()).map(|_| ())
}

pub fn boundary_removed(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let set = any(all, rng, |set| set.boundary.is_some())?;
    all.set_mut(set).boundary = None;
    Some(())
}

pub fn boundary_edited_in_an_account(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let key = of_some_account(all, rng, customer_boundary)?;
    let action = one(rng, LISTS.into_iter().chain(WORK))?;
    let policy = &all.customer[&key];
    if policy.actions.contains(action) && policy.actions.len() == 1 {
        return None;
    }
    edit(all, key, |policy| {
        if !policy.actions.remove(action) {
            policy.actions.insert(action);
        }
    });
    Some(())
}
