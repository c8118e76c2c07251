//! A table and its description, built side by side so that they cannot part.

use polars::prelude::*;

use super::categories::Categories;
use super::error::DatasetError;
use crate::snapshot::coverage::Operation;
use crate::snapshot::{State, Symbol};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier or a word of a small set, interned.
    Id,
    /// Text.
    Text,
    /// Whole number.
    Integer,
    /// `known`, `none` or `unknown`.
    State,
}

impl Kind {
    /// The word used in the documentation.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Id => "id",
            Kind::Text => "text",
            Kind::Integer => "integer",
            Kind::State => "state",
        }
    }
}

/// A column's description.
#[derive(Clone, Copy, Debug)]
pub struct ColumnDoc {
    /// The name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means.
    pub doc: &'static str,
}

/// A part of a record that a call of its own gives.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// The state column.
    pub state: &'static str,
    /// The part in words: `permissions boundary`.
    pub words: &'static str,
    /// The columns with the ids that the operations are asked about.
    pub of: &'static [&'static str],
    /// The operations that give it.
    pub operations: &'static [Operation],
    /// The columns whose values come from it.
    pub covers: &'static [&'static str],
    /// The tables it follows from: their gaps say why it is unknown. Empty for a part that is read by itself.
    pub follows: &'static [&'static str],
    /// A column that says, row by row, what was not read.
    pub reason: Option<&'static str>,
}

/// A table's rows and description.
pub struct Frame {
    /// The rows.
    pub data: DataFrame,
    /// One description a column, in order.
    pub columns: Vec<ColumnDoc>,
}

/// Builds a [`Frame`] column by column.
pub struct FrameBuilder<'s> {
    table: &'static str,
    categories: &'s Categories<'s>,
    height: usize,
    columns: Vec<Column>,
    docs: Vec<ColumnDoc>,
    error: Option<PolarsError>,
}

impl<'s> FrameBuilder<'s> {
    /// A table of so many rows.
    pub fn new(table: &'static str, categories: &'s Categories<'s>, height: usize) -> Self {
        FrameBuilder { table, categories, height, columns: Vec::new(), docs: Vec::new(), error: None }
    }

    fn push(mut self, doc: ColumnDoc, column: PolarsResult<Column>) -> Self {
        match column {
            Ok(column) => self.columns.push(column),
            Err(error) => self.error = Some(error),
        }
        self.docs.push(doc);
        self
    }

    /// A column of identifiers or of words of a small set.
    pub fn id<'t>(
        self,
        name: &'static str,
        doc: &'static str,
        texts: impl Iterator<Item = Option<&'t str>>,
    ) -> Self {
        let column = self.categories.column(name, texts);
        self.push(ColumnDoc { name, kind: Kind::Id, doc }, column)
    }

    /// A column of identifiers that are the same in many rows: `places` tells which of the texts each row has.
    pub fn repeated_id<'t>(
        self,
        name: &'static str,
        doc: &'static str,
        texts: impl Iterator<Item = &'t str>,
        places: impl Iterator<Item = u32>,
    ) -> Self {
        let column = self.categories.column_of_places(name, texts, places);
        self.push(ColumnDoc { name, kind: Kind::Id, doc }, column)
    }

    /// A column of ids that the snapshot's rows have.
    pub fn symbols(
        self,
        name: &'static str,
        doc: &'static str,
        symbols: impl Iterator<Item = Option<Symbol>>,
    ) -> Self {
        let column = self.categories.column_of_symbols(name, symbols);
        self.push(ColumnDoc { name, kind: Kind::Id, doc }, column)
    }

    /// A column of text.
    pub fn text<T: AsRef<str>>(
        self,
        name: &'static str,
        doc: &'static str,
        texts: impl Iterator<Item = Option<T>>,
    ) -> Self {
        let mut texts = texts.peekable();
        // Of much that AWS may tell most instances have nothing: a column without texts takes no memory.
        let mut before = 0;
        while texts.next_if(Option::is_none).is_some() {
            before += 1;
        }
        let column = if before == self.height {
            Column::new_scalar(name.into(), Scalar::null(DataType::String), self.height)
        } else {
            let mut builder = StringChunkedBuilder::new(name.into(), self.height);
            (0..before).for_each(|_| builder.append_null());
            texts.for_each(|text| builder.append_option(text));
            builder.finish().into_series().into_column()
        };
        self.push(ColumnDoc { name, kind: Kind::Text, doc }, Ok(column))
    }

    /// A column of text that says the same in many rows: `places` tells which of the texts each row has.
    pub fn repeated_text<T: AsRef<str>>(
        self,
        name: &'static str,
        doc: &'static str,
        texts: impl Iterator<Item = Option<T>>,
        places: &[u32],
    ) -> Self {
        let mut builder = StringChunkedBuilder::new(name.into(), 0);
        texts.for_each(|text| builder.append_option(text));
        let places = IdxCa::from_slice("".into(), places);
        let column = builder.finish().into_series().take(&places).map(IntoColumn::into_column);
        self.push(ColumnDoc { name, kind: Kind::Text, doc }, column)
    }

    /// A column of whole numbers.
    pub fn integer(
        self,
        name: &'static str,
        doc: &'static str,
        numbers: impl Iterator<Item = Option<u64>>,
    ) -> Self {
        let numbers: Vec<Option<i64>> =
            numbers.map(|number| number.and_then(|number| i64::try_from(number).ok())).collect();
        self.push(ColumnDoc { name, kind: Kind::Integer, doc }, Ok(Column::new(name.into(), numbers)))
    }

    /// The state column of a part.
    pub fn state(self, part: Part, doc: &'static str, states: impl Iterator<Item = State>) -> Self {
        let column = self.categories.column_of_states(part.state, states);
        self.push(ColumnDoc { name: part.state, kind: Kind::State, doc }, column)
    }

    /// The table.
    ///
    /// # Errors
    /// More than four billion distinct ids.
    pub fn finish(self) -> Result<Frame, DatasetError> {
        let data = match self.error {
            None => DataFrame::new(self.height, self.columns),
            Some(error) => Err(error),
        };
        let data = data.map_err(|source| DatasetError::Build { table: self.table, source })?;
        Ok(Frame { data, columns: self.docs })
    }
}
