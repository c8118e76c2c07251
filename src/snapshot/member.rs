//! The two building blocks of the wire structs: borrowed text, and a member that may be absent.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// Text of a snapshot, borrowed from the file's bytes wherever JSON escapes allow it.
///
/// (`Option<Cow<str>>` would always copy: serde borrows a `Cow` only where it stands bare in a struct.)
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<'a>(pub Cow<'a, str>);

impl<'a> Text<'a> {
    /// Text that owns its characters, as the collector makes it.
    pub fn owned(text: impl Into<String>) -> Text<'static> {
        Text(Cow::Owned(text.into()))
    }
}

impl Deref for Text<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Text(Cow::Borrowed(text))
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Text(Cow::Owned(text))
    }
}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
            fn visit_string<E>(self, text: String) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl JsonSchema for Text<'_> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

/// Refuses an array where an object is due: serde would take its items for the members in their order.
pub struct ObjectOnly<D>(pub D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for ObjectOnly<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A member of a record: not learned, learned to be none, or learned.
///
/// This is the snapshot's "absent, empty, null" rule as a type, so that no reader can take one for another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Member<T> {
    /// The member is not in the file: it was not learned, and coverage says why.
    #[default]
    Absent,
    /// `null`: it was learned that there is none.
    Null,
    /// It was learned.
    Value(T),
}

impl<T> Member<T> {
    /// True where the member was not learned. Such a member is not written.
    pub fn is_absent(&self) -> bool {
        matches!(self, Member::Absent)
    }

    /// The value, where there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Member::Value(value) => Some(value),
            Member::Absent | Member::Null => None,
        }
    }

    /// What is made of the value, where there is one.
    pub fn map<U>(self, made: impl FnOnce(T) -> U) -> Member<U> {
        match self {
            Member::Absent => Member::Absent,
            Member::Null => Member::Null,
            Member::Value(value) => Member::Value(made(value)),
        }
    }

    /// True where both are absent, both `null`, or both values that are the same.
    pub fn is<U>(&self, other: &Member<U>, same: impl FnOnce(&T, &U) -> bool) -> bool {
        match (self, other) {
            (Member::Absent, Member::Absent) | (Member::Null, Member::Null) => true,
            (Member::Value(one), Member::Value(other)) => same(one, other),
            _ => false,
        }
    }

    /// A value that was read: `None` was learned to be none.
    pub fn learned(value: Option<T>) -> Self {
        value.map_or(Member::Null, Member::Value)
    }

    /// A value that may not have been read: `None` was not learned.
    pub fn if_learned(value: Option<T>) -> Self {
        value.map_or(Member::Absent, Member::Value)
    }
}

impl<T> Member<Vec<T>> {
    /// The list, where it was learned; `null` is the empty list.
    pub fn list(&self) -> Option<&[T]> {
        match self {
            Member::Absent => None,
            Member::Null => Some(&[]),
            Member::Value(items) => Some(items),
        }
    }

    /// The records that are there, whether or not the list was learned. Never use the emptiness of this
    /// as a fact: ask the coverage.
    pub fn records(&self) -> &[T] {
        self.list().unwrap_or_default()
    }
}

impl Member<Text<'_>> {
    /// The same, borrowed.
    pub fn as_deref(&self) -> Member<&str> {
        match self {
            Member::Absent => Member::Absent,
            Member::Null => Member::Null,
            Member::Value(text) => Member::Value(text),
        }
    }

    /// The text, where there is one.
    pub fn text(&self) -> Option<&str> {
        self.value().map(|text| &**text)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Member<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<T>::deserialize(deserializer).map(Member::learned)
    }
}

impl<T: Serialize> Serialize for Member<T> {
    /// An absent member must be skipped by its struct (`skip_serializing_if`).
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for Member<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }
}

/// A map whose keys come once each: serde itself would take the last of two.
pub(super) fn unique_keys<'de, V: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Member<BTreeMap<String, V>>, D::Error> {
    Member::<UniqueKeys<V>>::deserialize(deserializer).map(|member| match member {
        Member::Absent => Member::Absent,
        Member::Null => Member::Null,
        Member::Value(UniqueKeys(map)) => Member::Value(map),
    })
}

struct UniqueKeys<V>(BTreeMap<String, V>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for UniqueKeys<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MapVisitor<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for MapVisitor<V> {
            type Value = UniqueKeys<V>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<UniqueKeys<V>, A::Error> {
                let mut map = BTreeMap::new();
                while let Some((key, value)) = access.next_entry::<String, V>()? {
                    if map.contains_key(&key) {
                        return Err(A::Error::custom(format_args!("the member `{key}` comes twice")));
                    }
                    map.insert(key, value);
                }
                Ok(UniqueKeys(map))
            }
        }
        deserializer.deserialize_map(MapVisitor(PhantomData))
    }
}
