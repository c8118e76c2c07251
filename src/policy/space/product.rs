//! The product automaton: which combinations of glob lists one text can match at once, each with a shortest text.
//!
//! The state is the set of live places of all patterns; a step takes one character, and every character that no
//! live pattern names is the same one. A pattern that has reached its last star needs its earlier places no more,
//! and one that ends in that star has matched whatever follows: its whole list is settled.

use std::collections::VecDeque;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::policy::pattern::Piece;

/// The most states to visit.
pub const STATE_CAP: usize = 60_000;

/// The most places to look at, over all states: what bounds the time (about a second).
const WORK_CAP: usize = 30_000_000;

/// The most regions to tell apart.
pub const REGION_CAP: usize = 20_000;

/// One letter of a pattern. A variable is a letter of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Letter {
    Char(char),
    One,
    Run,
    OneInSegment,
    RunInSegment,
    End,
}

/// Variables as characters that no text has: Unicode's second private plane.
#[derive(Clone, Debug, Default)]
pub struct VariableLetters(Vec<String>);

const FIRST_VARIABLE: u32 = 0x10_0000;

impl VariableLetters {
    /// The letter of a variable, by its canonical text.
    pub fn letter(&mut self, canonical: String) -> char {
        let place = self.0.iter().position(|known| *known == canonical).unwrap_or_else(|| {
            self.0.push(canonical);
            self.0.len() - 1
        });
        u32::try_from(place)
            .ok()
            .and_then(|place| char::from_u32(FIRST_VARIABLE + place))
            .unwrap_or('\u{10FFFD}')
    }

    /// The letters that stand for variables.
    pub fn letters(&self) -> impl Iterator<Item = char> {
        (FIRST_VARIABLE..).zip(&self.0).filter_map(|(letter, _)| char::from_u32(letter))
    }

    /// The variable of a letter.
    pub fn variable(&self, letter: char) -> Option<&str> {
        let place = u32::from(letter).checked_sub(FIRST_VARIABLE)?;
        self.0.get(usize::try_from(place).ok()?).map(String::as_str)
    }
}

/// Lists of patterns to be matched at once.
#[derive(Default)]
pub struct Product {
    letters: Vec<Letter>,
    /// The pattern that each letter belongs to.
    pattern_of: Vec<u32>,
    /// The list that each letter belongs to.
    list_of: Vec<u32>,
    /// Where each pattern begins.
    starts: Vec<u32>,
    lists: u32,
}

/// More states than are visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// One combination: which lists match, and a shortest text that does so.
#[derive(Clone, Debug)]
pub struct Region {
    /// The lists that match, sorted.
    pub lists: Vec<u32>,
    /// The text.
    pub text: String,
}

/// Of each state by its number: the state before, and the character between.
struct Steps(Vec<(u32, char)>);

impl Steps {
    /// The text that leads to a state.
    fn text(&self, mut number: u32) -> String {
        let mut text = Vec::new();
        while number != 0 {
            let Some((before, character)) = self.0.get(number as usize) else { break };
            text.push(*character);
            number = *before;
        }
        text.iter().rev().collect()
    }
}

/// Live places, sorted, and the lists that are settled, sorted, after them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
struct State {
    live: Vec<u32>,
    settled: Vec<u32>,
}

impl Product {
    /// Adds a list of patterns and gives its number.
    pub fn add<'p>(
        &mut self,
        patterns: impl Iterator<Item = &'p [Piece]>,
        variables: &mut VariableLetters,
    ) -> u32 {
        let list = self.lists;
        self.lists += 1;
        for pieces in patterns {
            let pattern = index(self.starts.len());
            self.starts.push(index(self.letters.len()));
            let letters = pieces.iter().map(|piece| match piece {
                Piece::Char(character) => Letter::Char(*character),
                Piece::One => Letter::One,
                Piece::Run => Letter::Run,
                Piece::OneInSegment => Letter::OneInSegment,
                Piece::RunInSegment => Letter::RunInSegment,
                Piece::Variable(variable) => Letter::Char(variables.letter(variable.canonical())),
            });
            self.letters.extend(letters);
            self.letters.push(Letter::End);
            self.pattern_of.resize(self.letters.len(), pattern);
            self.list_of.resize(self.letters.len(), list);
        }
        list
    }

    /// Every combination that a text can match which matches the list `within`.
    ///
    /// # Errors
    /// More states than [`STATE_CAP`].
    pub fn regions(&self, within: u32) -> Result<Vec<Region>, TooLarge> {
        let mut found: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
        let mut order: Vec<Vec<u32>> = Vec::new();
        let steps = self.search(self.starts.clone(), &[within], |lists, number| {
            if !found.contains_key(&lists) {
                found.insert(lists.clone(), number);
                order.push(lists);
            }
            if found.len() > REGION_CAP { Err(TooLarge) } else { Ok(false) }
        })?;
        let region = |lists: Vec<u32>| {
            let number = found.get(&lists).copied().unwrap_or_default();
            Region { text: steps.text(number), lists }
        };
        Ok(order.into_iter().map(region).collect())
    }

    /// A shortest text that matches both lists, whatever the others make of it; nothing where there is none.
    ///
    /// # Errors
    /// As [`Product::regions`].
    pub fn meet(&self, list: u32, within: u32) -> Result<Option<String>, TooLarge> {
        let is_of_both = |place: &u32| [list, within].contains(&self.list(*place));
        let starts = self.starts.iter().copied().filter(is_of_both).collect();
        let mut found = None;
        let steps = self.search(starts, &[list, within], |_, number| {
            found = Some(number);
            Ok(true)
        })?;
        Ok(found.map(|number| steps.text(number)))
    }

    /// Visits the states breadth first: `visit` is told the lists of each that matches all of the `needed`, and its
    /// number, and stops the search with `true`.
    fn search(
        &self,
        starts: Vec<u32>,
        needed: &[u32],
        mut visit: impl FnMut(Vec<u32>, u32) -> Result<bool, TooLarge>,
    ) -> Result<Steps, TooLarge> {
        let first = Rc::new(self.first(starts.into_iter()));
        let mut seen: FxHashSet<Rc<State>> = FxHashSet::default();
        let mut steps = Steps(vec![(0, '\0')]);
        seen.insert(Rc::clone(&first));
        let mut queue = VecDeque::from([(first, 0)]);
        let mut work = 0;
        // Most steps lead where another has led: only a new state gets memory of its own.
        let mut next = State::default();
        while let Some((state, number)) = queue.pop_front() {
            if needed.iter().all(|list| self.matches(&state, *list)) && visit(self.matching(&state), number)?
            {
                return Ok(steps);
            }
            if state.live.is_empty() {
                continue;
            }
            let characters = self.characters(&state);
            work += (state.live.len() + 1) * characters.len();
            if work > WORK_CAP {
                return Err(TooLarge);
            }
            for character in characters {
                self.step(&state, character, &mut next);
                if !needed.iter().all(|list| self.may_match(&next, *list)) || seen.contains(&next) {
                    continue;
                }
                if seen.len() >= STATE_CAP {
                    return Err(TooLarge);
                }
                let place = index(steps.0.len());
                steps.0.push((number, character));
                let next = Rc::new(next.clone());
                seen.insert(Rc::clone(&next));
                queue.push_back((next, place));
            }
        }
        Ok(steps)
    }

    /// The lists that a given text matches, sorted.
    pub fn lists_of(&self, text: &str) -> Vec<u32> {
        let mut state = self.first(self.starts.iter().copied());
        let mut next = State::default();
        for character in text.chars() {
            self.step(&state, character, &mut next);
            std::mem::swap(&mut state, &mut next);
        }
        self.matching(&state)
    }

    /// The same of several texts, in their order. Texts that begin alike are walked together as long as they do.
    pub fn lists_of_each(&self, texts: &[String]) -> Vec<Vec<u32>> {
        let mut order: Vec<(&str, usize)> = texts.iter().map(String::as_str).zip(0..).collect();
        order.sort_unstable();
        let mut found = vec![Vec::new(); texts.len()];
        // The states after each character of the text before.
        let mut states = vec![self.first(self.starts.iter().copied())];
        let mut before = "";
        for (text, place) in order {
            let alike = text.chars().zip(before.chars()).take_while(|(one, other)| one == other).count();
            states.truncate(alike + 1);
            for character in text.chars().skip(alike) {
                let mut next = State::default();
                if let Some(state) = states.last() {
                    self.step(state, character, &mut next);
                }
                states.push(next);
            }
            if let (Some(state), Some(found)) = (states.last(), found.get_mut(place)) {
                *found = self.matching(state);
            }
            before = text;
        }
        found
    }

    fn letter(&self, place: u32) -> Letter {
        self.letters.get(place as usize).copied().unwrap_or(Letter::End)
    }

    fn list(&self, place: u32) -> u32 {
        self.list_of.get(place as usize).copied().unwrap_or_default()
    }

    /// The lists that match where the text ends here.
    fn matching(&self, state: &State) -> Vec<u32> {
        let ends = state.live.iter().filter(|place| self.letter(**place) == Letter::End);
        let mut lists: Vec<u32> =
            state.settled.iter().copied().chain(ends.map(|place| self.list(*place))).collect();
        sort(&mut lists);
        lists
    }

    /// Whether a list is among them.
    fn matches(&self, state: &State, list: u32) -> bool {
        let ends = |place: &u32| self.letter(*place) == Letter::End && self.list(*place) == list;
        state.settled.binary_search(&list).is_ok() || state.live.iter().any(ends)
    }

    fn may_match(&self, state: &State, list: u32) -> bool {
        state.settled.binary_search(&list).is_ok() || state.live.iter().any(|place| self.list(*place) == list)
    }

    /// The characters that can make a difference here: those that are named, the colon, and one other.
    fn characters(&self, state: &State) -> Vec<char> {
        let mut named = Vec::new();
        let mut takes_any = false;
        for place in &state.live {
            match self.letter(*place) {
                Letter::Char(character) => named.push(character),
                Letter::One | Letter::Run => takes_any = true,
                Letter::OneInSegment | Letter::RunInSegment => {
                    takes_any = true;
                    named.push(':');
                }
                Letter::End => {}
            }
        }
        if takes_any {
            named.push(':');
        }
        named.sort_unstable();
        named.dedup();
        if takes_any || !state.settled.is_empty() {
            // Texts that people read first.
            let other = ('a'..='z').rev().chain('0'..='9').chain('A'..='Z').find(|one| !named.contains(one));
            named.extend(other.or_else(|| ('\u{e000}'..'\u{f8ff}').find(|one| !named.contains(one))));
        }
        named
    }

    /// The state after a character.
    fn step(&self, state: &State, character: char, next: &mut State) {
        let places = state.live.iter().filter_map(|place| {
            let (stays, moves) = match self.letter(*place) {
                Letter::Char(own) => (false, own == character),
                Letter::One => (false, true),
                Letter::OneInSegment => (false, character != ':'),
                Letter::Run => (true, false),
                Letter::RunInSegment => (character != ':', false),
                Letter::End => (false, false),
            };
            if stays { Some(*place) } else { moves.then_some(place + 1) }
        });
        next.live.clear();
        next.settled.clone_from(&state.settled);
        self.enter(places, next);
    }

    /// The state where a text begins.
    fn first(&self, places: impl Iterator<Item = u32>) -> State {
        let mut state = State::default();
        self.enter(places, &mut state);
        state
    }

    /// Adds places to a state: with those that a star lets skip, without those that nobody needs any more.
    fn enter(&self, places: impl Iterator<Item = u32>, state: &mut State) {
        let State { live, settled } = state;
        let before = settled.len();
        // The places come sorted, and stay so: a star lets skip to the next one.
        for mut place in places {
            while live.last().is_none_or(|last| *last < place) {
                let letter = self.letter(place);
                if letter == Letter::Run {
                    // Of each pattern, nothing before the last star that it has reached.
                    let pattern = self.pattern_of.get(place as usize);
                    while live.pop_if(|last| self.pattern_of.get(*last as usize) == pattern).is_some() {}
                    // A pattern that sits on a star at its end has matched.
                    if self.letter(place + 1) == Letter::End {
                        settled.push(self.list(place));
                    }
                }
                live.push(place);
                if !matches!(letter, Letter::Run | Letter::RunInSegment) {
                    break;
                }
                place += 1;
            }
        }
        if settled.len() > before {
            sort(settled);
            live.retain(|place| settled.binary_search(&self.list(*place)).is_err());
        }
    }
}

/// Sorts, each once. Most of the time there is nothing to do.
fn sort(places: &mut Vec<u32>) {
    if !places.is_sorted() {
        places.sort_unstable();
    }
    places.dedup();
}

fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::pattern::{Pattern, Syntax};

    fn regions(lists: &[&[&str]]) -> Vec<(Vec<u32>, String)> {
        let (mut product, mut variables) = (Product::default(), VariableLetters::default());
        let parse = |text: &&str| Pattern::parse(text, Syntax { wildcards: true, variables: true });
        for list in lists {
            let patterns: Vec<Pattern> = list.iter().map(parse).collect();
            product.add(patterns.iter().map(Pattern::pieces), &mut variables);
        }
        let all = product.add([&[Piece::Run][..]].into_iter(), &mut variables);
        let mut regions: Vec<(Vec<u32>, String)> = product
            .regions(all)
            .unwrap()
            .into_iter()
            .map(|region| (region.lists.into_iter().filter(|list| *list != all).collect(), region.text))
            .collect();
        regions.sort();
        regions
    }

    #[test]
    fn every_combination_that_can_be_has_a_text() {
        let lists =
            |given: &[&[&str]]| regions(given).into_iter().map(|(lists, _)| lists).collect::<Vec<_>>();
        assert_eq!(lists(&[&["a*"], &["ab*"]]), [vec![], vec![0], vec![0, 1]]);
        assert_eq!(lists(&[&["a*"], &["*a"]]), [vec![], vec![0], vec![0, 1], vec![1]]);
        assert_eq!(lists(&[&["a?"], &["ab", "b"]]), [vec![], vec![0], vec![0, 1], vec![1]]);
        assert_eq!(lists(&[&["*"], &["x*y*z"]]), [vec![0], vec![0, 1]]);
        assert_eq!(lists(&[&["${v}x"], &["*x"]]), [vec![], vec![0, 1], vec![1]]);
    }

    #[test]
    fn texts_that_begin_alike_match_what_they_match_alone() {
        let (mut product, mut variables) = (Product::default(), VariableLetters::default());
        for list in ["a*b", "ab*", "*", "a?c", "", "*éc"] {
            let pattern = Pattern::parse(list, Syntax { wildcards: true, variables: true });
            product.add([pattern.pieces()].into_iter(), &mut variables);
        }
        let texts = ["ab", "abb", "", "ab", "azc", "abéc", "abé", "é", "b", "ab*"].map(str::to_owned);
        let alone: Vec<Vec<u32>> = texts.iter().map(|text| product.lists_of(text)).collect();
        assert_eq!(product.lists_of_each(&texts), alone);
        assert_eq!(alone[0], [0, 1, 2]);
    }

    #[test]
    fn the_texts_match_what_they_are_said_to() {
        let given: [&[&str]; 4] = [&["a*b*c"], &["*bb*"], &["a?b*", "c"], &["*c"]];
        for (lists, text) in regions(&given) {
            let matching: Vec<u32> = (0..4)
                .filter(|list| {
                    given[*list as usize].iter().any(|pattern| {
                        Pattern::parse(pattern, Syntax { wildcards: true, variables: true }).matches(&text)
                    })
                })
                .collect();
            assert_eq!(matching, lists, "{text}");
        }
    }
}
