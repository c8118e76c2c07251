//! When statements apply, as functions of conditions that nobody can evaluate.
//!
//! A condition is an opaque atom, known by its canonical text: true or false, nobody knows which.

use rustc_hash::FxHashMap;

use crate::policy::document::Effect;
use crate::policy::evaluate::{List, Policies};

/// The atoms by their number.
#[derive(Default)]
pub struct Atoms {
    numbers: FxHashMap<String, u32>,
    all: Vec<Atom>,
}

/// Something that is true or false, nobody knows which.
#[derive(Clone, Debug)]
pub struct Atom {
    /// What it is, in words.
    pub words: String,
    /// Nobody knows what AWS makes of it; otherwise it is a condition, which a request fulfils or not.
    pub is_doubt: bool,
}

impl Atoms {
    /// The number of an atom, by its canonical text.
    pub fn number(&mut self, canonical: String, words: String, is_doubt: bool) -> u32 {
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(canonical).or_insert(next);
        if number == next {
            self.all.push(Atom { words, is_doubt });
        }
        number
    }

    /// Atoms in words, sorted, each once.
    pub fn words(&self, numbers: impl Iterator<Item = u32>) -> Vec<String> {
        let mut words: Vec<String> =
            numbers.filter_map(|number| self.get(number)).map(|atom| atom.words.clone()).collect();
        words.sort();
        words.dedup();
        words
    }

    /// An atom.
    pub fn get(&self, number: u32) -> Option<&Atom> {
        self.all.get(number as usize)
    }
}

/// When a statement applies to an action and a resource.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Guard {
    /// Where the statement's policy stands.
    pub list: List,
    /// What the statement does.
    pub effect: Option<Effect>,
    /// All of these hold: the conditions.
    pub all_of: Vec<u32>,
    /// One of these holds, where there are any: elements of Resource in doubt.
    pub any_of: Vec<u32>,
    /// None of these holds: elements of NotResource in doubt.
    pub none_of: Vec<u32>,
}

impl Guard {
    /// Everything that it turns on.
    pub fn atoms(&self) -> impl Iterator<Item = u32> {
        self.all_of.iter().chain(&self.any_of).chain(&self.none_of).copied()
    }

    fn applies(&self, holds: impl Fn(u32) -> bool) -> bool {
        self.all_of.iter().all(|atom| holds(*atom))
            && (self.any_of.is_empty() || self.any_of.iter().any(|atom| holds(*atom)))
            && !self.none_of.iter().any(|atom| holds(*atom))
    }
}

/// One side: its guards, and which limits it has.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The guards of the statements that are about the action and the resource.
    pub guards: Vec<Guard>,
    /// The lists that must allow too: the boundary, the levels of service control policies.
    pub limits: Vec<List>,
}

impl Side {
    /// A side without guards, with the limits of these policies.
    pub fn limited_by(policies: &Policies) -> Self {
        Side { guards: Vec::new(), limits: policies.limits().collect() }
    }

    /// The atoms of each way to be allowed, sorted; nothing where there are too many ways.
    fn terms(&self) -> Option<Vec<Vec<u32>>> {
        let mut terms: Vec<Vec<u32>> = vec![Vec::new()];
        for list in [List::Identity].iter().chain(&self.limits) {
            let of_list =
                self.guards.iter().filter(|guard| guard.list == *list && guard.effect == Some(Effect::Allow));
            let of_list: Vec<&Guard> = of_list.collect();
            if terms.len() * of_list.len() > MOST_TERMS {
                return None;
            }
            let with = |term: &Vec<u32>, guard: &&Guard| {
                let mut atoms: Vec<u32> = term.iter().chain(&guard.all_of).copied().collect();
                atoms.sort_unstable();
                atoms.dedup();
                atoms
            };
            terms =
                terms.iter().flat_map(|term| of_list.iter().map(move |guard| with(term, guard))).collect();
        }
        Some(terms)
    }

    /// Whether the side allows where these atoms hold.
    fn allows(&self, holds: impl Fn(u32) -> bool) -> bool {
        let mut allowing: Vec<List> = Vec::with_capacity(self.guards.len());
        for guard in self.guards.iter().filter(|guard| guard.applies(&holds)) {
            match guard.effect {
                Some(Effect::Allow) => allowing.push(guard.list),
                _ => return false,
            }
        }
        allowing.contains(&List::Identity) && self.limits.iter().all(|list| allowing.contains(list))
    }
}

/// What the new side allows against the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same, whatever holds.
    Equal,
    /// The old side never allows it.
    Gained,
    /// The new side never allows it.
    Lost,
    /// Both may, and the new one wherever the old one does, and elsewhere.
    Widened,
    /// Both may, and the old one wherever the new one does, and elsewhere.
    Narrowed,
    /// Both may, each where the other does not.
    Otherwise,
    /// It turns on what nobody knows, or there are too many conditions to try them all.
    Undecided,
}

/// The most conditions whose combinations are tried.
const MOST_ATOMS: usize = 12;
/// The most terms that a side is taken apart into.
const MOST_TERMS: usize = 4096;

/// Compares the two sides over all that the atoms can be.
pub fn relation(old: &Side, new: &Side, atoms: &Atoms) -> Relation {
    let mut all: Vec<u32> = old.guards.iter().chain(&new.guards).flat_map(Guard::atoms).collect();
    // Doubts first: they are the high bits below.
    all.sort_unstable_by_key(|atom| (atoms.get(*atom).is_none_or(|atom| !atom.is_doubt), *atom));
    all.dedup();
    if all.len() > MOST_ATOMS {
        let is_doubt = |atom: &u32| atoms.get(*atom).is_none_or(|atom| atom.is_doubt);
        return if all.iter().any(is_doubt) { Relation::Undecided } else { relation_of_many(old, new) };
    }
    let doubts = all.iter().filter(|atom| atoms.get(**atom).is_some_and(|atom| atom.is_doubt)).count();
    let place = |atom: u32| all.iter().position(|known| *known == atom).unwrap_or_default();
    let conditions = all.len() - doubts;
    let mut found: Option<Relation> = None;
    for doubt in 0..1_u32 << doubts {
        let of_conditions = |condition: u32| {
            let holds = |atom: u32| {
                let place = place(atom);
                if place < doubts { doubt >> place & 1 == 1 } else { condition >> (place - doubts) & 1 == 1 }
            };
            (old.allows(holds), new.allows(holds))
        };
        let relation = relate((0..1_u32 << conditions).map(of_conditions));
        match found {
            Some(other) if other != relation => return Relation::Undecided,
            _ => found = Some(relation),
        }
    }
    found.unwrap_or(Relation::Equal)
}

/// The relation where there are too many atoms to try all that they can be.
///
/// What a side allows falls apart into its terms: the atoms of one grant, with one of each limit. A side allows
/// something if and only if it does so where exactly the atoms of one term hold, since every further one can only
/// let a Deny apply. Where neither side denies, the terms of both also tell every difference.
fn relation_of_many(old: &Side, new: &Side) -> Relation {
    let guards = || old.guards.iter().chain(&new.guards);
    if guards().any(|guard| !guard.any_of.is_empty() || !guard.none_of.is_empty()) {
        return Relation::Undecided;
    }
    let (Some(old_terms), Some(new_terms)) = (old.terms(), new.terms()) else { return Relation::Undecided };
    let allows = |side: &Side, term: &Vec<u32>| side.allows(|atom| term.binary_search(&atom).is_ok());
    let may = |side: &Side, terms: &[Vec<u32>]| terms.iter().any(|term| allows(side, term));
    match (may(old, &old_terms), may(new, &new_terms)) {
        (false, false) => Relation::Equal,
        (false, true) => Relation::Gained,
        (true, false) => Relation::Lost,
        (true, true) if guards().any(|guard| guard.effect != Some(Effect::Allow)) => Relation::Undecided,
        (true, true) => {
            let all = old_terms.iter().chain(&new_terms);
            relate(all.map(|term| (allows(old, term), allows(new, term))).chain([(true, true)]))
        }
    }
}

/// From what each side allows in every case.
fn relate(cases: impl Iterator<Item = (bool, bool)>) -> Relation {
    let (mut both, mut only_old, mut only_new) = (false, false, false);
    for case in cases {
        match case {
            (true, true) => both = true,
            (true, false) => only_old = true,
            (false, true) => only_new = true,
            (false, false) => {}
        }
    }
    match (both, only_old, only_new) {
        (_, false, false) => Relation::Equal,
        (false, false, true) => Relation::Gained,
        (false, true, false) => Relation::Lost,
        (true, false, true) => Relation::Widened,
        (true, true, false) => Relation::Narrowed,
        (_, true, true) => Relation::Otherwise,
    }
}
