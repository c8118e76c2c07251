//! What a set amounts to in an account. No policy language: all that the policies have is actions of one
//! vocabulary, allowed on everything.

use std::collections::BTreeSet;

use super::organization::{AccountId, Boundary, Organization, Pair};
use super::policies::{EVERYTHING, LISTS, Policy};

/// What the set's policies allow in the account, boundary aside, and where alone they allow it.
fn allowed(side: &Organization, (set, account): Pair) -> (BTreeSet<&'static str>, Option<&'static str>) {
    let Some(set) = side.set(set) else { return Default::default() };
    let managed = set.managed.iter().map(|name| &side.managed[name]);
    let customer = set.customer.iter().filter_map(|name| side.customer.get(&(account, *name)));
    let policies = [&set.inline].into_iter().chain(managed).chain(customer);
    let mut actions: BTreeSet<&str> = policies.flat_map(|policy| policy.actions.iter().copied()).collect();
    if actions.contains(EVERYTHING) {
        actions = [EVERYTHING].into();
    }
    (actions, set.inline.region)
}

/// True where the first allows something that the second does not.
fn exceeds(one: &BTreeSet<&str>, other: &BTreeSet<&str>) -> bool {
    !other.contains(EVERYTHING) && one.iter().any(|action| !other.contains(action))
}

/// How the set's policies and its boundary differ in the account.
pub fn edits(old: &Organization, new: &Organization, pair: Pair) -> Vec<&'static str> {
    let ((before, old_region), (after, new_region)) = (allowed(old, pair), allowed(new, pair));
    let mut edits = Vec::new();
    if old_region != new_region {
        assert_eq!(before, after, "a change of what is allowed and of its condition is for nobody to judge");
        edits.push("conditions-changed");
    }
    if exceeds(&after, &before) {
        edits.push("policies-widened");
    }
    if exceeds(&before, &after) {
        edits.push("policies-narrowed");
    }
    if boundary(old, pair) != boundary(new, pair) {
        edits.push("boundary-changed");
    }
    edits
}

/// The boundary and what its document lets through in the account.
fn boundary(side: &Organization, (set, account): Pair) -> Option<(Boundary, Option<&Policy>)> {
    let boundary = side.set(set)?.boundary?;
    let document = match boundary {
        Boundary::Managed(name) => side.managed.get(name),
        Boundary::Customer(name) => side.customer.get(&(account, name)),
    };
    Some((boundary, document))
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tier {
    /// The set is not in the account.
    Nothing,
    Is(&'static str),
    /// It is not this test's to say.
    Open,
}

pub fn tier(side: &Organization, pair: Pair) -> Tier {
    let (Some(set), Some(_), Some(provisioned)) =
        (side.set(pair.0), side.account(pair.1), side.provisioned(pair))
    else {
        return Tier::Nothing;
    };
    let (actions, region) = allowed(side, pair);
    if !provisioned.latest || region.is_some() || set.boundary.is_some() {
        Tier::Open
    } else if actions.contains(EVERYTHING) {
        Tier::Is("administrator")
    } else if actions.is_empty() {
        Tier::Is("none")
    } else if actions.iter().all(|action| LISTS.contains(action)) {
        Tier::Is("read_only")
    } else {
        Tier::Open
    }
}

/// Whether the account is production, by its words.
pub fn is_production(side: &Organization, account: AccountId) -> bool {
    let Some(one) = side.account(account) else { return false };
    let units = side.chain(account).into_iter().filter_map(|id| side.unit(id)).map(|unit| unit.name.as_str());
    let texts = [one.name.as_str()].into_iter().chain(one.environment).chain(units);
    texts.into_iter().any(says_production)
}

fn says_production(text: &str) -> bool {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
    let says = |place: usize| {
        ["prod", "production", "prd", "live"].contains(&words[place])
            && (place == 0 || !["non", "not", "pre"].contains(&words[place - 1]))
    };
    (0..words.len()).any(says)
}
