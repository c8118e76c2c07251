//! What is asked: actions and resources, with wildcards in both.

use crate::policy::catalogue::actions;
use crate::policy::evaluate::{Matched, Of, Outcome, analyse};
use crate::policy::space::{classes_among, shapes};
use crate::policy::{ActionPattern, Context, Pattern, Policies, Policy, ResourcePattern, evaluate};

/// A question about policies.
#[derive(Clone, Debug)]
pub struct Question {
    /// The known actions, by their place in the catalogue.
    known: Vec<u32>,
    /// The action, where the catalogue does not know it.
    other: Option<String>,
    resource: Option<Pattern>,
}

/// The answer for one set of policies.
#[derive(Clone, Debug)]
pub struct Answer<'p> {
    /// The strongest.
    pub outcome: Outcome<'p>,
    /// How many of the actions may be allowed.
    pub actions: usize,
}

impl Question {
    /// A question about an action (`s3:GetObject`, `s3:Get*`) on a resource, or on any.
    ///
    /// # Errors
    /// A sentence: the action matches none.
    pub fn new(action: &str, resource: Option<&str>) -> Result<Self, String> {
        let pattern = ActionPattern::asked(action)?;
        let matching = (0_u32..).zip(actions().all()).filter(|(_, action)| pattern.matches(action.lower));
        let known: Vec<u32> = matching.map(|(place, _)| place).collect();
        let other = known.is_empty().then(|| action.to_owned());
        let is_one = pattern.pattern.as_ref().is_some_and(|pattern| pattern.text().is_some());
        if other.is_some() && !is_one {
            return Err(format!("no known action matches {action:?}: `ssoscan policy expand` lists them"));
        }
        let resource =
            resource.filter(|text| *text != "*").map(|text| ResourcePattern::parse(text, false).pattern);
        Ok(Question { known, other, resource })
    }

    /// The action, where it is one that the catalogue does not know.
    pub fn unknown_action(&self) -> Option<&str> {
        self.other.as_deref()
    }

    /// What the policies say.
    pub fn ask<'p>(&self, policies: &'p Policies, known: &Context) -> Answer<'p> {
        let statements: Vec<Matched> = evaluate::statements(policies);
        let bare: Vec<_> = statements.iter().map(|matched| matched.statement).collect();
        let mut best: Option<Outcome> = None;
        let mut allowed = 0;
        for class in classes_among(&bare, &self.known, self.other.as_deref()) {
            let ask = |of| analyse(policies, &statements, &class, of, known);
            let outcome = match &self.resource {
                None => ask(Of::Any(&shapes(&class.example.to_ascii_lowercase(), None))),
                Some(pattern) => ask(pattern.text().map_or(Of::Matching(pattern), Of::One)),
            };
            if outcome.verdict.may_allow() {
                allowed += class.known.len().max(1);
            }
            if best.as_ref().is_none_or(|best| outcome.verdict < best.verdict) {
                best = Some(outcome);
            }
        }
        let unread = policies.all_unread().map(Policy::words);
        let outcome = best.unwrap_or_else(|| Outcome::not_granted(unread.collect()));
        Answer { outcome, actions: allowed }
    }
}
