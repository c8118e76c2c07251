//! What can go wrong with a snapshot file.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// One thing wrong with a snapshot's content, at a place in the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The line, from 1 (of the decompressed text).
    pub line: usize,
    /// The column, from 1; 0 where only the line is known.
    pub column: usize,
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.column {
            0 => write!(f, "line {}: {}", self.line, self.what),
            column => write!(f, "line {} column {column}: {}", self.line, self.what),
        }
    }
}

/// Why a snapshot could not be read or written.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the message says what each field is")]
#[non_exhaustive]
pub enum SnapshotError {
    /// The file could not be opened or read.
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// The compressed stream is damaged or cut off.
    #[error("cannot decompress {}: {source}", path.display())]
    Decompress { path: PathBuf, source: io::Error },
    /// The decompressed size is over the limit.
    #[error("{} holds more than {limit} MiB of JSON: raise the limit with --max-size if you trust the file", path.display())]
    TooLarge { path: PathBuf, limit: u64 },
    /// It is not a snapshot.
    #[error("{} is not a snapshot: {what}", path.display())]
    NotASnapshot { path: PathBuf, what: String },
    /// It is a snapshot of a later version.
    #[error("{} has snapshot format version {version}, and this ssoscan reads up to {}: use a newer ssoscan", path.display(), super::v1::FORMAT_VERSION)]
    TooNew { path: PathBuf, version: u64 },
    /// The content is not valid; all problems found, in the order of the file, never none.
    #[error("{} is not a valid snapshot: {}", path.display(), list(problems))]
    Invalid { path: PathBuf, problems: Vec<Problem> },
    /// The file is not the one whose sum was written beside it.
    #[error("{} is not the file that was written: its SHA-256 is {actual}, and {}.sha256 says {said}", path.display(), path.display())]
    Altered { path: PathBuf, actual: String, said: String },
    /// A folder holds no snapshot that fits.
    #[error("{}: {what}", path.display())]
    NoneInFolder { path: PathBuf, what: String },
    /// The file could not be written; what was there is as it was.
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
}

/// The first problem, and how many more there are (`snapshot verify` lists them all).
fn list(problems: &[Problem]) -> String {
    match problems {
        [] => "its content is damaged".to_owned(),
        [only] => only.to_string(),
        [first, rest @ ..] => {
            format!("{first} (and {} more: see `ssoscan snapshot verify`)", rest.len())
        }
    }
}
