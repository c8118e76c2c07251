//! Rows, wherever they are kept.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::cell::{Cell, Rows};

/// One value of a row, as it is kept. The same values as those of a [`Cell`].
#[derive(Clone, Debug, PartialEq)]
pub enum CellRef<'c> {
    /// There is no value.
    Null,
    /// Text, as AWS gave it.
    Text(&'c str),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// Several values.
    List(Vec<CellRef<'c>>),
}

impl<'c> CellRef<'c> {
    /// The cell as plain text; nothing for [`CellRef::Null`].
    pub fn to_text(&self) -> Cow<'c, str> {
        match self {
            CellRef::Null => Cow::Borrowed(""),
            CellRef::Text(text) => Cow::Borrowed(*text),
            CellRef::Integer(number) => Cow::Owned(number.to_string()),
            CellRef::Float(number) => Cow::Owned(number.to_string()),
            CellRef::Boolean(flag) => Cow::Owned(flag.to_string()),
            CellRef::List(cells) => {
                Cow::Owned(cells.iter().map(CellRef::to_text).collect::<Vec<_>>().join("; "))
            }
        }
    }

    /// The same value, to be kept.
    pub fn to_cell(&self) -> Cell {
        match self {
            CellRef::Null => Cell::Null,
            CellRef::Text(text) => Cell::from(*text),
            CellRef::Integer(number) => Cell::Integer(*number),
            CellRef::Float(number) => Cell::Float(*number),
            CellRef::Boolean(flag) => Cell::Boolean(*flag),
            CellRef::List(cells) => Cell::List(cells.iter().map(CellRef::to_cell).collect()),
        }
    }
}

impl Serialize for CellRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            CellRef::Null => serializer.serialize_none(),
            CellRef::Text(text) => serializer.serialize_str(text),
            CellRef::Integer(number) => serializer.serialize_i64(*number),
            CellRef::Float(number) => serializer.serialize_f64(*number),
            CellRef::Boolean(flag) => serializer.serialize_bool(*flag),
            CellRef::List(cells) => cells.serialize(serializer),
        }
    }
}

/// Named columns and rows in a contractual order.
pub trait Table: Send + Sync {
    /// The columns' names.
    fn columns(&self) -> &[String];

    /// How many rows there are.
    fn height(&self) -> usize;

    /// The value of a row in a column, by their places; null where there is no such place.
    fn cell(&self, row: usize, column: usize) -> CellRef<'_>;

    /// The place of a column.
    fn column(&self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| column == name)
    }
}

impl dyn Table + '_ {
    /// The values of a row.
    pub fn row(&self, row: usize) -> impl Iterator<Item = CellRef<'_>> {
        (0..self.columns().len()).map(move |column| self.cell(row, column))
    }

    /// All of it, to be kept.
    pub fn to_rows(&self) -> Rows {
        let row = |row| self.row(row).map(|cell| cell.to_cell()).collect();
        Rows { columns: self.columns().to_vec(), rows: (0..self.height()).map(row).collect() }
    }
}

/// One row of a table as an object, members in the order of the columns.
pub struct TableRow<'t>(pub &'t dyn Table, pub usize);

impl Serialize for TableRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let TableRow(table, row) = self;
        serializer.collect_map(table.columns().iter().zip(table.row(*row)))
    }
}

impl Table for Rows {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn height(&self) -> usize {
        self.rows.len()
    }

    fn cell(&self, row: usize, column: usize) -> CellRef<'_> {
        self.rows.get(row).and_then(|row| row.get(column)).map_or(CellRef::Null, Cell::by_ref)
    }
}

/// Some rows of a table that others show rows of as well.
#[derive(Clone)]
pub struct Selected {
    table: Arc<dyn Table>,
    /// Runs of rows.
    runs: Vec<Range<usize>>,
}

impl Selected {
    /// None yet.
    pub fn of(table: Arc<dyn Table>) -> Self {
        Selected { table, runs: Vec::new() }
    }

    /// One more row.
    pub fn push(&mut self, row: usize) {
        match self.runs.last_mut() {
            Some(last) if last.end == row => last.end += 1,
            _ => self.runs.push(row..row + 1),
        }
    }

    /// The table.
    pub fn table(&self) -> &dyn Table {
        &*self.table
    }

    /// The places of the rows in the table.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        self.runs.iter().cloned().flatten()
    }

    /// The values of one column.
    pub fn column(&self, column: usize) -> impl Iterator<Item = CellRef<'_>> {
        self.places().map(move |row| self.table.cell(row, column))
    }
}

impl From<Rows> for Selected {
    fn from(rows: Rows) -> Self {
        let all = 0..rows.rows.len();
        Selected { table: Arc::new(rows), runs: vec![all] }
    }
}

/// As a list of objects.
impl Serialize for Selected {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.places().map(|row| TableRow(self.table(), row)))
    }
}
