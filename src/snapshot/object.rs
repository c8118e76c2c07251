//! An object that is kept as it stands in the text: of most snapshots nobody asks what is in it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::member::Member;
use super::validate::has_each_key_once;

/// An object of JSON, in which no member comes twice. Two are equal where they are spelt alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object<'a>(Cow<'a, str>);

impl Object<'_> {
    /// The members, by name.
    pub fn members(&self) -> BTreeMap<String, Value> {
        serde_json::from_str(&self.0).unwrap_or_default()
    }

    /// True where it has no members.
    pub fn is_empty(&self) -> bool {
        // What is there is an object.
        self.0.len() <= "{}".len() || self.members().is_empty()
    }
}

impl FromIterator<(String, Value)> for Object<'static> {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Self {
        let members: BTreeMap<String, Value> = members.into_iter().collect();
        Object(Cow::Owned(serde_json::to_string(&members).unwrap_or_default()))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&RawValue>::deserialize(deserializer)?.get();
        if !text.starts_with('{') {
            return Err(D::Error::custom("invalid type: expected a map"));
        }
        each_key_once(text).map(|text| Object(Cow::Borrowed(text)))
    }
}

/// A value of JSON, in which no member comes twice: serde_json itself would take the last of two.
pub(super) fn value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Member<Value>, D::Error> {
    let read = |raw: &RawValue| serde_json::from_str(each_key_once(raw.get())?).map_err(D::Error::custom);
    Option::<&RawValue>::deserialize(deserializer)?.map(read).transpose().map(Member::learned)
}

/// The text, where no member comes twice in one object.
fn each_key_once<E: Error>(text: &str) -> Result<&str, E> {
    match has_each_key_once(text.as_bytes()) {
        true => Ok(text),
        false => Err(E::custom("a member of it comes twice, or cannot be read")),
    }
}

/// Members in the order of their names.
impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.members().serialize(serializer)
    }
}

impl JsonSchema for Object<'_> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        BTreeMap::<String, Value>::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeMap::<String, Value>::json_schema(generator)
    }
}
