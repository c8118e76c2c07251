//! Actions that AWS may add, as far as statements tell them apart.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::classes::{flip, words};
use super::named::{NEW, Named, NewAction};
use super::product::{Product, VariableLetters};
use crate::policy::catalogue::service_of;
use crate::policy::document::Statement;
use crate::policy::pattern::{Pattern, Piece};

/// The most patterns of one service whose combinations are looked for.
const MOST_COMBINED: usize = 64;

/// The most combinations that are kept.
const MOST_KEPT: usize = 100_000;

/// The names of actions that AWS may add: at least one for each combination of elements that a name can match, but
/// for a service with too many patterns.
pub struct NewActions<'s> {
    named: &'s [&'s Named],
    /// The statements that are about whatever they do not name.
    about_others: Vec<u64>,
    /// The patterns of each service, by the place of their statement.
    by_service: BTreeMap<&'s str, Vec<(u32, Vec<&'s Pattern>)>>,
}

impl<'s> NewActions<'s> {
    pub fn new(statements: &[&'s Statement], named: &'s [&'s Named]) -> Self {
        let mut about_others = vec![0; words(statements)];
        let mut by_service: BTreeMap<&str, Vec<(u32, Vec<&Pattern>)>> = BTreeMap::new();
        for ((place, statement), named) in (0_u32..).zip(statements).zip(named) {
            if named.is_all != named.negated {
                flip(&mut about_others, place);
            }
            let pattern = |element: &u32| statement.actions.patterns.get(*element as usize)?.pattern.as_ref();
            for (service, elements) in &named.by_service {
                let patterns = elements.iter().filter_map(pattern).collect();
                by_service.entry(service).or_default().push((place, patterns));
            }
        }
        NewActions { named, about_others, by_service }
    }

    /// Each action with the statements that are about it: those of the elements, of the services that are named, of a
    /// new service, and of the combinations.
    pub fn each(&self, mut add: impl FnMut(&NewAction, &[u64])) {
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for action in self.named.iter().flat_map(|named| &named.new) {
            if seen.insert(&action.lower) {
                add(action, &self.about(&action.lower));
            }
        }
        let a_new_service = NEW.to_ascii_lowercase();
        for service in self.by_service.keys().copied().chain([a_new_service.as_str()]) {
            let action = NewAction::new(format!("{service}:{NEW}"));
            if action.is_new() {
                add(&action, &self.about(&action.lower));
            }
        }
        for (service, of_service) in &self.by_service {
            let patterns = of_service.iter().flat_map(|(_, patterns)| patterns).copied();
            for action in combinations(service, patterns).iter() {
                add(action, &self.about(&action.lower));
            }
        }
    }

    /// The statements that are about an action in lower case that nobody knows.
    fn about(&self, action: &str) -> Vec<u64> {
        let mut marks = self.about_others.clone();
        for (place, patterns) in self.by_service.get(service_of(action)).into_iter().flatten() {
            let is_all = self.named.get(*place as usize).is_some_and(|named| named.is_all);
            if !is_all && patterns.iter().any(|pattern| pattern.matches(action)) {
                flip(&mut marks, *place);
            }
        }
        marks
    }
}

/// The patterns of a service.
type Key = (String, Vec<Vec<Piece>>);

/// An action for each combination of a service's patterns that a new name can match. Patterns that end in their only
/// wildcard lie within one another or apart: their own names are all there are.
///
/// Those of one organization share their lists of actions: each is looked at once.
fn combinations<'p>(service: &str, patterns: impl Iterator<Item = &'p Pattern> + Clone) -> Arc<[NewAction]> {
    static KEPT: OnceLock<Mutex<FxHashMap<Key, Arc<[NewAction]>>>> = OnceLock::new();
    if patterns.clone().all(Pattern::is_nested) {
        return Arc::default();
    }
    let mut distinct: Vec<&[Piece]> = patterns.map(Pattern::pieces).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() > MOST_COMBINED {
        return Arc::default();
    }
    let key: Key = (service.to_owned(), distinct.iter().map(|pieces| pieces.to_vec()).collect());
    let kept = || KEPT.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = kept().get(&key) {
        return Arc::clone(found);
    }
    let (mut product, mut variables) = (Product::default(), VariableLetters::default());
    for pieces in &distinct {
        product.add([*pieces].into_iter(), &mut variables);
    }
    let mut name: Vec<Piece> = service.chars().chain([':']).map(Piece::Char).collect();
    name.extend([Piece::One, Piece::Run]);
    let within = product.add([name.as_slice()].into_iter(), &mut variables);
    let regions = product.regions(within).unwrap_or_default();
    let actions = regions.into_iter().map(|region| NewAction::new(region.text));
    let found: Arc<[NewAction]> = actions.filter(NewAction::is_new).collect();
    let mut kept = kept();
    if kept.len() < MOST_KEPT {
        kept.insert(key, Arc::clone(&found));
    }
    found
}
