//! Interned texts as columns: the symbols of a snapshot's rows are the categories of its tables.

use std::sync::{Arc, OnceLock};

use polars::prelude::*;

use crate::snapshot::{State, Symbol, Symbols};

/// The categories of one snapshot's tables. Those of the snapshot's symbols come first, under the same numbers, so that
/// a column of symbols needs no look at a text; others are added as columns name them. All columns join as integers.
pub struct Categories<'s> {
    symbols: &'s Symbols,
    categories: OnceLock<(Arc<Categories_>, Arc<CategoricalMapping>)>,
}

type Categories_ = polars::prelude::Categories;

impl<'s> Categories<'s> {
    /// Categories that begin with these symbols.
    pub fn new(symbols: &'s Symbols) -> Self {
        Categories { symbols, categories: OnceLock::new() }
    }

    fn mapping(&self) -> PolarsResult<&(Arc<Categories_>, Arc<CategoricalMapping>)> {
        if let Some(made) = self.categories.get() {
            return Ok(made);
        }
        let categories = Categories_::random("ssoscan".into(), CategoricalPhysical::U32);
        let mapping = categories.mapping();
        for text in self.symbols.all() {
            mapping.insert_cat(text)?;
        }
        Ok(self.categories.get_or_init(|| (categories, mapping)))
    }

    /// A column of texts.
    ///
    /// # Errors
    /// More than four billion distinct texts.
    pub fn column<'t>(
        &self,
        name: &str,
        texts: impl Iterator<Item = Option<&'t str>>,
    ) -> PolarsResult<Column> {
        let (categories, mapping) = self.mapping()?;
        let data_type = DataType::Categorical(categories.clone(), mapping.clone());
        CategoricalChunked::<Categorical32Type>::from_str_iter(name.into(), data_type, texts)
            .map(|column| column.into_series().into_column())
    }

    /// A column of the snapshot's symbols.
    ///
    /// # Errors
    /// A symbol of another snapshot.
    pub fn column_of_symbols(
        &self,
        name: &str,
        symbols: impl Iterator<Item = Option<Symbol>>,
    ) -> PolarsResult<Column> {
        self.column_of_numbers(name, symbols.map(|symbol| symbol.map(|one| one.0)))
    }

    /// A column of texts that are the same in many rows: `places` tells which of them each row has.
    ///
    /// # Errors
    /// More than four billion distinct texts.
    pub fn column_of_places<'t>(
        &self,
        name: &str,
        texts: impl Iterator<Item = &'t str>,
        places: impl Iterator<Item = u32>,
    ) -> PolarsResult<Column> {
        let numbers = texts.map(|text| self.number(text)).collect::<PolarsResult<Vec<u32>>>()?;
        self.column_of_numbers(name, places.map(|place| numbers.get(place as usize).copied()))
    }

    /// The number of a text.
    ///
    /// # Errors
    /// More than four billion distinct texts.
    pub fn number(&self, text: &str) -> PolarsResult<u32> {
        self.mapping()?.1.insert_cat(text)
    }

    /// A column of states.
    ///
    /// # Errors
    /// More than four billion distinct texts.
    pub fn column_of_states(&self, name: &str, states: impl Iterator<Item = State>) -> PolarsResult<Column> {
        let number = |state: State| self.number(state.as_str());
        let [known, none, unknown] = [number(State::Known)?, number(State::None)?, number(State::Unknown)?];
        let numbers = states.map(|state| match state {
            State::Known => known,
            State::None => none,
            State::Unknown => unknown,
        });
        self.column_of_numbers(name, numbers.map(Some))
    }

    fn column_of_numbers(
        &self,
        name: &str,
        numbers: impl Iterator<Item = Option<u32>>,
    ) -> PolarsResult<Column> {
        let (categories, mapping) = self.mapping()?;
        let data_type = DataType::Categorical(categories.clone(), mapping.clone());
        let numbers: UInt32Chunked = numbers.collect();
        let column = CategoricalChunked::<Categorical32Type>::from_cats_and_dtype(
            numbers.with_name(name.into()),
            data_type,
        );
        Ok(column.into_series().into_column())
    }
}
