//! The journal: every finished unit in a file beside the snapshot, so that a run that was broken off can go on
//! without asking again.
//!
//! A line is written whole and at once, so that a killed process tears at most the last one, which is then asked
//! again. Credentials never go in.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::call_error::CallError;
use super::error::JournalError;
use super::executor::Unit;
use super::journal_line::{FORMAT, FORMAT_VERSION, Header, Kept, Line, Refusal, START, parse, write_line};
use super::listing::Page;
use super::operation::Operation;

/// Where the journal goes, and what to do with one that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalOptions {
    /// Beside what.
    pub place: JournalPlace,
    /// What to do with one that is there.
    pub start: Start,
}

/// Where the journal goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalPlace {
    /// This file.
    File(PathBuf),
    /// `<instance>.journal` in this folder.
    Folder(PathBuf),
}

/// What to do with a journal that is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// It is an error.
    #[default]
    Afresh,
    /// Go on from it.
    Resume,
    /// Throw it away.
    Restart,
}

/// The journal of a run that came to its end. It goes when the snapshot is safe.
#[derive(Debug)]
pub struct FinishedJournal {
    /// Where it is.
    pub path: PathBuf,
    /// What ended the writing of it before the end.
    pub failure: Option<io::Error>,
    _lock: Option<File>,
}

/// The journal of a run; without a file it keeps nothing.
#[derive(Default)]
pub(super) struct Journal {
    file: RefCell<Option<File>>,
    path: Option<PathBuf>,
    kept: RefCell<HashMap<(Operation, String), Vec<Kept>>>,
    /// When the run began that this one goes on with.
    pub(super) started_at: Option<String>,
    /// Units written or found so far.
    units: Cell<u64>,
    failure: RefCell<Option<io::Error>>,
}

impl Journal {
    /// Opens the journal of this instance and mode. `started_at` goes into a new one.
    pub(super) fn open(
        options: &JournalOptions,
        instance_arn: &str,
        mode: &str,
        started_at: &str,
    ) -> Result<Self, JournalError> {
        let path = match &options.place {
            JournalPlace::File(path) => path.clone(),
            JournalPlace::Folder(folder) => {
                folder.join(format!("{}.journal", instance_arn.rsplit('/').next().unwrap_or_default()))
            }
        };
        if !path.exists() {
            return Self::create(path, instance_arn, mode, started_at);
        }
        let failed = |source| JournalError::Io { path: path.clone(), source };
        let mut found = OpenOptions::new().read(true).write(true).open(&path).map_err(failed)?;
        locked(&path, &found)?;
        match options.start {
            Start::Afresh => Err(JournalError::Exists { path }),
            Start::Resume => Self::resume(path, found, instance_arn, mode, started_at),
            Start::Restart => {
                // Nobody's file but a journal is thrown away.
                let mut start = [0; START.len()];
                let read = found.read(&mut start).map_err(failed)?;
                if !START.starts_with(start.get(..read).unwrap_or_default()) {
                    return Err(JournalError::Unreadable { path });
                }
                fs::remove_file(&path).map_err(failed)?;
                Self::create(path, instance_arn, mode, started_at)
            }
        }
    }

    fn create(path: PathBuf, instance_arn: &str, mode: &str, started_at: &str) -> Result<Self, JournalError> {
        let failed = |source| JournalError::Io { path: path.clone(), source };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(failed)?;
        locked(&path, &file)?;
        let header = Header {
            format: FORMAT.to_owned(),
            format_version: FORMAT_VERSION,
            instance_arn: instance_arn.to_owned(),
            mode: mode.to_owned(),
            started_at: started_at.to_owned(),
        };
        write_line(&mut file, &header).map_err(failed)?;
        Ok(Journal { file: RefCell::new(Some(file)), path: Some(path), ..Journal::default() })
    }

    fn resume(
        path: PathBuf,
        mut file: File,
        instance_arn: &str,
        mode: &str,
        started_at: &str,
    ) -> Result<Self, JournalError> {
        let failed = |source| JournalError::Io { path: path.clone(), source };
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(failed)?;
        // Records borrow from the text to the end of the process, of which a resumed run is nearly all.
        let text: &'static [u8] = Vec::leak(text);
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        if whole == 0 && (text.starts_with(START) || START.starts_with(text)) {
            // Torn in its first line, before anything was read.
            drop(file);
            fs::remove_file(&path).map_err(failed)?;
            return Self::create(path, instance_arn, mode, started_at);
        }
        let mut lines = text.get(..whole).unwrap_or_default().split_inclusive(|byte| *byte == b'\n');
        let first = lines.next().unwrap_or_default();
        let header = serde_json::from_slice::<Header>(first).ok();
        let Some(header) = header.filter(|header| header.format == FORMAT) else {
            return Err(JournalError::Unreadable { path });
        };
        let other = |what: String| JournalError::OfAnother { path: path.clone(), what };
        if header.format_version != FORMAT_VERSION {
            return Err(other(format!("format version {}, not {FORMAT_VERSION}", header.format_version)));
        }
        if header.instance_arn != instance_arn {
            return Err(other(format!("the instance {}", header.instance_arn)));
        }
        if header.mode != mode {
            return Err(other(format!("the mode {}", header.mode)));
        }
        let mut kept: HashMap<(Operation, String), Vec<Kept>> = HashMap::new();
        let mut end = first.len();
        for line in lines {
            // What stands after a damaged line is asked again.
            let Some((operation, line)) = parse(line, &mut end) else {
                break;
            };
            keep(&mut kept, operation, line);
        }
        file.set_len(end as u64).map_err(failed)?;
        file.seek(SeekFrom::End(0)).map_err(failed)?;
        let units = kept.values().map(|units| units.len() as u64).sum();
        Ok(Journal {
            file: RefCell::new(Some(file)),
            path: Some(path),
            kept: RefCell::new(kept),
            started_at: Some(header.started_at),
            units: Cell::new(units),
            failure: RefCell::default(),
        })
    }

    /// What an earlier run learned of a list, page by page. Given once.
    pub(super) fn take(&self, operation: Operation, scope: &str) -> Vec<Kept> {
        self.kept.borrow_mut().remove(&(operation, scope.to_owned())).unwrap_or_default()
    }

    /// Writes a finished page.
    pub(super) fn page<T: Serialize>(&self, unit: Unit<'_>, calls: u64, page: &Page<T>) {
        let Ok(items) = serde_json::value::to_raw_value(&page.items) else {
            return;
        };
        self.write(Line {
            items: Some(&items),
            next_token: page.next_token.clone(),
            ..Line::of(unit, calls)
        });
    }

    /// Writes a refusal, where asking again would give the same.
    pub(super) fn refusal(&self, unit: Unit<'_>, calls: u64, error: &CallError) {
        if let Some(refused) = Refusal::of(error) {
            self.write(Line { refused: Some(refused), ..Line::of(unit, calls) });
        }
    }

    fn write(&self, line: Line<'_>) {
        let mut file = self.file.borrow_mut();
        let Some(open) = file.as_mut() else {
            return;
        };
        match write_line(open, &line) {
            Ok(()) => self.units.set(self.units.get() + 1),
            // The run goes on: a journal is a help, and the snapshot may fit elsewhere.
            Err(error) => {
                *self.failure.borrow_mut() = Some(error);
                *file = None;
            }
        }
    }

    /// Where it is, where there is one.
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Ends the journal, and keeps others off it until it is removed.
    pub(super) fn finish(self) -> Option<FinishedJournal> {
        Some(FinishedJournal {
            path: self.path?,
            failure: self.failure.into_inner(),
            _lock: self.file.into_inner(),
        })
    }

    /// Units that need not be asked again.
    pub(super) fn units(&self) -> u64 {
        self.units.get()
    }
}

fn locked(path: &Path, file: &File) -> Result<(), JournalError> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(JournalError::InUse { path: path.to_owned() }),
        // A file system without locks has no other run to find either.
        Err(TryLockError::Error(_)) => Ok(()),
    }
}

/// Adds a unit to what is known of its list: a first page begins the list anew, and no page may be missing.
fn keep(kept: &mut HashMap<(Operation, String), Vec<Kept>>, operation: Operation, line: Line<'static>) {
    let (scope, page) = (line.scope.to_string(), line.page);
    let Some(unit) = line.kept() else {
        return;
    };
    let pages = kept.entry((operation, scope)).or_default();
    if page == 0 {
        pages.clear();
    }
    if page == pages.len() as u64 {
        pages.push(unit);
    }
}

#[cfg(test)]
mod tests {
    use super::super::call_error::Kind;
    use super::super::journal_line::Outcome;
    use super::*;

    const ARN: &str = "arn:aws:sso:::instance/ssoins-1";

    fn options(path: &Path, start: Start) -> JournalOptions {
        JournalOptions { place: JournalPlace::File(path.to_owned()), start }
    }

    fn unit(scope: &str, page: u64) -> Unit<'_> {
        Unit { operation: Operation::ListUsers, scope, page }
    }

    fn page(items: &[&str], next_token: Option<&str>) -> Page<String> {
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        Page { items, next_token: next_token.map(str::to_owned) }
    }

    fn pages(journal: &Journal, scope: &str) -> Vec<String> {
        let text = |kept: Kept| match kept.outcome {
            Outcome::Page { items, next_token } => format!("{items} {next_token:?}"),
            Outcome::Refused(error) => error.to_string(),
        };
        journal.take(Operation::ListUsers, scope).into_iter().map(text).collect()
    }

    #[test]
    fn a_torn_last_line_is_forgotten_and_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json.journal");
        let journal = Journal::open(&options(&path, Start::Afresh), ARN, "pairs", "now").unwrap();
        journal.page(unit("a", 0), 2, &page(&["x"], Some("token")));
        journal.page(unit("a", 1), 1, &page(&["y"], None));
        drop(journal);
        let whole = fs::read(&path).unwrap();
        for cut in 1..20 {
            fs::write(&path, &whole[..whole.len() - cut]).unwrap();
            let journal = Journal::open(&options(&path, Start::Resume), ARN, "pairs", "later").unwrap();
            assert_eq!(journal.started_at.as_deref(), Some("now"));
            assert_eq!(pages(&journal, "a"), [r#"["x"] Some("token")"#]);
            journal.page(unit("a", 1), 1, &page(&["z"], None));
            drop(journal);
            let journal = Journal::open(&options(&path, Start::Resume), ARN, "pairs", "later").unwrap();
            assert_eq!(pages(&journal, "a").len(), 2);
        }
    }

    #[test]
    fn a_journal_is_never_taken_for_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json.journal");
        let open = |arn: &str, mode: &str, start| Journal::open(&options(&path, start), arn, mode, "now");
        drop(open(ARN, "pairs", Start::Afresh).unwrap());
        assert!(matches!(open(ARN, "pairs", Start::Afresh), Err(JournalError::Exists { .. })));
        assert!(matches!(open(ARN, "principals", Start::Resume), Err(JournalError::OfAnother { .. })));
        assert!(matches!(open("arn/other", "pairs", Start::Resume), Err(JournalError::OfAnother { .. })));
        let held = open(ARN, "pairs", Start::Resume).unwrap();
        assert!(matches!(open(ARN, "pairs", Start::Resume), Err(JournalError::InUse { .. })));
        assert!(matches!(open(ARN, "pairs", Start::Restart), Err(JournalError::InUse { .. })));
        drop(held);
        drop(open(ARN, "principals", Start::Restart).unwrap());
        fs::write(&path, "{}\n").unwrap();
        assert!(matches!(open(ARN, "pairs", Start::Resume), Err(JournalError::Unreadable { .. })));
    }

    #[test]
    fn a_list_begun_anew_replaces_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json.journal");
        let journal = Journal::open(&options(&path, Start::Afresh), ARN, "pairs", "now").unwrap();
        journal.page(unit("", 0), 1, &page(&["old"], Some("a")));
        journal.page(unit("", 1), 1, &page(&["old"], Some("b")));
        journal.page(unit("", 0), 1, &page(&["new"], None));
        journal.refusal(unit("b", 0), 1, &CallError::new(Kind::NotFound, "NotFound", "no"));
        journal.refusal(unit("d", 0), 1, &CallError::new(Kind::Denied, "AccessDenied", "no"));
        journal.refusal(unit("c", 0), 1, &CallError::new(Kind::Transient, "HTTP 500", "no"));
        drop(journal);
        let journal = Journal::open(&options(&path, Start::Resume), ARN, "pairs", "later").unwrap();
        assert_eq!(pages(&journal, ""), [r#"["new"] None"#]);
        assert_eq!(pages(&journal, "b"), ["NotFound: no"]);
        assert!(pages(&journal, "d").is_empty());
        assert!(pages(&journal, "c").is_empty());
    }
}
