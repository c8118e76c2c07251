//! IAM's SimulateCustomPolicy: request in, results out.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::policy::evaluate::{Answer, List, Policy};
use crate::policy::{Context, Document, Policies, Request, simulate};

/// A request of SimulateCustomPolicy. Members that do not change the answer (MaxItems, CallerArn) are let be.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", bound(deserialize = "'de: 't"))]
pub struct SimulateRequest<'t> {
    /// The identity policies, each a text or, which the API does not take, the object itself.
    #[serde(default)]
    pub policy_input_list: Option<Vec<&'t RawValue>>,
    /// The permissions boundary.
    #[serde(default)]
    pub permissions_boundary_policy_input_list: Option<Vec<&'t RawValue>>,
    /// The service control policies by level, from the root down.
    #[serde(default)]
    pub ordered_organization_policy_input_list: Vec<Level<'t>>,
    /// The service control policies of one level.
    #[serde(default)]
    pub service_control_policy_input_list: Option<Vec<&'t RawValue>>,
    /// The actions.
    #[serde(default)]
    pub action_names: Vec<Cow<'t, str>>,
    /// The resources; `*` where there are none.
    #[serde(default)]
    pub resource_arns: Vec<Cow<'t, str>>,
    /// What is known of the request.
    #[serde(default)]
    pub context_entries: Vec<ContextEntry<'t>>,
    /// A policy of the resource: it could grant more than is evaluated here.
    #[serde(default)]
    pub resource_policy: Option<&'t RawValue>,
}

/// The service control policies of one level.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase", bound(deserialize = "'de: 't"))]
pub struct Level<'t> {
    #[serde(default)]
    service_control_policy_input_list: Vec<&'t RawValue>,
}

/// A context key and its values.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ContextEntry<'t> {
    /// The key.
    #[serde(borrow)]
    pub context_key_name: Cow<'t, str>,
    /// Its values: texts, or numbers and booleans, which the API does not take.
    #[serde(default)]
    pub context_key_values: Vec<Value>,
}

/// The most actions times resources of one request.
const MOST_RESULTS: usize = 1_000_000;

/// Why a request could not be simulated, in the API's words.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Failure {
    pub code: &'static str,
    pub message: String,
}

impl Failure {
    pub fn invalid(message: impl Into<String>) -> Self {
        Failure { code: "InvalidInput", message: message.into() }
    }
}

/// The answer of SimulateCustomPolicy.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SimulateResponse {
    pub evaluation_results: Vec<EvaluationResult>,
}

/// The decision about one action on one resource.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EvaluationResult {
    pub eval_action_name: String,
    pub eval_resource_name: String,
    pub eval_decision: &'static str,
    pub matched_statements: Vec<MatchedStatement>,
    pub missing_context_values: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organizations_decision_detail: Option<OrganizationsDetail>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_decision_detail: Option<BoundaryDetail>,
    /// Not of the API: what was not understood, and taken for what grants less.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct OrganizationsDetail {
    allowed_by_organizations: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct BoundaryDetail {
    allowed_by_permissions_boundary: bool,
}

/// A statement that decided, and where it stands.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MatchedStatement {
    source_policy_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    start_position: Position,
    end_position: Position,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Position {
    line: usize,
    column: usize,
}

/// Policies by their text, each parsed once: those of a batch are often the same.
#[derive(Default)]
pub struct Remembered(FxHashMap<String, Arc<Document>>);

/// How many documents are remembered.
const REMEMBERED: usize = 1 << 16;

impl Remembered {
    fn document(&mut self, text: &str) -> Arc<Document> {
        if let Some(document) = self.0.get(text) {
            return Arc::clone(document);
        }
        let document = Arc::new(Document::parse(text));
        if self.0.len() >= REMEMBERED {
            self.0.clear();
        }
        self.0.insert(text.to_owned(), Arc::clone(&document));
        document
    }
}

impl SimulateRequest<'_> {
    /// Decides every action on every resource, action by action.
    ///
    /// # Errors
    /// What is missing of the request, or wrong with it.
    pub fn answer(mut self, documents: &mut Remembered) -> Result<SimulateResponse, Failure> {
        if self.resource_policy.is_some() {
            let what = "ResourcePolicy is not evaluated: without it the decision may differ";
            return Err(Failure { code: "UnsupportedOperation", message: what.to_owned() });
        }
        let Some(identity) = &self.policy_input_list else {
            return Err(Failure::invalid("PolicyInputList is missing"));
        };
        if self.action_names.is_empty() {
            return Err(Failure::invalid("ActionNames is missing"));
        }
        // As the API: what a pattern allows is no single decision.
        if let Some(pattern) = self.action_names.iter().find(|name| name.contains(['*', '?'])) {
            return Err(Failure::invalid(format!(
                "the action {pattern} has a wildcard: name one action each"
            )));
        }
        let policies = self.policies(identity, documents)?;
        let entries = std::mem::take(&mut self.context_entries).into_iter().map(|entry| {
            let values = entry.context_key_values.into_iter().map(|value| match value {
                Value::String(text) => text,
                other => other.to_string(),
            });
            (entry.context_key_name, values.collect())
        });
        let context = Context::of(entries);
        let everything = [Cow::Borrowed("*")];
        let resources = if self.resource_arns.is_empty() { &everything[..] } else { &self.resource_arns };
        let asked = self.action_names.len().saturating_mul(resources.len());
        if asked > MOST_RESULTS {
            return Err(Failure::invalid(format!(
                "{asked} results are more than the {MOST_RESULTS} that one request gives"
            )));
        }
        let mut results = Vec::with_capacity(asked);
        for action in &self.action_names {
            for resource in resources {
                let answer = simulate(&policies, &Request::new(action, resource, &context));
                results.push(result(action, resource, answer));
            }
        }
        Ok(SimulateResponse { evaluation_results: results })
    }

    fn policies(&self, identity: &[&RawValue], documents: &mut Remembered) -> Result<Policies, Failure> {
        let mut list = |name: &str, texts: &[&RawValue]| {
            let policies = texts.iter().enumerate().map(|(place, raw)| {
                let name = format!("{name}.{}", place + 1);
                let document = documents.document(&text_of(raw)?);
                match &document.unreadable {
                    Some(why) => Err(Failure::invalid(format!("{name}: {why}"))),
                    None => Ok(Policy { name, kind: None, document: Ok(document) }),
                }
            });
            policies.collect::<Result<Vec<_>, Failure>>()
        };
        let mut service_control = Vec::new();
        for (place, level) in self.ordered_organization_policy_input_list.iter().enumerate() {
            let name = format!("OrderedOrganizationPolicyInputList.{}", place + 1);
            service_control.push(list(&name, &level.service_control_policy_input_list)?);
        }
        if let Some(texts) = self.service_control_policy_input_list.as_ref().filter(|texts| !texts.is_empty())
        {
            service_control.push(list("ServiceControlPolicyInputList", texts)?);
        }
        let boundary = self.permissions_boundary_policy_input_list.as_deref();
        Ok(Policies {
            identity: list("PolicyInputList", identity)?,
            boundary: boundary
                .filter(|texts| !texts.is_empty())
                .map(|texts| list("PermissionsBoundaryPolicyInputList", texts))
                .transpose()?,
            service_control,
        })
    }
}

/// The text of a policy that is given as a text, or as the object itself.
fn text_of<'r>(raw: &'r RawValue) -> Result<Cow<'r, str>, Failure> {
    if !raw.get().starts_with('"') {
        return Ok(Cow::Borrowed(raw.get()));
    }
    #[derive(Deserialize)]
    struct Text<'t>(#[serde(borrow)] Cow<'t, str>);
    let Text(text) =
        serde_json::from_str::<Text<'r>>(raw.get()).map_err(|error| Failure::invalid(error.to_string()))?;
    Ok(text)
}

fn result(action: &str, resource: &str, answer: Answer) -> EvaluationResult {
    let matched = answer.matched.iter().filter_map(|matched| {
        let document = matched.policy.document.as_ref().ok()?;
        let position = |offset| {
            let (line, column) = document.position(offset);
            Position { line, column }
        };
        // As the API: those of service control policies are not listed.
        let is_shown = !matches!(matched.list, List::ServiceControl(_));
        is_shown.then(|| MatchedStatement {
            source_policy_id: matched.policy.name.clone(),
            sid: matched.statement.sid.clone(),
            start_position: position(matched.statement.span.start),
            end_position: position(matched.statement.span.end),
        })
    });
    EvaluationResult {
        eval_action_name: action.to_owned(),
        eval_resource_name: resource.to_owned(),
        eval_decision: answer.decision.as_str(),
        matched_statements: matched.collect(),
        missing_context_values: answer.missing,
        organizations_decision_detail: answer
            .service_control_allows
            .map(|allowed_by_organizations| OrganizationsDetail { allowed_by_organizations }),
        permissions_boundary_decision_detail: answer
            .boundary_allows
            .map(|allowed_by_permissions_boundary| BoundaryDetail { allowed_by_permissions_boundary }),
        undecided: answer.undecided,
    }
}
