//! A workbook (Office Open XML): every cell is text, so that nothing is a formula and no id loses its zeros.

use std::io::{self, Seek, Write};

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, IgnoreError, Workbook, Worksheet, XlsxError,
};
use serde_json::Value;

use super::{Content, Document};
use crate::model::{NotEvaluated, RowStream};

/// What Excel and LibreOffice hold.
const LIMITS: Limits = Limits { rows_of_sheet: 1_048_576, characters_of_cell: 32_767 };

/// The widest and the narrowest column that is chosen, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 9..=48;

#[derive(Clone, Copy)]
struct Limits {
    /// The header's among them.
    rows_of_sheet: u32,
    /// In UTF-16, as Excel counts.
    characters_of_cell: usize,
}

pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    write_within(LIMITS, document, out)
}

fn write_within(limits: Limits, document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let Content::Stream(rows) = document.content else {
        return Err(io::Error::other("only the access review has a workbook"));
    };
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_title(rows.title).set_author("ssoscan");
    workbook.set_properties(&properties.set_creation_datetime(&created(&document.snapshot)?));
    let sheets = write_rows(limits, rows, &mut workbook)?;
    write_about(limits, document, rows, sheets, &mut workbook)?;
    // The library wants a writer that can go to another thread, which standard output cannot.
    let mut file = tempfile::tempfile()?;
    workbook.save_to_writer(&mut file).map_err(io_error)?;
    file.rewind()?;
    io::copy(&mut file, out)?;
    Ok(())
}

/// When the snapshot was read: never the wall clock, which would make other bytes of the same snapshot.
fn created(snapshot: &Value) -> io::Result<ExcelDateTime> {
    let finished_at = snapshot.get("finished_at").and_then(Value::as_str).and_then(|text| text.get(..19));
    let parsed = finished_at.and_then(|text| ExcelDateTime::parse_from_str(text).ok());
    parsed.map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1).map_err(io_error), Ok)
}

/// The rows, on as many sheets as they need. Gives the number of sheets.
fn write_rows(limits: Limits, rows: &RowStream, workbook: &mut Workbook) -> io::Result<usize> {
    let per_sheet = limits.rows_of_sheet.saturating_sub(1).max(1);
    let sheets = rows.count.div_ceil(per_sheet as usize).max(1);
    let mut open: Vec<Sheet> = Vec::new();
    let next = |workbook: &mut Workbook, number: usize| {
        let name = if sheets == 1 { rows.title.to_owned() } else { format!("{} {number}", rows.title) };
        Sheet::new(workbook, &name, &rows.columns, limits)
    };
    let mut sheet = next(workbook, 1)?;
    (rows.walk)(&mut |cells| {
        if sheet.next_row > per_sheet {
            let full = std::mem::replace(&mut sheet, next(workbook, open.len() + 2)?);
            open.push(full);
        }
        sheet.write(cells.iter().map(|cell| cell.to_text()))
    })?;
    open.push(sheet);
    let sheets = open.len();
    for sheet in open {
        workbook.push_worksheet(sheet.finish(rows.choices)?);
    }
    Ok(sheets)
}

/// A sheet that is being written from the top down: its rows go to a temporary file as they come.
struct Sheet {
    sheet: Worksheet,
    name: String,
    columns: Vec<String>,
    widths: Vec<usize>,
    next_row: u32,
    limits: Limits,
    text: Format,
}

impl Sheet {
    fn new(workbook: &mut Workbook, name: &str, columns: &[String], limits: Limits) -> io::Result<Self> {
        let mut sheet = workbook.new_worksheet_with_constant_memory().map_err(io_error)?;
        let text = Format::new().set_num_format("@");
        let bold = text.clone().set_bold();
        sheet.set_name(name).map_err(io_error)?;
        sheet.set_freeze_panes(1, 0).map_err(io_error)?;
        for (at, column) in (0..).zip(columns) {
            // What people write is text as well: a date stays as it was written.
            sheet.set_column_format(at, &text).map_err(io_error)?;
            sheet.write_string_with_format(0, at, column, &bold).map_err(io_error)?;
        }
        Ok(Sheet {
            sheet,
            name: name.to_owned(),
            columns: columns.to_vec(),
            // Room for the button of the filter.
            widths: columns.iter().map(|column| column.chars().count() + 3).collect(),
            next_row: 1,
            limits,
            text,
        })
    }

    fn write(&mut self, cells: impl Iterator<Item = String>) -> io::Result<()> {
        for (at, cell) in (0_u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            if cell.encode_utf16().count() > self.limits.characters_of_cell {
                let column = self.columns.get(usize::from(at)).map_or("", String::as_str);
                return Err(io::Error::other(format!(
                    "{}, row {}, {column}: a cell of a workbook holds {} characters and this one would have more: use \
                     --format csv",
                    self.name,
                    self.next_row + 1,
                    self.limits.characters_of_cell,
                )));
            }
            if let Some(width) = self.widths.get_mut(usize::from(at)) {
                *width = (*width).max(cell.chars().count() + 1);
            }
            self.sheet.write_string_with_format(self.next_row, at, cell, &self.text).map_err(io_error)?;
        }
        self.next_row += 1;
        Ok(())
    }

    fn finish(mut self, choices: &[(&str, &[&str])]) -> io::Result<Worksheet> {
        let last_row = self.next_row - 1;
        for (at, width) in (0_u16..).zip(&self.widths) {
            let width = u16::try_from((*width).clamp(*WIDTHS.start(), *WIDTHS.end())).unwrap_or(9);
            self.sheet.set_column_width(at, width).map_err(io_error)?;
        }
        for (column, words) in choices {
            let at = (0_u16..).zip(&self.columns).find(|(_, name)| name == column).map(|(at, _)| at);
            let Some(at) = at.filter(|_| last_row > 0) else { continue };
            let list = DataValidation::new().allow_list_strings(words).map_err(io_error)?;
            self.sheet.add_data_validation(1, at, last_row, at, &list).map_err(io_error)?;
        }
        let last_column = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(0);
        self.sheet.autofilter(0, 0, last_row, last_column).map_err(io_error)?;
        self.sheet
            .ignore_error_range(0, 0, last_row, last_column, IgnoreError::NumberStoredAsText)
            .map_err(io_error)?;
        Ok(self.sheet)
    }
}

/// The sheet that says what the others are: scope, date, coverage, and what is unknown.
fn write_about(
    limits: Limits,
    document: &Document,
    rows: &RowStream,
    sheets: usize,
    workbook: &mut Workbook,
) -> io::Result<()> {
    let columns = ["about", "value"].map(str::to_owned);
    let mut sheet = Sheet::new(workbook, "About", &columns, limits)?;
    let mut line = |about: &str, value: &str| sheet.write([about.to_owned(), value.to_owned()].into_iter());
    line("rows", &rows.count.to_string())?;
    line("sheets", &sheets.to_string())?;
    for said in document.summary.map_or(&[][..], |summary| &summary.lines) {
        line("scope", said)?;
    }
    for (member, value) in document.snapshot.as_object().into_iter().flatten() {
        line(member, value.as_str().unwrap_or("unknown"))?;
    }
    line("not evaluated", &document.not_evaluated.len().to_string())?;
    for NotEvaluated { what, why, .. } in document.not_evaluated {
        line("unknown", &format!("{what}, because {why}"))?;
    }
    workbook.push_worksheet(sheet.finish(&[])?);
    Ok(())
}

fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::{Cell, Rows};

    fn workbook(limits: Limits, cells: &[&str]) -> Result<Vec<u8>, String> {
        let rows = Rows {
            columns: vec!["account_id".to_owned()],
            rows: cells.iter().map(|cell| vec![Cell::from(*cell)]).collect(),
        };
        let document = Document {
            verb: "report",
            snapshot: json!({"finished_at": "2026-10-01T02:01:45Z", "mode": "pairs"}),
            summary: None,
            content: Content::Stream(&RowStream::from(&rows)),
            not_evaluated: &[],
        };
        let mut bytes = Vec::new();
        write_within(limits, &document, &mut bytes).map_err(|error| error.to_string())?;
        Ok(bytes)
    }

    /// The names of the parts: they stand in the clear.
    fn sheets(workbook: &[u8]) -> usize {
        let text = String::from_utf8_lossy(workbook);
        (1..100).take_while(|number| text.contains(&format!("xl/worksheets/sheet{number}.xml"))).count()
    }

    #[test]
    fn rows_past_the_limit_go_to_another_sheet() {
        let limits = Limits { rows_of_sheet: 3, ..LIMITS };
        // The header takes a row of each; one more sheet says what it is about.
        for (rows, expected) in [(0, 2), (1, 2), (2, 2), (3, 3), (4, 3), (5, 4)] {
            let cells = vec!["000000000001"; rows];
            // The sheet about it takes more rows than this limit: it is not held to it.
            assert_eq!(sheets(&workbook(limits, &cells).unwrap()), expected, "{rows} rows");
        }
    }

    #[test]
    fn a_cell_past_the_limit_is_refused_with_its_place() {
        let limits = Limits { characters_of_cell: 60, ..LIMITS };
        workbook(limits, &["x".repeat(60).as_str()]).unwrap();
        let refused = workbook(limits, &["short", "x".repeat(61).as_str()]).unwrap_err();
        for words in ["row 3", "account_id", "60 characters", "--format csv"] {
            assert!(refused.contains(words), "{refused}");
        }
        // Excel counts in UTF-16.
        assert!(workbook(limits, &["🦀".repeat(31).as_str()]).is_err());
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        let bytes = workbook(LIMITS, &["=1+1", "012345678901"]).unwrap();
        assert_eq!(bytes, workbook(LIMITS, &["=1+1", "012345678901"]).unwrap());
    }
}
