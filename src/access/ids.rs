//! Ids as places in a sorted list.

/// The ids of one kind of thing, sorted. A thing is known by its place: the order of places is the order of ids.
#[derive(Clone, Debug, Default)]
pub struct Ids<'d>(Vec<&'d str>);

impl<'d> Ids<'d> {
    /// Sorts the ids and takes each once.
    pub fn new(ids: impl Iterator<Item = &'d str>) -> Self {
        let mut ids: Vec<&str> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        Ids(ids)
    }

    /// The place of an id.
    pub fn place(&self, id: &str) -> Option<u32> {
        self.0.binary_search(&id).ok().and_then(|place| u32::try_from(place).ok())
    }

    /// The id at a place; the empty text at none.
    pub fn text(&self, place: u32) -> &'d str {
        self.0.get(place as usize).copied().unwrap_or_default()
    }

    /// All ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = &'d str> {
        self.0.iter().copied()
    }

    /// All places, in order.
    pub fn places(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A list of items for each place, all in one piece of memory.
#[derive(Clone, Debug)]
pub struct Lists<T> {
    starts: Vec<usize>,
    items: Vec<T>,
}

impl<T: Ord + Copy> Lists<T> {
    /// From pairs of place and item; each list is sorted. The places are below `places`.
    pub fn new(places: usize, pairs: &[(u32, T)]) -> Self {
        let mut starts = vec![0; places + 1];
        for (place, _) in pairs {
            if let Some(count) = starts.get_mut(*place as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        // Each item goes to the next free slot of its list: mostly they come in their order.
        let mut items: Vec<T> = pairs.iter().map(|(_, item)| *item).collect();
        let mut free = starts.clone();
        for (place, item) in pairs {
            let slot = free.get_mut(*place as usize);
            if let Some((slot, at)) = slot.and_then(|at| Some((items.get_mut(*at)?, at))) {
                *slot = *item;
                *at += 1;
            }
        }
        let mut rest = items.as_mut_slice();
        for length in starts.windows(2).filter_map(|ends| Some(ends.last()? - ends.first()?)) {
            let (list, after) = std::mem::take(&mut rest).split_at_mut(length);
            if !list.is_sorted() {
                list.sort_unstable();
            }
            rest = after;
        }
        Lists { starts, items }
    }

    /// The lists without the items that are not to be kept.
    pub fn filtered(&self, mut keep: impl FnMut(&T) -> bool) -> Self {
        let mut kept = Lists { starts: vec![0], items: Vec::new() };
        for ends in self.starts.windows(2) {
            if let [start, end] = ends {
                let items = self.items.get(*start..*end).unwrap_or_default();
                kept.items.extend(items.iter().copied().filter(&mut keep));
                kept.starts.push(kept.items.len());
            }
        }
        kept
    }

    /// The items of all places.
    pub fn all(&self) -> &[T] {
        &self.items
    }

    /// The list of a place.
    pub fn of(&self, place: u32) -> &[T] {
        let place = place as usize;
        match (self.starts.get(place), self.starts.get(place + 1)) {
            (Some(start), Some(end)) => self.items.get(*start..*end).unwrap_or_default(),
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_kept_apart() {
        let lists = Lists::new(4, &[(2, 'c'), (0, 'b'), (2, 'a'), (0, 'a')]);
        let all: Vec<&[char]> = (0..5).map(|place| lists.of(place)).collect();
        assert_eq!(all, [&['a', 'b'][..], &[], &['a', 'c'], &[], &[]]);
        let without_a = lists.filtered(|item| *item != 'a');
        let all: Vec<&[char]> = (0..5).map(|place| without_a.of(place)).collect();
        assert_eq!(all, [&['b'][..], &[], &['c'], &[], &[]]);
        let ids = Ids::new(["b", "a", "b"].into_iter());
        assert_eq!((ids.len(), ids.place("b"), ids.place("c"), ids.text(0)), (2, Some(1), None, "a"));
    }
}
