//! What a picture is about, and the assignments and memberships that belong in it.

use crate::access::effective::{EffectiveAccess, Pair, Path};
use crate::access::status::Status;

/// What a picture is about. Things are known by their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus<'f> {
    /// All of it.
    Everything,
    /// What a user has, and through which groups.
    User(&'f str),
    /// What a group has, and its members.
    Group(&'f str),
    /// Who has a permission set, and where.
    PermissionSet(&'f str),
    /// Who has what in an account.
    Account(&'f str),
    /// The paths of a user to an account.
    Paths {
        /// The user.
        user: &'f str,
        /// The account.
        account: &'f str,
    },
}

/// Who is assigned something, by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// A user.
    User(u32),
    /// A group.
    Group(u32),
}

/// One assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// Who.
    pub principal: Principal,
    /// What and where.
    pub pair: Pair,
    /// Whether it works for those that the picture is about.
    pub status: Status,
}

/// What belongs in a picture.
#[derive(Debug, Default)]
pub struct Selection {
    /// The assignments, by principal, account and set.
    pub facts: Vec<Fact>,
    /// User and group of each membership.
    pub memberships: Vec<(u32, u32)>,
}

impl Selection {
    /// What belongs in a picture about something.
    pub fn new(access: &EffectiveAccess, focus: Focus) -> Self {
        let mut selection = match focus {
            Focus::Everything => {
                let members = access.groups.places().flat_map(|group| of_group(access, group)).collect();
                Selection { facts: all(access).collect(), memberships: members }
            }
            Focus::User(user) => user_paths(access, user),
            Focus::Group(group) => {
                let Some(group) = access.groups.place(group) else { return Selection::default() };
                Selection {
                    facts: held_by(access, Principal::Group(group)).collect(),
                    memberships: of_group(access, group).collect(),
                }
            }
            Focus::PermissionSet(set) => {
                let place = access.permission_sets.place(set);
                with_members(access, |fact| Some(fact.pair.permission_set) == place)
            }
            Focus::Account(account) => {
                let place = access.accounts.place(account);
                with_members(access, |fact| Some(fact.pair.account) == place)
            }
            Focus::Paths { user, account } => {
                let mut paths = user_paths(access, user);
                let place = access.accounts.place(account);
                paths.facts.retain(|fact| Some(fact.pair.account) == place);
                let leads =
                    |group: u32| paths.facts.iter().any(|fact| fact.principal == Principal::Group(group));
                paths.memberships.retain(|(_, group)| leads(*group));
                paths
            }
        };
        selection.facts.sort_unstable();
        selection
    }
}

fn all<'a>(access: &'a EffectiveAccess) -> impl Iterator<Item = Fact> + 'a {
    let users = access.users.places().map(Principal::User);
    let principals = users.chain(access.groups.places().map(Principal::Group));
    principals.flat_map(|principal| held_by(access, principal))
}

fn held_by<'a>(access: &'a EffectiveAccess, principal: Principal) -> impl Iterator<Item = Fact> + 'a {
    let (of_principal, held) = match principal {
        Principal::User(user) => (access.user_status(user), access.held_by_user(user)),
        Principal::Group(group) => (access.group_status(group), access.held_by_group(group)),
    };
    held.iter().map(move |(pair, status)| Fact { principal, pair: *pair, status: of_principal.min(*status) })
}

fn of_group<'a>(access: &'a EffectiveAccess, group: u32) -> impl Iterator<Item = (u32, u32)> + 'a {
    access.members_of(group).iter().map(move |user| (*user, group))
}

fn with_members(access: &EffectiveAccess, wanted: impl Fn(&Fact) -> bool) -> Selection {
    let facts: Vec<Fact> = all(access).filter(wanted).collect();
    let mut groups: Vec<u32> = facts
        .iter()
        .filter_map(|fact| match fact.principal {
            Principal::Group(group) => Some(group),
            Principal::User(_) => None,
        })
        .collect();
    groups.sort_unstable();
    groups.dedup();
    let memberships = groups.into_iter().flat_map(|group| of_group(access, group)).collect();
    Selection { facts, memberships }
}

fn user_paths(access: &EffectiveAccess, user_id: &str) -> Selection {
    let Some(user) = access.users.place(user_id) else { return Selection::default() };
    let ways = access.ways_of_id(user_id).into_iter().map(|way| Fact {
        principal: match way.path {
            Path::Direct => Principal::User(user),
            Path::Group(group) => Principal::Group(group),
        },
        pair: way.pair,
        status: way.status,
    });
    let memberships = access.groups_of(user).iter().map(|group| (user, *group)).collect();
    Selection { facts: ways.collect(), memberships }
}
