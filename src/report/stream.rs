//! Row streams, as records and as a person reads them.

use std::io;

use super::document::ErasedRecord;
use crate::model::cell::Record;
use crate::model::{RowStream, Rows};

/// Calls `each` with every row as a record.
///
/// # Errors
/// What `each` says.
pub fn records(
    rows: &RowStream,
    each: &mut dyn FnMut(&dyn ErasedRecord) -> io::Result<()>,
) -> io::Result<()> {
    (rows.walk)(&mut |cells| each(&Record(&rows.columns, cells)))
}

/// The columns in which some row says something.
pub fn without_empty_columns(mut rows: Rows) -> Rows {
    let width = rows.columns.len();
    let says =
        |at: usize| rows.rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.to_text().is_empty()));
    let kept: Vec<bool> = (0..width).map(|at| rows.rows.is_empty() || says(at)).collect();
    keep(&mut rows.columns, &kept);
    rows.rows.iter_mut().for_each(|row| keep(row, &kept));
    rows
}

fn keep<T>(items: &mut Vec<T>, kept: &[bool]) {
    let mut kept = kept.iter();
    items.retain(|_| kept.next().is_none_or(|kept| *kept));
}
