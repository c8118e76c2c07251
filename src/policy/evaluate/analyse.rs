//! What policies allow where the context is unknown: the strongest answer there is for some resource.

use rustc_hash::FxHashMap;

use super::policies::{List, Policies, Policy};
use super::simulate::Matched;
use crate::policy::condition::{Condition, Context, Truth};
use crate::policy::document::{Effect, Statement};
use crate::policy::pattern::{Pattern, Piece};
use crate::policy::resource::ResourcePattern;
use crate::policy::space::{ActionClass, Product, TooLarge, VariableLetters, example, universe};

/// The answer, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is granted, and nothing forbids it.
    Allowed,
    /// It is granted, or not forbidden, under conditions that a request may fulfil.
    Conditional,
    /// It cannot be said: a document was not read, or something in one was not understood.
    Undecided,
    /// It is granted, and the permissions boundary does not let it through.
    CutByBoundary,
    /// A statement forbids it.
    Denied,
    /// Nothing grants it.
    NotGranted,
}

impl Verdict {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Allowed => "allowed",
            Verdict::Conditional => "conditional",
            Verdict::Undecided => "undecided",
            Verdict::CutByBoundary => "cut-by-boundary",
            Verdict::Denied => "denied",
            Verdict::NotGranted => "not-granted",
        }
    }

    /// True where access may be there: allowed, conditional or undecided.
    pub fn may_allow(self) -> bool {
        self <= Verdict::Undecided
    }
}

/// Which resources are asked about.
#[derive(Clone, Copy, Debug)]
pub enum Of<'q> {
    /// Any of these shapes (`policy::space::shapes`), or any at all where there are none.
    Any(&'q [Pattern]),
    /// This one.
    One(&'q str),
    /// Any that matches.
    Matching(&'q Pattern),
}

/// The answer and what it stands on.
#[derive(Clone, Debug)]
pub struct Outcome<'p> {
    /// The answer.
    pub verdict: Verdict,
    /// The action that it is about.
    pub action: String,
    /// A resource that it holds for.
    pub resource: String,
    /// The statement that grants, where one does or may.
    pub grant: Option<Matched<'p>>,
    /// The statement that decides against it, or may: the one that denies.
    pub deny: Option<Matched<'p>>,
    /// The statement of the boundary that lets it through; nothing where there is no boundary or none does.
    pub boundary: Option<Matched<'p>>,
    /// What a request must fulfil, in words.
    pub conditions: Vec<String>,
    /// What was not read or not understood and could change the answer.
    pub doubts: Vec<String>,
}

/// How far something holds, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Never,
    /// Nobody knows.
    Doubt,
    /// Where a request fulfils the conditions.
    Sometimes,
    Always,
}

/// One statement as far as it is about the actions of a class.
struct About<'p> {
    matched: Matched<'p>,
    /// How far its conditions hold.
    conditions: Reach,
    /// The conditions that a request may or may not fulfil, in words.
    open: Vec<String>,
    target: Target,
}

/// How a statement's resources are compared.
enum Target {
    /// With one resource: how far it is among them.
    One(Reach),
    /// With the regions of a product.
    Regions(Lists),
}

/// A statement's resources as lists of the product.
#[derive(Default)]
struct Lists {
    negated: bool,
    is_all: bool,
    sure: Option<u32>,
    with_variables: Option<u32>,
    in_doubt: Option<u32>,
}

/// What the policies say of a class of actions: the strongest answer for a resource of those asked about.
/// `statements` are all that [`Policies::statements`] gives; `known` is what is known of every request.
pub fn analyse<'p>(
    policies: &'p Policies,
    statements: &[Matched<'p>],
    class: &ActionClass,
    of: Of,
    known: &Context,
) -> Outcome<'p> {
    let about = |target: &mut dyn FnMut(&Statement) -> Target| -> Vec<About<'p>> {
        let of_class = class.statements.iter().filter_map(|place| statements.get(*place as usize)).copied();
        let about = of_class.map(|matched| About::new(matched, known, target(matched.statement)));
        about.filter(|about| about.conditions != Reach::Never).collect()
    };
    let on = |resource: &str| {
        let about = about(&mut |statement| Target::One(resource_reach(statement, resource)));
        decide(policies, &about, class, resource, &[])
    };
    let holds_all = |statement: &Statement| {
        statement.may_be_about_any_resource
            || statement.resources.patterns.iter().any(|one| one.pattern.is_all())
    };
    let mut of_class = class.statements.iter().filter_map(|place| statements.get(*place as usize));
    match of {
        // An action that cannot be restricted is asked about `*`, whatever the resource.
        _ if class.takes_only_star => return on("*"),
        Of::One(resource) => return on(resource),
        Of::Any(_) if of_class.all(|matched| holds_all(matched.statement)) => return on("*"),
        Of::Any([shape, ..]) => {
            // Mostly a resource of no particular name tells already; nothing is stronger than that it is allowed.
            let outcome = on(&example(shape.pieces(), |_| '\u{fffd}').unwrap_or_default());
            if outcome.verdict == Verdict::Allowed {
                return outcome;
            }
        }
        _ => {}
    }
    let mut product = Product::default();
    let mut variables = VariableLetters::default();
    let about = about(&mut |statement| Target::Regions(Lists::new(statement, &mut product, &mut variables)));
    let mut best: Option<Outcome> = None;
    let is_unlimited = policies.limits().next().is_none();
    match regions(&about, of, product, &mut variables, is_unlimited) {
        Ok(regions) => {
            for (text, lists) in regions {
                let outcome = decide(policies, &about, class, &text, &lists);
                if best.as_ref().is_none_or(|best| outcome.verdict < best.verdict) {
                    best = Some(outcome);
                }
                if best.as_ref().is_some_and(|best| best.verdict == Verdict::Allowed) {
                    break;
                }
            }
        }
        Err(TooLarge) => {
            let mut outcome = nothing(class, "*");
            outcome.verdict = Verdict::Undecided;
            outcome.doubts.push("the resources are too many patterns to follow".to_owned());
            best = Some(outcome);
        }
    }
    best.unwrap_or_else(|| nothing(class, "*"))
}

/// Every statement of the policies that can be evaluated, with its place.
pub fn statements(policies: &Policies) -> Vec<Matched<'_>> {
    policies
        .statements()
        .map(|(list, place, policy, statement)| Matched { list, place, policy, statement })
        .collect()
}

impl Outcome<'_> {
    /// Nothing grants it, and nothing more is known.
    pub fn none() -> Self {
        Outcome {
            verdict: Verdict::NotGranted,
            action: String::new(),
            resource: String::new(),
            grant: None,
            deny: None,
            boundary: None,
            conditions: Vec::new(),
            doubts: Vec::new(),
        }
    }
}

impl Outcome<'_> {
    /// Nothing grants it; undecided where these policies were not read.
    pub fn not_granted(unread: Vec<String>) -> Self {
        let verdict = if unread.is_empty() { Verdict::NotGranted } else { Verdict::Undecided };
        Outcome { verdict, doubts: unread, ..Outcome::none() }
    }
}

fn nothing<'p>(class: &ActionClass, resource: &str) -> Outcome<'p> {
    Outcome { action: class.example.clone(), resource: resource.to_owned(), ..Outcome::none() }
}

impl<'p> About<'p> {
    fn new(matched: Matched<'p>, known: &Context, target: Target) -> Self {
        let statement = matched.statement;
        let mut conditions = if statement.unknown.is_empty() { Reach::Always } else { Reach::Doubt };
        let mut open = Vec::new();
        for condition in &statement.conditions {
            let reach = condition_reach(condition, known);
            conditions = conditions.min(reach);
            if matches!(reach, Reach::Sometimes | Reach::Doubt) {
                open.push(condition.words());
            }
        }
        About { matched, conditions, open, target }
    }

    /// How far the statement applies to a resource that matches these lists.
    fn reach(&self, lists: &[u32]) -> Reach {
        self.conditions.min(self.target.reach(lists))
    }

    /// Its lists, where it is compared with regions.
    fn lists(&self) -> Option<&Lists> {
        match &self.target {
            Target::Regions(lists) => Some(lists),
            Target::One(_) => None,
        }
    }
}

impl Target {
    fn reach(&self, lists: &[u32]) -> Reach {
        match self {
            Target::One(reach) => *reach,
            Target::Regions(own) => own.reach(lists),
        }
    }
}

/// How far a statement is about one resource.
fn resource_reach(statement: &Statement, resource: &str) -> Reach {
    if statement.may_be_about_any_resource {
        // The statement as a whole is in doubt already.
        return Reach::Always;
    }
    let of = |element: &ResourcePattern| {
        let matches = match &element.any_value {
            Some(any_value) => any_value.matches(resource),
            // `*` stands for all, and only a `*` names it.
            None if resource == "*" => element.pattern.is_all(),
            None => element.pattern.matches(resource),
        };
        match (matches, element.doubt, &element.any_value) {
            (false, _, _) => Reach::Never,
            (true, Some(_), _) => Reach::Doubt,
            (true, None, Some(_)) => Reach::Sometimes,
            (true, None, None) => Reach::Always,
        }
    };
    let resources = &statement.resources;
    negated(resources.negated, resources.patterns.iter().map(of).max().unwrap_or(Reach::Never))
}

/// The reach of NotResource from that of its elements.
fn negated(is_negated: bool, named: Reach) -> Reach {
    match (is_negated, named) {
        (true, Reach::Always) => Reach::Never,
        (true, Reach::Never) => Reach::Always,
        (_, named) => named,
    }
}

/// How far a condition holds, with what is known.
fn condition_reach(condition: &Condition, known: &Context) -> Reach {
    if condition.operator.is_none() {
        return Reach::Doubt;
    }
    let is_known = |key: &str| known.values(key).is_some();
    if !condition.keys().all(is_known) {
        return if condition.meaning().invalid().is_empty() { Reach::Sometimes } else { Reach::Doubt };
    }
    match condition.holds(known) {
        Truth::Yes => Reach::Always,
        Truth::No => Reach::Never,
        Truth::Unknown => Reach::Doubt,
    }
}

impl Lists {
    fn new(statement: &Statement, product: &mut Product, variables: &mut VariableLetters) -> Self {
        let resources = &statement.resources;
        // An element that was not understood may be about anything.
        if statement.may_be_about_any_resource {
            return Lists { is_all: true, ..Lists::default() };
        }
        if resources.patterns.iter().any(|element| element.pattern.is_all()) {
            return Lists { negated: resources.negated, is_all: true, ..Lists::default() };
        }
        let mut add = |wanted: fn(&ResourcePattern) -> bool| {
            let elements: Vec<&ResourcePattern> =
                resources.patterns.iter().filter(|element| wanted(element)).collect();
            let pieces = elements
                .iter()
                .map(|element| element.any_value.as_ref().unwrap_or(&element.pattern).pieces());
            (!elements.is_empty()).then(|| product.add(pieces, variables))
        };
        Lists {
            negated: resources.negated,
            is_all: false,
            sure: add(|element| element.doubt.is_none() && element.any_value.is_none()),
            with_variables: add(|element| element.doubt.is_none() && element.any_value.is_some()),
            in_doubt: add(|element| element.doubt.is_some()),
        }
    }

    fn reach(&self, lists: &[u32]) -> Reach {
        let matches = |list: Option<u32>| list.is_some_and(|list| lists.binary_search(&list).is_ok());
        let named = if self.is_all || matches(self.sure) {
            Reach::Always
        } else if matches(self.with_variables) {
            Reach::Sometimes
        } else if matches(self.in_doubt) {
            Reach::Doubt
        } else {
            Reach::Never
        };
        negated(self.negated, named)
    }
}

/// The regions of the resources asked about: a text of each, and the lists that it matches.
fn regions(
    about: &[About],
    of: Of,
    mut product: Product,
    variables: &mut VariableLetters,
    is_unlimited: bool,
) -> Result<Vec<(String, Vec<u32>)>, TooLarge> {
    // Where nothing forbids and nothing limits, each grant stands for itself.
    let is_plain = |about: &About| {
        about.matched.list == List::Identity
            && about.matched.statement.effect == Some(Effect::Allow)
            && about.lists().is_some_and(|lists| !lists.negated)
    };
    let universe = universe();
    let within: Vec<&[Piece]> = match of {
        Of::One(text) => return Ok(vec![(text.to_owned(), product.lists_of(text))]),
        Of::Any([]) => universe.iter().map(Vec::as_slice).collect(),
        Of::Any(shapes) => shapes.iter().map(Pattern::pieces).collect(),
        Of::Matching(pattern) => vec![pattern.pieces()],
    };
    let within = product.add(within.into_iter(), variables);
    if !(is_unlimited && about.iter().all(is_plain)) {
        return texts(&product, within, about);
    }
    let mut found = Vec::new();
    for lists in about.iter().filter_map(About::lists) {
        let everything = lists.is_all.then_some(within);
        for list in [everything, lists.sure, lists.with_variables, lists.in_doubt].into_iter().flatten() {
            if let Some(text) = product.meet(list, within)? {
                let lists = product.lists_of(&text);
                let shows_all = everything.is_some() && matches!(of, Of::Any(_));
                found.push((if shows_all { "*".to_owned() } else { text }, lists));
            }
        }
    }
    Ok(found)
}

/// The regions, each with a text that people can read where one of the statements' elements gives it.
fn texts(product: &Product, within: u32, about: &[About]) -> Result<Vec<(String, Vec<u32>)>, TooLarge> {
    let elements = about.iter().flat_map(|about| &about.matched.statement.resources.patterns);
    let mut readable: FxHashMap<Vec<u32>, String> = FxHashMap::default();
    for text in elements.filter_map(|element| shown(&element.pattern)) {
        readable.entry(product.lists_of(&text)).or_insert(text);
    }
    let regions = product.regions(within)?.into_iter().map(|region| {
        let text = readable.get(&region.lists).cloned().unwrap_or(region.text);
        (text, region.lists)
    });
    Ok(regions.collect())
}

/// The element's own text, wildcards and all: it stands for what it matches. Variables stay.
fn shown(pattern: &Pattern) -> Option<String> {
    let text: String = pattern
        .pieces()
        .iter()
        .map(|piece| match piece {
            Piece::Char(character) => character.to_string(),
            Piece::One | Piece::OneInSegment => "?".to_owned(),
            Piece::Run | Piece::RunInSegment => "*".to_owned(),
            Piece::Variable(variable) => variable.canonical(),
        })
        .collect();
    text.starts_with("arn:").then_some(text)
}

/// True for a role of IAM Identity Center.
fn is_reserved(resource: &str) -> bool {
    resource.contains(":role/aws-reserved/sso.amazonaws.com/")
}

/// Decides one region.
fn decide<'p>(
    policies: &'p Policies,
    about: &[About<'p>],
    class: &ActionClass,
    resource: &str,
    lists: &[u32],
) -> Outcome<'p> {
    let mut outcome = nothing(class, resource);
    if class.changes_roles && is_reserved(resource) {
        outcome.verdict = Verdict::Denied;
        return outcome;
    }
    let strongest_by = |wanted: &dyn Fn(&About) -> bool, rank: fn(Reach) -> Reach| {
        let reaching = about.iter().filter(|one| wanted(one)).map(|one| (one.reach(lists), one));
        // The first of the strongest: the order of the documents is the order of the answer.
        reaching.filter(|(reach, _)| *reach > Reach::Never).fold(
            None,
            |best: Option<(Reach, &About<'p>)>, next| {
                if best.as_ref().is_none_or(|best| rank(next.0) > rank(best.0)) { Some(next) } else { best }
            },
        )
    };
    let allows = |list: List| {
        let of_list = move |one: &About| {
            one.matched.list == list && one.matched.statement.effect == Some(Effect::Allow)
        };
        strongest_by(&of_list, |reach| reach)
    };
    // Of what forbids, a doubt weighs more than a condition.
    let weight = |reach| match reach {
        Reach::Doubt => Reach::Sometimes,
        Reach::Sometimes => Reach::Doubt,
        reach => reach,
    };
    let reach = |found: &Option<(Reach, &About)>| found.as_ref().map_or(Reach::Never, |(reach, _)| *reach);

    let grant = allows(List::Identity);
    let deny = strongest_by(&|one| one.matched.statement.effect != Some(Effect::Allow), weight);
    let unread =
        |list: List| policies.unread(list).map(|policy: &Policy| policy.name.clone()).collect::<Vec<_>>();
    let (unread_identity, unread_boundary) = (unread(List::Identity), unread(List::Boundary));
    let boundary = allows(List::Boundary);

    outcome.grant = grant.as_ref().map(|(_, one)| one.matched);
    outcome.deny = deny.as_ref().map(|(_, one)| one.matched);
    outcome.boundary = boundary.as_ref().map(|(_, one)| one.matched);
    // How far each must, so that it is allowed: the grant, the boundary, and that nothing forbids it.
    let mut steps = vec![reach(&grant)];
    if reach(&grant) == Reach::Never {
        if reach(&deny) == Reach::Always {
            outcome.verdict = Verdict::Denied;
        } else if !unread_identity.is_empty() {
            outcome.verdict = Verdict::Undecided;
            outcome.doubts = unread_identity;
        } else if let Some((_, one)) = strongest_by(&|one| one.matched.statement.effect.is_none(), weight) {
            // What is neither Allow nor Deny may be meant for either.
            outcome.verdict = Verdict::Undecided;
            outcome.doubts.push(format!(
                "statement {} of {}",
                one.matched.statement.name(),
                one.matched.policy.name
            ));
        }
        return outcome;
    }
    if reach(&deny) == Reach::Always {
        outcome.verdict = Verdict::Denied;
        return outcome;
    }
    for limit in policies.limits() {
        let allowed = allows(limit);
        let is_boundary = limit == List::Boundary;
        let may_be_unread = is_boundary && !unread_boundary.is_empty();
        if reach(&allowed) == Reach::Never && !may_be_unread {
            outcome.verdict = if is_boundary { Verdict::CutByBoundary } else { Verdict::Denied };
            return outcome;
        }
        steps.push(if reach(&allowed) == Reach::Never { Reach::Doubt } else { reach(&allowed) });
    }
    steps.push(match reach(&deny) {
        Reach::Sometimes => Reach::Sometimes,
        Reach::Doubt => Reach::Doubt,
        _ => Reach::Always,
    });
    outcome.doubts.extend(unread_identity);
    outcome.doubts.extend(unread_boundary);
    for (found, word) in [(&grant, ""), (&boundary, ""), (&deny, "not ")] {
        let Some((reach, one)) = found else { continue };
        if *reach == Reach::Always {
            continue;
        }
        let mut words = one.open.clone();
        if one.target.reach(lists) == Reach::Sometimes {
            words.push("the resource fits the variable".to_owned());
        }
        if !words.is_empty() {
            outcome.conditions.push(format!("{word}{}", words.join(" and ")));
        }
        if *reach == Reach::Doubt {
            let policy = &one.matched.policy.name;
            outcome.doubts.push(format!("statement {} of {policy}", one.matched.statement.name()));
        }
    }
    let least = steps.into_iter().min().unwrap_or(Reach::Never);
    outcome.verdict = match least {
        _ if !outcome.doubts.is_empty() => Verdict::Undecided,
        Reach::Always => Verdict::Allowed,
        Reach::Sometimes => Verdict::Conditional,
        Reach::Doubt | Reach::Never => Verdict::Undecided,
    };
    outcome
}
