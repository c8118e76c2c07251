//! Snapshot bytes in and out: compression, the size limit, atomic replacement.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::atomic::AtomicFile;
use super::error::SnapshotError;
use super::v1::Snapshot;

const MIB: u64 = 1024 * 1024;
/// The limit on the decompressed size, in MiB, unless told otherwise: room for ten million assignments.
pub const DEFAULT_LIMIT: u64 = 4096;

#[derive(Clone, Copy, PartialEq)]
enum Compression {
    None,
    Gzip,
    Zstd,
}

impl Compression {
    /// The name tells what to write.
    fn of_name(path: &Path) -> Self {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("gz") => Compression::Gzip,
            Some("zst") => Compression::Zstd,
            _ => Compression::None,
        }
    }

    /// The first bytes tell what was written: RFC 1952 and RFC 8878 magic numbers.
    fn of_content(start: &[u8]) -> Self {
        match start {
            [0x1f, 0x8b, ..] => Compression::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Compression::Zstd,
            _ => Compression::None,
        }
    }
}

/// What a file is called in messages.
pub(super) fn name(path: &Path) -> &Path {
    if path == Path::new("-") { Path::new("standard input") } else { path }
}

/// The decompressed text of a file, to be read from its start.
pub struct Source<'b> {
    name: PathBuf,
    text: Box<dyn Read + Send + 'b>,
    limit: u64,
    /// How much was read.
    size: u64,
    /// True where the file can be read a second time: it is no stream.
    pub is_file: bool,
}

impl<'b> Source<'b> {
    /// A text in memory.
    pub(super) fn of(text: &'b [u8]) -> Self {
        Source { name: PathBuf::new(), text: Box::new(text), limit: u64::MAX, size: 0, is_file: false }
    }

    /// Opens a file (`-` is standard input), decompressed whatever its name says. More than `limit` MiB are refused
    /// where reading meets them.
    ///
    /// # Errors
    /// The file cannot be opened or read.
    pub fn open(path: &Path, limit: u64) -> Result<Self, SnapshotError> {
        let name = name(path).to_owned();
        let failed = |source| SnapshotError::Read { path: name.clone(), source };
        let (mut raw, is_file): (Box<dyn Read + Send>, bool) = match path == Path::new("-") {
            true => (Box::new(io::stdin()), false),
            false => {
                let file = File::open(path).map_err(failed)?;
                let is_file = file.metadata().map_err(failed)?.is_file();
                (Box::new(file), is_file)
            }
        };
        let mut start = Vec::new();
        raw.by_ref().take(4).read_to_end(&mut start).map_err(failed)?;
        let compression = Compression::of_content(&start);
        let raw = io::Cursor::new(start).chain(raw);
        let text: Box<dyn Read + Send> = match compression {
            Compression::None => Box::new(raw),
            Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::new(raw))),
            Compression::Zstd => Box::new(zstd::Decoder::new(raw).map_err(failed)?),
        };
        Ok(Source { name, text, limit, size: 0, is_file })
    }

    /// Reads as many bytes as asked for, or less where the text ends, and adds them to `text`.
    ///
    /// # Errors
    /// The file cannot be read or decompressed, or holds more than the limit.
    pub fn read(&mut self, bytes: usize, text: &mut Vec<u8>) -> Result<usize, SnapshotError> {
        text.reserve(bytes);
        let read = self.text.by_ref().take(bytes as u64).read_to_end(text).map_err(|source| {
            let path = self.name.clone();
            // What the system says is of the file, all else of what is in it.
            match source.raw_os_error() {
                Some(_) => SnapshotError::Read { path, source },
                None => SnapshotError::Decompress { path, source },
            }
        })?;
        self.size = self.size.saturating_add(read as u64);
        if self.size > self.limit.saturating_mul(MIB) {
            return Err(SnapshotError::TooLarge { path: self.name.clone(), limit: self.limit });
        }
        Ok(read)
    }

    /// Reads all that is left.
    ///
    /// # Errors
    /// As [`Source::read`].
    pub fn read_all(mut self) -> Result<Vec<u8>, SnapshotError> {
        let mut text = Vec::new();
        while self.read(READ, &mut text)? > 0 {}
        Ok(text)
    }
}

/// How much is read at a time.
const READ: usize = 4 * 1024 * 1024;

/// Reads a file (`-` is standard input) whole and decompresses it, whatever its name says.
///
/// # Errors
/// The file cannot be read or decompressed, or holds more than `limit` MiB.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, SnapshotError> {
    Source::open(path, limit)?.read_all()
}

/// The first 64 KiB of a file's decompressed text, or less where it ends or breaks off.
///
/// # Errors
/// The file cannot be opened.
pub fn read_start(path: &Path) -> Result<Vec<u8>, SnapshotError> {
    const BOUND: usize = 64 * 1024;
    let file = File::open(path).map_err(|source| SnapshotError::Read { path: path.to_owned(), source })?;
    let raw = read_up_to(file, BOUND);
    Ok(match Compression::of_content(&raw) {
        Compression::None => raw,
        Compression::Gzip => read_up_to(flate2::bufread::MultiGzDecoder::new(raw.as_slice()), BOUND),
        Compression::Zstd => match zstd::Decoder::with_buffer(raw.as_slice()) {
            Ok(decoder) => read_up_to(decoder, BOUND),
            Err(_) => Vec::new(),
        },
    })
}

/// Reads as much as there is, up to a bound; a stream that breaks off gives what came before.
fn read_up_to(mut source: impl Read, bound: usize) -> Vec<u8> {
    let mut text = vec![0; bound];
    let mut filled = 0;
    while let Some(rest) = text.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest) {
            Ok(0) | Err(_) => break,
            Ok(read) => filled += read,
        }
    }
    text.truncate(filled);
    text
}

/// Writes a sorted snapshot atomically, compressed by extension, with `FILE.sha256` beside it.
///
/// # Errors
/// The file cannot be written. What was there before is as it was.
pub fn write(path: &Path, snapshot: &Snapshot<'_>) -> Result<(), SnapshotError> {
    let failed = |source| SnapshotError::Write { path: path.to_owned(), source };
    let mut sum = Summed { out: AtomicFile::create(path).map_err(failed)?, hash: Sha256::new() };
    match Compression::of_name(path) {
        Compression::None => snapshot.write(&mut BufWriter::new(&mut sum)),
        Compression::Gzip => {
            let mut encoder = flate2::GzBuilder::new().write(&mut sum, flate2::Compression::default());
            snapshot.write(&mut encoder).and_then(|()| encoder.finish().map(drop))
        }
        Compression::Zstd => zstd::Encoder::new(&mut sum, 0).and_then(|mut encoder| {
            encoder.include_checksum(true)?;
            snapshot.write(&mut encoder)?;
            encoder.finish().map(drop)
        }),
    }
    .map_err(failed)?;
    let hash = hex(&sum.hash.finalize());
    sum.out.commit().map_err(failed)?;

    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let sum_path = with_suffix(path, ".sha256");
    AtomicFile::create(&sum_path)
        .and_then(|mut file| {
            writeln!(file, "{hash}  {name}")?;
            file.commit()
        })
        .map_err(|source| SnapshotError::Write { path: sum_path, source })
}

/// The SHA-256 of a file as it stands, and the one that `FILE.sha256` says, if there is such a file.
///
/// # Errors
/// A file cannot be read.
pub fn sums(path: &Path) -> Result<(String, Option<String>), SnapshotError> {
    let failed = |source| SnapshotError::Read { path: path.to_owned(), source };
    let mut sum = Summed { out: io::sink(), hash: Sha256::new() };
    io::copy(&mut File::open(path).map_err(failed)?, &mut sum).map_err(failed)?;
    let actual = hex(&sum.hash.finalize());
    let sum_path = with_suffix(path, ".sha256");
    match std::fs::read_to_string(&sum_path) {
        Ok(text) => Ok((actual, Some(text.split_whitespace().next().unwrap_or_default().to_owned()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok((actual, None)),
        Err(source) => Err(SnapshotError::Read { path: sum_path, source }),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `path` with something after its whole name: `a.json` and `.sha256` give `a.json.sha256`.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Hashes what passes through.
struct Summed<W> {
    out: W,
    hash: Sha256,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
