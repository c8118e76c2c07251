//! What policies allow where the context is unknown: the strongest answer there is for some resource.

use super::policies::{List, Policies, Policy};
use super::reach::{About, Lists, Reach, Target, resource_reach};
use super::regions::regions;
use super::simulate::Matched;
use super::verdict::{Of, Outcome, Verdict};
use crate::policy::condition::Context;
use crate::policy::document::{Effect, Statement};
use crate::policy::space::{ActionClass, Product, TooLarge, VariableLetters, all_classes, example};

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
        let of_class = class.among(statements);
        let about = of_class.map(|matched| About::new(*matched, known, target(matched.statement)));
        about.filter(|about| about.conditions != Reach::Never).collect()
    };
    let on = |resource: &str| {
        let about = about(&mut |statement| Target::One(resource_reach(statement, resource)));
        decide(policies, &about, class, resource, &[])
    };
    let is_any = matches!(of, Of::Any(_));
    let shapes = match of {
        // An action that cannot be restricted is asked about `*`, whatever the resource.
        _ if class.takes_only_star => return on("*"),
        Of::One(resource) => return on(resource),
        Of::Any(_) if is_uniform(statements, class) => return on("*"),
        Of::Any(shapes) => shapes,
        Of::Matching(pattern) => std::slice::from_ref(pattern),
    };
    if let ([shape, ..], true) = (shapes, is_any) {
        // Mostly a resource of no particular name tells already; nothing is stronger than that it is allowed.
        let outcome = on(&example(shape.pieces(), |_| '\u{fffd}').unwrap_or_default());
        if outcome.verdict == Verdict::Allowed {
            return outcome;
        }
    }
    let mut product = Product::default();
    let mut variables = VariableLetters::default();
    let about = about(&mut |statement| Target::Regions(Lists::new(statement, &mut product, &mut variables)));
    let mut best: Option<Outcome> = None;
    let is_unlimited = policies.limits().next().is_none();
    match regions(&about, shapes, is_any, product, &mut variables, is_unlimited) {
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
            // Nobody knows where the grant holds: the first stands for all.
            let mut matched = about.iter().map(|one| one.matched);
            best = Some(Outcome {
                verdict: Verdict::Undecided,
                grant: matched.find(|matched| grants(matched.list, matched.statement)),
                doubts: vec!["what too many patterns of resources match together".to_owned()],
                ..nothing(class, "*")
            });
        }
    }
    best.unwrap_or_else(|| nothing(class, "*"))
}

/// True for a statement that grants: what no such one is about is allowed to nobody.
pub fn grants(list: List, statement: &Statement) -> bool {
    list == List::Identity && statement.effect == Some(Effect::Allow)
}

/// The classes of actions that a statement grants.
pub fn granted_classes(statements: &[Matched]) -> Vec<ActionClass> {
    let bare: Vec<&Statement> = statements.iter().map(|matched| matched.statement).collect();
    all_classes(&bare, |place| {
        statements.get(place).is_some_and(|matched| grants(matched.list, matched.statement))
    })
}

/// True where the answer is the same for every resource: each statement about the class holds all of them, or none.
pub fn is_uniform(statements: &[Matched], class: &ActionClass) -> bool {
    class.among(statements).all(|Matched { statement, .. }| {
        statement.may_be_about_any_resource
            || statement.resources.patterns.iter().any(|element| element.pattern.is_all())
    })
}

/// Every statement of the policies that can be evaluated, with its place.
pub fn statements(policies: &Policies) -> Vec<Matched<'_>> {
    policies
        .statements()
        .map(|(list, place, policy, statement)| Matched { list, place, policy, statement })
        .collect()
}

fn nothing<'p>(class: &ActionClass, resource: &str) -> Outcome<'p> {
    Outcome { action: class.example.clone(), resource: resource.to_owned(), ..Outcome::none() }
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
    let unread = |list: List| policies.unread(list).map(Policy::words).collect::<Vec<_>>();
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
