//! Where a snapshot goes, and what stands beside it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::collect::JournalPlace;
use crate::commands::Terminal;
use crate::error::Error;
use crate::snapshot::SnapshotError;
use crate::snapshot::atomic::AtomicFile;
use crate::snapshot::file::with_suffix;
use crate::snapshot::v1::Snapshot;

/// Where the snapshot goes.
pub(super) enum Place {
    Stdout,
    File(PathBuf),
    Folder { path: PathBuf, keep: Option<usize> },
}

impl Place {
    /// A run can take an hour: whether its end can be written is found out now.
    pub(super) fn new(out: &Path, keep: Option<u32>) -> Result<Self, Error> {
        let keep = keep.map(|keep| keep as usize);
        if out.as_os_str().as_encoded_bytes().ends_with(b"/") && !out.is_dir() {
            return Err(Error::Usage(format!("there is no folder {}", out.display())));
        }
        let (place, probe) = if out == Path::new("-") {
            (Place::Stdout, None)
        } else if out.is_dir() {
            (Place::Folder { path: out.to_owned(), keep }, Some(out.join("probe")))
        } else {
            (Place::File(out.to_owned()), Some(out.to_owned()))
        };
        if keep.is_some() && !matches!(place, Place::Folder { .. }) {
            return Err(Error::Usage(format!(
                "--keep removes older snapshots from a folder, and {} is none",
                out.display()
            )));
        }
        if let Some(probe) = probe {
            AtomicFile::create(&probe)
                .map_err(|source| SnapshotError::Write { path: out.to_owned(), source })?;
        }
        Ok(place)
    }

    /// Where the journal goes. Standard output and devices have nothing beside them.
    pub(super) fn journal(&self) -> Option<JournalPlace> {
        match self {
            Place::Stdout => None,
            Place::File(path) if is_device(path) => None,
            Place::File(path) => Some(JournalPlace::File(with_suffix(path, ".journal"))),
            Place::Folder { path, .. } => Some(JournalPlace::Folder(path.clone())),
        }
    }

    /// The file of this snapshot.
    pub(super) fn of(&self, snapshot: &Snapshot) -> Option<PathBuf> {
        match self {
            Place::Stdout => None,
            Place::File(path) => Some(path.clone()),
            Place::Folder { path, .. } => Some(path.join(file_name(snapshot))),
        }
    }

    /// When the snapshot is safe: removes the journal, and the snapshots that are too many. What cannot be
    /// removed is told; the snapshot is there all the same.
    pub(super) fn tidy(&self, written: &Path, journal: Option<&Path>, terminal: &Terminal) {
        let mut old: Vec<PathBuf> = journal.map(ToOwned::to_owned).into_iter().collect();
        if let Place::Folder { path, keep: Some(keep) } = self {
            for snapshot in surplus(path, written, *keep) {
                let sum = with_suffix(&snapshot, ".sha256");
                old.extend([snapshot, sum]);
            }
        }
        for path in old {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    terminal.note(format_args!("{} could not be removed: {error}", path.display()));
                }
                _ => {}
            }
        }
    }
}

fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file())
}

/// `ssoins-7223a1b2c3d4e5f6-20261001T020036Z.json.zst`
fn file_name(snapshot: &Snapshot) -> String {
    let arn = snapshot.instance.value().map(|instance| &*instance.instance_arn).unwrap_or_default();
    let instance = arn.rsplit('/').next().unwrap_or(arn);
    let finished =
        snapshot.collected.value().and_then(|collected| collected.finished_at.text()).unwrap_or_default();
    let stamp: String = finished.chars().filter(|character| !matches!(character, '-' | ':')).collect();
    format!("{instance}-{stamp}.json.zst")
}

/// The shape of the time in a name.
const STAMP: &str = "00000000T000000Z";

/// The snapshots of the same instance that are older than the newest so many, of which `written` is always one,
/// whatever a clock that was wrong has left there. Only files that are named as `collect` names them count:
/// whatever else is in the folder is somebody's.
fn surplus(folder: &Path, written: &Path, keep: usize) -> Vec<PathBuf> {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let own = name(written).unwrap_or_default();
    let Some(instance) = own.rsplit_once('-').map(|(instance, _)| instance.to_owned()) else {
        return Vec::new();
    };
    let is_stamp = |text: &str| {
        let fits = |(character, due): (char, char)| match due {
            '0' => character.is_ascii_digit(),
            due => character == due,
        };
        text.len() == STAMP.len() && text.chars().zip(STAMP.chars()).all(fits)
    };
    let of_instance = |path: &PathBuf| {
        let name = name(path).filter(|name| *name != own).unwrap_or_default();
        let stamp = name.strip_prefix(&instance).and_then(|rest| rest.strip_prefix('-'));
        stamp.and_then(|rest| rest.strip_suffix(".json.zst")).is_some_and(is_stamp)
    };
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut snapshots: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(of_instance).collect();
    // The stamp sorts as the time does.
    snapshots.sort();
    let surplus = snapshots.len().saturating_sub(keep.saturating_sub(1));
    snapshots.truncate(surplus);
    snapshots
}
