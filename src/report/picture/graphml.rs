//! GraphML, for programs that lay out and measure graphs.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{PictureDocument, title};
use crate::model::text::visible;
use crate::model::{PictureEdge, PictureNode};

/// What nodes tell; `kind` is of edges, too.
const OF_NODES: [&str; 6] = ["kind", "aws_id", "label", "tier", "ou_path", "status"];

type Xml<'w> = Writer<&'w mut dyn Write>;

pub fn write(document: &PictureDocument, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let root =
        xml.create_element("graphml").with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"));
    root.write_inner_content(|xml| {
        for key in OF_NODES {
            declare(xml, key, "node")?;
        }
        declare(xml, "edge_kind", "edge")?;
        declare(xml, "title", "graph")?;
        let graph = xml.create_element("graph");
        graph.with_attributes([("id", "access"), ("edgedefault", "directed")]).write_inner_content(
            |xml| {
                data(xml, "title", &title(document))?;
                let mut nodes = document.picture.nodes.iter().enumerate();
                nodes.try_for_each(|(place, node)| write_node(xml, place, node))?;
                document.picture.edges.iter().try_for_each(|edge| write_edge(xml, edge))
            },
        )?;
        Ok(())
    })?;
    xml.get_mut().write_all(b"\n")
}

fn declare(xml: &mut Xml, key: &str, of: &str) -> io::Result<()> {
    let name = if key == "edge_kind" { "kind" } else { key };
    let attributes = [("id", key), ("for", of), ("attr.name", name), ("attr.type", "string")];
    xml.create_element("key").with_attributes(attributes).write_empty().map(drop)
}

fn write_node(xml: &mut Xml, place: usize, node: &PictureNode) -> io::Result<()> {
    let tier = node.details.join("; ");
    let values = [node.kind.as_str(), &node.id, &node.label, &tier, &node.cluster, node.status];
    let element = xml.create_element("node").with_attribute(("id", format!("n{place}").as_str()));
    element.write_inner_content(|xml| {
        let mut told = OF_NODES.iter().zip(values).filter(|(_, value)| !value.is_empty());
        told.try_for_each(|(key, value)| data(xml, key, value))
    })?;
    Ok(())
}

fn write_edge(xml: &mut Xml, edge: &PictureEdge) -> io::Result<()> {
    let (from, to) = (format!("n{}", edge.from), format!("n{}", edge.to));
    let element = xml.create_element("edge").with_attributes([("source", from.as_str()), ("target", &to)]);
    element.write_inner_content(|xml| data(xml, "edge_kind", edge.kind))?;
    Ok(())
}

fn data(xml: &mut Xml, key: &str, value: &str) -> io::Result<()> {
    let text = characters(value);
    xml.create_element("data")
        .with_attribute(("key", key))
        .write_text_content(BytesText::new(&text))
        .map(drop)
}

/// The text in characters that XML 1.0 has: what it forbids beyond control characters becomes visible too.
fn characters(text: &str) -> String {
    let visible = visible(text);
    let mut allowed = String::with_capacity(visible.len());
    for character in visible.chars() {
        match character {
            '\u{FFFE}' | '\u{FFFF}' => allowed.extend(character.escape_unicode()),
            _ => allowed.push(character),
        }
    }
    allowed
}
