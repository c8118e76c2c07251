//! Plain rows: what analysis hands to the reports.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::table::CellRef;

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// There is no value. Whether that is "none" or "unknown" is told by a state column beside it.
    Null,
    /// Text, as AWS gave it: untrusted, neutralised by the format that writes it. Rows share what is the same.
    Text(Arc<str>),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// Several values.
    List(Vec<Cell>),
}

impl Cell {
    /// A cell of text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Cell::Text(text.into())
    }

    /// The value, borrowed.
    pub fn by_ref(&self) -> CellRef<'_> {
        match self {
            Cell::Null => CellRef::Null,
            Cell::Text(text) => CellRef::Text(text),
            Cell::Integer(number) => CellRef::Integer(*number),
            Cell::Float(number) => CellRef::Float(*number),
            Cell::Boolean(flag) => CellRef::Boolean(*flag),
            Cell::List(cells) => CellRef::List(cells.iter().map(Cell::by_ref).collect()),
        }
    }

    /// The cell as plain text; nothing for [`Cell::Null`].
    pub fn to_text(&self) -> String {
        self.by_ref().to_text().into_owned()
    }

    /// True where there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self, Cell::Null)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.into())
    }
}

impl From<Option<&str>> for Cell {
    fn from(text: Option<&str>) -> Self {
        text.map_or(Cell::Null, Cell::from)
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.by_ref().serialize(serializer)
    }
}

/// Named columns and rows in a contractual order. Every row has one cell a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// The columns' names.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// One row as an object: its cells, or references to them.
pub struct Record<'r, C = Cell>(pub &'r [String], pub &'r [C]);

impl<C: Serialize> Serialize for Record<'_, C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().zip(self.1))
    }
}
