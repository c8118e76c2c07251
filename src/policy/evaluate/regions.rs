//! The regions of the resources that statements tell apart.

use rustc_hash::FxHashMap;

use super::analyse::grants;
use super::reach::About;
use crate::policy::pattern::{Pattern, Piece};
use crate::policy::space::{Product, TooLarge, VariableLetters, universe};

/// The regions of the resources of these shapes, or of any where there are none: a text of each, and the lists that it
/// matches. Where nobody asks about resources in particular, `*` is the text of what holds all of them.
pub fn regions(
    about: &[About],
    shapes: &[Pattern],
    is_any: bool,
    mut product: Product,
    variables: &mut VariableLetters,
    is_unlimited: bool,
) -> Result<Vec<(String, Vec<u32>)>, TooLarge> {
    // Where nothing forbids and nothing limits, each grant stands for itself.
    let is_plain = |about: &About| {
        grants(about.matched.list, about.matched.statement)
            && about.lists().is_some_and(|lists| !lists.negated)
    };
    let universe = universe();
    let within: Vec<&[Piece]> = match shapes {
        [] => universe.iter().map(Vec::as_slice).collect(),
        shapes => shapes.iter().map(Pattern::pieces).collect(),
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
                let shows_all = everything.is_some() && is_any;
                found.push((if shows_all { "*".to_owned() } else { text }, lists));
            }
        }
    }
    Ok(found)
}

/// The regions, each with a text that people can read where one of the statements' elements gives it.
fn texts(product: &Product, within: u32, about: &[About]) -> Result<Vec<(String, Vec<u32>)>, TooLarge> {
    let elements = about.iter().flat_map(|about| &about.matched.statement.resources.patterns);
    let shown: Vec<String> = elements.filter_map(|element| shown(&element.pattern)).collect();
    let mut readable: FxHashMap<Vec<u32>, &String> = FxHashMap::default();
    for (lists, text) in product.lists_of_each(&shown).into_iter().zip(&shown) {
        readable.entry(lists).or_insert(text);
    }
    let regions = product.regions(within)?.into_iter().map(|region| {
        let text = readable.get(&region.lists).map_or(region.text, |text| (*text).clone());
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
