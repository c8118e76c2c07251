//! The same text for the same meaning, as far as order, lists and letter case go.

use serde_json::{Value, json};

use super::{Document, Effect, Statement, Version};
use crate::policy::condition::Condition;

impl Document {
    /// The document in canonical form: lists sorted, each element once, actions in lower case, statements
    /// sorted, Sids left out. It reads back to a document with the same answers.
    pub fn canonical(&self) -> String {
        if !self.is_understood() {
            return self.text.clone();
        }
        let mut statements: Vec<Value> = self.statements.iter().map(canonical).collect();
        statements.sort_by_cached_key(Value::to_string);
        statements.dedup();
        let version = match self.version {
            Version::V2008 => "2008-10-17",
            Version::V2012 => "2012-10-17",
        };
        json!({ "Version": version, "Statement": statements }).to_string()
    }
}

fn canonical(statement: &Statement) -> Value {
    let sorted = |texts: &mut Vec<String>| {
        texts.sort();
        texts.dedup();
    };
    let mut actions: Vec<String> =
        statement.actions.patterns.iter().map(|pattern| pattern.source.to_ascii_lowercase()).collect();
    sorted(&mut actions);
    let mut resources: Vec<String> =
        statement.resources.patterns.iter().map(|pattern| pattern.source.clone()).collect();
    sorted(&mut resources);
    let mut conditions: Vec<&Condition> = statement.conditions.iter().collect();
    conditions.sort_by_cached_key(|condition| condition.canonical());
    let mut value = json!({
        "Effect": statement.effect.map(Effect::as_str),
        (if statement.actions.negated { "NotAction" } else { "Action" }): actions,
        (if statement.resources.negated { "NotResource" } else { "Resource" }): resources,
    });
    let mut by_operator = serde_json::Map::new();
    for condition in conditions {
        let operator =
            condition.operator.map_or(condition.operator_name.clone(), |operator| operator.to_string());
        let mut values = condition.values.clone();
        sorted(&mut values);
        // ArnEquals beside ArnLike, or a key in two spellings: each keeps its own.
        let lower = condition.key.to_ascii_lowercase();
        for (operator, key) in [(&operator, &lower), (&condition.operator_name, &condition.key)] {
            let keys = by_operator.entry(operator).or_insert_with(|| json!({}));
            if let Some(keys) = keys.as_object_mut().filter(|keys| !keys.contains_key(key)) {
                keys.insert(key.clone(), json!(values));
                break;
            }
        }
    }
    if let Some(members) = value.as_object_mut().filter(|_| !by_operator.is_empty()) {
        members.insert("Condition".to_owned(), by_operator.into());
    }
    value
}
