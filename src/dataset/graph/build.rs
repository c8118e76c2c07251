//! From rows to the graph.

use petgraph::graph::{DiGraph, NodeIndex};

use crate::snapshot::{AssignmentRow, MembershipRow, Snapshot, Symbol};

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

    /// The place of its kind in the index; an assignment is in none.
    fn kind(self) -> Option<usize> {
        match self {
            Node::User(_) => Some(0),
            Node::Group(_) => Some(1),
            Node::OtherPrincipal(_) => Some(2),
            Node::PermissionSet(_) => Some(3),
            Node::Account(_) => Some(4),
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

/// The graph of one snapshot, or of a part of it.
pub struct AccessGraph<'s> {
    graph: DiGraph<Node, Edge>,
    /// Of each kind of node, by symbol.
    nodes: [Vec<NodeIndex>; 5],
    snapshot: &'s Snapshot<'s>,
}

impl<'s> AccessGraph<'s> {
    /// The graph of all assignments and memberships. Principals that were deleted are nodes too.
    pub fn build(snapshot: &'s Snapshot<'_>) -> Self {
        let assignments = snapshot.account_assignments.records();
        let memberships = snapshot.group_memberships.records();
        let mut built = AccessGraph::empty(snapshot);
        built.graph.reserve_nodes(assignments.len());
        built.graph.reserve_edges(3 * assignments.len() + memberships.len());
        assignments.iter().for_each(|row| built.assignment(row));
        memberships.iter().for_each(|row| built.membership(row));
        built
    }

    /// The graph of what one user is assigned, the user's groups, and what these are assigned.
    pub fn around(snapshot: &'s Snapshot<'_>, user_id: &str) -> Self {
        let mut built = AccessGraph::empty(snapshot);
        let Some(user) = snapshot.symbols.find(user_id) else { return built };
        let mut groups = vec![false; snapshot.symbols.len()];
        for row in snapshot.group_memberships.records().iter().filter(|row| row.user == user) {
            built.membership(row);
            if let Some(is_own) = groups.get_mut(row.group.index()) {
                *is_own = true;
            }
        }
        let [of_user, of_group] = ["USER", "GROUP"].map(|kind| snapshot.symbols.find(kind));
        for row in snapshot.account_assignments.records() {
            let kind = Some(row.principal_type);
            let is_own = kind == of_user && row.principal == user
                || kind == of_group && groups.get(row.principal.index()) == Some(&true);
            if is_own {
                built.assignment(row);
            }
        }
        built
    }

    fn empty(snapshot: &'s Snapshot<'_>) -> Self {
        let none = || vec![NodeIndex::end(); snapshot.symbols.len()];
        AccessGraph { graph: DiGraph::new(), nodes: [none(), none(), none(), none(), none()], snapshot }
    }

    fn assignment(&mut self, row: &AssignmentRow) {
        let principal = match self.snapshot.id(row.principal_type) {
            "USER" => Node::User(row.principal),
            "GROUP" => Node::Group(row.principal),
            _ => Node::OtherPrincipal(row.principal),
        };
        let assignment = self.graph.add_node(Node::Assignment);
        let [principal, set, account] =
            [principal, Node::PermissionSet(row.permission_set), Node::Account(row.account)]
                .map(|node| self.node(node));
        self.graph.add_edge(principal, assignment, Edge::Has);
        self.graph.add_edge(assignment, set, Edge::Grants);
        self.graph.add_edge(assignment, account, Edge::In);
    }

    fn membership(&mut self, row: &MembershipRow) {
        let [user, group] = [Node::User(row.user), Node::Group(row.group)].map(|node| self.node(node));
        self.graph.add_edge(user, group, Edge::MemberOf);
    }

    /// The graph itself.
    pub fn graph(&self) -> &DiGraph<Node, Edge> {
        &self.graph
    }

    /// All edges: the kind, and the nodes from which and to which it leads.
    pub fn edges(&self) -> impl Iterator<Item = (Edge, NodeIndex, NodeIndex)> {
        self.graph.raw_edges().iter().map(|edge| (edge.weight, edge.source(), edge.target()))
    }

    /// The id of a node; an assignment has none.
    pub fn id(&self, node: Node) -> Option<&'s str> {
        node.symbol().map(|symbol| self.snapshot.id(symbol))
    }

    /// The node of a principal, permission set or account, if the graph has it.
    pub fn find(&self, node: Node) -> Option<NodeIndex> {
        let (kind, symbol) = (node.kind()?, node.symbol()?);
        let found = self.nodes.get(kind)?.get(symbol.index()).copied()?;
        (found != NodeIndex::end()).then_some(found)
    }

    fn node(&mut self, node: Node) -> NodeIndex {
        if let Some(found) = self.find(node) {
            return found;
        }
        let added = self.graph.add_node(node);
        if let (Some(kind), Some(symbol)) = (node.kind(), node.symbol())
            && let Some(place) = self.nodes.get_mut(kind).and_then(|nodes| nodes.get_mut(symbol.index()))
        {
            *place = added;
        }
        added
    }
}
