//! Ids as integers: each distinct text of the large lists is kept once.

use std::cmp::Ordering;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

/// An interned text. Equal symbols of one [`Symbols`] are equal texts; their order means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

impl Symbol {
    /// The place of the symbol in a list with one entry for each.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The interner.
#[derive(Default)]
pub struct Symbols {
    /// All texts, one after the other.
    texts: String,
    /// Where each ends.
    ends: Vec<usize>,
    found: HashTable<Symbol>,
}

impl Symbols {
    /// Without any.
    pub const fn new() -> Self {
        Symbols { texts: String::new(), ends: Vec::new(), found: HashTable::new() }
    }

    /// The symbol of a text, which is kept where it is new.
    pub fn intern(&mut self, text: &str) -> Symbol {
        let Symbols { texts, ends, found } = self;
        let hash = FxBuildHasher.hash_one(text);
        let is_it = |symbol: &Symbol| text_of(texts, ends, *symbol) == text;
        if let Some(symbol) = found.find(hash, is_it) {
            return *symbol;
        }
        let symbol = Symbol(u32::try_from(ends.len()).unwrap_or(u32::MAX));
        texts.push_str(text);
        ends.push(texts.len());
        found.insert_unique(hash, symbol, |symbol| FxBuildHasher.hash_one(text_of(texts, ends, *symbol)));
        symbol
    }

    /// Takes over the texts of another interner and gives, for each of its symbols, the one here.
    pub fn absorb(&mut self, other: &Symbols) -> Vec<Symbol> {
        other.all().map(|text| self.intern(text)).collect()
    }

    /// The symbol of a text that was interned before.
    pub fn find(&self, text: &str) -> Option<Symbol> {
        let is_it = |symbol: &Symbol| self.text(*symbol) == text;
        self.found.find(FxBuildHasher.hash_one(text), is_it).copied()
    }

    /// The text of a symbol.
    pub fn text(&self, symbol: Symbol) -> &str {
        text_of(&self.texts, &self.ends, symbol)
    }

    /// All texts, in the order of their symbols.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|place| self.text(Symbol(u32::try_from(place).unwrap_or(u32::MAX))))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Compares by text.
    pub fn compare(&self, one: Symbol, other: Symbol) -> Ordering {
        if one == other { Ordering::Equal } else { self.text(one).cmp(self.text(other)) }
    }

    /// Of each symbol, its place in the order of the texts.
    pub fn ranks(&self) -> Vec<u32> {
        let mut by_text: Vec<(&str, usize)> = self.all().zip(0..).collect();
        by_text.sort_unstable();
        let mut ranks = vec![0; by_text.len()];
        for (rank, (_, symbol)) in (0..).zip(by_text) {
            if let Some(of_symbol) = ranks.get_mut(symbol) {
                *of_symbol = rank;
            }
        }
        ranks
    }
}

/// Interns the members of records, one record after the other: neighbours in a list share most of their ids.
pub struct Neighbours<'s> {
    symbols: &'s mut Symbols,
    last: [Option<Symbol>; 4],
}

impl<'s> Neighbours<'s> {
    /// Interns into these.
    pub fn new(symbols: &'s mut Symbols) -> Self {
        Neighbours { symbols, last: [None; 4] }
    }

    /// The symbol of a text, which is the record's member at `place`.
    pub fn intern(&mut self, place: usize, text: &str) -> Symbol {
        match self.last.get(place) {
            Some(Some(last)) if self.symbols.text(*last) == text => *last,
            _ => {
                let symbol = self.symbols.intern(text);
                self.last.get_mut(place).into_iter().for_each(|last| *last = Some(symbol));
                symbol
            }
        }
    }
}

fn text_of<'t>(texts: &'t str, ends: &[usize], symbol: Symbol) -> &'t str {
    let place = symbol.index();
    let start = place.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or_default();
    let end = ends.get(place).copied().unwrap_or_default();
    texts.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one_symbol_in_every_interner() {
        let (mut one, mut other) = (Symbols::default(), Symbols::default());
        let [a, b, none] = ["a", "b", ""].map(|text| one.intern(text));
        assert_eq!((one.intern("b"), one.find("a"), one.find("c"), one.len()), (b, Some(a), None, 3));
        let [c, b_there] = ["c", "b"].map(|text| other.intern(text));
        let here = one.absorb(&other);
        assert_eq!((here[b_there.index()], one.text(here[c.index()]), one.text(none)), (b, "c", ""));
        assert_eq!(one.ranks(), [1, 2, 0, 3]);
    }
}
