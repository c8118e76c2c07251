//! CSV after RFC 4180: UTF-8, CRLF, a header, nothing else.

use std::io::{self, BufWriter, Write};

use super::access_csv;
use super::changes::changes_rows;
use super::evidence_csv;
use super::star::Encoded;
use super::units::in_units;
use super::{Content, Document};
use crate::findings::Finding;
use crate::model::formula::neutralise;
use crate::model::{Cell, CellRef, RowStream, StarRows, Table};

/// Where a row ends.
pub(super) const END: &[u8] = b"\r\n";

/// How many bytes are written at a time.
pub(super) const BUFFER: usize = 1 << 16;

pub fn write(document: &Document, with_bom: bool, out: &mut dyn Write) -> io::Result<()> {
    if with_bom {
        out.write_all("\u{FEFF}".as_bytes())?;
    }
    match document.content {
        Content::Rows(rows) | Content::Report(rows) | Content::Shaped { full: rows, .. } => {
            write_table(rows, out)
        }
        Content::Star(rows) => write_star(rows, out),
        Content::Stream(rows) => write_stream(rows, out),
        Content::Findings(findings) => write_findings(findings, out),
        Content::Changes { records, permissions, access } => {
            write_table(&changes_rows(records, permissions), out)?;
            access_csv::write(access, out)
        }
    }
}

fn write_table(rows: &dyn Table, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = writer(out);
    write_header(rows.columns().iter().map(String::as_str), &mut csv)?;
    (0..rows.height()).try_for_each(|row| write_row(rows.row(row), &mut csv))?;
    csv.flush()
}

/// The evidence as JSON in one cell.
fn write_findings(findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let columns =
        ["severity", "area", "check", "subject_kind", "subject_id", "subject_name", "message", "evidence"];
    write_header(columns.into_iter(), &mut writer(&mut *out))?;
    let encode = |unit: &[Finding]| {
        let mut text = Vec::new();
        unit.iter().try_for_each(|finding| add_finding(finding, &mut text))?;
        Ok(text)
    };
    in_units(findings, encode, |text| out.write_all(&text))
}

fn add_finding(finding: &Finding, text: &mut Vec<u8>) -> io::Result<()> {
    let subject = finding.subject.id();
    let texts = [
        finding.severity.as_str(),
        &finding.area,
        &finding.check,
        &finding.subject.kind,
        &subject,
        &finding.subject.name,
        &finding.message,
    ];
    write_row(texts.into_iter().map(CellRef::Text), &mut writer(&mut *text))?;
    text.truncate(text.len().saturating_sub(END.len()));
    text.push(b',');
    // JSON begins with a bracket, which no spreadsheet takes for a formula.
    evidence_csv::add(&finding.evidence, text)?;
    text.extend_from_slice(END);
    Ok(())
}

/// As many rows as there are, without holding them.
fn write_star(rows: &StarRows, out: &mut dyn Write) -> io::Result<()> {
    write_header(rows.columns(), &mut writer(&mut *out))?;
    let encoded = Encoded::new(rows, |_, row, text| {
        write_row(row.iter().map(Cell::by_ref), &mut writer(&mut *text))?;
        text.truncate(text.len().saturating_sub(END.len()));
        Ok(())
    })?;
    let mut out = BufWriter::with_capacity(BUFFER, out);
    (rows.walk)(&mut |places| {
        encoded.write(places, &mut out)?;
        out.write_all(END)
    })?;
    out.flush()
}

fn write_stream(rows: &RowStream, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = writer(out);
    write_header(rows.columns.iter().map(String::as_str), &mut csv)?;
    (rows.walk)(&mut |cells| write_row(cells.iter().map(|cell| cell.by_ref()), &mut csv))?;
    csv.flush()
}

fn writer<W: Write>(out: W) -> ::csv::Writer<W> {
    ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out)
}

fn write_header<'n, W: Write>(
    columns: impl Iterator<Item = &'n str>,
    csv: &mut ::csv::Writer<W>,
) -> io::Result<()> {
    csv.write_record(columns.map(|name| neutralise(name).into_owned())).map_err(io_error)?;
    csv.flush()
}

fn write_row<'c, W: Write>(
    row: impl Iterator<Item = CellRef<'c>>,
    csv: &mut ::csv::Writer<W>,
) -> io::Result<()> {
    for cell in row {
        let text = cell.to_text();
        match cell {
            CellRef::Text(_) | CellRef::List(_) => csv.write_field(neutralise(&text).as_bytes()),
            _ => csv.write_field(text.as_bytes()),
        }
        .map_err(io_error)?;
    }
    csv.write_record(None::<&[u8]>).map_err(io_error)
}

/// One cell as a field.
pub(super) fn field(cell: CellRef) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    // With another beside it: a row that is one empty field would be in quotes.
    write_row([cell, CellRef::Null].into_iter(), &mut writer(&mut text))?;
    text.truncate(text.len().saturating_sub(END.len() + 1));
    Ok(text)
}

/// Adds a part of a field that stands in quotes.
pub(super) fn add_doubled(part: &[u8], text: &mut Vec<u8>) {
    for run in part.split_inclusive(|byte| *byte == b'"') {
        text.extend_from_slice(run);
        if run.ends_with(b"\"") {
            text.push(b'"');
        }
    }
}

/// The writer's own error, so that a closed pipe is known for one.
fn io_error(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
