//! Actions that the same statements are about: what holds of one holds of all.

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::named::Named;
use super::new_actions::NewActions;
use crate::policy::catalogue::{Action, actions};
use crate::policy::document::Statement;

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

impl ActionClass {
    /// Those of the statements that are about it.
    pub fn among<'s, T>(&self, statements: &'s [T]) -> impl Iterator<Item = &'s T> {
        self.statements.iter().filter_map(|place| statements.get(*place as usize))
    }
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

/// The classes of all actions that the statements tell apart, in the order of their first action; those that no
/// `wanted` statement is about are left out. Actions that AWS may add are among them: one for each element, one for each
/// service that is named, and one of a new service.
pub fn all_classes(statements: &[&Statement], wanted: impl Fn(usize) -> bool) -> Vec<ActionClass> {
    let named: Vec<&Named> = statements.iter().map(|statement| statement.named()).collect();
    // Where a statement begins or ends to be about the actions: those between two such places are alike.
    let mut ends: Vec<(u32, u32)> = Vec::new();
    for (statement, named) in (0_u32..).zip(&named) {
        ends.extend(named.known.iter().flat_map(|run| [(run.start, statement), (run.end, statement)]));
    }
    ends.sort_unstable();
    let mut marks = vec![0; words(statements)];
    let mut classes = Classes { wanted: marks.clone(), ..Classes::default() };
    (0_u32..)
        .zip(0..statements.len())
        .filter(|(_, place)| wanted(*place))
        .for_each(|(statement, _)| flip(&mut classes.wanted, statement));
    let mut start = 0;
    for here in ends.chunk_by(|one, next| one.0 == next.0) {
        let Some((end, _)) = here.first() else { continue };
        classes.add_known(&marks, start..*end);
        here.iter().for_each(|(_, statement)| flip(&mut marks, *statement));
        start = *end;
    }
    NewActions::new(statements, &named).each(|action, marks| {
        classes.add(marks, Kind::new(false, &action.lower), &action.name);
    });
    classes.found
}

/// The classes of some known actions, by their places, and of one more by its name. Those of one class also have the
/// same types of resource.
pub fn classes_among(statements: &[&Statement], known: &[u32], other: Option<&str>) -> Vec<ActionClass> {
    let mut classes = Classes { wanted: vec![u64::MAX; words(statements)], ..Classes::default() };
    let about = |lower: &str| {
        let mut marks = vec![0; words(statements)];
        let names_it = (0_u32..).zip(statements).filter(|(_, statement)| statement.names_action(lower));
        names_it.for_each(|(place, _)| flip(&mut marks, place));
        marks
    };
    for place in known {
        if let Some(action) = actions().all().get(*place as usize) {
            let kind = Kind { types: Some(action.resource_types_text()), ..Kind::of(action) };
            if let Some(class) = classes.add(&about(action.lower), kind, action.name) {
                class.known.push(*place);
            }
        }
    }
    if let Some(name) = other {
        let lower = name.to_ascii_lowercase();
        classes.add(&about(&lower), Kind::new(false, &lower), name);
    }
    classes.found
}

/// How many words hold a bit for each statement.
pub fn words(statements: &[&Statement]) -> usize {
    statements.len().div_ceil(64)
}

/// Turns the bit of a statement, by its place.
pub fn flip(marks: &mut [u64], statement: u32) {
    if let Some(word) = marks.get_mut(statement as usize / 64) {
        *word ^= 1 << (statement % 64);
    }
}

/// What sets actions apart that the same statements are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind {
    takes_only_star: bool,
    changes_roles: bool,
    /// The types of resource, where they set classes apart.
    types: Option<&'static str>,
}

impl Kind {
    fn new(takes_only_star: bool, lower: &str) -> Self {
        Kind { takes_only_star, changes_roles: CHANGES_ROLES.contains(&lower), types: None }
    }

    fn of(action: &Action) -> Self {
        Kind::new(action.takes_only_star(), action.lower)
    }

    /// The kinds of all known actions, in their order.
    fn known() -> &'static [Kind] {
        static KINDS: OnceLock<Vec<Kind>> = OnceLock::new();
        KINDS.get_or_init(|| actions().all().iter().map(Kind::of).collect())
    }
}

/// The classes found so far.
#[derive(Default)]
struct Classes {
    /// The marks of the statements of which one at least must be about a class.
    wanted: Vec<u64>,
    /// By the marks of the statements: the class of each kind.
    places: FxHashMap<Vec<u64>, Vec<(Kind, usize)>>,
    found: Vec<ActionClass>,
}

impl Classes {
    fn is_wanted(&self, marks: &[u64]) -> bool {
        marks.iter().zip(&self.wanted).any(|(marks, wanted)| marks & wanted != 0)
    }

    /// The class of an action that these statements are about; nothing where it is not wanted.
    fn add(&mut self, marks: &[u64], kind: Kind, action: &str) -> Option<&mut ActionClass> {
        if !self.is_wanted(marks) {
            return None;
        }
        let place = self.place(marks, kind, action);
        self.found.get_mut(place)
    }

    /// Adds the known actions of a run, which these statements are about.
    fn add_known(&mut self, marks: &[u64], run: Range<u32>) {
        if !self.is_wanted(marks) {
            return;
        }
        let mut of_run: Vec<(Kind, usize)> = Vec::new();
        for place in run {
            let Some(kind) = Kind::known().get(place as usize) else { continue };
            let class = match of_run.iter().find(|(own, _)| own == kind) {
                Some((_, class)) => *class,
                None => {
                    let name = actions().all().get(place as usize).map_or("", |action| action.name);
                    let class = self.place(marks, *kind, name);
                    of_run.push((*kind, class));
                    class
                }
            };
            if let Some(class) = self.found.get_mut(class) {
                class.known.push(place);
            }
        }
    }

    /// The place of a class, which begins with this action where it is new.
    fn place(&mut self, marks: &[u64], kind: Kind, action: &str) -> usize {
        let of_marks = self.places.get(marks).map(Vec::as_slice).unwrap_or_default();
        if let Some((_, place)) = of_marks.iter().find(|(own, _)| *own == kind) {
            return *place;
        }
        let place = self.found.len();
        self.found.push(ActionClass {
            statements: places(marks),
            takes_only_star: kind.takes_only_star,
            changes_roles: kind.changes_roles,
            example: action.to_owned(),
            known: Vec::new(),
        });
        self.places.entry(marks.to_vec()).or_default().push((kind, place));
        place
    }
}

/// The places whose bits are set.
fn places(marks: &[u64]) -> Vec<u32> {
    let bits = (0_u32..).zip(marks).flat_map(|(word, bits)| {
        (0..64_u32).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word * 64 + bit)
    });
    bits.collect()
}
