//! One statement of a policy.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::policy::action::ActionPattern;
use crate::policy::condition::{Condition, Context, Truth, all};
use crate::policy::resource::ResourcePattern;
use crate::policy::space::Named;

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It grants.
    Allow,
    /// It forbids.
    Deny,
}

impl Effect {
    /// The word that policies use.
    pub fn as_str(self) -> &'static str {
        match self {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        }
    }
}

/// Action, or NotAction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Actions {
    /// It is NotAction.
    pub negated: bool,
    /// The elements.
    pub patterns: Vec<ActionPattern>,
}

impl Actions {
    /// Whether an action, in lower case, is among them.
    pub fn matches(&self, action: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.matches(action)) != self.negated
    }
}

/// Resource, or NotResource.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resources {
    /// It is NotResource.
    pub negated: bool,
    /// The elements.
    pub patterns: Vec<ResourcePattern>,
}

impl Resources {
    /// Whether a resource is among them; unknown where a NotResource names a variable that has no value.
    pub fn matches(&self, resource: &str, context: &Context) -> Truth {
        let mut unresolved = false;
        for pattern in &self.patterns {
            match pattern.matches(resource, context) {
                Some(true) => return (!self.negated).into(),
                Some(false) => {}
                None => unresolved = true,
            }
        }
        if unresolved && self.negated { Truth::Unknown } else { self.negated.into() }
    }

    /// Whether `*` is among them: it stands for all, and only a `*` names it.
    pub fn matches_star(&self) -> bool {
        self.patterns.iter().any(|pattern| pattern.pattern.is_all()) != self.negated
    }
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its place in the document, from 0.
    pub index: usize,
    /// Its Sid.
    pub sid: Option<String>,
    /// Its effect; nothing where that is neither Allow nor Deny (see `unknown`).
    pub effect: Option<Effect>,
    /// Its actions.
    pub actions: Actions,
    /// Its resources.
    pub resources: Resources,
    /// Of its actions something is missing or was not understood: it may be about any.
    pub may_be_about_any_action: bool,
    /// The same of its resources.
    pub may_be_about_any_resource: bool,
    /// Its conditions: all must hold.
    pub conditions: Vec<Condition>,
    /// The parts that were not understood, in words: whether the statement applies is then unknown.
    pub unknown: Vec<String>,
    /// Where it stands in the document's text, in bytes.
    pub span: Range<usize>,
    /// What its actions name, once somebody has asked.
    pub(super) named: Derived<Named>,
}

/// What follows from the rest: worked out when first asked for, and no difference by itself.
#[derive(Clone, Debug)]
pub(super) struct Derived<T>(OnceLock<Arc<T>>);

impl<T> Default for Derived<T> {
    fn default() -> Self {
        Derived(OnceLock::new())
    }
}

impl<T> PartialEq for Derived<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Statement {
    /// Whether it is about an action, in lower case, or may be.
    pub fn names_action(&self, action: &str) -> bool {
        self.may_be_about_any_action || self.actions.matches(action)
    }

    /// What its actions name.
    pub fn named(&self) -> &Named {
        self.named.0.get_or_init(|| Arc::new(Named::new(self)))
    }

    /// Whether all conditions hold.
    pub fn conditions_hold(&self, context: &Context) -> Truth {
        all(self.conditions.iter().map(|condition| condition.holds(context)))
    }

    /// Its Sid, or its number from 1.
    pub fn name(&self) -> String {
        match &self.sid {
            Some(sid) if !sid.is_empty() => sid.clone(),
            _ => format!("#{}", self.index + 1),
        }
    }

    /// Its conditions in words, `and` between them; nothing where there are none.
    pub fn conditions_words(&self) -> String {
        self.conditions.iter().map(Condition::words).collect::<Vec<_>>().join(" and ")
    }
}
