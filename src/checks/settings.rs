//! What the checks are told by the configuration, as tables.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use crate::dataset::Extra;

/// The configuration of the checks.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Tag keys that every permission set must have.
    pub required_tags: BTreeSet<String>,
    /// By tag key, the values it may have.
    pub allowed_tag_values: BTreeMap<String, BTreeSet<String>>,
}

impl Settings {
    /// The tables `config_required_tags` (tag_key) and `config_allowed_tag_values` (tag_key, tag_value).
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
        Ok(vec![
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
