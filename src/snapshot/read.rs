//! Snapshot files: read, checked, and parsed.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use super::error::{Problem, SnapshotError};
use super::file::{self, Source};
use super::keys::{Key, Keyed, for_each_list};
use super::load::{Chunks, Content, walk};
use super::loaded::Snapshot;
use super::member::Member;
use super::v1::{self, FORMAT, FORMAT_VERSION};
use super::validate;

/// A snapshot file in memory: its lists of rows as symbols, all else as text. [`SnapshotFile::parse`] borrows from it.
pub struct SnapshotFile {
    path: PathBuf,
    limit: u64,
    /// What was read; nothing where the text is not what it is thought to be.
    content: Option<Content>,
    /// The text, where it cannot be read again.
    text: Option<Vec<u8>>,
    /// What was read of the whole text.
    of_whole: OnceLock<Option<Content>>,
}

impl SnapshotFile {
    /// Reads a `.json`, `.json.gz` or `.json.zst` file; `-` is standard input. `limit` is in MiB.
    ///
    /// # Errors
    /// The file cannot be read or decompressed, or is larger than the limit.
    pub fn read(path: &Path, limit: u64) -> Result<Self, SnapshotError> {
        let source = Source::open(path, limit)?;
        let name = file::name(path);
        if !source.is_file {
            // What is wrong with a stream must be told without reading it again.
            return Ok(Self::from_bytes(name, source.read_all()?));
        }
        let content = Content::read(Chunks::of(source))?;
        Ok(SnapshotFile { path: name.to_owned(), limit, content, text: None, of_whole: OnceLock::new() })
    }

    /// A snapshot that is already in memory; `path` is its name in errors.
    pub fn from_bytes(path: impl Into<PathBuf>, text: Vec<u8>) -> Self {
        // A text in memory is read without errors.
        let content = Content::read(Chunks::of(Source::of(&text))).ok().flatten();
        SnapshotFile {
            path: path.into(),
            limit: u64::MAX,
            content,
            text: Some(text),
            of_whole: OnceLock::new(),
        }
    }

    /// The name the file was given by.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The rows and the typed records, borrowed from what was read. A part that says "none" where coverage says that it was not
    /// read is absent.
    ///
    /// # Errors
    /// The content is not a valid snapshot of a version that this ssoscan reads; the error lists all problems.
    pub fn parse(&self) -> Result<Snapshot<'_>, SnapshotError> {
        let read = self.content.as_ref().and_then(parsed);
        if let Some((snapshot, false)) = read {
            return Ok(snapshot);
        }
        // A member that the format knows may not come twice. One that it does not know, or anything else that is wrong,
        // needs the slow look, which finds all problems.
        let text = self.text()?;
        if read.is_none() || !validate::has_each_key_once(&text) {
            validate::problems(&self.path, &text)?;
        }
        if let Some((snapshot, _)) = read {
            return Ok(snapshot);
        }
        // It is valid, and was cut where it cannot be.
        let content = self.of_whole.get_or_init(|| Content::read(Chunks::exact(&text)?).ok()?);
        let snapshot = content.as_ref().and_then(parsed).map(|(snapshot, _)| snapshot);
        snapshot.ok_or_else(|| {
            // Each record alone is valid.
            let what = "it is nested too deep, or damaged".to_owned();
            let problems = vec![Problem { line: 1, column: 1, what }];
            SnapshotError::Invalid { path: self.path.clone(), problems }
        })
    }

    fn text(&self) -> Result<Cow<'_, [u8]>, SnapshotError> {
        match &self.text {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => file::read(&self.path, self.limit).map(Cow::Owned),
        }
    }
}

/// The snapshot of a content, and whether it has members that the format does not have; nothing where it is not valid.
fn parsed(content: &Content) -> Option<(Snapshot<'_>, bool)> {
    let walked = walk(content)?;
    let records = &walked.records;
    let is_valid = records.format == FORMAT
        && records.format_version == FORMAT_VERSION
        && !has_duplicate_records(records);
    let has_unknown_members = walked.has_unknown_members;
    is_valid.then(|| (Snapshot::new(walked, &content.lists.symbols), has_unknown_members))
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
