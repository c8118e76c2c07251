//! One envelope for every verb, one record a line.

use std::io::{self, Write};

use serde_json::json;

use super::Document;

/// The version of the envelope.
const FORMAT_VERSION: u32 = 1;

pub fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{{\n\"format\": {},", json!(format!("ssoscan-{}", document.verb)))?;
    writeln!(out, "\"format_version\": {FORMAT_VERSION},")?;
    writeln!(out, "\"snapshot\": {},", document.snapshot)?;
    write!(out, "\"{}\": [", document.content.member())?;
    let mut separator = "\n";
    document.content.records(|record| {
        out.write_all(separator.as_bytes())?;
        separator = ",\n";
        record.write_json(out)
    })?;
    write!(out, "{}],\n\"not_evaluated\": [", if separator == "\n" { "" } else { "\n" })?;
    let mut separator = "\n";
    for gap in document.not_evaluated {
        write!(out, "{separator}{}", json!(gap))?;
        separator = ",\n";
    }
    writeln!(out, "{}]\n}}", if separator == "\n" { "" } else { "\n" })
}
