//! The slow, thorough look at a snapshot's text: finds every problem and says where it is.

use std::fmt;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::error::{Problem, SnapshotError};
use super::keys::{Keyed, for_each_list};
use super::v1::*;
use crate::model::text::visible;

/// Looks at everything.
///
/// # Errors
/// All problems found, in the order of the file.
pub fn problems(path: &Path, text: &[u8]) -> Result<(), SnapshotError> {
    let invalid = |problems| SnapshotError::Invalid { path: path.to_owned(), problems };
    if text.trim_ascii().is_empty() {
        return Err(SnapshotError::NotASnapshot { path: path.to_owned(), what: "it is empty".to_owned() });
    }
    if let Err(error) = std::str::from_utf8(text) {
        let (line, column) = Places::new(text).at(error.valid_up_to());
        return Err(invalid(vec![Problem { line, column, what: "the text is not UTF-8".to_owned() }]));
    }
    if let Err(error) = serde_json::from_slice::<IgnoredAny>(text) {
        return Err(invalid(vec![problem_of(&error, (1, 1))]));
    }
    let members: Members = serde_json::from_slice(text).map_err(|error| match text.trim_ascii_start() {
        [b'{', ..] => invalid(vec![problem_of(&error, (1, 1))]),
        _ => SnapshotError::NotASnapshot {
            path: path.to_owned(),
            what: "its JSON is not an object".to_owned(),
        },
    })?;
    check_format(path, &members)?;

    let mut look = Look { places: Places::new(text), problems: Vec::new() };
    let mut seen = FxHashSet::default();
    for (name, value) in &members.0 {
        if !seen.insert(name.as_str()) {
            look.add(value, format!("the member `{name}` comes twice"));
        }
        look.member(name, value);
    }
    if look.problems.is_empty() {
        return Ok(());
    }
    look.problems.sort();
    Err(invalid(look.problems))
}

/// The format comes first: of a file of another kind or version nothing else can be said.
fn check_format(path: &Path, members: &Members) -> Result<(), SnapshotError> {
    let not_a_snapshot = |what: String| SnapshotError::NotASnapshot { path: path.to_owned(), what };
    let member =
        |name: &str| members.0.iter().find(|(member, _)| member == name).map(|(_, value)| value.get());
    let format = member("format").ok_or_else(|| not_a_snapshot("it has no member `format`".to_owned()))?;
    if serde_json::from_str::<String>(format).ok().as_deref() != Some(FORMAT) {
        return Err(not_a_snapshot(format!("its format is {format}, not \"{FORMAT}\"")));
    }
    let version = member("format_version")
        .ok_or_else(|| not_a_snapshot("it has no member `format_version`".to_owned()))?;
    match serde_json::from_str::<u64>(version) {
        Ok(version) if version > u64::from(FORMAT_VERSION) => {
            Err(SnapshotError::TooNew { path: path.to_owned(), version })
        }
        Ok(version) if version == u64::from(FORMAT_VERSION) => Ok(()),
        _ => Err(not_a_snapshot(format!("there is no format version {version}"))),
    }
}

/// True where the text can be read, and no member comes twice in one object, at any depth; one pass over the text.
pub fn has_each_key_once(text: &[u8]) -> bool {
    let mut duplicates = Vec::new();
    let read = DuplicateKeys(&mut duplicates).deserialize(&mut serde_json::Deserializer::from_slice(text));
    read.is_ok() && duplicates.is_empty()
}

/// What serde_json would take for a mark of its own, and not for a member.
const RESERVED: &str = "$serde_json::private::RawValue";

struct Look<'t> {
    places: Places<'t>,
    problems: Vec<Problem>,
}

impl<'t> Look<'t> {
    fn member(&mut self, name: &str, value: &'t RawValue) {
        macro_rules! check_list {
            ($name:literal, $member:ident, $record:ident) => {
                if name == $name {
                    return self.records::<$record>(value);
                }
            };
        }
        for_each_list!(check_list);
        match name {
            "collected" => self.record::<Option<Collected>>(value),
            "instance" => self.record::<Option<Instance>>(value),
            "access_control_attributes" => self.record::<Option<AccessControlAttributes>>(value),
            "organization" => self.record::<Option<Organization>>(value),
            "observations" => {
                for observation in self.list(value) {
                    self.record::<Observation>(observation);
                }
            }
            _ => self.duplicate_keys(value),
        }
    }

    fn list(&mut self, value: &'t RawValue) -> Vec<&'t RawValue> {
        serde_json::from_str::<Option<Vec<&RawValue>>>(value.get())
            .map(Option::unwrap_or_default)
            .unwrap_or_else(|error| {
                self.problems.push(problem_of(&error, self.places.of(value)));
                Vec::new()
            })
    }

    fn records<T: Keyed + Deserialize<'t>>(&mut self, value: &'t RawValue) {
        let mut seen: FxHashMap<Vec<String>, usize> = FxHashMap::default();
        for raw in self.list(value) {
            let before = self.problems.len();
            self.record::<T>(raw);
            if self.problems.len() > before {
                continue;
            }
            let Ok(record) = serde_json::from_str::<T>(raw.get()) else {
                continue;
            };
            let key: Vec<String> = record.key().iter().map(|id| (*id).to_owned()).collect();
            let line = self.places.of(raw).0;
            if let Some(first) = seen.insert(key, line) {
                let name: Vec<String> = T::MEMBERS
                    .iter()
                    .zip(record.key())
                    .map(|(member, id)| format!("{member} {id}"))
                    .collect();
                self.add(raw, format!("the record with {} stands on line {first} too", name.join(", ")));
            }
        }
    }

    /// A record: its keys come once, and its types are right.
    fn record<T: Deserialize<'t>>(&mut self, raw: &'t RawValue) {
        let before = self.problems.len();
        self.duplicate_keys(raw);
        if self.problems.len() == before
            && let Err(error) = serde_json::from_str::<T>(raw.get())
        {
            self.problems.push(problem_of(&error, self.places.of(raw)));
        }
    }

    fn duplicate_keys(&mut self, raw: &'t RawValue) {
        let mut duplicates = Vec::new();
        let mut deserializer = serde_json::Deserializer::from_str(raw.get());
        if let Err(error) = DuplicateKeys(&mut duplicates).deserialize(&mut deserializer) {
            self.problems.push(problem_of(&error, self.places.of(raw)));
        }
        for key in duplicates {
            self.add(raw, format!("the member `{key}` comes twice in one object"));
        }
    }

    fn add(&mut self, raw: &'t RawValue, what: String) {
        let (line, column) = self.places.of(raw);
        self.problems.push(Problem { line, column, what: visible(&what).into_owned() });
    }
}

/// Where a part of the text stands.
struct Places<'t> {
    text: &'t [u8],
    lines: Vec<usize>,
}

impl<'t> Places<'t> {
    fn new(text: &'t [u8]) -> Self {
        let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        Places { text, lines: std::iter::once(0).chain(ends).collect() }
    }

    /// Line and column of a value that was borrowed from the text.
    fn of(&self, raw: &RawValue) -> (usize, usize) {
        self.at((raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize))
    }

    /// Line and column of a byte.
    fn at(&self, at: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= at);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or_default();
        (line, at - start + 1)
    }
}

/// A serde_json error, moved to where its text starts in the file.
fn problem_of(error: &serde_json::Error, (line, column): (usize, usize)) -> Problem {
    let text = error.to_string();
    let what = visible(text.rsplit_once(" at line ").map_or(text.as_str(), |(what, _)| what)).into_owned();
    match error.line() {
        0 => Problem { line, column, what },
        1 => Problem { line, column: column + error.column().saturating_sub(1), what },
        further => Problem { line: line + further - 1, column: error.column(), what },
    }
}

/// The top-level members in their order, duplicates included.
struct Members<'t>(Vec<(String, &'t RawValue)>);

impl<'de: 't, 't> Deserialize<'de> for Members<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

/// Collects the keys that come twice in one object, at any depth.
struct DuplicateKeys<'d>(&'d mut Vec<String>);

impl<'de> DeserializeSeed<'de> for DuplicateKeys<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for DuplicateKeys<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = FxHashSet::default();
        while let Some(key) = map.next_key::<String>()? {
            if key == RESERVED {
                return Err(A::Error::custom(format_args!("there can be no member `{key}`")));
            }
            map.next_value_seed(DuplicateKeys(&mut *self.0))?;
            if let Some(key) = seen.replace(key) {
                self.0.push(key);
            }
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(DuplicateKeys(&mut *self.0))?.is_some() {}
        Ok(())
    }
    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
