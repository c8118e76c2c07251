//! Evidence as JSON in one field of CSV. There can be gigabytes: most rows say in most columns what the row before
//! says, and that is put into the format once.

use std::io;

use super::csv::add_doubled;
use crate::model::{CellRef, Selected};

/// Adds the evidence to a text, as a list of objects, in quotes.
pub fn add(evidence: &Selected, text: &mut Vec<u8>) -> io::Result<()> {
    let table = evidence.table();
    let mut columns = table.columns().iter().map(Member::new).collect::<io::Result<Vec<Member>>>()?;
    text.extend_from_slice(b"\"[");
    for (number, row) in evidence.places().enumerate() {
        text.extend_from_slice(if number == 0 { b"{" } else { b",{" });
        for (column, member) in columns.iter_mut().enumerate() {
            member.set(table.cell(row, column))?;
            // The comma is a part of the name.
            text.extend_from_slice(member.name.get(usize::from(column == 0)..).unwrap_or_default());
            text.extend_from_slice(&member.value);
        }
        text.push(b'}');
    }
    text.extend_from_slice(b"]\"");
    Ok(())
}

/// A member of the objects, in the format.
struct Member<'e> {
    /// With the comma before and the colon after.
    name: Vec<u8>,
    value: Vec<u8>,
    /// What the value is of.
    cell: CellRef<'e>,
}

impl<'e> Member<'e> {
    fn new(name: &String) -> io::Result<Self> {
        let mut member = Member { name: vec![b','], value: Vec::new(), cell: CellRef::Null };
        add_doubled(&serde_json::to_vec(name)?, &mut member.name);
        member.name.push(b':');
        member.encode()?;
        Ok(member)
    }

    fn set(&mut self, cell: CellRef<'e>) -> io::Result<()> {
        if self.cell == cell {
            return Ok(());
        }
        self.cell = cell;
        self.encode()
    }

    fn encode(&mut self) -> io::Result<()> {
        self.value.clear();
        add_doubled(&serde_json::to_vec(&self.cell)?, &mut self.value);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::model::{Cell, Rows};

    #[test]
    fn evidence_is_read_back_as_it_is() {
        let rows = Rows {
            columns: ["name", "a \"b\"", "is_so"].map(str::to_owned).to_vec(),
            rows: vec![
                vec!["=x, \"y\"\r\n".into(), Cell::Null, Cell::Boolean(true)],
                vec!["=x, \"y\"\r\n".into(), Cell::Integer(7), Cell::Boolean(true)],
                vec![Cell::Null, Cell::Integer(7), Cell::List(vec!["\"".into()])],
            ],
        };
        let selected = Selected::from(rows);
        for evidence in [selected, Selected::from(Rows::default())] {
            let mut text = b"other,".to_vec();
            add(&evidence, &mut text).unwrap();
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_slice());
            let fields = reader.records().next().unwrap().unwrap();
            let read: Value = serde_json::from_str(&fields[1]).unwrap();
            assert_eq!(read, serde_json::to_value(&evidence).unwrap());
            assert_eq!((&fields[0], fields.len(), reader.records().count()), ("other", 2, 0));
        }
    }
}
