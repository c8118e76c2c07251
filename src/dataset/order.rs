//! Rows in the order of their texts, by numbers: polars would write out the texts of every row to compare them.

use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// The order of the categories of a snapshot, which grow while tables are built.
#[derive(Clone, Default)]
pub struct Order(Arc<Mutex<Arc<Vec<u32>>>>);

/// Columns with fewer rows are ordered among themselves.
const SMALL: usize = 10_000;

impl Order {
    /// The same rows in the same order. Looks at the outermost ORDER BY alone, which is the one that can have many rows.
    pub fn by_number(&self, mut plan: LazyFrame) -> LazyFrame {
        if let Some(by) = outermost_order(&mut plan.logical_plan) {
            for one in by {
                let order = self.clone();
                *one = one.clone().map(move |column| order.numbers(column), |_, field| Ok(of_numbers(field)));
            }
        }
        plan
    }

    /// A number for each text, in their order; a column of another type is as it was.
    fn numbers(&self, column: Column) -> PolarsResult<Column> {
        let numbers: UInt32Chunked = match column.dtype() {
            DataType::Categorical(_, mapping) => {
                let ids = column.as_materialized_series().cat32()?.physical();
                let text = |id: u32| mapping.cat_to_str(id).unwrap_or_default();
                if ids.len() < SMALL {
                    let ranks = ranks(ids.iter().flatten(), |id| text(*id));
                    ids.iter().map(|id| ranks.get(&id?).copied()).collect()
                } else {
                    let largest = ids.iter().flatten().max().unwrap_or_default();
                    let ranks = self.ranks(mapping, largest as usize + 1);
                    ids.iter().map(|id| ranks.get(id? as usize).copied()).collect()
                }
            }
            DataType::String => {
                let texts = column.as_materialized_series().str()?;
                let ranks = ranks(texts.iter().flatten(), |text| *text);
                texts.iter().map(|text| ranks.get(text?).copied()).collect()
            }
            _ => return Ok(column),
        };
        Ok(numbers.with_name(column.name().clone()).into_column())
    }

    /// Of each category, of these many at least, its place in the order of their texts.
    fn ranks(&self, mapping: &CategoricalMapping, wanted: usize) -> Arc<Vec<u32>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() < wanted {
            let count = u32::try_from(mapping.num_cats_upper_bound()).unwrap_or(u32::MAX);
            let mut sorted: Vec<(&str, u32)> =
                (0..count).map(|id| (mapping.cat_to_str(id).unwrap_or_default(), id)).collect();
            // On this thread alone: one of a pool could be lent to somebody who waits for the same.
            sorted.sort_unstable();
            let mut ranks = vec![0; sorted.len()];
            for ((_, id), rank) in sorted.into_iter().zip(0..) {
                if let Some(of_id) = ranks.get_mut(id as usize) {
                    *of_id = rank;
                }
            }
            *known = Arc::new(ranks);
        }
        Arc::clone(&known)
    }
}

/// Of each distinct value, its place in the order of their texts.
fn ranks<'t, V: Copy + Eq + Hash>(
    values: impl Iterator<Item = V>,
    text: impl Fn(&V) -> &'t str,
) -> FxHashMap<V, u32> {
    let distinct: FxHashSet<V> = values.collect();
    let mut sorted: Vec<V> = distinct.into_iter().collect();
    sorted.sort_unstable_by_key(|value| text(value));
    sorted.into_iter().zip(0..).collect()
}

fn of_numbers(field: &Field) -> Field {
    match field.dtype() {
        DataType::Categorical(..) | DataType::String => Field::new(field.name().clone(), DataType::UInt32),
        _ => field.clone(),
    }
}

/// What the outermost ORDER BY orders by.
fn outermost_order(plan: &mut DslPlan) -> Option<&mut Vec<Expr>> {
    match plan {
        DslPlan::Sort { by_column, .. } => Some(by_column),
        DslPlan::Select { input, .. }
        | DslPlan::HStack { input, .. }
        | DslPlan::Slice { input, .. }
        | DslPlan::MapFunction { input, .. } => outermost_order(Arc::make_mut(input)),
        _ => None,
    }
}
