//! CSV after RFC 4180: UTF-8, CRLF, a header, nothing else.

use std::borrow::Cow;
use std::io::{self, Write};

use super::Document;
use crate::model::Cell;

pub fn write(document: &Document, with_bom: bool, out: &mut dyn Write) -> io::Result<()> {
    if with_bom {
        out.write_all("\u{FEFF}".as_bytes())?;
    }
    let rows = document.content.full();
    let mut csv = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    let header = rows.columns.iter().map(|name| neutralise(name).into_owned());
    csv.write_record(header).map_err(io_error)?;
    for row in &rows.rows {
        csv.write_record(row.iter().map(|cell| match cell {
            Cell::Text(_) | Cell::List(_) => neutralise(&cell.to_text()).into_owned(),
            cell => cell.to_text(),
        }))
        .map_err(io_error)?;
    }
    csv.flush()
}

/// The writer's own error, so that a closed pipe is known for one.
fn io_error(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Puts `'` before text that a spreadsheet would take for a formula, and before text that begins with `'`
/// itself. So it is undone by taking one leading `'` away, wherever there is one.
///
/// What begins a formula: `= + - @`, tab and carriage return (OWASP, "CSV Injection"), their full-width forms,
/// and a line feed.
fn neutralise(text: &str) -> Cow<'_, str> {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\'' | '＝' | '＋' | '－' | '＠') => {
            Cow::Owned(format!("'{text}"))
        }
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutralised_and_come_back() {
        for text in
            ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "'quoted", "＝1", "plain", "", "a=b"]
        {
            let safe = neutralise(text);
            assert!(
                !safe.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']),
                "{text:?} gave {safe:?}"
            );
            assert_eq!(safe.strip_prefix('\'').unwrap_or(&safe), text);
        }
    }
}
