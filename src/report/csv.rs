//! CSV after RFC 4180: UTF-8, CRLF, a header, nothing else.

use std::io::{self, BufWriter, Write};

use super::changes::access_change;
use super::star::Encoded;
use super::{Content, Document};
use crate::model::formula::neutralise;
use crate::model::{Cell, RowStream, StarRows};

/// How many bytes are written at a time.
const BUFFER: usize = 1 << 16;

pub fn write(document: &Document, with_bom: bool, out: &mut dyn Write) -> io::Result<()> {
    if with_bom {
        out.write_all("\u{FEFF}".as_bytes())?;
    }
    if let Content::Star(rows) = document.content {
        return write_star(rows, out);
    }
    if let Content::Stream(rows) = document.content {
        return write_stream(rows, out);
    }
    let rows = document.content.full();
    let mut csv = writer(&mut *out);
    write_header(rows.columns.iter().map(String::as_str), &mut csv)?;
    for row in &rows.rows {
        write_row(row, &mut csv)?;
    }
    if let Content::Changes { access, .. } = document.content {
        let columns: Vec<&str> = access.columns().collect();
        (access.walk)(&mut |places| {
            let cells: Vec<&Cell> = access.cells(places).collect();
            write_row(&access_change(&columns, &cells), &mut csv)
        })?;
    }
    csv.flush()
}

/// As many rows as there are, without holding them.
fn write_star(rows: &StarRows, out: &mut dyn Write) -> io::Result<()> {
    write_header(rows.columns(), &mut writer(&mut *out))?;
    let encoded = Encoded::new(rows, |_, row, text| {
        write_row(row, &mut writer(&mut *text))?;
        text.truncate(text.len().saturating_sub(2));
        Ok(())
    })?;
    let mut out = BufWriter::with_capacity(BUFFER, out);
    (rows.walk)(&mut |places| {
        encoded.write(places, &mut out)?;
        out.write_all(b"\r\n")
    })?;
    out.flush()
}

fn write_stream(rows: &RowStream, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = writer(out);
    write_header(rows.columns.iter().map(String::as_str), &mut csv)?;
    (rows.walk)(&mut |cells| write_row(cells.iter().copied(), &mut csv))?;
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
    row: impl IntoIterator<Item = &'c Cell>,
    csv: &mut ::csv::Writer<W>,
) -> io::Result<()> {
    for cell in row {
        match cell {
            Cell::Text(text) => csv.write_field(neutralise(text).as_bytes()),
            Cell::List(_) => csv.write_field(neutralise(&cell.to_text()).as_bytes()),
            cell => csv.write_field(cell.to_text()),
        }
        .map_err(io_error)?;
    }
    csv.write_record(None::<&[u8]>).map_err(io_error)
}

/// The writer's own error, so that a closed pipe is known for one.
fn io_error(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
