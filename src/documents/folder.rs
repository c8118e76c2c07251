//! `--managed-policies DIR`: documents of AWS managed policies that a user keeps.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde_json::value::RawValue;
use thiserror::Error;

/// Documents by the policy's name.
#[derive(Clone, Debug, Default)]
pub struct ManagedFolder(FxHashMap<String, String>);

/// Why the folder cannot be used.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the message says what each field is")]
#[non_exhaustive]
pub enum FolderError {
    /// The folder or a file of it cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// A file that holds no policy.
    #[error("{} holds no policy: a document, or what `aws iam get-policy-version` gives", path.display())]
    NoPolicy { path: PathBuf },
}

/// What `aws iam get-policy-version` gives, or others who keep these documents.
#[derive(Deserialize)]
struct Wrapped<'t> {
    #[serde(borrow, rename = "PolicyVersion", default)]
    version: Option<Box<Wrapped<'t>>>,
    #[serde(borrow, rename = "Document", alias = "document", default)]
    document: Option<&'t RawValue>,
    #[serde(borrow, rename = "Statement", default)]
    statement: Option<&'t RawValue>,
}

impl ManagedFolder {
    /// Reads a folder: each file, with or without `.json`, is named after its policy (`PowerUserAccess.json`) and
    /// holds the document, or what `aws iam get-policy-version` gives.
    ///
    /// # Errors
    /// A file cannot be read, or holds no policy.
    pub fn read(folder: &Path) -> Result<Self, FolderError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| FolderError::Read { path, source }
        };
        let mut documents = FxHashMap::default();
        for entry in fs::read_dir(folder).map_err(failed(folder))? {
            let path = entry.map_err(failed(folder))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() || name.starts_with('.') {
                continue;
            }
            let text = fs::read_to_string(&path).map_err(failed(&path))?;
            let document = document_of(&text).ok_or(FolderError::NoPolicy { path })?;
            documents.insert(name.strip_suffix(".json").unwrap_or(&name).to_owned(), document);
        }
        Ok(ManagedFolder(documents))
    }

    /// The document of an AWS managed policy.
    pub fn document(&self, arn: &str) -> Option<&str> {
        let (_, name) = arn.rsplit_once('/')?;
        self.0.get(name).map(String::as_str)
    }
}

fn document_of(text: &str) -> Option<String> {
    let wrapped: Wrapped = serde_json::from_str(text).ok()?;
    if wrapped.statement.is_some() {
        return Some(text.to_owned());
    }
    let inner = wrapped.version.map_or(wrapped.document, |version| version.document)?;
    // A document may be a text of its own.
    Some(serde_json::from_str::<String>(inner.get()).unwrap_or_else(|_| inner.get().to_owned()))
}
