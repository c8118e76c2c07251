//! What a user, a group or a permission set reaches.

use std::collections::{BTreeMap, BTreeSet};

use super::effective::{EffectiveAccess, Pair};
use super::status::Status;
use super::tier::{Tier, Tiers};

/// Whose reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'w> {
    /// A user's, by UserId.
    User(&'w str),
    /// A group's, by GroupId: what its members have, and whoever is added to it.
    Group(&'w str),
    /// A permission set's, by ARN: whom an edit of it touches.
    PermissionSet(&'w str),
}

/// A principal that leads there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Through {
    /// A user, directly.
    User(u32),
    /// A group.
    Group(u32),
}

/// A set in an account that is reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// Where.
    pub pair: Pair,
    /// What the set amounts to there.
    pub tier: Tier,
    /// The best status of what leads there.
    pub status: Status,
    /// What leads there, sorted.
    pub through: Vec<Through>,
    /// The users that reach it so, those aside who cannot sign in.
    pub people: BTreeSet<u32>,
}

/// What is reached, the strongest tier first, then by account and permission set.
pub fn blast_radius(access: &EffectiveAccess, tiers: &Tiers, whose: Whose) -> Vec<Reached> {
    let mut reached: BTreeMap<Pair, Reached> = BTreeMap::new();
    let mut add = |pair: Pair, status: Status, through: Through, people: &mut dyn Iterator<Item = u32>| {
        let found = reached.entry(pair).or_insert_with(|| Reached {
            pair,
            tier: tiers
                .of(access.permission_sets.text(pair.permission_set), access.accounts.text(pair.account)),
            status,
            through: Vec::new(),
            people: BTreeSet::new(),
        });
        found.status = found.status.max(status);
        found.through.push(through);
        if status.may_work() {
            found.people.extend(people.filter(|user| access.user_status(*user).may_work()));
        }
    };
    match whose {
        Whose::User(id) => {
            let Some(user) = access.users.place(id) else { return Vec::new() };
            for way in access.ways_of_id(id) {
                let through = way.path.group().map_or(Through::User(user), Through::Group);
                add(way.pair, way.status, through, &mut [user].into_iter());
            }
        }
        Whose::Group(id) => {
            let Some(group) = access.groups.place(id) else { return Vec::new() };
            for (pair, status) in access.held_by_group(group) {
                let status = access.group_status(group).min(*status);
                add(*pair, status, Through::Group(group), &mut access.members_of(group).iter().copied());
            }
        }
        Whose::PermissionSet(arn) => {
            let Some(set) = access.permission_sets.place(arn) else { return Vec::new() };
            for user in access.users.places() {
                for (pair, status) in
                    access.held_by_user(user).iter().filter(|(pair, _)| pair.permission_set == set)
                {
                    let status = access.user_status(user).min(*status);
                    add(*pair, status, Through::User(user), &mut [user].into_iter());
                }
            }
            for group in access.groups.places() {
                for (pair, status) in
                    access.held_by_group(group).iter().filter(|(pair, _)| pair.permission_set == set)
                {
                    let status = access.group_status(group).min(*status);
                    add(*pair, status, Through::Group(group), &mut access.members_of(group).iter().copied());
                }
            }
        }
    }
    let mut reached: Vec<Reached> = reached.into_values().collect();
    reached.iter_mut().for_each(|found| found.through.sort_unstable());
    reached.sort_by_key(|found| (found.tier, found.pair));
    reached
}

/// True where the user reaches the pair already, by a path that may work.
pub fn reaches(access: &EffectiveAccess, user_id: &str, pair: Pair) -> bool {
    access.ways_of_id(user_id).iter().any(|way| way.pair == pair && way.status.may_work())
}
