//! Effective access: users, permission sets and accounts, joined by every path.
//!
//! The rows can be two hundred times the assignments, so they are never held: what a principal has is held once,
//! and who is in which group, and a user's rows are put together when they are asked for.

use petgraph::graph::NodeIndex;
use rustc_hash::FxHashSet;

use super::ids::{Ids, Lists};
use super::status::{Status, Statuses};
use crate::dataset::Source;
use crate::dataset::graph::{AccessGraph, Edge, Node};

/// A set in an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// The account's place.
    pub account: u32,
    /// The permission set's place.
    pub permission_set: u32,
}

/// How a user comes by a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Path {
    /// Assigned to the user.
    Direct,
    /// Assigned to the group at this place, which the user is a member of.
    Group(u32),
}

impl Path {
    /// The group.
    pub fn group(self) -> Option<u32> {
        match self {
            Path::Direct => None,
            Path::Group(group) => Some(group),
        }
    }
}

/// One path of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Way {
    /// Where it leads.
    pub pair: Pair,
    /// How.
    pub path: Path,
    /// Whether it works.
    pub status: Status,
}

/// What a principal has been assigned: a pair, and what that pair brings to the status of a path.
type Held = (Pair, Status);

/// Who reaches what, factored.
pub struct EffectiveAccess<'d> {
    /// The users that are assigned something or are in a group, by UserId.
    pub users: Ids<'d>,
    /// The groups that are assigned something or have members, by GroupId.
    pub groups: Ids<'d>,
    /// The permission sets that are assigned, by PermissionSetArn.
    pub permission_sets: Ids<'d>,
    /// The accounts where something is assigned, by id.
    pub accounts: Ids<'d>,
    held_by_user: Lists<Held>,
    held_by_group: Lists<Held>,
    groups_of: Lists<u32>,
    members_of: Lists<u32>,
    user_status: Vec<Status>,
    group_status: Vec<Status>,
    account_status: Vec<Status>,
    statuses: Statuses<'d>,
}

/// The place of what has none.
const NOWHERE: u32 = u32::MAX;

/// The ids of the things in access graphs.
#[derive(Clone)]
struct GraphIds<'d> {
    users: Ids<'d>,
    groups: Ids<'d>,
    permission_sets: Ids<'d>,
    accounts: Ids<'d>,
}

impl<'d> GraphIds<'d> {
    fn new(graphs: &[&AccessGraph<'d>]) -> Self {
        let ids = |wanted: fn(&Node) -> bool| {
            Ids::new(graphs.iter().flat_map(|graph| {
                nodes(graph).filter(move |(_, node)| wanted(node)).filter_map(|(_, node)| graph.id(*node))
            }))
        };
        GraphIds {
            users: ids(|node| matches!(node, Node::User(_))),
            groups: ids(|node| matches!(node, Node::Group(_))),
            permission_sets: ids(|node| matches!(node, Node::PermissionSet(_))),
            accounts: ids(|node| matches!(node, Node::Account(_))),
        }
    }
}

fn nodes<'g>(graph: &'g AccessGraph) -> impl Iterator<Item = (NodeIndex, &'g Node)> {
    graph.graph().node_indices().zip(graph.graph().node_weights())
}

impl<'d> EffectiveAccess<'d> {
    /// Of a snapshot, from its access graph.
    pub fn of(source: &'d Source<'_>) -> Self {
        Self::of_graph(source, &AccessGraph::build(source.snapshot))
    }

    /// Of one user alone.
    pub fn of_user(source: &'d Source<'_>, user_id: &str) -> Self {
        Self::of_graph(source, &AccessGraph::around(source.snapshot, user_id))
    }

    /// Of two snapshots: a thing has the same place in both.
    pub fn of_both(one: &'d Source<'_>, other: &'d Source<'_>) -> [Self; 2] {
        let [first, second] = &[AccessGraph::build(one.snapshot), AccessGraph::build(other.snapshot)];
        let ids = GraphIds::new(&[first, second]);
        [Self::build(one, first, ids.clone()), Self::build(other, second, ids)]
    }

    fn of_graph(source: &'d Source<'_>, graph: &AccessGraph<'d>) -> Self {
        Self::build(source, graph, GraphIds::new(&[graph]))
    }

    fn build(source: &'d Source<'_>, graph: &AccessGraph<'d>, ids: GraphIds<'d>) -> Self {
        let statuses = Statuses::new(source);
        let GraphIds { users, groups, permission_sets, accounts } = ids;
        let account_status: Vec<Status> = accounts.iter().map(|id| statuses.account(id)).collect();
        // Nodes to places, once: an id is looked up a single time.
        let places: Vec<u32> = nodes(graph)
            .map(|(_, node)| {
                let ids = match node {
                    Node::User(_) => &users,
                    Node::Group(_) => &groups,
                    Node::PermissionSet(_) => &permission_sets,
                    Node::Account(_) => &accounts,
                    Node::OtherPrincipal(_) | Node::Assignment => return NOWHERE,
                };
                graph.id(*node).and_then(|id| ids.place(id)).unwrap_or(NOWHERE)
            })
            .collect();
        let place = |node: NodeIndex| places.get(node.index()).copied().unwrap_or(NOWHERE);

        let mut of_users = Vec::new();
        let mut of_groups = Vec::new();
        let mut memberships = Vec::new();
        for (principal, node) in nodes(graph) {
            let held = match node {
                Node::User(_) => &mut of_users,
                Node::Group(_) => &mut of_groups,
                _ => continue,
            };
            for (assignment, _) in graph.targets(principal, Edge::Has) {
                let end = |edge| graph.targets(assignment, edge).next();
                let (Some((set, Node::PermissionSet(set_id))), Some((end, Node::Account(account_id)))) =
                    (end(Edge::Grants), end(Edge::In))
                else {
                    continue;
                };
                let (permission_set, account) = (place(set), place(end));
                let of_account = account_status.get(account as usize).copied().unwrap_or(Status::Unknown);
                let of_pair = statuses.pair_of(set_id, account_id);
                held.push((place(principal), (Pair { account, permission_set }, of_account.min(of_pair))));
            }
            let groups = graph.targets(principal, Edge::MemberOf);
            memberships.extend(groups.map(|(group, _)| (place(group), place(principal))));
        }
        let by_user = memberships.iter().map(|(group, user)| (*user, *group)).collect();
        EffectiveAccess {
            user_status: users.iter().map(|id| statuses.user(id)).collect(),
            group_status: groups.iter().map(|id| statuses.group(id)).collect(),
            held_by_user: Lists::new(users.len(), of_users),
            held_by_group: Lists::new(groups.len(), of_groups),
            groups_of: Lists::new(users.len(), by_user),
            members_of: Lists::new(groups.len(), memberships),
            account_status,
            statuses,
            users,
            groups,
            permission_sets,
            accounts,
        }
    }

    /// The pairs that anyone is assigned, each once.
    pub fn pairs(&self) -> FxHashSet<Pair> {
        self.held_by_user.all().iter().chain(self.held_by_group.all()).map(|(pair, _)| *pair).collect()
    }

    /// Leaves only the access that goes by pairs that are to be kept.
    pub fn only(&mut self, keep: impl Fn(Pair) -> bool) {
        self.held_by_user = self.held_by_user.filtered(|(pair, _)| keep(*pair));
        self.held_by_group = self.held_by_group.filtered(|(pair, _)| keep(*pair));
    }

    /// All paths of a user, by account, permission set and path: `ways` is emptied first.
    pub fn ways_of(&self, user: u32, ways: &mut Vec<Way>) {
        ways.clear();
        let of_user = self.user_status(user);
        let direct = self.held_by_user.of(user).iter();
        ways.extend(direct.map(|(pair, status)| Way {
            pair: *pair,
            path: Path::Direct,
            status: of_user.min(*status),
        }));
        for group in self.groups_of.of(user) {
            let of_path = of_user.min(self.group_status(*group));
            let through = self.held_by_group.of(*group).iter();
            ways.extend(through.map(|(pair, status)| Way {
                pair: *pair,
                path: Path::Group(*group),
                status: of_path.min(*status),
            }));
        }
        ways.sort_unstable();
    }

    /// All paths of the user with this id.
    pub fn ways_of_id(&self, user_id: &str) -> Vec<Way> {
        let mut ways = Vec::new();
        if let Some(user) = self.users.place(user_id) {
            self.ways_of(user, &mut ways);
        }
        ways
    }

    /// How many paths there are in all.
    pub fn count(&self) -> usize {
        let of_user = |user| {
            let groups = self.groups_of.of(user).iter();
            self.held_by_user.of(user).len()
                + groups.map(|group| self.held_by_group.of(*group).len()).sum::<usize>()
        };
        self.users.places().map(of_user).sum()
    }

    /// What a user is assigned, by account and permission set.
    pub fn held_by_user(&self, user: u32) -> &[(Pair, Status)] {
        self.held_by_user.of(user)
    }

    /// What a group is assigned, by account and permission set.
    pub fn held_by_group(&self, group: u32) -> &[(Pair, Status)] {
        self.held_by_group.of(group)
    }

    /// The groups of a user.
    pub fn groups_of(&self, user: u32) -> &[u32] {
        self.groups_of.of(user)
    }

    /// The users in a group.
    pub fn members_of(&self, group: u32) -> &[u32] {
        self.members_of.of(group)
    }

    /// What a user brings to the status of every path.
    pub fn user_status(&self, user: u32) -> Status {
        self.user_status.get(user as usize).copied().unwrap_or(Status::Unknown)
    }

    /// What an account brings to the status of every path.
    pub fn account_status(&self, account: u32) -> Status {
        self.account_status.get(account as usize).copied().unwrap_or(Status::Unknown)
    }

    /// What a permission set in an account brings to the status of every path, the account's own aside.
    pub fn pair_status(&self, pair: Pair) -> Status {
        self.statuses.pair(self.permission_sets.text(pair.permission_set), self.accounts.text(pair.account))
    }

    /// What each thing brings to the status of a path, by its id.
    pub fn statuses(&self) -> &Statuses<'d> {
        &self.statuses
    }

    /// What a group brings to the status of every path.
    pub fn group_status(&self, group: u32) -> Status {
        self.group_status.get(group as usize).copied().unwrap_or(Status::Unknown)
    }
}
