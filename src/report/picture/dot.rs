//! DOT, for Graphviz.

use std::io::{self, Write};

use super::{PictureDocument, title};
use crate::model::text::visible;
use crate::model::{NodeKind, PictureNode, Standing};

const HEAD: &str = r##"  graph [rankdir=LR, ranksep=1.2, nodesep=0.15, labelloc=t, fontname="Helvetica", color="#b0b0b0"];
  node [fontname="Helvetica", fontsize=10, color="#606060"];
  edge [color="#606060", arrowsize=0.6];
"##;

pub fn write(document: &PictureDocument, out: &mut dyn Write) -> io::Result<()> {
    let picture = document.picture;
    writeln!(out, "digraph access {{\n{HEAD}  label={};", label([title(document)].into_iter()))?;
    for (number, (cluster, places)) in picture.clusters().into_iter().enumerate() {
        let indent = if cluster.is_empty() { "  " } else { "    " };
        if !cluster.is_empty() {
            let name = label([cluster.to_owned()].into_iter());
            writeln!(out, "  subgraph cluster_{number} {{\n    label={name};")?;
        }
        for (place, node) in places.iter().filter_map(|place| Some((place, picture.nodes.get(*place)?))) {
            let lines = node.lines().map(|line| line.into_owned());
            writeln!(out, "{indent}n{place} [label={}, {}];", label(lines), style(node))?;
        }
        if !cluster.is_empty() {
            writeln!(out, "  }}")?;
        }
    }
    for edge in &picture.edges {
        let style = match picture.standing(edge) {
            Standing::Works => "",
            Standing::Unknown => " [style=dotted]",
            Standing::Fails => " [style=dashed, color=\"#b0b0b0\"]",
        };
        writeln!(out, "  n{} -> n{}{style};", edge.from, edge.to)?;
    }
    writeln!(out, "}}")
}

fn style(node: &PictureNode) -> String {
    let (shape, corners, fill) = match node.kind {
        NodeKind::User => ("shape=ellipse", "", "white"),
        NodeKind::Group => ("shape=octagon", "", "white"),
        NodeKind::Assignment | NodeKind::PermissionSet => ("shape=box", ",rounded", "#dce8f8"),
        NodeKind::Account => ("shape=box", "", "white"),
        NodeKind::Summary => ("shape=box, peripheries=2", "", "white"),
    };
    let fill = if node.marked { "#f8d0d0" } else { fill };
    let (line, colors) = match node.standing() {
        Standing::Works => ("", ""),
        Standing::Unknown => (",dotted", ""),
        Standing::Fails => (",dashed", ", color=\"#b0b0b0\", fontcolor=\"#707070\""),
    };
    format!("{shape}, style=\"filled{corners}{line}\", fillcolor=\"{fill}\"{colors}")
}

/// A quoted label. In it `\` begins an escape, and `&` an entity; a name has neither.
fn label(lines: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = lines
        .map(|line| visible(&line).replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;"))
        .collect();
    format!("\"{}\"", lines.join("\\n"))
}
