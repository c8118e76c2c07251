//! A picture of access, before it has a format.

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
    /// An account assignment: its three neighbours say who has what where.
    Assignment,
    /// A permission set.
    PermissionSet,
    /// An account.
    Account,
    /// Many things of one kind, drawn as one.
    Summary,
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
    /// More, such as a tier or a status; may be empty.
    pub detail: String,
    /// The box it is drawn in, such as an OU path; may be empty.
    pub cluster: String,
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
