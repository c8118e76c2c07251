//! Where statements apply: the regions of the resources, and in each the guard of every statement.

use rustc_hash::FxHashMap;

use super::guard::{Atoms, Guard};
use crate::policy::document::Statement;
use crate::policy::evaluate::List;
use crate::policy::pattern::Piece;
use crate::policy::resource::ResourcePattern;
use crate::policy::space::{Product, Region, TooLarge, VariableLetters, universe};

/// A region of the resources, and for each statement when it applies there; nothing where it never does.
#[derive(Clone, Debug)]
pub struct About {
    /// A shortest resource of the region.
    pub text: String,
    /// One guard a statement.
    pub guards: Vec<Option<Guard>>,
}

/// Finds the regions.
#[derive(Default)]
pub struct Targets {
    atoms: Atoms,
    variables: VariableLetters,
}

/// One statement's resources as lists of the product.
struct Lists {
    negated: bool,
    /// It holds every resource.
    is_all: bool,
    /// The elements that are certain.
    sure: Option<u32>,
    /// Each element in doubt, and its atom.
    doubts: Vec<(u32, u32)>,
    /// The conditions.
    conditions: Vec<u32>,
}

impl Targets {
    /// The atoms of the guards.
    pub fn atoms(&self) -> &Atoms {
        &self.atoms
    }

    /// The letters that stand for variables.
    pub fn variables(&self) -> &VariableLetters {
        &self.variables
    }

    /// The text of a region as people read it: variables by their name.
    pub fn words(&self, text: &str) -> String {
        let mut words = String::new();
        for character in text.chars() {
            match self.variables.variable(character) {
                Some(variable) => words.push_str(variable),
                None => words.push(character),
            }
        }
        words
    }

    /// The regions that the statements tell apart. For an action that cannot be restricted there is one: `*`.
    ///
    /// # Errors
    /// Too many states.
    pub fn about(
        &mut self,
        statements: &[&Statement],
        takes_only_star: bool,
    ) -> Result<Vec<About>, TooLarge> {
        let mut product = Product::default();
        let mut numbers: FxHashMap<Vec<&[Piece]>, u32> = FxHashMap::default();
        let lists: Vec<Lists> =
            statements.iter().map(|statement| self.lists(statement, &mut product, &mut numbers)).collect();
        let regions = if takes_only_star {
            vec![Region { lists: product.lists_of("*"), text: "*".to_owned() }]
        } else if numbers.is_empty() {
            vec![Region { lists: Vec::new(), text: "*".to_owned() }]
        } else {
            let universe = universe();
            let within = product.add(universe.iter().map(Vec::as_slice), &mut self.variables);
            product.regions(within)?
        };
        let about = |region: Region| About {
            guards: statements
                .iter()
                .zip(&lists)
                .map(|(statement, lists)| guard(statement, lists, &region.lists))
                .collect(),
            text: region.text,
        };
        Ok(regions.into_iter().map(about).collect())
    }

    fn lists<'s>(
        &mut self,
        statement: &'s Statement,
        product: &mut Product,
        numbers: &mut FxHashMap<Vec<&'s [Piece]>, u32>,
    ) -> Lists {
        let resources = &statement.resources;
        let is_all = resources.patterns.iter().any(|element| element.pattern.is_all());
        let mut add = |elements: Vec<&'s ResourcePattern>| {
            let mut key: Vec<&[Piece]> = elements.iter().map(|element| element.pattern.pieces()).collect();
            key.sort_by_cached_key(|pieces| format!("{pieces:?}"));
            key.dedup();
            if let Some(number) = numbers.get(&key) {
                return *number;
            }
            let number = product.add(key.iter().copied(), &mut self.variables);
            numbers.insert(key, number);
            number
        };
        let (mut sure, mut doubts) = (Vec::new(), Vec::new());
        if !is_all {
            for element in &resources.patterns {
                match element.doubt {
                    None => sure.push(element),
                    Some(_) => {
                        let words = format!("{} matches", element.source);
                        let atom = self.atoms.number(
                            format!("resource {}", element.pattern.canonical()),
                            words,
                            true,
                        );
                        doubts.push((add(vec![element]), atom));
                    }
                }
            }
        }
        let sure = (!sure.is_empty()).then(|| add(sure));
        let conditions = statement
            .conditions
            .iter()
            .map(|condition| self.atoms.number(condition.canonical(), condition.words(), false));
        let mut conditions: Vec<u32> = conditions.collect();
        conditions.sort_unstable();
        conditions.dedup();
        Lists { negated: resources.negated, is_all, sure, doubts, conditions }
    }
}

/// When a statement applies in a region.
fn guard(statement: &Statement, lists: &Lists, matching: &[u32]) -> Option<Guard> {
    let matches = |list: u32| matching.binary_search(&list).is_ok();
    let is_sure = lists.is_all || lists.sure.is_some_and(matches);
    let mut doubts: Vec<u32> =
        lists.doubts.iter().filter(|(list, _)| matches(*list)).map(|(_, atom)| *atom).collect();
    doubts.sort_unstable();
    let (any_of, none_of) = match (lists.negated, is_sure) {
        (false, true) => (Vec::new(), Vec::new()),
        (false, false) if doubts.is_empty() => return None,
        (false, false) => (doubts, Vec::new()),
        (true, true) => return None,
        (true, false) => (Vec::new(), doubts),
    };
    Some(Guard {
        list: List::Identity,
        effect: statement.effect,
        all_of: lists.conditions.clone(),
        any_of,
        none_of,
    })
}

/// What a statement is but for its actions, the same for the same meaning.
pub fn meaning(list: List, statement: &Statement) -> String {
    let mut resources: Vec<String> =
        statement.resources.patterns.iter().map(|element| element.pattern.canonical()).collect();
    resources.sort();
    resources.dedup();
    let mut conditions: Vec<String> =
        statement.conditions.iter().map(crate::policy::condition::Condition::canonical).collect();
    conditions.sort();
    conditions.dedup();
    let (effect, negated) = (statement.effect, statement.resources.negated);
    format!("{list:?} {effect:?} {negated} {resources:?} {conditions:?}")
}
