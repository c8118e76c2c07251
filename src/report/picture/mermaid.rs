//! Mermaid, for Markdown pages and wikis.

use std::fmt::Write;

use super::{PictureDocument, title};
use crate::model::text::visible;
use crate::model::{NodeKind, PictureNode, Standing};

/// How many edges are drawn where nobody configured Mermaid: a little below its `maxEdges`, 500.
pub const EDGES: usize = 450;
/// How long a text is read where nobody configured Mermaid: a little below its `maxTextSize`, 50,000.
pub const CHARACTERS: usize = 48_000;

/// The picture as text.
pub fn text(document: &PictureDocument) -> String {
    let picture = document.picture;
    let mut text = format!("---\ntitle: \"{}\"\n---\nflowchart LR\n", yaml(&title(document)));
    for (number, (cluster, places)) in picture.clusters().into_iter().enumerate() {
        if !cluster.is_empty() {
            line(&mut text, format_args!("subgraph c{number}[\"{}\"]", words(cluster)));
        }
        for (place, node) in places.iter().filter_map(|place| Some((place, picture.nodes.get(*place)?))) {
            line(&mut text, format_args!("n{place}{}{}", shape(node), class(node)));
        }
        if !cluster.is_empty() {
            line(&mut text, format_args!("end"));
        }
    }
    for edge in &picture.edges {
        let arrow = if picture.standing(edge) == Standing::Works { "-->" } else { "-.->" };
        line(&mut text, format_args!("n{} {arrow} n{}", edge.from, edge.to));
    }
    text.push_str("classDef grant fill:#dce8f8,color:#000\nclassDef admin fill:#f8d0d0,color:#000\n");
    text.push_str("classDef unknown stroke-dasharray:2 2\n");
    text.push_str("classDef off fill:#fff,stroke:#b0b0b0,color:#707070,stroke-dasharray:5 5\n");
    text
}

fn line(text: &mut String, line: std::fmt::Arguments) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{line}");
}

fn shape(node: &PictureNode) -> String {
    let label: Vec<String> = node.lines().map(|line| words(&line)).collect();
    let label = label.join("<br>");
    match node.kind {
        NodeKind::User => format!("([\"{label}\"])"),
        NodeKind::Group => format!("{{{{\"{label}\"}}}}"),
        NodeKind::Assignment | NodeKind::PermissionSet => format!("(\"{label}\")"),
        NodeKind::Account => format!("[\"{label}\"]"),
        NodeKind::Summary => format!("[[\"{label}\"]]"),
    }
}

fn class(node: &PictureNode) -> &'static str {
    match (node.standing(), node.kind) {
        (Standing::Fails, _) => ":::off",
        (Standing::Unknown, _) => ":::unknown",
        (Standing::Works, _) if node.marked => ":::admin",
        (Standing::Works, NodeKind::Assignment | NodeKind::PermissionSet) => ":::grant",
        (Standing::Works, _) => "",
    }
}

/// Text as words alone: whatever could be syntax of Mermaid, Markdown or HTML is an entity, as is what would make
/// a list of a line. `$$` and `\n` are looked for behind entities too: something invisible parts them.
fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut begins = true;
    for character in visible(text).chars() {
        let plain = match character {
            ' ' | '@' | ',' | '/' => true,
            '-' | '.' => !begins,
            _ => character.is_ascii_alphanumeric() || (!character.is_ascii() && character.is_alphanumeric()),
        };
        if plain {
            words.push(character);
        } else {
            let _ = write!(words, "#{};", u32::from(character));
        }
        if matches!(character, '$' | '\\') {
            words.push_str("#8203;");
        }
        begins &= character.is_ascii_digit() || character == ' ';
    }
    words
}

/// Text inside the quotes of YAML: words, and escapes for the rest.
fn yaml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in visible(text).chars() {
        if character.is_alphanumeric() || " @,.-:;/".contains(character) {
            escaped.push(character);
        } else {
            let _ = write!(escaped, "\\U{:08X}", u32::from(character));
        }
    }
    escaped
}
