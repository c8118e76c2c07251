//! One envelope for every verb, one record a line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;

use super::{Content, Document, star};

/// The version of the envelope.
const FORMAT_VERSION: u32 = 1;

pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{{\n\"format\": {},", json!(format!("ssoscan-{}", document.verb)))?;
    writeln!(out, "\"format_version\": {FORMAT_VERSION},")?;
    writeln!(out, "\"snapshot\": {},", document.snapshot)?;
    if let Some(summary) = document.summary {
        writeln!(out, "\"summary\": {},", json!(summary.figures))?;
    }
    write!(out, "\"{}\": [", document.content.member())?;
    let mut separator = "\n";
    document.content.records(|record| {
        out.write_all(separator.as_bytes())?;
        separator = ",\n";
        record.write_json(out)
    })?;
    write!(out, "{}]", if separator == "\n" { "" } else { "\n" })?;
    if let Content::Changes { permissions, access, .. } = document.content {
        list("permissions", permissions.iter(), out)?;
        write!(out, ",\n\"access\": [")?;
        separator = "\n";
        star::records(access, &mut |record| {
            out.write_all(separator.as_bytes())?;
            separator = ",\n";
            record.write_json(out)
        })?;
        write!(out, "{}]", if separator == "\n" { "" } else { "\n" })?;
    }
    list("not_evaluated", document.not_evaluated.iter(), out)?;
    writeln!(out, "\n}}")
}

/// One more member of the envelope.
pub(super) fn list<T: Serialize>(
    member: &str,
    items: impl Iterator<Item = T>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, ",\n\"{member}\": [")?;
    let mut separator = "\n";
    for item in items {
        out.write_all(separator.as_bytes())?;
        serde_json::to_writer(&mut *out, &item)?;
        separator = ",\n";
    }
    write!(out, "{}]", if separator == "\n" { "" } else { "\n" })
}
