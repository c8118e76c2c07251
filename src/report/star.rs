//! Star rows: each row of each part is put into its format once, and a row of the answer is a few copies.

use std::io::{self, Write};

use super::document::ErasedRecord;
use crate::model::cell::{Cell, Record};
use crate::model::{Rows, StarRows};

/// The rows of one part in a format, one after the other.
struct Fragments {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Fragments {
    fn new(
        rows: &Rows,
        encode: &impl Fn(&[String], &[Cell], &mut Vec<u8>) -> io::Result<()>,
    ) -> io::Result<Self> {
        let mut fragments = Fragments { text: Vec::new(), ends: Vec::with_capacity(rows.rows.len()) };
        for row in &rows.rows {
            encode(&rows.columns, row, &mut fragments.text)?;
            fragments.ends.push(fragments.text.len());
        }
        Ok(fragments)
    }

    fn get(&self, place: u32) -> &[u8] {
        let place = place as usize;
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(place).and_then(|end| self.text.get(start..*end)).unwrap_or_default()
    }
}

/// The parts of star rows in a format whose columns a comma joins.
pub struct Encoded(Vec<Fragments>);

impl Encoded {
    /// Puts every row of every part into the format.
    ///
    /// # Errors
    /// What `encode` says.
    pub fn new(
        star: &StarRows,
        encode: impl Fn(&[String], &[Cell], &mut Vec<u8>) -> io::Result<()>,
    ) -> io::Result<Self> {
        star.parts.iter().map(|part| Fragments::new(part, &encode)).collect::<io::Result<_>>().map(Encoded)
    }

    /// Writes one row, without its end.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, places: &[u32], out: &mut dyn Write) -> io::Result<()> {
        for (at, (part, place)) in self.0.iter().zip(places).enumerate() {
            if at > 0 {
                out.write_all(b",")?;
            }
            out.write_all(part.get(*place))?;
        }
        Ok(())
    }
}

/// One row as an object of JSON.
struct StarRecord<'e>(&'e Encoded, &'e [u32]);

impl ErasedRecord for StarRecord<'_> {
    fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{")?;
        self.0.write(self.1, out)?;
        out.write_all(b"}")
    }
}

/// Calls `each` with every row as a record.
///
/// # Errors
/// What `each` says.
pub fn records(star: &StarRows, each: &mut dyn FnMut(&dyn ErasedRecord) -> io::Result<()>) -> io::Result<()> {
    let encoded = Encoded::new(star, |columns, row, text| {
        let object = serde_json::to_vec(&Record(columns, row))?;
        // The braces are those of the whole row.
        text.extend(object.strip_prefix(b"{").and_then(|inner| inner.strip_suffix(b"}")).unwrap_or(&object));
        Ok(())
    })?;
    (star.walk)(&mut |places| each(&StarRecord(&encoded, places)))
}
