//! Snapshot bytes in and out: compression, the size limit, atomic replacement.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
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

/// Reads a file (`-` is standard input) and decompresses it, whatever its name says.
///
/// # Errors
/// The file cannot be read or decompressed, or holds more than `limit` MiB.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, SnapshotError> {
    let name = name(path).to_owned();
    let failed = |source| SnapshotError::Read { path: name.clone(), source };
    let bound = limit.saturating_mul(MIB);
    let too_large = || SnapshotError::TooLarge { path: name.clone(), limit };
    let raw = if path == Path::new("-") {
        let mut raw = Vec::new();
        io::stdin().lock().take(bound.saturating_add(1)).read_to_end(&mut raw).map_err(failed)?;
        raw
    } else {
        read_file(&File::open(path).map_err(failed)?, bound).map_err(failed)?
    };
    if raw.len() as u64 > bound {
        return Err(too_large());
    }
    // Few frames tell their size. Room that is not used costs nothing, and room that lacks costs a copy.
    let guess = raw.len().saturating_mul(8).min(usize::try_from(bound).unwrap_or(usize::MAX));
    let mut text = Vec::with_capacity(guess.saturating_add(1));
    let decoder: Box<dyn Read + '_> = match Compression::of_content(&raw) {
        Compression::None => return Ok(raw),
        Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(raw.as_slice())),
        Compression::Zstd => Box::new(zstd::Decoder::with_buffer(raw.as_slice()).map_err(failed)?),
    };
    decoder
        .take(bound.saturating_add(1))
        .read_to_end(&mut text)
        .map_err(|source| SnapshotError::Decompress { path: name.clone(), source })?;
    if text.len() as u64 > bound {
        return Err(too_large());
    }
    Ok(text)
}

/// What a file holds, up to one byte over the bound.
fn read_file(file: &File, bound: u64) -> io::Result<Vec<u8>> {
    let size = usize::try_from(file.metadata()?.len().min(bound)).unwrap_or_default();
    let mut raw = read_side_by_side(file, size)?;
    // A pipe tells no size, and a file may have grown.
    file.take(bound.saturating_add(1).saturating_sub(raw.len() as u64)).read_to_end(&mut raw)?;
    Ok(raw)
}

/// The first bytes of a file, on all cores: the time goes into the pages that they are copied to. Leaves the file where
/// they end.
#[cfg(unix)]
fn read_side_by_side(mut file: &File, size: usize) -> io::Result<Vec<u8>> {
    use std::io::{Seek, SeekFrom};
    use std::os::unix::fs::FileExt;
    /// Below this size threads cost more than they save.
    const SMALL: usize = 1024 * 1024;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if size < SMALL || cores == 1 {
        return Ok(Vec::with_capacity(size + 1));
    }
    let mut raw = vec![0; size];
    let share = size.div_ceil(cores);
    std::thread::scope(|scope| {
        let parts = (0_u64..).step_by(share).zip(raw.chunks_mut(share));
        let readers: Vec<_> =
            parts.map(|(at, part)| scope.spawn(move || file.read_exact_at(part, at))).collect();
        readers.into_iter().try_for_each(|reader| {
            reader.join().unwrap_or_else(|_| Err(io::Error::other("reading was broken off")))
        })
    })?;
    file.seek(SeekFrom::Start(size as u64))?;
    Ok(raw)
}

/// Nothing yet: all is read one after the other.
#[cfg(not(unix))]
fn read_side_by_side(_: &File, size: usize) -> io::Result<Vec<u8>> {
    Ok(Vec::with_capacity(size + 1))
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
