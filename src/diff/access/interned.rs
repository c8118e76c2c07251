//! Values that many rows share.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Distinct values, each at its place.
pub struct Interned<T> {
    items: Vec<T>,
    places: FxHashMap<T, u32>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Interned { items: Vec::new(), places: FxHashMap::default() }
    }
}

impl<T: Clone + Eq + Hash> Interned<T> {
    /// The place of a value, which is kept where it is new.
    pub fn place(&mut self, item: &T) -> u32 {
        if let Some(place) = self.places.get(item) {
            return *place;
        }
        let place = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.items.push(item.clone());
        self.places.insert(item.clone(), place);
        place
    }

    /// The place of a value that is kept, past all others where it is not.
    pub fn find(&self, item: &T) -> u32 {
        self.places.get(item).copied().unwrap_or(u32::MAX)
    }

    /// All values, in the order of their places.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The same, without the way to a place.
    pub fn into_items(self) -> Vec<T> {
        self.items
    }
}
