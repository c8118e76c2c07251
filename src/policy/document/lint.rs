//! What is odd in a policy: findings with ids, each with why it matters and what to do.

use super::{Document, Effect, Statement, Version};
use crate::model::Severity;
use crate::policy::catalogue::{actions, service_of};
use crate::policy::condition::{Condition, Kind, Qualifier};
use crate::policy::pattern::Pattern;
use crate::policy::resource::Doubt;

/// A kind of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LintRule {
    /// The id.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lint {
    /// The statement's place, from 0; nothing where it is about the document.
    pub statement: Option<usize>,
    /// The statement's Sid.
    pub sid: Option<String>,
    /// The rule's id.
    pub id: &'static str,
    /// What was found.
    pub what: String,
}

impl Lint {
    /// A finding about the document.
    pub fn of_document(id: &'static str, what: String) -> Self {
        Lint { statement: None, sid: None, id, what }
    }

    /// A finding about a statement.
    pub fn of(id: &'static str, statement: usize, sid: Option<&str>, what: String) -> Self {
        Lint { statement: Some(statement), sid: sid.map(str::to_owned), id, what }
    }

    /// The rule.
    pub fn rule(&self) -> Option<&'static LintRule> {
        LINTS.iter().find(|rule| rule.id == self.id)
    }
}

const fn rule(id: &'static str, severity: Severity, why: &'static str, fix: &'static str) -> LintRule {
    LintRule { id, severity, why, fix }
}

/// All rules, sorted by id.
pub const LINTS: [LintRule; 28] = [
    rule(
        "action-missing",
        Severity::High,
        "AWS refuses such a statement; what it is about is unknown.",
        "Name the actions with Action or NotAction.",
    ),
    rule(
        "action-unknown",
        Severity::Low,
        "No action of this name is known: it is misspelt, was retired, or is newer than the catalogue.",
        "Compare it with the service's page in the Service Authorization Reference.",
    ),
    rule(
        "allow-not-action",
        Severity::Medium,
        "It grants every action but those named, also those that AWS has not made yet.",
        "Name what is granted with Action.",
    ),
    rule(
        "allow-not-resource",
        Severity::Medium,
        "It grants on every resource but those named, also on those that do not exist yet.",
        "Name the resources with Resource, or deny those named in a statement of their own.",
    ),
    rule(
        "condition-value-invalid",
        Severity::High,
        "The value is not of the operator's type: the condition does not do what it seems to.",
        "Write a number, an ISO 8601 date, true or false, or a CIDR range, as the operator wants.",
    ),
    rule(
        "duplicate-key",
        Severity::High,
        "Of two members of one name readers take one or the other: what the policy means is unknown.",
        "Join the two in one.",
    ),
    rule(
        "effect-unknown",
        Severity::High,
        "Effect is Allow or Deny, in this spelling; AWS refuses anything else.",
        "Write Allow or Deny.",
    ),
    rule(
        "element-never-matches",
        Severity::Medium,
        "AWS accepts the element and it matches no request: what it seems to grant or forbid is neither.",
        "Name one action an element as service:Name, without blanks; only a lone * stands for all services.",
    ),
    rule(
        "element-unknown",
        Severity::High,
        "What the element does is unknown, and with it whether the statement applies.",
        "Take it out, or spell it as the policy grammar does.",
    ),
    rule(
        "for-all-values-without-null-check",
        Severity::Medium,
        "ForAllValues holds where the request does not have the key at all: the grant is wider than it seems.",
        "Add a condition Null of the key with the value false.",
    ),
    rule(
        "not-action-matches-everything",
        Severity::High,
        "The element matches nothing, so that NotAction leaves nothing out: the statement is about everything.",
        "Name one action an element as service:Name, without blanks.",
    ),
    rule(
        "not-json",
        Severity::High,
        "The text is no policy: what it allows is unknown.",
        "Write JSON in UTF-8: an object with Version and Statement.",
    ),
    rule(
        "operator-unknown",
        Severity::High,
        "Whether the condition holds is unknown.",
        "Use an operator of the policy grammar; IfExists goes with all but Null.",
    ),
    rule(
        "policy-empty",
        Severity::Info,
        "The policy has no statements: it does nothing.",
        "Take it away, or write what it is for.",
    ),
    rule(
        "principal-in-identity-policy",
        Severity::High,
        "A policy of an identity names no principal; AWS refuses it.",
        "Take the element out, or attach the policy to the resource.",
    ),
    rule(
        "principal-tag-undefined",
        Severity::Low,
        "The attributes for access control of the instance do not have the key: the condition holds, or fails, for everyone, unless an external identity provider sends it. Found in snapshots alone, where the attributes were read.",
        "Add the attribute to the instance, or make sure that the identity provider sends it.",
    ),
    rule(
        "resource-incomplete-arn",
        Severity::Medium,
        "An ARN has six parts. What AWS makes of fewer it does not say.",
        "Write all six parts, with * for those that may be anything.",
    ),
    rule(
        "resource-missing",
        Severity::High,
        "AWS refuses such a statement in an identity policy; what it is about is unknown.",
        "Name the resources with Resource or NotResource.",
    ),
    rule(
        "resource-needs-wildcard",
        Severity::Medium,
        "The action cannot be restricted to a resource: only Resource * grants it.",
        "Grant it in a statement with Resource *.",
    ),
    rule(
        "resource-service-wildcard",
        Severity::Medium,
        "AWS's page allows no wildcard in the service's part of an ARN, and does not say what one does.",
        "Name the service.",
    ),
    rule(
        "service-unknown",
        Severity::Low,
        "No service has this prefix: it is misspelt, was retired, or is newer than the catalogue.",
        "Compare it with the Service Authorization Reference.",
    ),
    rule("statement-missing", Severity::High, "Without Statement it is no policy.", "Add a Statement."),
    rule(
        "statement-shadowed",
        Severity::Low,
        "Other statements of the policy grant all that this one does: taking it away, or restricting it, changes nothing.",
        "Take it out.",
    ),
    rule(
        "variable-in-2008",
        Severity::High,
        "Variables exist from Version 2012-10-17 on. Here ${...} is plain text and matches nothing real.",
        "Write \"Version\": \"2012-10-17\".",
    ),
    rule(
        "variable-malformed",
        Severity::Medium,
        "What begins with ${ is no variable: it is plain text and matches nothing real.",
        "Write ${key} or ${key, 'default'}.",
    ),
    rule(
        "variable-not-text",
        Severity::Medium,
        "Variables are filled in for the operators of texts and ARNs alone.",
        "Write the value, or compare it as text.",
    ),
    rule(
        "version-missing",
        Severity::Low,
        "Without Version it is 2008-10-17, which has no variables.",
        "Write \"Version\": \"2012-10-17\".",
    ),
    rule(
        "version-unknown",
        Severity::High,
        "There are two versions, 2008-10-17 and 2012-10-17; AWS refuses others.",
        "Write \"Version\": \"2012-10-17\".",
    ),
];

/// Everything that is odd in a document, in the order of its statements, then by id.
pub fn lint(document: &Document) -> Vec<Lint> {
    let mut lints = document.problems.clone();
    if document.unreadable.is_none() && document.statements.is_empty() {
        lints.push(Lint::of_document("policy-empty", "there are no statements".to_owned()));
    }
    for statement in &document.statements {
        let mut found = Vec::new();
        of_actions(statement, &mut found);
        of_resources(document.version, statement, &mut found);
        for condition in &statement.conditions {
            of_condition(document.version, statement, condition, &mut found);
        }
        let sid = statement.sid.as_deref();
        lints.extend(found.into_iter().map(|(id, what)| Lint::of(id, statement.index, sid, what)));
    }
    lints.sort();
    lints.dedup();
    lints
}

/// The tags of the principal that a document reads, and that are not among `defined`: in attribute-based access
/// control the instance defines which there are. Keys ignore case.
pub fn undefined_principal_tags(document: &Document, defined: &[&str]) -> Vec<Lint> {
    const PREFIX: &str = "aws:principaltag/";
    let mut lints = Vec::new();
    for statement in &document.statements {
        let variables = statement.resources.patterns.iter().flat_map(|element| element.pattern.variables());
        let of_resources = variables.map(|variable| variable.key.as_str());
        let keys = of_resources.chain(statement.conditions.iter().flat_map(Condition::keys));
        for key in keys {
            let tag = key.to_ascii_lowercase().strip_prefix(PREFIX).map(str::to_owned);
            if tag.is_some_and(|tag| !defined.iter().any(|defined| defined.eq_ignore_ascii_case(&tag))) {
                let what = format!("the instance defines no attribute for {key}");
                lints.push(Lint::of(
                    "principal-tag-undefined",
                    statement.index,
                    statement.sid.as_deref(),
                    what,
                ));
            }
        }
    }
    lints.sort();
    lints.dedup();
    lints
}

type Found = Vec<(&'static str, String)>;

fn of_actions(statement: &Statement, found: &mut Found) {
    let known = actions();
    if statement.actions.negated && statement.effect == Some(Effect::Allow) {
        found.push(("allow-not-action", "Allow with NotAction".to_owned()));
    }
    for element in &statement.actions.patterns {
        let name = &element.source;
        let Some(pattern) = &element.pattern else {
            let id = if statement.actions.negated {
                "not-action-matches-everything"
            } else {
                "element-never-matches"
            };
            found.push((id, format!("{name:?} matches no action")));
            continue;
        };
        if pattern.is_all() {
            continue;
        }
        let lower = name.to_ascii_lowercase();
        let service = service_of(&lower);
        match known.service(service) {
            None => found.push(("service-unknown", format!("no service has the prefix {service}"))),
            Some(range) => {
                let of_service = known.all().get(range).unwrap_or_default();
                if !of_service.iter().any(|action| pattern.matches(action.lower)) {
                    found.push(("action-unknown", format!("no action is called {name}")));
                }
            }
        }
    }
}

fn of_resources(version: Version, statement: &Statement, found: &mut Found) {
    let resources = &statement.resources;
    if resources.negated && statement.effect == Some(Effect::Allow) {
        found.push(("allow-not-resource", "Allow with NotResource".to_owned()));
    }
    for element in &resources.patterns {
        let text = &element.source;
        if text.trim() != text {
            found.push(("element-never-matches", format!("{text:?} matches no resource")));
            continue;
        }
        match element.doubt {
            Some(Doubt::ServiceWildcard) => {
                found.push(("resource-service-wildcard", format!("{text} has a wildcard for the service")));
            }
            Some(Doubt::Incomplete) => {
                found.push(("resource-incomplete-arn", format!("{text} is no whole ARN")));
            }
            None => {}
        }
        if element.pattern.is_malformed() {
            found.push(("variable-malformed", format!("{text} holds a ${{ that is no variable")));
        }
        if version == Version::V2008 && text.contains("${") {
            found.push(("variable-in-2008", format!("{text} in a policy of Version 2008-10-17")));
        }
    }
    let only_star = actions();
    let is_specific = !resources.negated
        && !resources.patterns.is_empty()
        && !resources.patterns.iter().any(|element| element.pattern.matches("*"));
    if is_specific && statement.effect == Some(Effect::Allow) && !statement.actions.negated {
        for element in &statement.actions.patterns {
            let exact = element.pattern.as_ref().and_then(Pattern::text);
            if exact.is_some_and(|action| only_star.takes_only_star(action)) {
                found.push(("resource-needs-wildcard", format!("{} on specific resources", element.source)));
            }
        }
    }
}

fn of_condition(version: Version, statement: &Statement, condition: &Condition, found: &mut Found) {
    let name = format!("{} {}", condition.operator_name, condition.key);
    let Some(operator) = condition.operator else {
        found.push(("operator-unknown", format!("the operator {} is not known", condition.operator_name)));
        return;
    };
    let value = |at: usize| condition.values.get(at).map(String::as_str).unwrap_or_default();
    for at in condition.meaning().invalid() {
        let id = if value(at).contains("${") { "variable-not-text" } else { "condition-value-invalid" };
        found.push((id, format!("{name} has the value {:?}", value(at))));
    }
    if version == Version::V2008 && condition.values.iter().any(|value| value.contains("${")) {
        found.push(("variable-in-2008", format!("{name} in a policy of Version 2008-10-17")));
    }
    if condition.meaning().texts().iter().any(Pattern::is_malformed) {
        found.push(("variable-malformed", format!("{name} holds a ${{ that is no variable")));
    }
    let demands_key = |other: &Condition| {
        other.operator.is_some_and(|operator| operator.kind == Kind::Null)
            && other.key.eq_ignore_ascii_case(&condition.key)
            && other.values.iter().all(|value| value.eq_ignore_ascii_case("false"))
    };
    if statement.effect == Some(Effect::Allow)
        && operator.qualifier == Some(Qualifier::ForAllValues)
        && !statement.conditions.iter().any(demands_key)
    {
        found.push(("for-all-values-without-null-check", format!("{name} also holds without the key")));
    }
}
