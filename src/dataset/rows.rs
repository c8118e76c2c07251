//! A data frame as a table.

use std::sync::Arc;

use polars::prelude::*;

use crate::model::{Cell, CellRef, Table};

/// The rows of an answer, kept in the columns that polars made them in.
pub struct FrameRows {
    columns: Vec<String>,
    values: Vec<Values>,
    height: usize,
}

/// The values of one column, in one chunk.
enum Values {
    Ids(UInt32Chunked, Arc<CategoricalMapping>),
    Texts(StringChunked),
    Integers(Int64Chunked),
    Booleans(BooleanChunked),
    /// Of any other type.
    Cells(Vec<Cell>),
}

impl FrameRows {
    /// Of a data frame.
    ///
    /// # Errors
    /// A column is not of the type that it says it is of.
    pub fn new(data: DataFrame) -> PolarsResult<Self> {
        let height = data.height();
        let columns = data.get_column_names().iter().map(|name| name.to_string()).collect();
        let values =
            data.into_columns().into_iter().map(|column| Values::new(column.take_materialized_series()));
        Ok(FrameRows { columns, values: values.collect::<PolarsResult<_>>()?, height })
    }
}

impl Values {
    fn new(series: Series) -> PolarsResult<Self> {
        let series = series.rechunk();
        Ok(match series.dtype() {
            DataType::Categorical(_, mapping) if series.cat32().is_ok() => {
                Values::Ids(series.cat32()?.physical().clone(), mapping.clone())
            }
            DataType::String => Values::Texts(series.str()?.clone()),
            DataType::Int64 => Values::Integers(series.i64()?.clone()),
            DataType::Boolean => Values::Booleans(series.bool()?.clone()),
            _ => Values::Cells(series.iter().map(cell_of).collect()),
        })
    }

    fn get(&self, row: usize) -> CellRef<'_> {
        let value = match self {
            Values::Ids(numbers, mapping) => {
                numbers.get(row).and_then(|number| mapping.cat_to_str(number)).map(CellRef::Text)
            }
            Values::Texts(texts) => texts.get(row).map(CellRef::Text),
            Values::Integers(numbers) => numbers.get(row).map(CellRef::Integer),
            Values::Booleans(flags) => flags.get(row).map(CellRef::Boolean),
            Values::Cells(cells) => cells.get(row).map(Cell::by_ref),
        };
        value.unwrap_or(CellRef::Null)
    }
}

impl Table for FrameRows {
    fn columns(&self) -> &[String] {
        &self.columns
    }

    fn height(&self) -> usize {
        self.height
    }

    fn cell(&self, row: usize, column: usize) -> CellRef<'_> {
        match self.values.get(column) {
            Some(values) if row < self.height => values.get(row),
            _ => CellRef::Null,
        }
    }
}

fn cell_of(value: AnyValue) -> Cell {
    match value {
        AnyValue::Null => Cell::Null,
        AnyValue::List(items) => Cell::List(items.iter().map(cell_of).collect()),
        AnyValue::Boolean(flag) => Cell::Boolean(flag),
        value => {
            if let Some(text) = value.get_str() {
                Cell::from(text)
            } else if let Some(number) = value.extract::<i64>().filter(|_| value.is_integer()) {
                Cell::Integer(number)
            } else if let Some(number) = value.extract::<f64>() {
                Cell::Float(number)
            } else {
                Cell::text(value.to_string())
            }
        }
    }
}
