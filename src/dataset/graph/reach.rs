//! What a user reaches, and by which path.

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::build::{AccessGraph, Edge, Node};

/// How a user comes by an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Path<'g> {
    /// Assigned to the user.
    Direct,
    /// Assigned to a group (by GroupId) that the user is a member of.
    Group(&'g str),
}

/// One permission set in one account that a user reaches, by one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reach<'g> {
    /// The account's id.
    pub account_id: &'g str,
    /// The permission set's ARN.
    pub permission_set_arn: &'g str,
    /// The path.
    pub path: Path<'g>,
}

impl AccessGraph<'_> {
    /// Everything a user reaches as far as the snapshot knows (the tables' gaps say what it does not), sorted.
    pub fn reach(&self, user_id: &str) -> Vec<Reach<'_>> {
        let Some(user) = self.symbols.find(user_id).and_then(|id| self.find(Node::User(id))) else {
            return Vec::new();
        };
        let mut reached = Vec::new();
        self.reach_of(user, Path::Direct, &mut reached);
        for group in self.targets(user, Edge::MemberOf) {
            if let Some(Node::Group(id)) = self.graph.node_weight(group) {
                self.reach_of(group, Path::Group(self.symbols.text(*id)), &mut reached);
            }
        }
        reached.sort();
        reached
    }

    fn reach_of<'g>(&'g self, principal: NodeIndex, path: Path<'g>, reached: &mut Vec<Reach<'g>>) {
        for assignment in self.targets(principal, Edge::Has) {
            let set =
                self.targets(assignment, Edge::Grants).find_map(|node| match self.graph.node_weight(node) {
                    Some(Node::PermissionSet(id)) => Some(self.symbols.text(*id)),
                    _ => None,
                });
            let account =
                self.targets(assignment, Edge::In).find_map(|node| match self.graph.node_weight(node) {
                    Some(Node::Account(id)) => Some(self.symbols.text(*id)),
                    _ => None,
                });
            if let (Some(permission_set_arn), Some(account_id)) = (set, account) {
                reached.push(Reach { account_id, permission_set_arn, path });
            }
        }
    }

    fn targets(&self, node: NodeIndex, edge: Edge) -> impl Iterator<Item = NodeIndex> {
        let edges = self.graph.edges_directed(node, Direction::Outgoing);
        edges.filter(move |found| *found.weight() == edge).map(|found| found.target())
    }
}
