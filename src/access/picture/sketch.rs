//! A picture that is being put together.

use rustc_hash::FxHashMap;

use crate::model::{NodeKind, Picture, PictureEdge, PictureNode};

/// Nodes and edges so far. A thing becomes a node when it is first asked for.
#[derive(Default)]
pub struct Sketch {
    nodes: Vec<PictureNode>,
    edges: Vec<PictureEdge>,
    things: FxHashMap<(NodeKind, u32), usize>,
}

impl Sketch {
    /// The node of a thing, by its place in its list of ids.
    pub fn thing(&mut self, kind: NodeKind, place: u32, node: impl FnOnce() -> PictureNode) -> usize {
        if let Some(known) = self.things.get(&(kind, place)) {
            return *known;
        }
        let added = self.add(node());
        self.things.insert((kind, place), added);
        added
    }

    /// One more node.
    pub fn add(&mut self, node: PictureNode) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// One more edge.
    pub fn edge(&mut self, from: usize, to: usize, kind: &'static str) {
        self.edges.push(PictureEdge { from, to, kind });
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True where an assignment is drawn.
    pub fn has_assignments(&self) -> bool {
        self.nodes.iter().any(|node| node.kind == NodeKind::Assignment)
    }

    /// True where a thing has a node of its own.
    pub fn has(&self, kind: NodeKind, id: &str) -> bool {
        self.nodes.iter().any(|node| node.kind == kind && node.id == id)
    }

    /// The whole picture.
    pub fn finish(self, title: String) -> Picture {
        Picture::new(title, self.nodes, self.edges)
    }
}
