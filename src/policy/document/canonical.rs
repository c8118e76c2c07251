//! The same text for the same meaning, as far as order, lists and letter case go.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

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
    let mut value = json!({
        "Effect": statement.effect.map(Effect::as_str),
        (if statement.actions.negated { "NotAction" } else { "Action" }): actions,
        (if statement.resources.negated { "NotResource" } else { "Resource" }): resources,
    });
    let mut by_operator = Map::new();
    for (name, conditions) in by_name(&statement.conditions) {
        // Two spellings of a key, or ArnEquals beside ArnLike: they stand side by side as the policy spells them.
        let written =
            conditions.values().map(|condition| (condition.operator_name.clone(), condition.key.clone()));
        let mut written: Vec<(String, String)> = written.filter(|written| *written != name).collect();
        written.sort();
        for (condition, (operator, key)) in conditions.values().zip(std::iter::once(name).chain(written)) {
            let mut values = condition.values.clone();
            sorted(&mut values);
            let keys = by_operator.entry(operator).or_insert_with(|| json!({}));
            if let Some(keys) = keys.as_object_mut() {
                keys.insert(key, json!(values));
            }
        }
    }
    if let Some(members) = value.as_object_mut().filter(|_| !statement.conditions.is_empty()) {
        members.insert("Condition".to_owned(), by_operator.into());
    }
    value
}

/// The conditions by operator and key in their canonical names, each meaning once.
fn by_name(conditions: &[Condition]) -> BTreeMap<(String, String), BTreeMap<String, &Condition>> {
    let mut by_name: BTreeMap<(String, String), BTreeMap<String, &Condition>> = BTreeMap::new();
    for condition in conditions {
        let operator =
            condition.operator.map_or(condition.operator_name.clone(), |operator| operator.to_string());
        let of_name = by_name.entry((operator, condition.key.to_ascii_lowercase())).or_default();
        of_name.insert(condition.canonical(), condition);
    }
    by_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_a_key_keep_what_both_demand() {
        let read = |condition: &str| {
            let rest = r#""Effect": "Allow", "Action": "s3:*", "Resource": "*""#;
            let text =
                format!(r#"{{"Version": "2012-10-17", "Statement": {{{rest}, "Condition": {condition}}}}}"#);
            Document::parse(&text)
        };
        let written = read(r#"{"StringLike": {"aws:username": ["b", "c"], "AWS:USERNAME": ["a", "b"]}}"#);
        let canonical = Document::parse(&written.canonical());
        let conditions = |document: &Document| {
            let mut texts: Vec<String> =
                document.statements[0].conditions.iter().map(Condition::canonical).collect();
            texts.sort();
            texts
        };
        assert_eq!(conditions(&written).len(), 2);
        assert_eq!(conditions(&canonical), conditions(&written));
        assert_eq!(canonical.canonical(), written.canonical());
    }
}
