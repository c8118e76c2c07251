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
use crate::snapshot::Symbol;

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
    /// The snapshot's symbols of sets and accounts, by place; nothing for what is in no row.
    symbols: [Vec<Option<Symbol>>; 2],
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

/// What of a sorted list is of one of these pairs, which are sorted too.
fn among<'h>(held: &'h [Held], pairs: &[Pair]) -> impl Iterator<Item = &'h Held> {
    let mut rest = held;
    pairs.iter().filter_map(move |pair| {
        // In steps that double: mostly the next one is near.
        let mut step = 1;
        while rest.get(step).is_some_and(|(own, _)| own < pair) {
            step *= 2;
        }
        let near = rest.get(..step + 1).unwrap_or(rest);
        let at = near.partition_point(|(own, _)| own < pair);
        rest = rest.get(at..).unwrap_or_default();
        rest.first().filter(|(own, _)| own == pair)
    })
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
        let build = |source: &'d Source<'_>| AccessGraph::build(source.snapshot);
        let (first, second) = rayon::join(|| build(one), || build(other));
        let ids = GraphIds::new(&[&first, &second]);
        let (before, after) = rayon::join(
            || Self::build(one, &first, ids.clone()),
            || Self::build(other, &second, ids.clone()),
        );
        [before, after]
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

        // Of each assignment its principal, set and account. The edges are walked as they lie in memory, which with
        // millions of them is far quicker than from node to node.
        let mut ends = vec![[NodeIndex::end(); 3]; graph.graph().node_count()];
        let mut memberships = Vec::new();
        for (edge, from, to) in graph.edges() {
            let (assignment, end, node) = match edge {
                Edge::Has => (to, 0, from),
                Edge::Grants => (from, 1, to),
                Edge::In => (from, 2, to),
                Edge::MemberOf => {
                    memberships.push((place(to), place(from)));
                    continue;
                }
            };
            let ends = ends.get_mut(assignment.index());
            ends.and_then(|ends| ends.get_mut(end)).into_iter().for_each(|end| *end = node);
        }
        let mut of_users = Vec::new();
        let mut of_groups = Vec::new();
        for [principal, set, account] in ends {
            let node = |end| graph.graph().node_weight(end);
            let held = match node(principal) {
                Some(Node::User(_)) => &mut of_users,
                Some(Node::Group(_)) => &mut of_groups,
                _ => continue,
            };
            let (Some(Node::PermissionSet(set_id)), Some(Node::Account(account_id))) =
                (node(set), node(account))
            else {
                continue;
            };
            let pair = Pair { account: place(account), permission_set: place(set) };
            let of_account = account_status.get(pair.account as usize).copied().unwrap_or(Status::Unknown);
            let of_pair = statuses.pair_of(*set_id, *account_id);
            held.push((place(principal), (pair, of_account.min(of_pair))));
        }
        let symbols_of = |ids: &Ids| ids.iter().map(|id| source.snapshot.symbols.find(id)).collect();
        let symbols = [&permission_sets, &accounts].map(symbols_of);
        let by_user: Vec<(u32, u32)> = memberships.iter().map(|(group, user)| (*user, *group)).collect();
        EffectiveAccess {
            user_status: users.iter().map(|id| statuses.user(id)).collect(),
            group_status: groups.iter().map(|id| statuses.group(id)).collect(),
            held_by_user: Lists::new(users.len(), &of_users),
            held_by_group: Lists::new(groups.len(), &of_groups),
            groups_of: Lists::new(users.len(), &by_user),
            members_of: Lists::new(groups.len(), &memberships),
            account_status,
            symbols,
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
        self.ways_by(user, ways, |held| held.iter());
    }

    /// The paths of a user that lead to one of these pairs, which are sorted.
    pub fn ways_to(&self, user: u32, pairs: &[Pair], ways: &mut Vec<Way>) {
        self.ways_by(user, ways, |held| among(held, pairs));
    }

    fn ways_by<'s, I: Iterator<Item = &'s Held>>(
        &'s self,
        user: u32,
        ways: &mut Vec<Way>,
        wanted: impl Fn(&'s [Held]) -> I,
    ) {
        ways.clear();
        let of_user = self.user_status(user);
        let mut extend = |held, path, of_path: Status| {
            let way = |(pair, status): &Held| Way { pair: *pair, path, status: of_path.min(*status) };
            ways.extend(wanted(held).map(way));
        };
        extend(self.held_by_user.of(user), Path::Direct, of_user);
        for group in self.groups_of.of(user) {
            let of_path = of_user.min(self.group_status(*group));
            extend(self.held_by_group.of(*group), Path::Group(*group), of_path);
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
        match self.symbols_of(pair) {
            Some([set, account]) => self.statuses.pair_of(set, account),
            None => {
                let set = self.permission_sets.text(pair.permission_set);
                self.statuses.pair(set, self.accounts.text(pair.account))
            }
        }
    }

    /// The snapshot's symbols of the set and the account; nothing where its rows do not have both.
    pub fn symbols_of(&self, pair: Pair) -> Option<[Symbol; 2]> {
        let [sets, accounts] = &self.symbols;
        let symbol = |of: &[Option<Symbol>], place: u32| of.get(place as usize).copied().flatten();
        Some([symbol(sets, pair.permission_set)?, symbol(accounts, pair.account)?])
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
