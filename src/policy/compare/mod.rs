//! What one set of policies allows and another does not, exactly, with a witness for each difference.
//!
//! Actions that the same statements are about are one class; in a class the product automaton gives every
//! combination of resource lists that a resource can match; and where conditions are in play, they are compared
//! over everything that they can be. Past a bound the answer is undecided, never a guess.

mod guard;
mod shadowed;
mod statements;
mod witness;

pub use guard::Relation;
pub use shadowed::shadowed;
pub use witness::concrete;

use rustc_hash::FxHashMap;

use guard::{Guard, Side};
use statements::Targets;

use super::document::Statement;
use super::evaluate::{List, Policies, grants};
use super::space::{ActionClass, all_classes};

/// The answer in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Both allow the same.
    Equal,
    /// The new one allows more.
    Gained,
    /// The new one allows less.
    Lost,
    /// Each allows something that the other does not.
    Both,
    /// The same actions on the same resources, under other conditions.
    ConditionChanged,
    /// It cannot be said.
    Undecided,
}

impl Verdict {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Equal => "equal",
            Verdict::Gained => "gained",
            Verdict::Lost => "lost",
            Verdict::Both => "both",
            Verdict::ConditionChanged => "condition-changed",
            Verdict::Undecided => "undecided",
        }
    }
}

/// A class of actions that the two treat differently, with a resource that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// How they differ.
    pub relation: Relation,
    /// An action of the class.
    pub action: String,
    /// How many known actions the class has. None: it is about actions that AWS may add.
    pub known_actions: usize,
    /// A resource. `${...}` in it stands for any value of the variable.
    pub resource: String,
    /// The conditions of the old side's statements about it, in words.
    pub old_conditions: Vec<String>,
    /// The conditions of the new side's statements about it, in words.
    pub new_conditions: Vec<String>,
}

/// The known actions of differences: a class may differ in two ways, and counts once.
pub fn known_actions<'d>(differences: impl IntoIterator<Item = &'d Difference>) -> usize {
    let by_class: FxHashMap<&str, usize> = differences
        .into_iter()
        .map(|difference| (difference.action.as_str(), difference.known_actions))
        .collect();
    by_class.values().sum()
}

/// How two sets of policies differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// In one word.
    pub verdict: Verdict,
    /// What only the new one allows.
    pub gained: Vec<Difference>,
    /// What only the old one allows.
    pub lost: Vec<Difference>,
    /// What both allow, under other conditions.
    pub changed: Vec<Difference>,
    /// Why something could not be said.
    pub undecided: Vec<String>,
}

impl Comparison {
    /// True where the new one allows something that the old one does not, be it under some conditions only.
    fn has_more(&self) -> bool {
        !self.gained.is_empty()
            || self.changed.iter().any(|difference| difference.relation != Relation::Narrowed)
    }
}

/// Compares what the new policies allow with what the old ones do.
pub fn compare(old: &Policies, new: &Policies) -> Comparison {
    let mut comparison = Comparer::new(old, new).run(|_| true, |_| false);
    witness::confirm(old, new, &mut comparison);
    comparison
}

/// True where everything that `inner` allows `outer` allows too; nothing where that cannot be said.
pub fn is_within(inner: &Policies, outer: &Policies) -> Option<bool> {
    // Only what the inner one grants can be too much, and one thing too much is enough.
    let comparison = Comparer::new(outer, inner).run(|one| !one.is_old, Comparison::has_more);
    match comparison.has_more() {
        true => Some(false),
        false => comparison.undecided.is_empty().then_some(true),
    }
}

/// A statement of one of the sides.
struct Compared<'p> {
    is_old: bool,
    list: List,
    statement: &'p Statement,
    /// What it is but for its actions: two with one number mean the same to a class.
    meaning: u32,
}

struct Comparer<'p> {
    old: &'p Policies,
    new: &'p Policies,
    /// The statements of both sides, as far as they were understood.
    statements: Vec<Compared<'p>>,
    targets: Targets,
    /// A policy or a statement was not read or not understood.
    lacks_something: bool,
    found: Comparison,
}

impl<'p> Comparer<'p> {
    fn new(old: &'p Policies, new: &'p Policies) -> Self {
        let mut undecided = unread(old, new);
        undecided.sort();
        undecided.dedup();
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut statements = Vec::new();
        for (side, is_old) in [(old, true), (new, false)] {
            for (list, _, _, statement) in side.statements() {
                if statement.unknown.is_empty() {
                    let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                    let meaning = *numbers.entry(statements::meaning(list, statement)).or_insert(next);
                    statements.push(Compared { is_old, list, statement, meaning });
                }
            }
        }
        Comparer {
            old,
            new,
            statements,
            targets: Targets::default(),
            lacks_something: !undecided.is_empty(),
            found: Comparison {
                verdict: Verdict::Equal,
                gained: Vec::new(),
                lost: Vec::new(),
                changed: Vec::new(),
                undecided,
            },
        }
    }

    /// Compares class by class what the `wanted` statements grant, until what was found is `enough`.
    fn run(mut self, wanted: impl Fn(&Compared) -> bool, enough: impl Fn(&Comparison) -> bool) -> Comparison {
        let same_limits = self.old.limits().eq(self.new.limits());
        let bare: Vec<&Statement> = self.statements.iter().map(|one| one.statement).collect();
        // What nobody grants is allowed on neither side.
        let is_granted = |place: usize| {
            self.statements.get(place).is_some_and(|one| grants(one.list, one.statement) && wanted(one))
        };
        for class in all_classes(&bare, is_granted) {
            let meanings = |is_old: bool| {
                let of_side = class.among(&self.statements).filter(|one| one.is_old == is_old);
                let mut meanings: Vec<u32> = of_side.map(|one| one.meaning).collect();
                meanings.sort_unstable();
                meanings.dedup();
                meanings
            };
            if !(same_limits && meanings(true) == meanings(false)) {
                self.class(&class);
            }
            if enough(&self.found) {
                break;
            }
        }
        if self.lacks_something {
            // What was not read or understood may take any of it back: no difference is certain.
            self.found.gained.clear();
            self.found.lost.clear();
            self.found.changed.clear();
        }
        self.found.verdict = self.verdict();
        self.found
    }

    /// Compares the two sides in one class of actions.
    fn class(&mut self, class: &ActionClass) {
        let of_class: Vec<&Compared> = class.among(&self.statements).collect();
        let statements: Vec<&Statement> = of_class.iter().map(|one| one.statement).collect();
        let Ok(about) = self.targets.about(&statements, class.takes_only_star) else {
            let what = format!("the resources of {} are too many patterns to compare", class.example);
            self.found.undecided.push(what);
            return;
        };
        let mut shown: Vec<Relation> = Vec::new();
        let mut known: FxHashMap<[Vec<Guard>; 2], Relation> = FxHashMap::default();
        for region in &about.regions {
            let (mut old, mut new) = (Side::limited_by(self.old), Side::limited_by(self.new));
            for (one, guard) in of_class.iter().zip(about.guards(&statements, region)) {
                let side = if one.is_old { &mut old } else { &mut new };
                side.guards.extend(guard.map(|guard| Guard { list: one.list, ..guard }));
            }
            let relation = *known
                .entry([old.guards.clone(), new.guards.clone()])
                .or_insert_with(|| guard::relation(&old, &new, self.targets.atoms()));
            if relation == Relation::Equal || shown.contains(&relation) {
                continue;
            }
            shown.push(relation);
            let conditions =
                |side: &Side| self.targets.atoms().words(side.guards.iter().flat_map(Guard::atoms));
            let difference = Difference {
                relation,
                action: class.example.clone(),
                known_actions: class.known.len(),
                resource: witness::readable(class, region, &statements, &self.targets),
                old_conditions: conditions(&old),
                new_conditions: conditions(&new),
            };
            match relation {
                Relation::Gained => self.found.gained.push(difference),
                Relation::Lost => self.found.lost.push(difference),
                Relation::Undecided => self.found.undecided.push(format!(
                    "{} on {}: it turns on what AWS does not say, or on too many conditions",
                    difference.action, difference.resource
                )),
                _ => self.found.changed.push(difference),
            }
        }
    }

    fn verdict(&self) -> Verdict {
        let found = &self.found;
        match (found.gained.is_empty(), found.lost.is_empty()) {
            (false, false) => Verdict::Both,
            _ if !found.undecided.is_empty() => Verdict::Undecided,
            (false, true) => Verdict::Gained,
            (true, false) => Verdict::Lost,
            (true, true) if !found.changed.is_empty() => Verdict::ConditionChanged,
            (true, true) => Verdict::Equal,
        }
    }
}

/// What cannot be compared: policies and statements that were not understood. The same on both sides is no
/// difference by itself.
fn unread(old: &Policies, new: &Policies) -> Vec<String> {
    let mut found = [unread_of(old), unread_of(new)].concat();
    // Where both sides are the same, word for word, it makes no difference what nobody understands.
    if found.iter().all(|(_, text, _)| !text.is_empty()) && whole_text(old) == whole_text(new) {
        found.clear();
    }
    found.into_iter().map(|(_, _, words)| words).collect()
}

/// What of one side was not understood: its list, its text, and the words for it.
fn unread_of(side: &Policies) -> Vec<(List, &str, String)> {
    let policies = side.all().filter(|(_, policy)| policy.readable().is_none()).map(|(list, policy)| {
        (list, policy.text().unwrap_or_default(), format!("{} was not read", policy.words()))
    });
    let statements = side.statements().filter(|(_, _, _, statement)| !statement.unknown.is_empty());
    let statements = statements.map(|(list, _, policy, statement)| {
        let text = policy.text().and_then(|text| text.get(statement.span.clone()));
        let unknown = statement.unknown.join("; ");
        let words = format!("statement {} of {}: {unknown}", statement.name(), policy.name);
        (list, text.unwrap_or_default(), words)
    });
    policies.chain(statements).collect()
}

/// Everything that the policies say, in no particular order.
fn whole_text(policies: &Policies) -> Vec<(List, &str)> {
    let mut texts: Vec<(List, &str)> =
        policies.all().map(|(list, policy)| (list, policy.text().unwrap_or_default())).collect();
    texts.sort_unstable();
    texts
}
