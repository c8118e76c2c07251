//! What the checks are told by the configuration, as tables.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use super::Rule;
use crate::dataset::Extra;

/// The configuration of the checks.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Tag keys that every permission set must have.
    pub required_tags: BTreeSet<String>,
    /// By tag key, the values it may have.
    pub allowed_tag_values: BTreeMap<String, BTreeSet<String>>,
    /// The most hours that a session may last.
    pub longest_session_hours: u32,
    /// What one person must not hold together.
    pub separation_of_duties: Vec<Rule>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            required_tags: BTreeSet::new(),
            allowed_tag_values: BTreeMap::new(),
            // A working day; AWS's own default is one hour, its most twelve.
            longest_session_hours: 8,
            separation_of_duties: Vec::new(),
        }
    }
}

impl Settings {
    /// The tables `config_required_tags` (tag_key), `config_allowed_tag_values` (tag_key, tag_value) and
    /// `config_sessions` (longest_minutes), which has one row.
    ///
    /// # Errors
    /// polars cannot build a table.
    pub fn tables(&self) -> PolarsResult<Vec<Extra>> {
        let required: Vec<&str> = self.required_tags.iter().map(String::as_str).collect();
        let (keys, values): (Vec<&str>, Vec<&str>) = self
            .allowed_tag_values
            .iter()
            .flat_map(|(key, values)| values.iter().map(move |value| (key.as_str(), value.as_str())))
            .unzip();
        let column = |name: &str, texts: &[&str]| Column::new(name.into(), texts);
        let longest = [i64::from(self.longest_session_hours) * 60];
        Ok(vec![
            Extra {
                name: "config_sessions",
                data: DataFrame::new_infer_height(vec![Column::new("longest_minutes".into(), longest)])?,
            },
            Extra {
                name: "config_required_tags",
                data: DataFrame::new_infer_height(vec![column("tag_key", &required)])?,
            },
            Extra {
                name: "config_allowed_tag_values",
                data: DataFrame::new_infer_height(vec![
                    column("tag_key", &keys),
                    column("tag_value", &values),
                ])?,
            },
        ])
    }
}
