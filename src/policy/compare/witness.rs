//! Resources that show a difference: readable ones where there are, and each confirmed by the evaluator.

use super::statements::Targets;
use super::{Comparison, Difference};
use crate::policy::catalogue::{actions, filled};
use crate::policy::condition::Context;
use crate::policy::document::Statement;
use crate::policy::evaluate::{Decision, Policies, Request, simulate};
use crate::policy::pattern::Piece;
use crate::policy::space::{ACCOUNT, ActionClass, Product, Region, example};

/// A resource of the same region that a person has seen the like of; the shortest text where none is found.
pub fn readable(
    class: &ActionClass,
    region: &Region,
    statements: &[&Statement],
    targets: &Targets,
) -> String {
    if region.text == "*" {
        return region.text.clone();
    }
    let patterns: Vec<&[Piece]> = statements
        .iter()
        .flat_map(|statement| &statement.resources.patterns)
        .map(|element| element.pattern.pieces())
        .collect();
    // One list a pattern: a candidate must match exactly those that the region's own text does.
    let (mut product, mut variables) = (Product::default(), targets.variables().clone());
    for pattern in &patterns {
        product.add([*pattern].into_iter(), &mut variables);
    }
    let wanted = product.lists_of(&region.text);
    let action = class.example.to_ascii_lowercase();
    let formats = actions().resource_formats(&action).map(|format| filled(format, value));
    let from_patterns: Vec<String> = patterns
        .iter()
        .filter_map(|pieces| example(pieces, |variable| variables.letter(variable.canonical())))
        .collect();
    let candidates = from_patterns.into_iter().chain(formats);
    let found = candidates.into_iter().find(|candidate| product.lists_of(candidate) == wanted);
    targets.words(found.as_deref().unwrap_or(&region.text))
}

/// A value for a variable of a resource's format.
fn value(variable: &str) -> &'static str {
    match variable {
        "Partition" => "aws",
        "Region" => "us-east-1",
        "Account" => ACCOUNT,
        _ => "example",
    }
}

/// Asks the evaluator about every difference that turns on no condition; one that it does not see makes the
/// answer undecided.
pub fn confirm(old: &Policies, new: &Policies, comparison: &mut Comparison) {
    let mut unconfirmed = Vec::new();
    for (differences, expected) in [(&comparison.gained, (false, true)), (&comparison.lost, (true, false))] {
        for difference in differences {
            if difference.old_conditions.is_empty() && difference.new_conditions.is_empty() {
                let (resource, context) = concrete(difference);
                let request = Request::new(&difference.action, &resource, &context);
                let allows = |side| simulate(side, &request).decision == Decision::Allowed;
                if (allows(old), allows(new)) != expected {
                    unconfirmed.push(format!("{} on {resource} could not be confirmed", difference.action));
                }
            }
        }
    }
    if !unconfirmed.is_empty() {
        comparison.verdict = super::Verdict::Undecided;
        comparison.undecided.extend(unconfirmed);
    }
}

/// The resource with a value for each variable, and the context that has these values.
pub fn concrete(difference: &Difference) -> (String, Context) {
    let (mut resource, mut entries) = (String::new(), Vec::new());
    let mut rest = difference.resource.as_str();
    while let Some((before, after)) = rest.split_once("${") {
        let (inner, after) = after.split_once('}').unwrap_or((after, ""));
        let key = inner.split_once(',').map_or(inner, |(key, _)| key).trim();
        let value = format!("value-of-{}", key.replace([':', '/'], "-"));
        resource.push_str(before);
        resource.push_str(&value);
        entries.push((key.to_owned(), vec![value]));
        rest = after;
    }
    resource.push_str(rest);
    (resource, Context::of(entries))
}
