//! Where a policy comes from: a file, standard input, or the name of an AWS managed policy.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::error::Error;
use crate::policy::Document;
use crate::policy::catalogue::managed_policy;

/// The most bytes of a policy that are read. AWS's largest is 10 KiB.
const LIMIT: u64 = 64 * 1024 * 1024;

/// Reads a policy: a file, `-`, or the ARN of an AWS managed policy.
pub fn read(name: &str) -> Result<Document, Error> {
    if name.starts_with("arn:") {
        let found = managed_policy(name);
        return found.map(|policy| Document::parse(policy.document)).ok_or_else(|| {
            Error::Usage(format!(
                "{name} is no AWS managed policy of the catalogue: name a file with its document"
            ))
        });
    }
    let path = Path::new(name.strip_prefix("file://").unwrap_or(name));
    Ok(Document::parse_bytes(&bytes(path)?))
}

/// Opens a file, `-` for standard input.
pub fn open(path: &Path) -> Result<Box<dyn Read>, Error> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    Ok(Box::new(file))
}

/// The bytes of a file, `-` for standard input.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    open(path)?.take(LIMIT + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LIMIT {
        let what = io::Error::other(format!("it is larger than {} MiB", LIMIT >> 20));
        return Err(failed(what));
    }
    Ok(bytes)
}
