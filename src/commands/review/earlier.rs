//! The earlier snapshots of an access review.

use std::path::PathBuf;

use super::super::{Terminal, source};
use crate::access::EffectiveAccess;
use crate::access::review::{Evidence, History, Review};
use crate::dataset::Dataset;
use crate::error::Error;
use crate::model::Timestamp;
use crate::snapshot::folder::{self, Entry};
use crate::snapshot::{Snapshot, SnapshotFile};

/// Since when the rows are there, where earlier snapshots are given. One is in memory at a time.
///
/// # Errors
/// A snapshot cannot be read, or is of another instance, or is not an earlier one.
pub fn history(
    review: &Review,
    snapshot: &Snapshot,
    given: &[PathBuf],
    limit: source::Limit,
    terminal: &Terminal,
) -> Result<Option<History>, Error> {
    if given.is_empty() {
        return Ok(None);
    }
    let collected = snapshot.collected.value();
    let now: Timestamp = collected
        .and_then(|collected| collected.finished_at.text()?.parse().ok())
        .ok_or_else(|| Error::Usage("--earlier: the snapshot does not say when it was read".to_owned()))?;
    let mut entries = entries(given, now, limit)?;
    entries.sort();
    entries.dedup();
    let mut history = History::new(review, date(now));
    for Entry { finished_at, path } in entries.iter().rev() {
        let file = SnapshotFile::read(path, limit.max_size)?;
        let earlier = file.parse()?;
        if instance(&earlier) != instance(snapshot) {
            return Err(Error::Usage(format!(
                "--earlier: {} is a snapshot of another instance, {}",
                path.display(),
                instance(&earlier).unwrap_or("which it does not name")
            )));
        }
        let dataset = Dataset::new(&earlier);
        let access = EffectiveAccess::of(dataset.source());
        history.look_back(review, &Evidence::new(dataset.source(), &access), date(*finished_at));
    }
    if entries.is_empty() {
        terminal.note("--earlier: no snapshot there is earlier than this one");
    }
    Ok(Some(history))
}

/// Of a folder, what is earlier; a file must be.
fn entries(given: &[PathBuf], now: Timestamp, limit: source::Limit) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    for path in given {
        if path.is_dir() {
            let all = folder::list(path, limit.max_size)?;
            entries.extend(all.into_iter().filter(|entry| entry.finished_at < now));
            continue;
        }
        let entry = folder::entry(path, limit.max_size)?;
        if entry.finished_at >= now {
            return Err(Error::Usage(format!(
                "--earlier: {} is of {}, which is not before {now}",
                path.display(),
                entry.finished_at
            )));
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn instance<'s>(snapshot: &'s Snapshot) -> Option<&'s str> {
    snapshot.instance.value().map(|instance| &*instance.instance_arn)
}

/// The day, in UTC.
fn date(at: Timestamp) -> String {
    at.to_string().chars().take_while(|character| *character != 'T').collect()
}
