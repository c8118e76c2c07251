//! Rows that are put together while they are written.

use std::io;

use super::cell::{Cell, Rows};

/// What is called with each row: of each part, which of its rows it is.
pub type EachRow<'c> = dyn FnMut(&[u32]) -> io::Result<()> + 'c;

/// Calls back with every row, in order, and ends at the first failure.
pub type Walk<'r> = Box<dyn Fn(&mut EachRow) -> io::Result<()> + 'r>;

/// Many rows over few things: a row names one row of each part, and its columns are those of the parts, side by
/// side. There may be more rows than memory holds.
pub struct StarRows<'r> {
    /// The parts, in the order of their columns.
    pub parts: Vec<Rows>,
    /// How many rows there are.
    pub count: usize,
    /// The rows.
    pub walk: Walk<'r>,
}

impl StarRows<'_> {
    /// The columns' names.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(|part| part.columns.iter().map(String::as_str))
    }

    /// The cells of one row, in the order of the columns.
    pub fn cells<'c>(&'c self, places: &'c [u32]) -> impl Iterator<Item = &'c Cell> {
        let rows = self.parts.iter().zip(places).filter_map(|(part, place)| part.rows.get(*place as usize));
        rows.flatten()
    }

    /// All rows in one table. It must be known that there are not too many.
    pub fn to_rows(&self) -> Rows {
        let mut rows = Rows { columns: self.columns().map(str::to_owned).collect(), rows: Vec::new() };
        let whole = (self.walk)(&mut |places| {
            rows.rows.push(self.cells(places).cloned().collect());
            Ok(())
        });
        // Nothing here fails but the writer, and there is none.
        debug_assert!(whole.is_ok());
        rows
    }
}
