//! Differences as tables: what a person reads, and what CSV holds.

use std::io;

use serde_json::{Value, json};

use crate::findings::{Change, PermissionChange};
use crate::model::{Cell, Rows, StarRows};

/// Record changes and permission changes with all their members.
pub fn changes_rows(changes: &[Change], permissions: &[PermissionChange]) -> Rows {
    let value = |value: &Option<Value>| match value {
        None | Some(Value::Null) => Cell::Null,
        Some(Value::String(text)) => Cell::text(text.clone()),
        Some(other) => Cell::text(other.to_string()),
    };
    let columns = ["change", "table", "key", "name", "attribute", "old", "new"];
    Rows {
        columns: columns.map(str::to_owned).to_vec(),
        rows: changes
            .iter()
            .map(|change| {
                vec![
                    change.change.as_str().into(),
                    change.table.into(),
                    Cell::text(json!(change.key).to_string()),
                    change.name.as_str().into(),
                    change.attribute.as_deref().into(),
                    value(&change.old),
                    value(&change.new),
                ]
            })
            .chain(permissions.iter().map(|change| {
                let key = json!({ "PermissionSetArn": change.permission_set_arn });
                vec![
                    change.change.as_str().into(),
                    "permissions".into(),
                    Cell::text(key.to_string()),
                    change.name.as_str().into(),
                    Cell::Null,
                    Cell::Null,
                    Cell::text(json!(change).to_string()),
                ]
            }))
            .collect(),
    }
}

/// A record change as a person reads it.
pub fn short_change(change: &Change) -> Vec<Cell> {
    let values = change
        .attribute
        .as_ref()
        .map_or(Cell::Null, |_| Cell::text(format!("{} -> {}", shown(&change.old), shown(&change.new))));
    vec![
        change.change.as_str().into(),
        change.table.into(),
        change.name.as_str().into(),
        change.attribute.as_deref().into(),
        values,
    ]
}

/// A permission change as a person reads it.
pub fn short_permission(change: &PermissionChange) -> Vec<Cell> {
    vec![
        change.change.as_str().into(),
        "permissions".into(),
        change.name.as_str().into(),
        Cell::Null,
        Cell::text(change.words()),
    ]
}

/// A value of a change; `null` was learned to be none.
fn shown(value: &Option<Value>) -> String {
    match value {
        None | Some(Value::Null) => "none".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// How many rows of access a person is shown.
const SHOWN: usize = 1_000;

/// People's access as a person reads it: the first rows.
pub fn short_access(access: &StarRows) -> Rows {
    let names: Vec<&str> = access.columns().collect();
    let mut rows = Vec::new();
    // Ends by a failure of its own where there are more than are shown.
    let _ = (access.walk)(&mut |places| {
        if rows.len() == SHOWN {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let cells: Vec<&Cell> = access.cells(places).collect();
        let cell = |name: &str| {
            let found = names.iter().zip(&cells).find(|(column, _)| **column == name);
            found.map_or(Cell::Null, |(_, cell)| (*cell).clone())
        };
        let or = |name: &str, id: &str| match cell(name) {
            Cell::Null => cell(id),
            named => named,
        };
        let tier = match (cell("old_tier").to_text(), cell("new_tier").to_text()) {
            (old, new) if old.is_empty() || old == new => Cell::text(new),
            (old, new) if new.is_empty() => Cell::text(old),
            (old, new) => Cell::text(format!("{old} -> {new}")),
        };
        let unknown = cell("unknown").to_text();
        let mut why = cell("because").to_text();
        if !unknown.is_empty() {
            why = if why.is_empty() { unknown } else { format!("{why}; not known: {unknown}") };
        }
        rows.push(vec![
            cell("change"),
            or("user_name", "user_id"),
            or("permission_set_name", "permission_set_arn"),
            or("account_name", "account_id"),
            tier,
            Cell::text(why),
        ]);
        Ok(())
    });
    if access.count > rows.len() {
        let more = access.count - rows.len();
        let text = format!("and {more} more: --format csv, json and ndjson have them all");
        rows.push(vec![Cell::text(text), Cell::Null, Cell::Null, Cell::Null, Cell::Null, Cell::Null]);
    }
    let columns = ["change", "user", "permission_set", "account", "tier", "because"];
    Rows { columns: columns.map(str::to_owned).to_vec(), rows }
}
