//! The query files: SQL with its whole description in its header (`queries/README.md`).

mod file;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use file::{CheckHeader, Query};

/// The files of `queries/`, by their path there.
static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/queries.rs"));

/// Why the queries could not be had.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the message says what each field is")]
#[non_exhaustive]
pub enum QueryError {
    /// A folder or file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// A header that lacks something or says something unknown.
    #[error("the query {path}: {what}")]
    Header { path: String, what: String },
}

/// All queries, sorted by path: the embedded ones, and those of a folder laid out like `queries/`, which
/// replace the embedded ones of the same path.
///
/// # Errors
/// The folder cannot be read, or a header is not right.
pub fn load(folder: Option<&Path>) -> Result<Vec<Query>, QueryError> {
    let mut files: Vec<(String, String)> =
        EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    if let Some(root) = folder {
        let mut own = Vec::new();
        read_folder(root, root, &mut own)?;
        files.retain(|(path, _)| !own.iter().any(|(own, _)| own == path));
        files.extend(own);
    }
    files.sort();
    let mut seen: BTreeMap<(bool, String), String> = BTreeMap::new();
    let mut queries = Vec::new();
    for (path, text) in files {
        let query = Query::parse(&path, &text)?;
        let other = seen.insert((query.check.is_some(), query.id.clone()), path.clone());
        if let Some(other) = other {
            let what = format!("{other} has the same id: give it another name");
            return Err(QueryError::Header { path, what });
        }
        queries.push(query);
    }
    Ok(queries)
}

fn read_folder(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> Result<(), QueryError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| QueryError::Read { path, source }
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let path = entry.map_err(failed(folder))?.path();
        if path.is_dir() {
            read_folder(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "sql") {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push((name, fs::read_to_string(&path).map_err(failed(&path))?));
        }
    }
    Ok(())
}
