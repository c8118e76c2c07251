//! One JSON object a line: the records of the envelope, for tools that read line by line.

use std::io::{self, Write};

use serde_json::json;

use super::{Content, Document, star};

pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    document.content.records(|record| {
        record.write_json(out)?;
        out.write_all(b"\n")
    })?;
    let Content::Changes { permissions, access, .. } = document.content else { return Ok(()) };
    for change in permissions {
        writeln!(out, "{}", json!(change))?;
    }
    star::records(access, &mut |record| {
        record.write_json(out)?;
        out.write_all(b"\n")
    })
}
