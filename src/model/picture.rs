//! A picture of access, before it has a format.

use std::borrow::Cow;

/// A graph of people, groups, permission sets and accounts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// What it shows, in a few words.
    pub title: String,
    /// The nodes, by kind and id.
    pub nodes: Vec<PictureNode>,
    /// The edges, by the places of their ends.
    pub edges: Vec<PictureEdge>,
}

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// A user.
    User,
    /// A group.
    Group,
    /// An assignment, or several of one permission set drawn as one: each principal that has it has its set in
    /// each account that it leads to.
    Assignment,
    /// A permission set.
    PermissionSet,
    /// An account.
    Account,
    /// Many things of one kind that are alike in all that is drawn, as one.
    Summary,
}

impl NodeKind {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            NodeKind::User => "user",
            NodeKind::Group => "group",
            NodeKind::Assignment => "assignment",
            NodeKind::PermissionSet => "permission_set",
            NodeKind::Account => "account",
            NodeKind::Summary => "summary",
        }
    }
}

/// One node.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureNode {
    /// What it stands for.
    pub kind: NodeKind,
    /// The id; unique among those of its kind.
    pub id: String,
    /// What a person reads. Text from AWS: the format neutralises it.
    pub label: String,
    /// More to read, a line each, such as a tier or the names behind a summary; may be empty.
    pub details: Vec<String>,
    /// The box it is drawn in, such as an OU path; may be empty.
    pub cluster: String,
    /// Whether it works, in a word of `docs/access.md`; empty where that is no question.
    pub status: &'static str,
    /// True for what deserves a look: administrators.
    pub marked: bool,
}

/// How sure it is that something works, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Nothing keeps it from working.
    Works,
    /// Nobody knows.
    Unknown,
    /// It is known not to work.
    Fails,
}

impl PictureNode {
    /// Whether it works.
    pub fn standing(&self) -> Standing {
        match self.status {
            "" | "active" => Standing::Works,
            "unknown" => Standing::Unknown,
            _ => Standing::Fails,
        }
    }

    /// All that a person reads, a line each: the status where it is not `active`.
    pub fn lines(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let status = match self.standing() {
            Standing::Works => None,
            Standing::Unknown => Some(Cow::Borrowed("status unknown")),
            Standing::Fails => Some(Cow::Borrowed(self.status)),
        };
        let label = Cow::Borrowed(self.label.as_str());
        [label].into_iter().chain(self.details.iter().map(|line| Cow::Borrowed(line.as_str()))).chain(status)
    }
}

/// One edge, by the places of its nodes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PictureEdge {
    /// The place of the node it begins at.
    pub from: usize,
    /// The place of the node it leads to.
    pub to: usize,
    /// `member-of`, `has`, `grants` or `in`.
    pub kind: &'static str,
}

impl Picture {
    /// Of nodes and edges in any order.
    pub fn new(title: String, nodes: Vec<PictureNode>, edges: Vec<PictureEdge>) -> Self {
        let mut nodes: Vec<(usize, PictureNode)> = nodes.into_iter().enumerate().collect();
        nodes.sort_by(|(_, one), (_, other)| (one.kind, &one.id).cmp(&(other.kind, &other.id)));
        let mut places = vec![0; nodes.len()];
        for (place, (old, _)) in nodes.iter().enumerate() {
            places.get_mut(*old).into_iter().for_each(|moved| *moved = place);
        }
        let moved = |edge: PictureEdge| {
            Some(PictureEdge { from: *places.get(edge.from)?, to: *places.get(edge.to)?, kind: edge.kind })
        };
        let mut edges: Vec<PictureEdge> = edges.into_iter().filter_map(moved).collect();
        edges.sort_unstable();
        edges.dedup();
        Picture { title, nodes: nodes.into_iter().map(|(_, node)| node).collect(), edges }
    }

    /// How sure it is that what an edge stands for works: no surer than its ends.
    pub fn standing(&self, edge: &PictureEdge) -> Standing {
        let ends = [edge.from, edge.to].into_iter().filter_map(|end| self.nodes.get(end));
        ends.map(PictureNode::standing).max().unwrap_or(Standing::Unknown)
    }

    /// The clusters in order, each with the places of its nodes; what stands in none comes first, under "".
    pub fn clusters(&self) -> Vec<(&str, Vec<usize>)> {
        let mut clusters = std::collections::BTreeMap::<&str, Vec<usize>>::new();
        for (place, node) in self.nodes.iter().enumerate() {
            clusters.entry(&node.cluster).or_default().push(place);
        }
        clusters.into_iter().collect()
    }
}
