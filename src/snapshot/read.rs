//! From bytes to borrowed records, in one pass.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::error::SnapshotError;
use super::file;
use super::keys::{Key, Keyed, for_each_list};
use super::load::load;
use super::loaded::Snapshot;
use super::member::Member;
use super::v1::{self, FORMAT, FORMAT_VERSION};
use super::validate;

/// A snapshot file in memory, decompressed. [`SnapshotFile::parse`] borrows from it.
pub struct SnapshotFile {
    path: PathBuf,
    text: Vec<u8>,
}

impl SnapshotFile {
    /// Reads a `.json`, `.json.gz` or `.json.zst` file; `-` is standard input. `limit` is in MiB.
    ///
    /// # Errors
    /// The file cannot be read or decompressed, or is larger than the limit.
    pub fn read(path: &Path, limit: u64) -> Result<Self, SnapshotError> {
        Ok(SnapshotFile { path: file::name(path).to_owned(), text: file::read(path, limit)? })
    }

    /// A snapshot that is already in memory; `path` is its name in errors.
    pub fn from_bytes(path: impl Into<PathBuf>, text: Vec<u8>) -> Self {
        SnapshotFile { path: path.into(), text }
    }

    /// The name the file was given by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The JSON text.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The typed records, borrowed from the text. A part that says "none" where coverage says that it was not
    /// read is absent.
    ///
    /// # Errors
    /// The content is not a valid snapshot of a version that this ssoscan reads; the error lists all problems.
    pub fn parse(&self) -> Result<Snapshot<'_>, SnapshotError> {
        let loaded = load(&self.text).filter(|loaded| {
            loaded.records.format == FORMAT && loaded.records.format_version == FORMAT_VERSION
        });
        let has_unknown_members = loaded.as_ref().is_some_and(|loaded| loaded.has_unknown_members);
        let snapshot = loaded
            .filter(|loaded| !has_duplicate_records(&loaded.records))
            .and_then(|loaded| Snapshot::new(loaded, &self.text));
        // A member that the format knows may not come twice. One that it does not know, or anything else that is wrong,
        // needs the slow look, which finds all problems.
        if snapshot.is_none() || (has_unknown_members && validate::has_duplicate_keys(&self.text)) {
            validate::problems(&self.path, &self.text)?;
        }
        snapshot.ok_or_else(|| SnapshotError::Invalid { path: self.path.clone(), problems: Vec::new() })
    }
}

fn has_duplicate_records(snapshot: &v1::Snapshot) -> bool {
    macro_rules! check_list {
        ($name:literal, $member:ident, $record:ident) => {
            if has_duplicates(&snapshot.$member) {
                return true;
            }
        };
    }
    for_each_list!(check_list);
    false
}

fn has_duplicates<T: Keyed>(list: &Member<Vec<T>>) -> bool {
    let records = list.records();
    if records.is_sorted_by(|one, next| one.key() < next.key()) {
        return false;
    }
    let mut seen: FxHashSet<Key> = FxHashSet::default();
    !records.iter().all(|record| seen.insert(record.key()))
}
