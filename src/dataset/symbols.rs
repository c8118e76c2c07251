//! Ids as integers: each distinct text is stored once, for frames, graph and diff alike.

use std::sync::Arc;

use polars::prelude::*;

/// An interned text. Equal symbols of one [`Symbols`] are equal texts; their order means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// The interner. Its integers are polars' category ids, so a column is built from symbols without a lookup,
/// and columns of one interner join as integers.
pub struct Symbols {
    categories: Arc<Categories>,
    mapping: Arc<CategoricalMapping>,
}

impl Default for Symbols {
    fn default() -> Self {
        let categories = Categories::random("ssoscan".into(), CategoricalPhysical::U32);
        let mapping = categories.mapping();
        Symbols { categories, mapping }
    }
}

impl Symbols {
    /// The symbol of a text that was interned before.
    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.mapping.get_cat(text).map(Symbol)
    }

    /// The text of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        self.mapping.cat_to_str(symbol.0).unwrap_or_default()
    }

    /// The type of the columns.
    pub fn data_type(&self) -> DataType {
        DataType::Categorical(self.categories.clone(), self.mapping.clone())
    }

    /// A column of interned texts.
    ///
    /// # Errors
    /// More than four billion distinct texts.
    pub fn column<'t>(
        &self,
        name: &str,
        texts: impl Iterator<Item = Option<&'t str>>,
    ) -> PolarsResult<Column> {
        CategoricalChunked::<Categorical32Type>::from_str_iter(name.into(), self.data_type(), texts)
            .map(|column| column.into_series().into_column())
    }

    /// The symbols of a column that [`Symbols::column`] made.
    ///
    /// # Errors
    /// The column has another type.
    pub fn symbols_of(column: &Column) -> PolarsResult<impl Iterator<Item = Option<Symbol>>> {
        Ok(column.as_materialized_series().cat32()?.physical().iter().map(|id| id.map(Symbol)))
    }
}
