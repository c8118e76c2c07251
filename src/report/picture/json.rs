//! JSON: the envelope of the other verbs, nodes and edges a line each.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;

use super::PictureDocument;
use crate::model::{PictureEdge, PictureNode};
use crate::report::json::list;

#[derive(Serialize)]
struct Node<'n> {
    kind: &'static str,
    id: &'n str,
    label: &'n str,
    tier: Option<&'n str>,
    ou_path: Option<&'n str>,
    status: Option<&'n str>,
}

#[derive(Serialize)]
struct Edge {
    from: usize,
    to: usize,
    kind: &'static str,
}

pub fn write(document: &PictureDocument, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{{\n\"format\": \"ssoscan-graph\",\n\"format_version\": 1,")?;
    write!(out, "\"snapshot\": {}", document.snapshot)?;
    list("nodes", document.picture.nodes.iter().map(node), out)?;
    list("edges", document.picture.edges.iter().map(edge), out)?;
    list("not_evaluated", document.not_evaluated.iter().map(|gap| json!(gap)), out)?;
    writeln!(out, "\n}}")
}

fn node(node: &PictureNode) -> Node<'_> {
    Node {
        kind: node.kind.as_str(),
        id: &node.id,
        label: &node.label,
        tier: node.details.first().map(String::as_str),
        ou_path: Some(node.cluster.as_str()).filter(|path| !path.is_empty()),
        status: Some(node.status).filter(|status| !status.is_empty()),
    }
}

fn edge(edge: &PictureEdge) -> Edge {
    Edge { from: edge.from, to: edge.to, kind: edge.kind }
}
