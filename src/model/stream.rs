//! Rows that are made one by one while they are written.

use std::io;

use super::cell::{Cell, Rows};

/// What is called with the cells of each row.
pub type EachCells<'c> = dyn FnMut(&[&Cell]) -> io::Result<()> + 'c;

/// Calls back with every row.
pub type Walk<'r> = dyn Fn(&mut EachCells) -> io::Result<()> + 'r;

/// More rows than memory may hold, with cells that few rows share. Every row has one cell a column.
pub struct RowStream<'r> {
    /// What the rows are, in two words: what the sheets of a workbook are called.
    pub title: &'static str,
    /// The columns' names.
    pub columns: Vec<String>,
    /// Columns that people fill in, each with the words to choose from.
    pub choices: &'static [(&'static str, &'static [&'static str])],
    /// How many rows there are.
    pub count: usize,
    /// Calls back with every row, in order, and ends at the first failure.
    pub walk: Box<Walk<'r>>,
}

impl RowStream<'_> {
    /// All rows in one table. It must be known that there are not too many.
    pub fn to_rows(&self) -> Rows {
        let mut rows = Rows { columns: self.columns.clone(), rows: Vec::new() };
        let whole = (self.walk)(&mut |cells| {
            rows.rows.push(cells.iter().map(|cell| (*cell).clone()).collect());
            Ok(())
        });
        // Nothing here fails but the writer, and there is none.
        debug_assert!(whole.is_ok());
        rows
    }
}

impl<'r> From<&'r Rows> for RowStream<'r> {
    fn from(rows: &'r Rows) -> Self {
        RowStream {
            title: "Rows",
            columns: rows.columns.clone(),
            choices: &[],
            count: rows.rows.len(),
            walk: Box::new(|each| rows.rows.iter().try_for_each(|row| each(&row.iter().collect::<Vec<_>>()))),
        }
    }
}
