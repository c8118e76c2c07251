//! A Markdown table (GitHub flavour), for a ticket or a pull request.

use std::io::{self, Write};

use super::Document;
use crate::model::text::visible;
use crate::model::{Cell, Rows};

pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    for line in document.summary.map_or(&[][..], |summary| &summary.lines) {
        writeln!(out, "{}\n", escape(line))?;
    }
    for rows in document.content.short().iter().filter(|rows| !rows.rows.is_empty()) {
        write_rows(rows, out)?;
        writeln!(out)?;
    }
    writeln!(out, "{}", document.content.summary(document.not_evaluated.len()))?;
    if !document.not_evaluated.is_empty() {
        writeln!(out, "\nNot evaluated:\n")?;
        for gap in document.not_evaluated {
            writeln!(out, "- {}: {}", escape(&gap.what), escape(&gap.why))?;
        }
    }
    Ok(())
}

fn write_rows(rows: &Rows, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| {} |", rows.columns.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(rows.columns.len()))?;
    for row in &rows.rows {
        let cells: Vec<String> = row.iter().map(Cell::to_text).map(|text| escape(&text)).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

/// Text from AWS as text: no emphasis, no HTML, no new cell or line. (A URL or an `@name` may still become a link
/// where the page makes links of its own accord.)
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in visible(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '#' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}
