//! A table for a person: as wide as the terminal, or one line a row on a pipe.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell as TableCell, Color, ContentArrangement, Table, presets};

use super::{Document, Style};
use crate::model::text::visible;
use crate::model::{NotEvaluated, Rows};

/// How many subjects a note spells out; the JSON has them all.
const NAMED: usize = 3;

pub fn write(document: &Document, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lines = document.summary.map_or(&[][..], |summary| &summary.lines);
    for line in lines {
        wrapped(out, "", &visible(line), style.width)?;
    }
    if !lines.is_empty() {
        writeln!(out)?;
    }
    for rows in document.content.short().iter().filter(|rows| !rows.rows.is_empty()) {
        for line in render(rows, style).lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", document.content.summary(document.not_evaluated.len()))?;
    if !document.not_evaluated.is_empty() {
        writeln!(out, "\nNot evaluated:")?;
        for (why, what) in grouped(document.not_evaluated) {
            wrapped(out, "  ", &visible(&what), style.width)?;
            wrapped(out, "    ", &format!("because {}", visible(why)), style.width)?;
        }
    }
    Ok(())
}

/// Text in lines as wide as the terminal, broken at blanks.
fn wrapped(out: &mut dyn Write, indent: &str, text: &str, width: Option<u16>) -> io::Result<()> {
    let width = width.map_or(usize::MAX, usize::from);
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && indent.len() + line.chars().count() + 1 + word.chars().count() > width {
            writeln!(out, "{indent}{line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    writeln!(out, "{indent}{line}")
}

fn render(rows: &Rows, style: Style) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    match style.width {
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    if style.color {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table.set_header(
        rows.columns.iter().map(|name| TableCell::new(name.to_uppercase()).add_attribute(Attribute::Bold)),
    );
    for row in &rows.rows {
        table.add_row(rows.columns.iter().zip(row).map(|(column, cell)| {
            let text = cell.to_text();
            let cell = TableCell::new(visible(&text));
            match color_of(column, &text) {
                Some(color) => cell.fg(color),
                None => cell,
            }
        }));
    }
    table.to_string()
}

fn color_of(column: &str, text: &str) -> Option<Color> {
    match (column, text) {
        ("severity", "critical" | "high") | ("change", "removed" | "lost") => Some(Color::Red),
        ("severity", "medium") | ("change", "changed" | "renamed" | "unknown") => Some(Color::Yellow),
        ("severity", "low" | "info") => Some(Color::Blue),
        ("change", "added" | "gained") => Some(Color::Green),
        _ if column.ends_with("_state") && text == "unknown" => Some(Color::Yellow),
        _ => None,
    }
}

/// The gaps of one reason together, in the order of their first.
fn grouped(gaps: &[NotEvaluated]) -> Vec<(&str, String)> {
    let mut reasons: Vec<&str> = Vec::new();
    for gap in gaps {
        if !reasons.contains(&gap.why.as_str()) {
            reasons.push(&gap.why);
        }
    }
    reasons
        .into_iter()
        .map(|why| {
            let whats: Vec<&str> =
                gaps.iter().filter(|gap| gap.why == why).map(|gap| gap.what.as_str()).collect();
            let named = whats.iter().take(NAMED).copied().collect::<Vec<_>>().join("; ");
            match whats.len().saturating_sub(NAMED) {
                0 => (why, named),
                more => (why, format!("{named}; and {more} more")),
            }
        })
        .collect()
}
