//! Version 1 is frozen: the samples as they were then (`tests/frozen/v1`) are read for ever, by every version.
//!
//! These files are never written again. A reader that fails here breaks the archive of everybody who keeps
//! snapshots for an audit.

use std::path::PathBuf;

use sha2::{Digest, Sha256};
use ssoscan::snapshot::{SnapshotFile, file::DEFAULT_LIMIT};

use crate::harness::{Workplace, repository};

const SUMS: &str = include_str!("../frozen/v1/SHA256SUMS");

/// The frozen files, each with the sum that it had when version 1 was frozen.
fn frozen() -> Vec<(PathBuf, &'static str)> {
    let files: Vec<_> = SUMS
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, name)| (repository("tests/frozen/v1").join(name), sum))
        .collect();
    assert_eq!(files.len(), 4, "the samples of version 1");
    files
}

#[test]
fn the_frozen_files_are_as_they_were() {
    for (path, sum) in frozen() {
        let digest = Sha256::digest(std::fs::read(&path).expect("the file"));
        let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest, sum, "{}", path.display());
    }
}

#[test]
fn nothing_of_a_frozen_snapshot_is_lost() {
    for (path, _) in frozen() {
        let text = ssoscan::snapshot::file::read(&path, DEFAULT_LIMIT).expect("the text");
        let file = SnapshotFile::read(&path, DEFAULT_LIMIT).expect("a snapshot");
        let snapshot = file.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut snapshot = snapshot.whole();
        snapshot.sort();
        let mut written = Vec::new();
        snapshot.write(&mut written).expect("memory");
        assert!(written == text, "{}: reading and writing it changes it", path.display());
    }
}

#[test]
fn every_verb_reads_the_frozen_snapshots() {
    let place = Workplace::new();
    for (path, _) in frozen() {
        let path = path.display().to_string();
        place.run(&["snapshot", "verify", &path]).exits(0);
        place.run(&["report", "assignments", &path, "--format", "json"]);
        let checked = place.run(&["check", &path, "--format", "json"]);
        assert_ne!(checked.code, 2, "{}", checked.stderr);
    }
    let northwind: Vec<String> = frozen()
        .iter()
        .map(|(path, _)| path.display().to_string())
        .filter(|path| path.contains("northwind"))
        .collect();
    let compared = place.run(&["diff", &northwind[0], &northwind[1], "--format", "json"]);
    assert_ne!(compared.code, 2, "{}", compared.stderr);
    assert!(compared.stdout.contains("account_assignments"));
}
