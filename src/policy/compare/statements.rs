//! Where statements apply: the regions of the resources, and in each the guard of every statement.

use rustc_hash::FxHashMap;

use super::guard::{Atoms, Guard};
use crate::policy::condition::Condition;
use crate::policy::document::Statement;
use crate::policy::evaluate::List;
use crate::policy::pattern::{Pattern, Piece};
use crate::policy::resource::ResourcePattern;
use crate::policy::space::{Product, Region, TooLarge, VariableLetters, universe};

/// Finds the regions. One for all classes of a comparison, so that an atom is the same in each.
#[derive(Default)]
pub struct Targets {
    atoms: Atoms,
    variables: VariableLetters,
}

/// The regions that statements tell apart.
pub struct About {
    /// The regions, each with a shortest resource.
    pub regions: Vec<Region>,
    statements: Vec<Lists>,
    /// The list of texts in which a variable stands for itself.
    has_variable: Option<u32>,
}

/// One statement's resources as lists of the product.
struct Lists {
    negated: bool,
    /// It holds every resource.
    is_all: bool,
    /// The elements that are certain; a variable in one is a letter of its own.
    sure: Option<u32>,
    /// Each element with variables, as it is with any text for them, and the atom that the text is their value.
    with_variables: Vec<(u32, u32)>,
    /// Each element in doubt, and its atom.
    doubts: Vec<(u32, u32)>,
    /// The conditions.
    conditions: Vec<u32>,
}

/// Adds lists to a product, each once.
struct Builder<'s> {
    product: Product,
    numbers: FxHashMap<Vec<&'s [Piece]>, u32>,
}

impl<'s> Builder<'s> {
    fn add(&mut self, patterns: impl Iterator<Item = &'s Pattern>, variables: &mut VariableLetters) -> u32 {
        let mut key: Vec<&[Piece]> = patterns.map(Pattern::pieces).collect();
        key.sort_unstable();
        key.dedup();
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.product.add(key.iter().copied(), variables);
        self.numbers.insert(key, number);
        number
    }
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
    pub fn about(&mut self, statements: &[&Statement], takes_only_star: bool) -> Result<About, TooLarge> {
        let mut builder = Builder { product: Product::default(), numbers: FxHashMap::default() };
        let lists: Vec<Lists> =
            statements.iter().map(|statement| self.lists(statement, &mut builder)).collect();
        let is_trivial = builder.numbers.is_empty();
        let mut product = builder.product;
        let letters: Vec<Vec<Piece>> = self
            .variables
            .letters()
            .map(|letter| vec![Piece::Run, Piece::Char(letter), Piece::Run])
            .collect();
        let has_variable = (!letters.is_empty())
            .then(|| product.add(letters.iter().map(Vec::as_slice), &mut self.variables));
        let regions = if takes_only_star {
            vec![Region { lists: product.lists_of("*"), text: "*".to_owned() }]
        } else if is_trivial {
            vec![Region { lists: Vec::new(), text: "*".to_owned() }]
        } else {
            let universe = universe();
            let within = product.add(universe.iter().map(Vec::as_slice), &mut self.variables);
            product.regions(within)?
        };
        Ok(About { regions, statements: lists, has_variable })
    }

    fn lists<'s>(&mut self, statement: &'s Statement, builder: &mut Builder<'s>) -> Lists {
        let resources = &statement.resources;
        let is_all = resources.patterns.iter().any(|element| element.pattern.is_all());
        let (mut sure, mut with_variables, mut doubts) = (Vec::new(), Vec::new(), Vec::new());
        for element in resources.patterns.iter().filter(|_| !is_all) {
            let variables = &mut self.variables;
            let ResourcePattern { pattern, any_value, .. } = element;
            if element.doubt.is_some() {
                let list = builder.add(any_value.iter().chain([pattern]).take(1), variables);
                doubts.push((list, self.atom("matches", element, true)));
                continue;
            }
            sure.push(pattern);
            if let Some(any_value) = any_value {
                let list = builder.add([any_value].into_iter(), variables);
                with_variables.push((list, self.atom("fits", element, false)));
            }
        }
        let sure = (!sure.is_empty()).then(|| builder.add(sure.into_iter(), &mut self.variables));
        let conditions = statement.conditions.iter();
        let mut conditions: Vec<u32> = conditions
            .map(|condition| {
                let is_doubt = condition.operator.is_none() || !condition.meaning().invalid().is_empty();
                self.atoms.number(condition.canonical(), condition.words(), is_doubt)
            })
            .collect();
        conditions.sort_unstable();
        conditions.dedup();
        Lists { negated: resources.negated, is_all, sure, with_variables, doubts, conditions }
    }

    /// The atom that the resource matches an element.
    fn atom(&mut self, verb: &str, element: &ResourcePattern, is_doubt: bool) -> u32 {
        let words = format!("the resource {verb} {}", element.source);
        self.atoms.number(format!("resource {verb} {}", element.pattern.canonical()), words, is_doubt)
    }
}

impl About {
    /// When each statement applies in a region; nothing where it never does.
    pub fn guards<'a>(
        &'a self,
        statements: &'a [&Statement],
        region: &'a Region,
    ) -> impl Iterator<Item = Option<Guard>> + 'a {
        let matches = |list: u32| region.lists.binary_search(&list).is_ok();
        let has_variable = self.has_variable.is_some_and(matches);
        let statements = statements.iter().zip(&self.statements);
        statements.map(move |(statement, lists)| guard(statement, lists, &region.lists, has_variable))
    }
}

/// When a statement applies in a region; nothing where it never does.
fn guard(statement: &Statement, lists: &Lists, matching: &[u32], has_variable: bool) -> Option<Guard> {
    let matches = |list: u32| matching.binary_search(&list).is_ok();
    let is_sure = lists.is_all || lists.sure.is_some_and(matches);
    let atoms_of = |pairs: &[(u32, u32)]| -> Vec<u32> {
        pairs.iter().filter(|(list, _)| matches(*list)).map(|(_, atom)| *atom).collect()
    };
    let mut open = atoms_of(&lists.doubts);
    if !has_variable {
        // Any text may be the value of a variable, unless it is one that stands for such a value.
        open.extend(atoms_of(&lists.with_variables));
    }
    open.sort_unstable();
    let (any_of, none_of) = match (lists.negated, is_sure) {
        (false, true) => (Vec::new(), Vec::new()),
        (false, false) if open.is_empty() => return None,
        (false, false) => (open, Vec::new()),
        (true, true) => return None,
        (true, false) => (Vec::new(), open),
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
    let sorted = |mut texts: Vec<String>| {
        texts.sort();
        texts.dedup();
        texts
    };
    let resources = sorted(
        statement
            .resources
            .patterns
            .iter()
            .map(|one| format!("{:?} {}", one.doubt, one.pattern.canonical()))
            .collect(),
    );
    let conditions = sorted(statement.conditions.iter().map(Condition::canonical).collect());
    let (effect, negated) = (statement.effect, statement.resources.negated);
    format!("{list:?} {effect:?} {negated} {resources:?} {conditions:?}")
}
