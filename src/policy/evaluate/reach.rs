//! How far statements apply.

use super::simulate::Matched;
use crate::policy::condition::{Condition, Context, Truth};
use crate::policy::document::Statement;
use crate::policy::resource::ResourcePattern;
use crate::policy::space::{Product, VariableLetters};

/// How far something holds, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    Never,
    /// Nobody knows.
    Doubt,
    /// Where a request fulfils the conditions.
    Sometimes,
    Always,
}

/// One statement as far as it is about the actions of a class.
pub struct About<'p> {
    pub matched: Matched<'p>,
    /// How far its conditions hold.
    pub conditions: Reach,
    /// The conditions that a request may or may not fulfil, in words.
    pub open: Vec<String>,
    pub target: Target,
}

impl<'p> About<'p> {
    pub fn new(matched: Matched<'p>, known: &Context, target: Target) -> Self {
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
    pub fn reach(&self, lists: &[u32]) -> Reach {
        self.conditions.min(self.target.reach(lists))
    }

    /// Its lists, where it is compared with regions.
    pub fn lists(&self) -> Option<&Lists> {
        match &self.target {
            Target::Regions(lists) => Some(lists),
            Target::One(_) => None,
        }
    }
}

/// How a statement's resources are compared.
pub enum Target {
    /// With one resource: how far it is among them.
    One(Reach),
    /// With the regions of a product.
    Regions(Lists),
}

impl Target {
    pub fn reach(&self, lists: &[u32]) -> Reach {
        match self {
            Target::One(reach) => *reach,
            Target::Regions(own) => own.reach(lists),
        }
    }
}

/// A statement's resources as lists of the product.
#[derive(Default)]
pub struct Lists {
    pub negated: bool,
    pub is_all: bool,
    pub sure: Option<u32>,
    pub with_variables: Option<u32>,
    pub in_doubt: Option<u32>,
}

impl Lists {
    pub fn new(statement: &Statement, product: &mut Product, variables: &mut VariableLetters) -> Self {
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

    pub fn reach(&self, lists: &[u32]) -> Reach {
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

/// How far a statement is about one resource.
pub fn resource_reach(statement: &Statement, resource: &str) -> Reach {
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
