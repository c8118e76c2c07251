//! One JSON object a line: the records of the envelope, for tools that read line by line.

use std::io::{self, Write};

use serde_json::json;

use super::Document;

pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    document.content.records(|record| {
        record.write_json(out)?;
        out.write_all(b"\n")
    })?;
    for change in document.content.permissions().into_iter().flat_map(|(_, changes)| changes) {
        writeln!(out, "{}", json!(change))?;
    }
    Ok(())
}
