//! Plain rows: what analysis hands to the reports.

use std::sync::Arc;

use serde::{Serialize, Serializer};

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

    /// The cell as plain text; nothing for [`Cell::Null`].
    pub fn to_text(&self) -> String {
        match self {
            Cell::Null => String::new(),
            Cell::Text(text) => text.to_string(),
            Cell::Integer(number) => number.to_string(),
            Cell::Float(number) => number.to_string(),
            Cell::Boolean(flag) => flag.to_string(),
            Cell::List(cells) => cells.iter().map(Cell::to_text).collect::<Vec<_>>().join("; "),
        }
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
        match self {
            Cell::Null => serializer.serialize_none(),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Integer(number) => serializer.serialize_i64(*number),
            Cell::Float(number) => serializer.serialize_f64(*number),
            Cell::Boolean(flag) => serializer.serialize_bool(*flag),
            Cell::List(cells) => cells.serialize(serializer),
        }
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

impl Rows {
    /// The position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// One row as (column, cell) pairs.
    pub fn pairs<'r>(&'r self, row: &'r [Cell]) -> impl Iterator<Item = (&'r str, &'r Cell)> {
        self.columns.iter().map(String::as_str).zip(row)
    }
}

/// Rows as a list of objects, members in the order of the columns.
impl Serialize for Rows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows.iter().map(|row| Record(&self.columns, row)))
    }
}

/// One row as an object: its cells, or references to them.
pub struct Record<'r, C = Cell>(pub &'r [String], pub &'r [C]);

impl<C: Serialize> Serialize for Record<'_, C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().zip(self.1))
    }
}
