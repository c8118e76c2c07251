//! From findings and rows to bytes: one renderer a file, each given a writer.

mod access_csv;
mod changes;
mod csv;
mod document;
mod evidence_csv;
mod json;
mod markdown;
mod ndjson;
pub mod picture;
mod star;
mod stream;
mod table;
mod units;
mod xlsx;

use std::io::{self, Write};

pub use document::{Content, Document};

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For a person at a terminal.
    Table,
    /// One JSON envelope.
    Json,
    /// One JSON object a line, without the envelope.
    Ndjson,
    /// RFC 4180, safe to open in a spreadsheet.
    Csv,
    /// A Markdown table.
    Markdown,
    /// A workbook: the access review alone.
    Xlsx,
}

impl Format {
    /// True for those that a person reads as they are.
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Table | Format::Markdown)
    }

    /// What the name of a file in this format ends in.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Table => "txt",
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Csv => "csv",
            Format::Markdown => "md",
            Format::Xlsx => "xlsx",
        }
    }

    /// True where what could not be evaluated stands in the output itself.
    pub fn carries_notes(self) -> bool {
        matches!(self, Format::Table | Format::Json | Format::Markdown | Format::Xlsx)
    }
}

/// How to render.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The format.
    pub format: Format,
    /// Colour the table.
    pub color: bool,
    /// The terminal's width; without one a row is one line, however long.
    pub width: Option<u16>,
    /// Start the CSV with a byte order mark.
    pub csv_bom: bool,
}

/// Writes a document.
///
/// # Errors
/// What the writer says.
pub fn write(document: &Document, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match style.format {
        Format::Table => table::write(document, style, out),
        Format::Json => json::write(document, out),
        Format::Ndjson => ndjson::write(document, out),
        Format::Csv => csv::write(document, style.csv_bom, out),
        Format::Markdown => markdown::write(document, out),
        Format::Xlsx => xlsx::write(document, out),
    }
}
