//! Actions that the same statements are about: what holds of one holds of all.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::policy::action::ActionPattern;
use crate::policy::catalogue::{ActionCatalogue, actions, service_of};
use crate::policy::document::{Actions, Statement};

/// A class of actions.
#[derive(Clone, Debug)]
pub struct ActionClass {
    /// The statements that are about them, by their place, sorted.
    pub statements: Vec<u32>,
    /// Only Resource `*` grants them.
    pub takes_only_star: bool,
    /// The one that stands for all: the first by name that is known, else one that AWS may add.
    pub example: String,
    /// How many known actions it has.
    pub known: usize,
}

/// What stands for the characters of an action that nobody knows yet.
const NEW: &str = "Zzz";

/// The elements of one Action or NotAction as a set of known actions.
struct Elements<'s> {
    actions: &'s Actions,
    set: Vec<u64>,
    is_all: bool,
    /// Those that are about one service, by its prefix.
    by_service: FxHashMap<&'s str, Vec<&'s ActionPattern>>,
}

impl<'s> Elements<'s> {
    fn new(actions: &'s Actions, catalogue: &ActionCatalogue) -> Self {
        let mut elements = Elements {
            actions,
            set: vec![0; catalogue.len().div_ceil(64)],
            is_all: actions.patterns.iter().any(ActionPattern::is_all),
            by_service: FxHashMap::default(),
        };
        for element in &actions.patterns {
            let (Some(service), Some(pattern)) = (element.service(), &element.pattern) else { continue };
            elements.by_service.entry(service).or_default().push(element);
            match pattern.text() {
                Some(exact) => elements.insert(catalogue.place(exact)),
                None => {
                    let range = catalogue.service(service).unwrap_or_default();
                    let of_service = catalogue.all().get(range.clone()).unwrap_or_default();
                    // Sorted by name: those that begin as the pattern does stand together.
                    let start = pattern.start();
                    let first = of_service.partition_point(|action| action.lower < start);
                    let run = of_service.get(first..).unwrap_or_default();
                    for (place, action) in run.iter().take_while(|action| action.lower.starts_with(start)).enumerate() {
                        if pattern.matches(action.lower) {
                            elements.insert(Some(range.start + first + place));
                        }
                    }
                }
            }
        }
        elements
    }

    fn insert(&mut self, place: Option<usize>) {
        if let Some(place) = place
            && let Some(word) = self.set.get_mut(place / 64)
        {
            *word |= 1 << (place % 64);
        }
    }

    /// Whether the statement is about the known action of this place.
    fn has(&self, place: usize) -> bool {
        let named = self.is_all || self.set.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1);
        named != self.actions.negated
    }

    /// Whether the statement is about an action in lower case, known or not.
    fn matches(&self, action: &str) -> bool {
        let of_service = self.by_service.get(service_of(action));
        let named = self.is_all || of_service.is_some_and(|elements| elements.iter().any(|one| one.matches(action)));
        named != self.actions.negated
    }
}

/// The classes of all actions that the statements tell apart, in the order of their first action; those that none
/// is about are left out.
pub fn classes(statements: &[&Statement]) -> Vec<ActionClass> {
    let catalogue = actions();
    let elements: Vec<Elements> =
        statements.iter().map(|statement| Elements::new(&statement.actions, catalogue)).collect();
    let mut classes = Classes::default();

    // Services that no element names are all alike: the first stands for the rest, by its two kinds of action.
    let mut services: Vec<&str> =
        elements.iter().flat_map(|elements| elements.by_service.keys().copied()).collect();
    services.sort_unstable();
    services.dedup();
    let mut alike: [Option<usize>; 2] = [None, None];
    let mut counted = [0, 0];
    for service in &services {
        for place in catalogue.service(service).unwrap_or_default() {
            let action = catalogue.all().get(place);
            let about = about(elements.iter().map(|elements| elements.has(place)));
            if let Some(action) = action {
                let star = action.takes_only_star();
                classes.add(about, star, action.name, true);
            }
        }
    }
    let is_named = |service: &str| services.binary_search(&service).is_ok();
    for (place, action) in catalogue.all().iter().enumerate() {
        if !is_named(service_of(action.lower)) {
            let kind = usize::from(action.takes_only_star());
            if let (Some(first), Some(count)) = (alike.get_mut(kind), counted.get_mut(kind)) {
                first.get_or_insert(place);
                *count += 1;
            }
        }
    }
    for (first, count) in alike.into_iter().zip(counted) {
        if let Some((place, action)) = first.and_then(|place| Some((place, catalogue.all().get(place)?))) {
            let about = about(elements.iter().map(|elements| elements.has(place)));
            classes.add(about.clone(), action.takes_only_star(), action.name, true);
            classes.count(&about, action.takes_only_star(), count - 1);
        }
    }
    // Actions that AWS may add: one for each element, one for each service, one of a new service.
    let mut tried: FxHashSet<String> = FxHashSet::default();
    let of_elements = statements.iter().flat_map(|statement| &statement.actions.patterns).filter_map(new_action);
    let of_services = services.iter().map(|service| format!("{service}:{NEW}"));
    for action in of_elements.chain(of_services).chain([format!("{}:{NEW}", NEW.to_ascii_lowercase())]) {
        let lower = action.to_ascii_lowercase();
        if catalogue.place(&lower).is_none() && tried.insert(lower.clone()) {
            let about = about(elements.iter().map(|elements| elements.matches(&lower)));
            classes.add(about, false, &action, false);
        }
    }
    classes.found
}

/// The statements that are about an action, by their place.
fn about(is_about: impl Iterator<Item = bool>) -> Vec<u32> {
    (0u32..).zip(is_about).filter(|(_, is_about)| *is_about).map(|(place, _)| place).collect()
}

/// An action that the element matches and no other is likely to.
fn new_action(element: &ActionPattern) -> Option<String> {
    let pattern = element.pattern.as_ref().filter(|pattern| !pattern.is_all())?;
    if pattern.text().is_some() {
        return Some(element.source.clone());
    }
    Some(element.source.replace('*', NEW).replace('?', "Z"))
}

#[derive(Default)]
struct Classes {
    places: FxHashMap<(Vec<u32>, bool), usize>,
    found: Vec<ActionClass>,
}

impl Classes {
    fn add(&mut self, statements: Vec<u32>, takes_only_star: bool, action: &str, is_known: bool) {
        if statements.is_empty() {
            return;
        }
        let key = (statements, takes_only_star);
        match self.places.get(&key).and_then(|place| self.found.get_mut(*place)) {
            Some(class) => class.known += usize::from(is_known),
            None => {
                self.places.insert(key.clone(), self.found.len());
                self.found.push(ActionClass {
                    statements: key.0,
                    takes_only_star,
                    example: action.to_owned(),
                    known: usize::from(is_known),
                });
            }
        }
    }

    fn count(&mut self, statements: &[u32], takes_only_star: bool, more: usize) {
        let place = self.places.get(&(statements.to_vec(), takes_only_star));
        if let Some(class) = place.and_then(|place| self.found.get_mut(*place)) {
            class.known += more;
        }
    }
}
