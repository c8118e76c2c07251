//! Every way a run can fail, as one clear line and, where there is one, a hint.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::access::LookupError;
use crate::access::review::ReviewError;
use crate::checks::UnknownCheck;
use crate::collect::CollectError;
use crate::config::ConfigError;
use crate::dataset::DatasetError;
use crate::documents::FolderError;
use crate::queries::QueryError;
use crate::snapshot::{Problem, SnapshotError};

/// Why a verb could not run.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the message says what each field is")]
#[non_exhaustive]
pub enum Error {
    /// Arguments that do not go together or name nothing.
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    ManagedPolicies(#[from] FolderError),
    #[error(transparent)]
    Lookup(#[from] LookupError),
    #[error(transparent)]
    UnknownCheck(#[from] UnknownCheck),
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A collection that could not be made, and where what was read is kept.
    #[error("{source}{}", kept(journal.as_deref()))]
    Collect { source: CollectError, journal: Option<PathBuf> },
    /// The output could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    /// A file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// A review that people filled in and that cannot be read.
    #[error("{}: {source}", path.display())]
    Review { path: PathBuf, source: ReviewError },
    /// A snapshot that is not valid, with everything that is wrong with it (`snapshot verify`).
    #[error("{} is not a valid snapshot: {}{}", path.display(), count(problems), lines(problems))]
    Problems { path: PathBuf, problems: Vec<Problem> },
    /// A person or the system ended a collection.
    #[error("stopped before the end{}", kept(journal.as_deref()))]
    Interrupted { journal: Option<PathBuf> },
    /// The asynchronous runtime does not start.
    #[error("cannot start: {0}")]
    Runtime(io::Error),
    /// Standard output could not be written.
    #[error("cannot write to standard output: {0}")]
    Stdout(#[from] io::Error),
}

impl Error {
    /// What to do, where the message does not say it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Error::Collect { source, journal } => source.hint(journal.is_some()),
            Error::Interrupted { journal: Some(_) } => {
                Some("go on with the same command and --resume".to_owned())
            }
            Error::Dataset(DatasetError::Query(_)) => {
                Some("`ssoscan query --tables` describes the tables".to_owned())
            }
            Error::Snapshot(SnapshotError::Read { source, .. })
                if source.kind() == io::ErrorKind::NotFound =>
            {
                Some(
                    "write a snapshot with `ssoscan collect --out FILE`, or try samples/northwind".to_owned(),
                )
            }
            _ => None,
        }
    }

    /// True where whoever read our output has gone: no failure of ours.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Error::Stdout(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

fn kept(journal: Option<&Path>) -> String {
    journal.map(|journal| format!("; what was read is kept in {}", journal.display())).unwrap_or_default()
}

fn count(problems: &[Problem]) -> String {
    match problems.len() {
        1 => "1 problem".to_owned(),
        many => format!("{many} problems"),
    }
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("\n  {problem}")).collect()
}
