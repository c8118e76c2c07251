//! A folder of snapshots, ordered by when they were read.

use std::cell::RefCell;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::error::SnapshotError;
use super::file;
use super::member::Member;
use super::v1::{Collected, FORMAT};
use crate::model::Timestamp;

/// A snapshot of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// `collected.finished_at`.
    pub finished_at: Timestamp,
    /// The file.
    pub path: PathBuf,
}

/// The snapshots of a folder, oldest first. Other JSON files are passed over; a snapshot that cannot be read
/// or does not say when it was read is an error, and so is what is no JSON at all: the newest snapshot may be
/// the one that is damaged.
///
/// # Errors
/// The folder or a snapshot in it cannot be read.
pub fn list(folder: &Path, limit: u64) -> Result<Vec<Entry>, SnapshotError> {
    let failed = |source| SnapshotError::Read { path: folder.to_owned(), source };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if ![".json", ".json.gz", ".json.zst"].iter().any(|suffix| name.ends_with(suffix))
            || name.starts_with('.')
            || path.is_dir()
        {
            continue;
        }
        if let Some(finished_at) = finished_at(&path, limit)? {
            entries.push(Entry { finished_at, path });
        }
    }
    entries.sort();
    Ok(entries)
}

/// The newest snapshot of a folder, at or before a time if one is given.
///
/// # Errors
/// As [`list`]; and where no snapshot fits.
pub fn newest(folder: &Path, until: Option<Timestamp>, limit: u64) -> Result<PathBuf, SnapshotError> {
    let entries = list(folder, limit)?;
    let none = |what: String| SnapshotError::NoneInFolder { path: folder.to_owned(), what };
    let fitting = entries.iter().rfind(|entry| until.is_none_or(|until| entry.finished_at <= until));
    match (fitting, entries.first(), until) {
        (Some(entry), _, _) => Ok(entry.path.clone()),
        (None, Some(first), Some(until)) => {
            Err(none(format!("no snapshot at or before {until}; the oldest is of {}", first.finished_at)))
        }
        (None, _, _) => Err(none("no snapshot (.json, .json.gz or .json.zst) in this folder".to_owned())),
    }
}

/// A snapshot that was named itself.
///
/// # Errors
/// As [`list`]; and where the file is no snapshot.
pub fn entry(path: &Path, limit: u64) -> Result<Entry, SnapshotError> {
    let no_snapshot =
        || SnapshotError::NoneInFolder { path: path.to_owned(), what: "it is not a snapshot".to_owned() };
    let finished_at = finished_at(path, limit)?.ok_or_else(no_snapshot)?;
    Ok(Entry { finished_at, path: path.to_owned() })
}

/// When a snapshot was read; nothing for a file of another kind.
fn finished_at(path: &Path, limit: u64) -> Result<Option<Timestamp>, SnapshotError> {
    // The writer puts `collected` at the start: a prefix will nearly always do.
    let mut head = Head::of(&file::read_start(path)?);
    if head.finished_at.is_none() {
        let text = file::read(path, limit)?;
        head = Head::of(&text);
        if head.format.is_none()
            && let Err(error) = serde_json::from_slice::<IgnoredAny>(&text)
        {
            let what = format!("it is not JSON, so it may be a damaged snapshot: {error}");
            return Err(SnapshotError::NoneInFolder { path: path.to_owned(), what });
        }
    }
    if head.format.as_deref() != Some(FORMAT) {
        return Ok(None);
    }
    let invalid = |what: &str| SnapshotError::NoneInFolder { path: path.to_owned(), what: what.to_owned() };
    let text = head.finished_at.ok_or_else(|| {
        invalid(
            "the snapshot has no collected.finished_at, so it cannot be placed in time: name the file itself",
        )
    })?;
    text.parse().map(Some).map_err(|_| invalid("collected.finished_at is not an RFC 3339 time"))
}

/// What the start of a snapshot tells.
#[derive(Default)]
struct Head {
    format: Option<String>,
    finished_at: Option<String>,
}

impl Head {
    /// Reads on until both are known or the text ends, in whatever way it ends.
    fn of(text: &[u8]) -> Head {
        let head = RefCell::new(Head::default());
        let _ = HeadSeed(&head).deserialize(&mut serde_json::Deserializer::from_slice(text));
        head.into_inner()
    }
}

struct HeadSeed<'h>(&'h RefCell<Head>);

impl<'de> DeserializeSeed<'de> for HeadSeed<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for HeadSeed<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "format" => self.0.borrow_mut().format = Some(map.next_value()?),
                "collected" => {
                    let collected: Member<Collected> = map.next_value()?;
                    self.0.borrow_mut().finished_at = collected
                        .value()
                        .and_then(|collected| collected.finished_at.text())
                        .map(str::to_owned);
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
            let head = self.0.borrow();
            if head.format.is_some() && head.finished_at.is_some() {
                return Err(A::Error::custom("enough"));
            }
        }
        Ok(())
    }
}
