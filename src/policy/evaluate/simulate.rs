//! One request whose context is given: what AWS's policy simulator would say.

use super::policies::{List, Policies, Policy};
use crate::policy::catalogue;
use crate::policy::condition::{Context, Truth, all};
use crate::policy::document::{Effect, Statement};

/// The simulator's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// A statement grants it, and nothing forbids it.
    Allowed,
    /// A statement forbids it.
    ExplicitDeny,
    /// Nothing grants it, or the boundary or the service control policies do not let it through.
    ImplicitDeny,
}

impl Decision {
    /// The word of the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Decision::Allowed => "allowed",
            Decision::ExplicitDeny => "explicitDeny",
            Decision::ImplicitDeny => "implicitDeny",
        }
    }
}

/// A request.
#[derive(Clone, Debug)]
pub struct Request<'r> {
    /// The action in lower case.
    action: String,
    resource: &'r str,
    context: &'r Context,
    /// The action cannot be restricted to a resource, so that the resource is `*` whatever was asked.
    takes_only_star: bool,
}

impl<'r> Request<'r> {
    /// A request for an action on a resource (`*` for all).
    pub fn new(action: &str, resource: &'r str, context: &'r Context) -> Self {
        let action = action.to_ascii_lowercase();
        let takes_only_star = catalogue::actions().takes_only_star(&action);
        Request { action, resource, context, takes_only_star }
    }
}

/// A statement that bears on the answer.
#[derive(Clone, Copy, Debug)]
pub struct Matched<'p> {
    /// The list of its policy.
    pub list: List,
    /// The policy's place in the list, from 0.
    pub place: usize,
    /// The policy.
    pub policy: &'p Policy,
    /// The statement.
    pub statement: &'p Statement,
}

/// What the simulation says.
#[derive(Clone, Debug)]
pub struct Answer<'p> {
    /// The decision.
    pub decision: Decision,
    /// The statements that decide: those that deny, or those that allow.
    pub matched: Vec<Matched<'p>>,
    /// The context keys that statements about this action and resource read and the request does not have, sorted.
    pub missing: Vec<String>,
    /// Whether the boundary allows it; nothing where there is none.
    pub boundary_allows: Option<bool>,
    /// Whether the service control policies allow it, at every level; nothing where there are none.
    pub service_control_allows: Option<bool>,
    /// What was not understood, or not read, and could change the decision. It was taken for what grants less.
    pub undecided: Vec<String>,
}

/// Decides a request.
pub fn simulate<'p>(policies: &'p Policies, request: &Request) -> Answer<'p> {
    let mut denies = Vec::new();
    let mut allows = Vec::new();
    let mut missing = Vec::new();
    let mut undecided = Vec::new();
    let mut may_be_denied = false;
    for (list, place, policy, statement) in policies.statements() {
        let (target, lacks_value) = about(statement, request);
        if target == Truth::No && !lacks_value {
            continue;
        }
        if !matches!(list, List::ServiceControl(_)) {
            collect_missing(statement, request.context, &mut missing);
        }
        // What was not understood may be a condition: those that were say nothing then.
        let holds = if statement.unknown.is_empty() {
            statement.conditions_hold(request.context)
        } else {
            Truth::Unknown
        };
        let truth = all([target, holds].into_iter());
        if truth == Truth::Unknown {
            undecided.push(format!("statement {} of {}", statement.name(), policy.name));
        }
        let matched = Matched { list, place, policy, statement };
        match (statement.effect, truth) {
            (_, Truth::No) | (Some(Effect::Allow), Truth::Unknown) => {}
            (Some(Effect::Deny), _) => denies.push(matched),
            (Some(Effect::Allow), Truth::Yes) => allows.push(matched),
            (None, _) => may_be_denied = true,
        }
    }
    undecided.extend(policies.all_unread().map(Policy::words));
    missing.sort_by_cached_key(|key: &String| key.to_ascii_lowercase());
    missing.dedup_by(|next, key| next.eq_ignore_ascii_case(key));
    let has = |list: List| allows.iter().any(|matched| matched.list == list);
    let boundary_allows = policies.boundary.as_ref().map(|_| has(List::Boundary));
    let levels = policies.service_control.len();
    let service_control_allows = (levels > 0).then(|| {
        (0..levels).all(|level| has(List::ServiceControl(level)))
            && !denies.iter().any(|matched: &Matched| matches!(matched.list, List::ServiceControl(_)))
    });
    let is_limited = boundary_allows == Some(false) || service_control_allows == Some(false);
    let (decision, matched) = if !denies.is_empty() {
        (Decision::ExplicitDeny, denies)
    } else if has(List::Identity) && !is_limited && !may_be_denied {
        (Decision::Allowed, allows)
    } else {
        (Decision::ImplicitDeny, Vec::new())
    };
    Answer { decision, matched, missing, boundary_allows, service_control_allows, undecided }
}

/// Whether the statement is about the action and the resource, and whether one of its resources could not be
/// compared for want of a variable's value.
fn about(statement: &Statement, request: &Request) -> (Truth, bool) {
    if !statement.names_action(&request.action) {
        return (Truth::No, false);
    }
    let variables = statement.resources.patterns.iter().flat_map(|element| element.pattern.variables());
    let lacks_value = variables.into_iter().any(|variable| variable.value(request.context).is_none());
    let own = || statement.resources.matches(request.resource, request.context);
    let target = match (request.takes_only_star, statement.effect) {
        (false, _) => own(),
        _ if statement.resources.matches_star() => Truth::Yes,
        (true, Some(Effect::Allow)) => Truth::No,
        (true, _) => own(),
    };
    let target = if statement.may_be_about_any_resource { Truth::Unknown } else { target };
    (target, lacks_value)
}

/// The keys that the statement reads and the context lacks. A variable with a default does without.
fn collect_missing(statement: &Statement, context: &Context, missing: &mut Vec<String>) {
    let mut add = |key: &str| {
        if context.values(key).is_none() {
            missing.push(key.to_owned());
        }
    };
    let resources = statement.resources.patterns.iter().flat_map(|pattern| pattern.pattern.variables());
    let values = statement.conditions.iter().flat_map(|condition| condition.meaning().variables());
    resources
        .chain(values)
        .filter(|variable| variable.default.is_none())
        .for_each(|variable| add(&variable.key));
    statement.conditions.iter().for_each(|condition| add(&condition.key));
}
