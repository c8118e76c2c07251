//! A review in several files, with a manifest and checksums.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use super::super::Terminal;
use super::super::output::Output;
use crate::access::review::{Part, SplitBy};
use crate::error::Error;
use crate::model::NotEvaluated;
use crate::report::Document;
use crate::snapshot::atomic::AtomicFile;
use crate::snapshot::file;

/// Refuses a folder in which something is: perhaps reviews that people have filled in.
///
/// # Errors
/// No folder is named, or it is not empty.
pub fn empty_folder(output: &Output) -> Result<(), Error> {
    let (folder, _) = output.folder()?;
    match fs::read_dir(folder).map(Iterator::count) {
        Ok(0) => Ok(()),
        Ok(_) => Err(Error::Usage(format!(
            "{} is not empty, and may hold reviews that were filled in: name a new folder with --output",
            folder.display()
        ))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(Error::Write { path: folder.to_owned(), source }),
    }
}

/// Writes the parts, then what tells that they are whole. `with_rows` gives the document of a part to a writer.
///
/// # Errors
/// A file cannot be written.
pub fn write(
    parts: &[Part],
    by: SplitBy,
    output: &Output,
    terminal: &Terminal,
    (snapshot, not_evaluated): (&Value, &[NotEvaluated]),
    with_rows: impl Fn(&Part, &mut dyn FnMut(&Document) -> Result<(), Error>) -> Result<(), Error>,
) -> Result<(), Error> {
    let (folder, ending) = output.folder()?;
    fs::create_dir_all(folder).map_err(|source| Error::Write { path: folder.to_owned(), source })?;
    let mut sums = Vec::new();
    let mut files = Vec::new();
    for part in parts {
        let name = format!("{}.{ending}", part.name);
        let path = folder.join(&name);
        with_rows(part, &mut |document| output.write_in_folder(&path, document))?;
        let (sum, _) = file::sums(&path)?;
        files.push(json!({ "name": name, by.as_str(): part.of, "rows": part.rows.len(), "sha256": sum }));
        sums.push((sum, name));
    }
    let manifest = json!({
        "format": "ssoscan-access-review-manifest",
        "format_version": 1,
        "snapshot": snapshot,
        "split_by": by.as_str(),
        "files": files,
        "not_evaluated": not_evaluated,
    });
    let name = "manifest.json";
    let path = folder.join(name);
    whole(&path, |file| {
        serde_json::to_writer_pretty(&mut *file, &manifest)?;
        file.write_all(b"\n")
    })?;
    sums.push((file::sums(&path)?.0, name.to_owned()));
    whole(&folder.join("SHA256SUMS"), |file| {
        sums.iter().try_for_each(|(sum, name)| writeln!(file, "{sum}  {name}"))
    })?;
    let rows: usize = parts.iter().map(|part| part.rows.len()).sum();
    terminal.note(format_args!("{rows} rows in {} files in {}", parts.len(), folder.display()));
    Ok(())
}

fn whole(path: &Path, write: impl FnOnce(&mut AtomicFile) -> io::Result<()>) -> Result<(), Error> {
    AtomicFile::create(path)
        .and_then(|mut file| {
            write(&mut file)?;
            file.commit()
        })
        .map_err(|source| Error::Write { path: path.to_owned(), source })
}
