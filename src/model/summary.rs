//! What an answer comes to.

use serde_json::{Map, Value};

/// An answer in a few lines and figures, said before its rows.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// For a person, the most important first.
    pub lines: Vec<String>,
    /// For a program: the member `summary` of the envelope.
    pub figures: Map<String, Value>,
}
