//! How long each stage takes, by number of assignments: `cargo bench`.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run must say so and stop")]

#[path = "../generate/snapshot/mod.rs"]
mod generate;

use divan::{Bencher, black_box};
use generate::Shape;
use ssoscan::access::{Directory, EffectiveAccess, Production, access_rows};
use ssoscan::dataset::Dataset;
use ssoscan::dataset::graph::AccessGraph;
use ssoscan::diff;
use ssoscan::documents::ManagedFolder;
use ssoscan::snapshot::SnapshotFile;

const SIZES: [usize; 2] = [10_000, 100_000];

fn main() {
    divan::main();
}

fn file(assignments: usize) -> SnapshotFile {
    let shape = Shape::of(assignments as u64).checked().expect("a company of that size");
    let mut bytes = Vec::new();
    generate::write(shape, &mut bytes).expect("memory takes everything");
    SnapshotFile::from_bytes("generated", bytes)
}

#[divan::bench(args = SIZES)]
fn parse(bencher: Bencher, assignments: usize) {
    let file = file(assignments);
    bencher.bench(|| black_box(file.parse()).is_ok());
}

#[divan::bench(args = SIZES)]
fn frames(bencher: Bencher, assignments: usize) {
    let file = file(assignments);
    let snapshot = file.parse().expect("a valid snapshot");
    bencher.bench(|| {
        let dataset = Dataset::new(&snapshot);
        ["account_assignments", "group_memberships", "permission_set_provisioning"]
            .map(|table| dataset.frame(table).expect("a table").1.data.height())
    });
}

#[divan::bench(args = SIZES)]
fn graph(bencher: Bencher, assignments: usize) {
    let file = file(assignments);
    let snapshot = file.parse().expect("a valid snapshot");
    bencher.bench(|| AccessGraph::build(&snapshot).graph().node_count());
}

/// The rows of the report `access`, put together and not written.
#[divan::bench(args = SIZES)]
fn effective_access(bencher: Bencher, assignments: usize) {
    let file = file(assignments);
    let snapshot = file.parse().expect("a valid snapshot");
    let dataset = Dataset::new(&snapshot);
    let access = EffectiveAccess::of(dataset.source());
    let directory = Directory::new(&[dataset.source()]);
    let rows = access_rows(&access, &directory);
    bencher.counter(divan::counter::ItemsCount::new(rows.count)).bench_local(|| {
        let mut sum = 0_u64;
        (rows.walk)(&mut |places| {
            sum += u64::from(places.first().copied().unwrap_or_default());
            Ok(())
        })
        .expect("nothing fails");
        sum
    });
}

#[divan::bench(args = SIZES)]
fn diff_with_itself(bencher: Bencher, assignments: usize) {
    let file = file(assignments);
    let parse = || file.parse().expect("a valid snapshot");
    bencher.with_inputs(|| (parse(), parse())).bench_refs(|(old, new)| {
        diff::diff(old, new, &ManagedFolder::default(), &Production::default()).expect("a diff").changes.len()
    });
}
