//! The JSON Schema (draft 2020-12) of the format, made from the wire structs.

use serde_json::{Value, json};

use super::v1::{FORMAT, FORMAT_VERSION, Snapshot};

/// The schema, as `docs/snapshot-v1.schema.json` holds it.
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Snapshot).to_value();
    if let Some(top) = schema.as_object_mut() {
        top.insert("title".to_owned(), json!("ssoscan snapshot, version 1"));
        if let Some(members) = top.get_mut("properties").and_then(Value::as_object_mut) {
            members.insert("format".to_owned(), json!({ "const": FORMAT }));
            members.insert("format_version".to_owned(), json!({ "const": FORMAT_VERSION }));
        }
    }
    schema
}
