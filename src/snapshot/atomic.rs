//! A file that appears whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file being written beside its target; [`AtomicFile::commit`] puts it in the target's place. Dropped without
/// that, it is gone and the target is as it was. Mode 0600: what ssoscan writes names people.
pub struct AtomicFile {
    target: PathBuf,
    file: BufWriter<Sink>,
}

enum Sink {
    Beside(NamedTempFile),
    /// A device or pipe, which nothing can replace.
    Direct(File),
}

impl AtomicFile {
    /// Starts a file.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn create(target: &Path) -> io::Result<Self> {
        // What a link points to is replaced, not the link.
        let target = &fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let special = fs::metadata(target).is_ok_and(|found| !found.is_file() && !found.is_dir());
        let sink = if special {
            Sink::Direct(OpenOptions::new().write(true).open(target)?)
        } else if target.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        } else {
            let folder =
                target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            // Not `tempfile_in`: its errors name the temporary file, which nobody asked for.
            let file =
                tempfile::Builder::new().prefix(".ssoscan-").suffix(".tmp").make_in(folder, create_new)?;
            Sink::Beside(file)
        };
        Ok(AtomicFile { target: target.to_owned(), file: BufWriter::new(sink) })
    }

    /// False for a device or pipe, which is written to as it stands.
    pub fn replaces(&self) -> bool {
        matches!(self.file.get_ref(), Sink::Beside(_))
    }

    /// Syncs the file and puts it in place.
    ///
    /// # Errors
    /// The disk is full or the target cannot be replaced; it is as it was.
    pub fn commit(self) -> io::Result<()> {
        match self.file.into_inner().map_err(io::IntoInnerError::into_error)? {
            Sink::Direct(_) => Ok(()),
            Sink::Beside(file) => {
                file.as_file().sync_all()?;
                file.persist(&self.target).map(drop).map_err(|error| error.error)
            }
        }
    }
}

/// A new file that only its owner may read.
fn create_new(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sink::Beside(file) => file.as_file_mut().write(bytes),
            Sink::Direct(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Beside(file) => file.as_file_mut().flush(),
            Sink::Direct(file) => file.flush(),
        }
    }
}
