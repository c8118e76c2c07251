//! What the elements of one Action or NotAction name.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::policy::action::ActionPattern;
use crate::policy::catalogue::{ActionCatalogue, actions};
use crate::policy::document::Statement;
use crate::policy::pattern::Pattern;

/// What stands for the characters of an action that nobody knows yet.
pub const NEW: &str = "Zzz";

/// The actions that a statement is about.
#[derive(Clone, Debug)]
pub struct Named {
    /// It is NotAction.
    pub negated: bool,
    /// `*` is among its elements, or it may be about any action.
    pub is_all: bool,
    /// The known actions that it is about: runs of their places, sorted, none next to another.
    pub known: Vec<Range<u32>>,
    /// The places of its elements that name actions of a service.
    pub by_service: Vec<(String, Vec<u32>)>,
    /// For each element an action that is not known, matches it, and no other is likely to.
    pub new: Vec<NewAction>,
}

/// An action that AWS may add.
#[derive(Clone, Debug)]
pub struct NewAction {
    /// As it is shown.
    pub name: String,
    /// The same in lower case.
    pub lower: String,
}

impl NewAction {
    /// An action of this name.
    pub fn new(name: String) -> Self {
        NewAction { lower: name.to_ascii_lowercase(), name }
    }

    /// True where nobody knows it.
    pub fn is_new(&self) -> bool {
        actions().place(&self.lower).is_none()
    }
}

impl Named {
    /// Reads a statement.
    pub fn new(statement: &Statement) -> Self {
        let patterns = &statement.actions.patterns;
        let new = patterns.iter().filter_map(new_action).filter(NewAction::is_new).collect();
        let catalogue = actions();
        let every = 0..index(catalogue.len());
        if statement.may_be_about_any_action {
            return Named { negated: false, is_all: true, known: vec![every], by_service: Vec::new(), new };
        }
        let mut by_service: FxHashMap<&str, Vec<u32>> = FxHashMap::default();
        for (place, element) in (0_u32..).zip(patterns) {
            if let Some(service) = element.service() {
                by_service.entry(service).or_default().push(place);
            }
        }
        let negated = statement.actions.negated;
        let is_all = patterns.iter().any(ActionPattern::is_all);
        let known = if is_all { vec![every] } else { known(catalogue, patterns) };
        Named {
            negated,
            is_all,
            known: if negated { complement(known, index(catalogue.len())) } else { known },
            by_service: by_service.into_iter().map(|(service, of)| (service.to_owned(), of)).collect(),
            new,
        }
    }
}

/// The known actions that patterns match: runs of their places.
fn known(catalogue: &ActionCatalogue, patterns: &[ActionPattern]) -> Vec<Range<u32>> {
    let mut runs: Vec<Range<u32>> = Vec::new();
    for pattern in patterns.iter().filter_map(|element| element.pattern.as_ref()) {
        if let Some(exact) = pattern.text() {
            runs.extend(catalogue.place(exact).map(|place| index(place)..index(place + 1)));
            continue;
        }
        // Sorted by name: those that begin as the pattern does stand together.
        let all = catalogue.all();
        let first = all.partition_point(|action| action.lower < pattern.start());
        let begins = all.get(first..).unwrap_or_default();
        let begins = begins.iter().take_while(|action| action.lower.starts_with(pattern.start()));
        for (place, _) in (index(first)..).zip(begins).filter(|(_, action)| pattern.matches(action.lower)) {
            match runs.last_mut().filter(|run| run.end == place) {
                Some(run) => run.end = place + 1,
                None => runs.push(place..place + 1),
            }
        }
    }
    runs.sort_unstable_by_key(|run| run.start);
    let mut apart: Vec<Range<u32>> = Vec::with_capacity(runs.len());
    for run in runs {
        match apart.last_mut().filter(|last| run.start <= last.end) {
            Some(last) => last.end = last.end.max(run.end),
            None => apart.push(run),
        }
    }
    apart
}

/// The runs between these, up to an end.
fn complement(runs: Vec<Range<u32>>, end: u32) -> Vec<Range<u32>> {
    let mut start = 0;
    let mut between = Vec::with_capacity(runs.len() + 1);
    for run in runs.into_iter().chain(std::iter::once(end..end)) {
        between.push(start..run.start);
        start = run.end;
    }
    between.retain(|run| !run.is_empty());
    between
}

/// An action that the element matches and no other is likely to.
fn new_action(element: &ActionPattern) -> Option<NewAction> {
    let pattern: &Pattern = element.pattern.as_ref().filter(|pattern| !pattern.is_all())?;
    let name = match pattern.text() {
        Some(_) => element.source.clone(),
        None => element.source.replace('*', NEW).replace('?', "Z"),
    };
    Some(NewAction::new(name))
}

fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Document;

    #[test]
    fn the_runs_hold_what_the_elements_match() {
        for actions_of in [
            r#""Action": ["s3:Get*", "s3:GetObject", "s3:*Object", "iam:PassRole", "no:Such", "ec2:?escribe*"]"#,
            r#""NotAction": ["s3:Get*", "iam:*", "a4b:*", "zz:Zz"]"#,
            r#""NotAction": "*""#,
            r#""Action": ["*", "s3:*"]"#,
            r#""Action": []"#,
        ] {
            let text = format!(r#"{{"Statement": {{"Effect": "Allow", {actions_of}, "Resource": "*"}}}}"#);
            let document = Document::parse(&text);
            let statement = document.statements.first().unwrap();
            let runs = Named::new(statement).known;
            assert!(runs.is_sorted_by(|one, next| one.end < next.start), "{actions_of}: {runs:?}");
            for (place, action) in (0_u32..).zip(actions().all()) {
                let is_named = statement.names_action(action.lower);
                assert_eq!(runs.iter().any(|run| run.contains(&place)), is_named, "{}", action.name);
            }
        }
    }
}
