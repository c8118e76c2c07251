//! Pictures of access: one renderer a format, each given a writer.

mod dot;
mod graphml;
mod json;
mod mermaid;

use std::io::{self, Write};
use std::path::Path;

use serde_json::Value;

use crate::model::{NotEvaluated, Picture};

/// The formats of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum PictureFormat {
    /// For Graphviz: `dot -Tsvg`.
    Dot,
    /// For Gephi, yEd, Cytoscape: every assignment a node of its own.
    Graphml,
    /// One JSON envelope: every assignment a node of its own.
    Json,
    /// For Markdown pages and wikis.
    Mermaid,
}

/// A picture and what goes with it.
pub struct PictureDocument<'p> {
    /// The picture.
    pub picture: &'p Picture,
    /// Which snapshot it is about.
    pub snapshot: &'p Value,
    /// What it does not cover.
    pub not_evaluated: &'p [NotEvaluated],
}

/// How many edges Graphviz lays out in seconds; at twice as many it takes a minute or more.
const DOT_EDGES: usize = 3_000;

impl PictureFormat {
    /// What the name of a file says.
    pub fn of_name(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "dot" | "gv" => Some(PictureFormat::Dot),
            "graphml" => Some(PictureFormat::Graphml),
            "json" => Some(PictureFormat::Json),
            "mmd" | "mermaid" => Some(PictureFormat::Mermaid),
            _ => None,
        }
    }

    /// True for the formats of programs, which take everything, however much it is.
    pub fn is_exact(self) -> bool {
        matches!(self, PictureFormat::Graphml | PictureFormat::Json)
    }

    /// True where what could not be evaluated stands in the output itself.
    pub fn carries_notes(self) -> bool {
        self == PictureFormat::Json
    }

    /// Why no viewer of this format would show the picture.
    pub fn refuses(self, document: &PictureDocument) -> Option<String> {
        let edges = document.picture.edges.len();
        match self {
            PictureFormat::Graphml | PictureFormat::Json => None,
            PictureFormat::Dot if edges > DOT_EDGES => {
                Some(format!("{edges} edges: Graphviz lays out {DOT_EDGES} at most in useful time"))
            }
            PictureFormat::Dot => None,
            PictureFormat::Mermaid if edges > mermaid::EDGES => {
                Some(format!("{edges} edges: Mermaid draws {} at most", mermaid::EDGES))
            }
            PictureFormat::Mermaid => {
                let length = mermaid::text(document).chars().count();
                let most = mermaid::CHARACTERS;
                (length > most).then(|| format!("{length} characters: Mermaid reads {most} at most"))
            }
        }
    }
}

/// Writes a picture.
///
/// # Errors
/// What the writer says.
pub fn write(document: &PictureDocument, format: PictureFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        PictureFormat::Dot => dot::write(document, out),
        PictureFormat::Graphml => graphml::write(document, out),
        PictureFormat::Json => json::write(document, out),
        PictureFormat::Mermaid => out.write_all(mermaid::text(document).as_bytes()),
    }
}

/// The title, with when the snapshot was read and what the picture does not cover.
fn title(document: &PictureDocument) -> String {
    let mut title = document.picture.title.clone();
    if let Some(read) = document.snapshot.get("finished_at").and_then(Value::as_str) {
        title.push_str(&format!(", {read}"));
    }
    match document.not_evaluated.len() {
        0 => title,
        gaps => format!("{title}; {gaps} not evaluated"),
    }
}
