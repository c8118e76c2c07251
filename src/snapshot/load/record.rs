//! One record or member, by serde_json.

use serde::{Deserialize, Deserializer};

/// What was read, and whether it has members that the format does not have.
struct Noted<T> {
    read: T,
    has_unknown_members: bool,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Noted<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut has_unknown_members = false;
        let read = serde_ignored::deserialize(deserializer, |_| has_unknown_members = true)?;
        Ok(Noted { read, has_unknown_members })
    }
}

/// The value that starts at `at`, and where it ends; nothing where it is not valid. `has_unknown_members` is set where
/// it has members that the format does not have.
pub fn record<'t, T: Deserialize<'t>>(
    text: &'t [u8],
    at: usize,
    has_unknown_members: &mut bool,
) -> Option<(T, usize)> {
    let mut values = serde_json::Deserializer::from_slice(text.get(at..)?).into_iter::<Noted<T>>();
    let noted = values.next()?.ok()?;
    *has_unknown_members |= noted.has_unknown_members;
    Some((noted.read, at + values.byte_offset()))
}
