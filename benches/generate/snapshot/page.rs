//! The text of a snapshot as it is written: a member, or a list with one record a line.

use std::io::{self, Write};

const FULL: usize = 1 << 20;

/// What is written, a megabyte at a time.
pub struct Page<'w> {
    out: &'w mut dyn Write,
    text: Vec<u8>,
    has_member: bool,
    has_record: bool,
}

impl<'w> Page<'w> {
    /// An empty one.
    pub fn new(out: &'w mut dyn Write) -> Self {
        Page { out, text: Vec::with_capacity(2 * FULL), has_member: false, has_record: false }
    }

    fn name(&mut self, name: &str) {
        self.put(&[if self.has_member { ",\n\"" } else { "{\n\"" }, name, "\": "]);
        self.has_member = true;
    }

    /// A member whose value is this JSON.
    pub fn value(&mut self, name: &str, json: &str) {
        self.name(name);
        self.put(&[json]);
    }

    /// A list of what `records` writes.
    pub fn list(&mut self, name: &str, records: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        self.name(name);
        self.put(&["["]);
        self.has_record = false;
        records(self)?;
        self.put(&[if self.has_record { "\n]" } else { "]" }]);
        Ok(())
    }

    /// A record of the list, in pieces.
    pub fn record(&mut self, pieces: &[&str]) -> io::Result<()> {
        self.put(&[if self.has_record { ",\n" } else { "\n" }]);
        self.has_record = true;
        self.put(pieces);
        if self.text.len() >= FULL { self.flush() } else { Ok(()) }
    }

    fn put(&mut self, pieces: &[&str]) {
        for piece in pieces {
            self.text.extend_from_slice(piece.as_bytes());
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.text)?;
        self.text.clear();
        Ok(())
    }

    /// The end of the snapshot.
    pub fn end(mut self) -> io::Result<()> {
        self.put(&["\n}\n"]);
        self.flush()?;
        self.out.flush()
    }
}

/// A text as JSON writes it.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
