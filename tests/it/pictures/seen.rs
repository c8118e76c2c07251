//! Readers of the four formats, as strict as their programs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::python;

/// A picture as a program that reads the format finds it: what each node says, line by line, and the edges.
#[derive(Default)]
pub struct Seen {
    pub nodes: BTreeMap<String, Vec<String>>,
    pub edges: Vec<(String, String)>,
}

impl Seen {
    pub fn of(format: &str, text: &str) -> Self {
        match format {
            "dot" => dot(text),
            "mermaid" => mermaid(text),
            "graphml" => {
                let read: Value = serde_json::from_str(&python::run("graphml.py", &[], text)).unwrap();
                Seen::exact(&read, |place, node| (node["xml_id"] == format!("n{place}")).then_some(()))
            }
            _ => Seen::exact(&serde_json::from_str(text).unwrap(), |_, _| Some(())),
        }
    }

    /// Without the edges to permission sets, so that all formats are walked in the same way.
    fn exact(read: &Value, check: impl Fn(usize, &Value) -> Option<()>) -> Self {
        let list = |member: &str| read[member].as_array().unwrap().clone();
        let end = |end: &Value| end.as_str().map_or_else(|| format!("n{end}"), str::to_owned);
        let node = |(place, node): (usize, Value)| {
            check(place, &node).expect("nodes are numbered");
            let told = ["label", "tier", "status"].map(|member| node[member].as_str().map(str::to_owned));
            (format!("n{place}"), told.into_iter().flatten().collect())
        };
        let edges = list("edges").into_iter().filter(|edge| edge["kind"] != "grants");
        Seen {
            nodes: list("nodes").into_iter().enumerate().map(node).collect(),
            edges: edges.map(|edge| (end(&edge["from"]), end(&edge["to"]))).collect(),
        }
    }

    pub fn named(&self, name: &str) -> BTreeSet<&str> {
        let named = self.nodes.iter().filter(|(_, lines)| lines[0] == name);
        named.map(|(node, _)| node.as_str()).collect()
    }

    fn after(&self, nodes: &BTreeSet<&str>) -> BTreeSet<&str> {
        self.edges
            .iter()
            .filter(|(from, _)| nodes.contains(from.as_str()))
            .map(|(_, to)| to.as_str())
            .collect()
    }

    /// The accounts that someone reaches by assignments of this set.
    pub fn reached(&self, name: &str, set: &str) -> Vec<&str> {
        let someone = self.named(name);
        let mut holders = self.after(&someone);
        holders.extend(someone);
        let by_set: BTreeSet<&str> = self
            .after(&holders)
            .into_iter()
            .filter(|node| {
                let label = &self.nodes[*node][0];
                label == set || label.starts_with(&format!("{set} in "))
            })
            .collect();
        self.after(&by_set).into_iter().map(|node| self.nodes[node][0].as_str()).collect()
    }
}

/// DOT as ssoscan writes it, in the grammar of Graphviz: anything that is no such statement is a failure.
fn dot(text: &str) -> Seen {
    let mut seen = Seen::default();
    let statements = text.strip_prefix("digraph access {\n").unwrap().strip_suffix("}\n").unwrap();
    for statement in statements.lines().map(str::trim) {
        if let Some((node, rest)) = statement.split_once(" [label=") {
            let (label, rest) = quoted(rest);
            assert!(rest.starts_with(", shape=") && rest.ends_with("];"), "{statement}");
            seen.nodes.insert(node.to_owned(), label);
        } else if let Some((from, to)) = statement.split_once(" -> ") {
            let to = to.trim_end_matches(';').split(' ').next().unwrap();
            seen.edges.push((from.to_owned(), to.to_owned()));
        } else if let Some(rest) = statement.strip_prefix("label=") {
            assert_eq!(quoted(rest).1, ";");
        } else {
            let known = ["graph [", "node [", "edge [", "subgraph cluster_", "}"];
            assert!(known.iter().any(|word| statement.starts_with(word)), "{statement}");
        }
    }
    seen
}

/// The lines of a quoted label, and what comes after it.
fn quoted(text: &str) -> (Vec<String>, &str) {
    let mut lines = vec![String::new()];
    let mut characters = text.strip_prefix('"').unwrap().char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (lines.iter().map(|line| line.replace("&amp;", "&")).collect(), &text[at + 2..]),
            '\\' => match characters.next().unwrap().1 {
                'n' => lines.push(String::new()),
                escaped => {
                    assert!(matches!(escaped, '\\' | '"'), "\\{escaped} in {text}");
                    lines.last_mut().unwrap().push(escaped);
                }
            },
            other => lines.last_mut().unwrap().push(other),
        }
    }
    panic!("no end: {text}");
}

fn mermaid(text: &str) -> Seen {
    let mut seen = Seen::default();
    let mut parts = text.splitn(3, "---\n");
    assert_eq!(parts.next(), Some(""));
    let title = parts.next().unwrap();
    assert!(
        title.starts_with("title: \"") && title.ends_with("\"\n") && title.lines().count() == 1,
        "{title}"
    );
    for line in parts.next().unwrap().strip_prefix("flowchart LR\n").unwrap().lines() {
        if let Some((node, label, _)) = line.split_once('"').and_then(|(node, rest)| {
            let (label, end) = rest.split_once('"')?;
            Some((node, label, end))
        }) {
            assert!(
                !label.contains(['<', '>', '`', '[', ']', '{', '}', '%', '&', '\\'])
                    || label.contains("<br>")
            );
            let node = node.trim_end_matches(['(', '[', '{']);
            seen.nodes
                .insert(node.replace("subgraph c", "cluster "), label.split("<br>").map(decoded).collect());
        } else if let Some((from, to)) = line.split_once(" --> ").or_else(|| line.split_once(" -.-> ")) {
            seen.edges.push((from.to_owned(), to.to_owned()));
        } else {
            assert!(line == "end" || line.starts_with("classDef "), "{line}");
        }
    }
    seen.nodes.retain(|node, _| !node.starts_with("cluster "));
    seen
}

/// A label's text; only words and numbered entities are in it.
fn decoded(label: &str) -> String {
    let mut text = String::new();
    let mut rest = label;
    while let Some((plain, entity)) = rest.split_once('#') {
        text.push_str(plain);
        let (number, after) = entity.split_once(';').unwrap();
        text.push(char::from_u32(number.parse().unwrap()).unwrap());
        rest = after;
    }
    text.push_str(rest);
    text.replace('\u{200b}', "")
}
