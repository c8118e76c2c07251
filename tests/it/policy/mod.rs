//! The policy library and its verbs: the corpus of cases, the contract of the verbs, properties, bad input.

mod bad_input;
mod batch;
mod corpus;
mod properties;
mod simulate_cli;

use serde_json::{Value, json};
use ssoscan::policy::{Document, Policies};

use crate::harness::{Run, Workplace};

/// A statement's policy.
fn policy(statement: &Value) -> Value {
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}

/// Allows these actions everywhere.
fn allow(actions: &Value) -> Value {
    policy(&json!({ "Effect": "Allow", "Action": actions, "Resource": "*" }))
}

/// A policy as a text: an object is written out.
fn text(policy: &Value) -> String {
    policy.as_str().map_or_else(|| policy.to_string(), str::to_owned)
}

/// The policy as all that a principal has.
fn policies(policy: &Value) -> Policies {
    Policies::of(Document::parse(&text(policy)))
}

/// A run of `policy simulate --batch -` with this input.
fn batch(input: &[u8]) -> Run {
    Workplace::new().run_with_input(&["policy", "simulate", "--batch", "-"], input)
}

/// One JSON value a line.
fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// The decisions of an answer, in their order.
fn decisions(answer: &Value) -> Vec<&str> {
    let results = answer["EvaluationResults"].as_array().expect("results");
    results.iter().map(|result| result["EvalDecision"].as_str().expect("a decision")).collect()
}
