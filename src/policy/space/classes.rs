//! Actions that the same statements are about: what holds of one holds of all.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::product::{Product, VariableLetters};

use crate::policy::action::ActionPattern;
use crate::policy::catalogue::{Action, ActionCatalogue, actions, service_of};
use crate::policy::document::Statement;
use crate::policy::pattern::{Pattern, Piece};

/// A class of actions.
#[derive(Clone, Debug)]
pub struct ActionClass {
    /// The statements that are about them, by their place, sorted.
    pub statements: Vec<u32>,
    /// Only Resource `*` grants them.
    pub takes_only_star: bool,
    /// They change or pass a role: nobody in an account can do so to a role of IAM Identity Center, whatever the
    /// policies say.
    pub changes_roles: bool,
    /// The one that stands for all: the first by name that is known, else one that AWS may add.
    pub example: String,
    /// The known actions, by their place in the catalogue, sorted.
    pub known: Vec<u32>,
}

/// What is refused for roles of the path `aws-reserved`, in lower case.
///
/// Source: IAM Identity Center User Guide, "Referencing permission sets in resource policies".
const CHANGES_ROLES: [&str; 13] = [
    "iam:attachrolepolicy",
    "iam:deleterole",
    "iam:deleterolepermissionsboundary",
    "iam:deleterolepolicy",
    "iam:detachrolepolicy",
    "iam:passrole",
    "iam:putrolepermissionsboundary",
    "iam:putrolepolicy",
    "iam:tagrole",
    "iam:untagrole",
    "iam:updateassumerolepolicy",
    "iam:updaterole",
    "iam:updateroledescription",
];

/// The most patterns of one service whose combinations are looked for.
const MOST_COMBINED: usize = 64;

/// What stands for the characters of an action that nobody knows yet.
const NEW: &str = "Zzz";

/// The classes of all actions that the statements tell apart, in the order of their first action; those that no
/// statement is about are left out. Actions that AWS may add are among them: one for each element, one for each
/// service that is named, and one of a new service.
pub fn all_classes(statements: &[&Statement]) -> Vec<ActionClass> {
    let catalogue = actions();
    let elements: Vec<Elements> = statements.iter().map(|statement| Elements::new(statement)).collect();
    let words = statements.len().div_ceil(64);
    let mut marks = vec![0_u64; catalogue.len() * words];
    for (place, elements) in elements.iter().enumerate() {
        elements.mark(catalogue, &mut marks, words, place);
    }
    let mut classes = Classes::default();
    for ((place, action), marks) in (0_u32..).zip(catalogue.all()).zip(marks.chunks(words.max(1))) {
        classes.add(marks, action.takes_only_star(), action.name, Some(place));
    }
    for (lower, name) in new_actions(statements, &elements) {
        if catalogue.place(&lower).is_none() {
            let mut marks = vec![0; words];
            for (place, elements) in elements.iter().enumerate() {
                if elements.matches(&lower) {
                    set(&mut marks, 0, place);
                }
            }
            classes.add(&marks, false, &name, None);
        }
    }
    classes.found
}

/// The classes of some known actions, by their places, and of one more by its name. Those of one class also have the
/// same types of resource.
pub fn classes_among(statements: &[&Statement], known: &[u32], other: Option<&str>) -> Vec<ActionClass> {
    let words = statements.len().div_ceil(64);
    let mut classes = Classes::default();
    let mut marks = vec![0; words];
    let mut about = |lower: &str| {
        marks.fill(0);
        for (place, statement) in statements.iter().enumerate() {
            if statement.names_action(lower) {
                set(&mut marks, 0, place);
            }
        }
        marks.clone()
    };
    for place in known {
        if let Some(action) = actions().all().get(*place as usize) {
            classes.types = action.resource_types_text();
            classes.add(&about(action.lower), action.takes_only_star(), action.name, Some(*place));
        }
    }
    if let Some(name) = other {
        classes.types = "";
        classes.add(&about(&name.to_ascii_lowercase()), false, name, None);
    }
    classes.found
}

fn set(marks: &mut [u64], first: usize, place: usize) {
    if let Some(word) = marks.get_mut(first + place / 64) {
        *word |= 1 << (place % 64);
    }
}

/// The elements of one Action or NotAction, by service.
struct Elements<'s> {
    negated: bool,
    is_all: bool,
    by_service: FxHashMap<&'s str, Vec<&'s ActionPattern>>,
}

impl<'s> Elements<'s> {
    fn new(statement: &'s Statement) -> Self {
        let actions = &statement.actions;
        if statement.may_be_about_any_action {
            return Elements { negated: false, is_all: true, by_service: FxHashMap::default() };
        }
        let mut by_service: FxHashMap<&str, Vec<&ActionPattern>> = FxHashMap::default();
        for element in &actions.patterns {
            if let Some(service) = element.service() {
                by_service.entry(service).or_default().push(element);
            }
        }
        let is_all = actions.patterns.iter().any(ActionPattern::is_all);
        Elements { negated: actions.negated, is_all, by_service }
    }

    /// Marks the known actions that the statement of this place is about.
    fn mark(&self, catalogue: &ActionCatalogue, marks: &mut [u64], words: usize, place: usize) {
        if self.is_all || self.negated {
            if self.is_all == self.negated {
                return;
            }
            for action in 0..catalogue.len() {
                set(marks, action * words, place);
            }
        }
        if self.is_all {
            return;
        }
        let mut flip = |action: usize| {
            if let Some(word) = marks.get_mut(action * words + place / 64) {
                if self.negated {
                    *word &= !(1 << (place % 64));
                } else {
                    *word |= 1 << (place % 64);
                }
            }
        };
        for (service, elements) in &self.by_service {
            let Some(range) = catalogue.service(service) else { continue };
            let of_service: &[Action] = catalogue.all().get(range.clone()).unwrap_or_default();
            for pattern in elements.iter().filter_map(|element| element.pattern.as_ref()) {
                if let Some(exact) = pattern.text() {
                    catalogue.place(exact).into_iter().for_each(&mut flip);
                    continue;
                }
                // Sorted by name: those that begin as the pattern does stand together.
                let first = of_service.partition_point(|action| action.lower < pattern.start());
                let run = of_service.get(first..).unwrap_or_default();
                let run = run.iter().take_while(|action| action.lower.starts_with(pattern.start()));
                for (at, _) in run.enumerate().filter(|(_, action)| pattern.matches(action.lower)) {
                    flip(range.start + first + at);
                }
            }
        }
    }

    /// Whether the statement is about an action in lower case, known or not.
    fn matches(&self, action: &str) -> bool {
        let of_service = self.by_service.get(service_of(action));
        let named =
            self.is_all || of_service.is_some_and(|elements| elements.iter().any(|one| one.matches(action)));
        named != self.negated
    }
}

/// Actions that AWS may add, in lower case and as they are shown: at least one for each combination of elements that
/// a name can match, but for a service with too many patterns.
fn new_actions(statements: &[&Statement], elements: &[Elements]) -> Vec<(String, String)> {
    let of_elements =
        statements.iter().flat_map(|statement| &statement.actions.patterns).filter_map(new_action);
    let mut by_service: BTreeMap<&str, Vec<&Pattern>> = BTreeMap::new();
    for (service, of_service) in elements.iter().flat_map(|elements| &elements.by_service) {
        by_service
            .entry(service)
            .or_default()
            .extend(of_service.iter().filter_map(|one| one.pattern.as_ref()));
    }
    let of_services = by_service.keys().map(|service| format!("{service}:{NEW}"));
    let of_a_new_service = format!("{}:{NEW}", NEW.to_ascii_lowercase());
    let combined = by_service.iter().flat_map(|(service, patterns)| combinations(service, patterns));
    let mut seen = FxHashSet::default();
    of_elements
        .chain(of_services)
        .chain([of_a_new_service])
        .chain(combined)
        .map(|name| (name.to_ascii_lowercase(), name))
        .filter(|(lower, _)| seen.insert(lower.clone()))
        .collect()
}

/// A name for each combination of a service's patterns that a name can match. Patterns that end in their only
/// wildcard lie within one another or apart: their own names are all there are.
fn combinations(service: &str, patterns: &[&Pattern]) -> Vec<String> {
    let mut distinct: Vec<&[Piece]> = patterns.iter().map(|pattern| pattern.pieces()).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let is_nested = |pieces: &&[Piece]| {
        let (last, before) =
            pieces.split_last().map_or((None, *pieces), |(last, before)| (Some(last), before));
        let is_text = before.iter().all(|piece| matches!(piece, Piece::Char(_)));
        is_text && matches!(last, None | Some(Piece::Char(_) | Piece::Run))
    };
    if distinct.len() > MOST_COMBINED || distinct.iter().all(is_nested) {
        return Vec::new();
    }
    let (mut product, mut variables) = (Product::default(), VariableLetters::default());
    for pieces in &distinct {
        product.add([*pieces].into_iter(), &mut variables);
    }
    let mut name: Vec<Piece> = service.chars().chain([':']).map(Piece::Char).collect();
    name.extend([Piece::One, Piece::Run]);
    let within = product.add([name.as_slice()].into_iter(), &mut variables);
    let regions = product.regions(within).unwrap_or_default();
    regions.into_iter().map(|region| region.text).collect()
}

/// An action that the element matches and no other is likely to.
fn new_action(element: &ActionPattern) -> Option<String> {
    let pattern = element.pattern.as_ref().filter(|pattern| !pattern.is_all())?;
    if pattern.text().is_some() {
        return Some(element.source.clone());
    }
    Some(element.source.replace('*', NEW).replace('?', "Z"))
}

/// The marks of the statements, and what sets a class apart besides.
type Key = (Vec<u64>, [bool; 2], &'static str);

/// The classes found so far.
#[derive(Default)]
struct Classes {
    /// The types of resource of the action that is added, where they set classes apart.
    types: &'static str,
    places: FxHashMap<Key, usize>,
    /// The marks of the action before, and its class: neighbours are often alike.
    last: Option<(Key, usize)>,
    found: Vec<ActionClass>,
}

impl Classes {
    fn add(&mut self, marks: &[u64], takes_only_star: bool, action: &str, known: Option<u32>) {
        if marks.iter().all(|word| *word == 0) {
            return;
        }
        let changes_roles = CHANGES_ROLES.iter().any(|one| action.eq_ignore_ascii_case(one));
        let kind = [takes_only_star, changes_roles];
        let same = self
            .last
            .as_ref()
            .filter(|((last, of, types), _)| last == marks && *of == kind && *types == self.types);
        let place = match same {
            Some((_, place)) => *place,
            None => {
                let key = (marks.to_vec(), kind, self.types);
                let place = *self.places.entry(key.clone()).or_insert_with(|| {
                    self.found.push(ActionClass {
                        statements: places(marks),
                        takes_only_star,
                        changes_roles,
                        example: action.to_owned(),
                        known: Vec::new(),
                    });
                    self.found.len() - 1
                });
                self.last = Some((key, place));
                place
            }
        };
        if let Some(class) = self.found.get_mut(place) {
            class.known.extend(known);
        }
    }
}

/// The places whose bits are set.
fn places(marks: &[u64]) -> Vec<u32> {
    let bits = (0_u32..).zip(marks).flat_map(|(word, bits)| {
        (0..64_u32).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word * 64 + bit)
    });
    bits.collect()
}
