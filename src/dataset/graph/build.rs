//! From tables to the graph.

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;
use polars::prelude::Column;
use rustc_hash::FxHashMap;

use super::super::error::DatasetError;
use super::super::query::Dataset;
use super::super::symbols::{Symbol, Symbols};

/// A node of the access graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// A user, by UserId.
    User(Symbol),
    /// A group, by GroupId.
    Group(Symbol),
    /// A principal of a type that this version does not know.
    OtherPrincipal(Symbol),
    /// A permission set, by PermissionSetArn.
    PermissionSet(Symbol),
    /// An account, by its id.
    Account(Symbol),
    /// One account assignment. Its three neighbours say which.
    Assignment,
}

impl Node {
    /// The id; an assignment has none.
    pub fn symbol(self) -> Option<Symbol> {
        match self {
            Node::User(id)
            | Node::Group(id)
            | Node::OtherPrincipal(id)
            | Node::PermissionSet(id)
            | Node::Account(id) => Some(id),
            Node::Assignment => None,
        }
    }
}

/// An edge of the access graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    /// User to group.
    MemberOf,
    /// Principal to assignment.
    Has,
    /// Assignment to permission set.
    Grants,
    /// Assignment to account.
    In,
}

/// The graph of one snapshot.
pub struct AccessGraph<'d> {
    graph: DiGraph<Node, Edge>,
    nodes: FxHashMap<Node, NodeIndex>,
    symbols: &'d Symbols,
}

impl<'d> AccessGraph<'d> {
    /// Builds the graph from the tables `account_assignments` and `group_memberships`, by the ids that the
    /// tables already interned. Principals that were deleted are nodes too.
    ///
    /// # Errors
    /// A table cannot be built.
    pub fn build(dataset: &'d Dataset<'_>) -> Result<Self, DatasetError> {
        let symbols = &dataset.source().symbols;
        let mut built = AccessGraph { graph: DiGraph::new(), nodes: FxHashMap::default(), symbols };

        let assignments = &dataset.frame("account_assignments")?.1.data;
        let accounts = ids(assignments.column("account_id")?)?;
        let sets = ids(assignments.column("permission_set_arn")?)?;
        let types = ids(assignments.column("principal_type")?)?;
        let principals = ids(assignments.column("principal_id")?)?;
        for (((account, set), kind), principal) in accounts.zip(sets).zip(types).zip(principals) {
            let principal = match symbols.text(kind) {
                "USER" => Node::User(principal),
                "GROUP" => Node::Group(principal),
                _ => Node::OtherPrincipal(principal),
            };
            let assignment = built.graph.add_node(Node::Assignment);
            let [principal, set, account] =
                [principal, Node::PermissionSet(set), Node::Account(account)].map(|node| built.node(node));
            built.graph.add_edge(principal, assignment, Edge::Has);
            built.graph.add_edge(assignment, set, Edge::Grants);
            built.graph.add_edge(assignment, account, Edge::In);
        }

        let memberships = &dataset.frame("group_memberships")?.1.data;
        let groups = ids(memberships.column("group_id")?)?;
        let users = ids(memberships.column("user_id")?)?;
        for (group, user) in groups.zip(users) {
            let [user, group] = [Node::User(user), Node::Group(group)].map(|node| built.node(node));
            built.graph.add_edge(user, group, Edge::MemberOf);
        }
        Ok(built)
    }

    /// The graph itself.
    pub fn graph(&self) -> &DiGraph<Node, Edge> {
        &self.graph
    }

    /// The texts of the nodes' ids.
    pub fn symbols(&self) -> &'d Symbols {
        self.symbols
    }

    /// Where the edges of a kind lead from a node.
    pub fn targets(&self, node: NodeIndex, edge: Edge) -> impl Iterator<Item = (NodeIndex, Node)> {
        let edges = self.graph.edges_directed(node, Direction::Outgoing);
        let ends = edges.filter(move |found| *found.weight() == edge).map(|found| found.target());
        ends.filter_map(|end| self.graph.node_weight(end).map(|node| (end, *node)))
    }

    /// The node of a principal, permission set or account, if the graph has it.
    pub fn find(&self, node: Node) -> Option<NodeIndex> {
        self.nodes.get(&node).copied()
    }

    fn node(&mut self, node: Node) -> NodeIndex {
        *self.nodes.entry(node).or_insert_with(|| self.graph.add_node(node))
    }
}

fn ids(column: &Column) -> Result<impl Iterator<Item = Symbol>, DatasetError> {
    Ok(Symbols::symbols_of(column)?.flatten())
}
