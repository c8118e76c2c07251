//! What is known of a request besides its action and resource.

use rustc_hash::FxHashMap;

/// Context keys and their values. Keys ignore case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context(FxHashMap<String, Vec<String>>);

impl Context {
    /// The context of these entries; of two with one key the last counts.
    pub fn of<K: AsRef<str>>(entries: impl IntoIterator<Item = (K, Vec<String>)>) -> Self {
        Context(
            entries.into_iter().map(|(key, values)| (key.as_ref().to_ascii_lowercase(), values)).collect(),
        )
    }

    /// The values of a key; nothing where the request does not have it.
    pub fn values(&self, key: &str) -> Option<&[String]> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&key.to_ascii_lowercase()).map(Vec::as_slice)
    }
}
