//! The changes as rows.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cause::Cause;
use super::people::{AccessChange, Change};
use crate::access::{Directory, EffectiveAccess, Tier, columns};
use crate::model::{Cell, Rows, StarRows};

/// Causes, and why something is unknown: many rows share them.
type Reasons = (Arc<[Cause]>, Option<Arc<str>>);

/// The rows, in the order of the changes.
pub fn rows(
    changes: Vec<AccessChange>,
    is_production: &[Option<bool>],
    access: &EffectiveAccess,
    directory: &Directory,
) -> StarRows<'static> {
    let mut tiers = Interned::<Option<Tier>>::default();
    let mut reasons = Interned::<Reasons>::default();
    let rows: Vec<[u32; 7]> = changes
        .into_iter()
        .map(|change| {
            [
                change.change as u32,
                change.user,
                change.pair.account,
                change.pair.permission_set,
                tiers.place(change.old_tier),
                tiers.place(change.new_tier),
                reasons.place((change.causes, change.unknown)),
            ]
        })
        .collect();

    let mut accounts = directory.account_columns(&access.accounts);
    accounts.columns.push("production".to_owned());
    for (row, is_production) in accounts.rows.iter_mut().zip(is_production) {
        row.push(is_production.map_or(Cell::Null, Cell::Boolean));
    }
    let tier = |name: &'static str| {
        let word = |tier: &Option<Tier>| vec![Cell::from(tier.map(Tier::as_str))];
        columns([name], tiers.items.iter().map(word))
    };
    StarRows {
        parts: vec![
            columns(["change"], Change::ALL.into_iter().map(|change| vec![change.as_str().into()])),
            directory.user_columns(&access.users),
            accounts,
            directory.permission_set_columns(&access.permission_sets),
            tier("old_tier"),
            tier("new_tier"),
            reason_columns(&reasons.items, access, directory),
        ],
        count: rows.len(),
        walk: Box::new(move |each| rows.iter().try_for_each(|row| each(row))),
    }
}

fn reason_columns(reasons: &[Reasons], access: &EffectiveAccess, directory: &Directory) -> Rows {
    let row = |(causes, unknown): &Reasons| {
        let group = |cause: &Cause| cause.group().map(|group| access.groups.text(group));
        let in_words = |cause: &Cause| {
            let id = group(cause).unwrap_or_default();
            cause.words(directory.group_name(id).unwrap_or(id))
        };
        vec![
            Cell::List(causes.iter().map(|cause| cause.as_str().into()).collect()),
            Cell::List(causes.iter().map(|cause| group(cause).into()).collect()),
            Cell::List(causes.iter().map(in_words).collect()),
            unknown.as_deref().into(),
        ]
    };
    columns(["causes", "group_ids", "because", "unknown"], reasons.iter().map(row))
}

/// Distinct values, each at its place.
struct Interned<T> {
    items: Vec<T>,
    places: FxHashMap<T, u32>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Interned { items: Vec::new(), places: FxHashMap::default() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Interned<T> {
    fn place(&mut self, item: T) -> u32 {
        if let Some(place) = self.places.get(&item) {
            return *place;
        }
        let place = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.items.push(item.clone());
        self.places.insert(item, place);
        place
    }
}
