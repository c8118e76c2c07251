//! How long each stage takes, by number of assignments: `cargo bench --bench stages` (criterion).

#![allow(clippy::expect_used, reason = "a benchmark that cannot run must say so and stop")]

#[path = "../generate/snapshot/mod.rs"]
mod generate;

use std::hint::black_box;
use std::io::{self, BufWriter};
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use generate::Shape;
use ssoscan::access::{
    Directory, EffectiveAccess, Production, Question, access_rows, who_can as people_who_can,
};
use ssoscan::checks::{Selection, Settings, all as all_checks, run as run_checks};
use ssoscan::dataset::Dataset;
use ssoscan::dataset::graph::AccessGraph;
use ssoscan::diff;
use ssoscan::documents::ManagedFolder;
use ssoscan::queries;
use ssoscan::report::{self, Content, Document, Format, Style};
use ssoscan::snapshot::{SnapshotFile, Symbols, file as snapshot_file};
use tempfile::NamedTempFile;

criterion_main!(all);
criterion_group!(all, parse, intern, frames, graph, effective_access, checks, differences, who_can, csv_rows);

const SIZES: [u64; 2] = [10_000, 100_000];

/// The areas of the checks.
const AREAS: [&str; 5] = ["assignments", "boundaries", "drift", "policies", "tags"];

/// A generated snapshot, read, and the file of it, which is removed when it is dropped.
fn file(assignments: u64) -> (NamedTempFile, SnapshotFile) {
    let shape = Shape::of(assignments).checked().expect("a company of that size");
    let mut made = NamedTempFile::new().expect("a temporary file");
    generate::write(shape, &mut BufWriter::new(&mut made)).expect("room for a snapshot");
    let file = read(made.path());
    (made, file)
}

fn read(path: &Path) -> SnapshotFile {
    SnapshotFile::read(path, snapshot_file::DEFAULT_LIMIT).expect("a file that can be read")
}

/// Times a stage at each size; a size stands for as many assignments and memberships.
fn stage(
    criterion: &mut Criterion,
    name: &str,
    mut of_size: impl FnMut(&SnapshotFile) -> Box<dyn FnMut() + '_>,
) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10);
    for size in SIZES {
        let (_made, file) = file(size);
        group.throughput(Throughput::Elements(size));
        let mut run = of_size(&file);
        group.bench_with_input(BenchmarkId::from_parameter(size), &size, |bencher, _| bencher.iter(&mut run));
    }
    group.finish();
}

/// From a file to records and interned rows.
fn parse(criterion: &mut Criterion) {
    stage(criterion, "parse", |file| Box::new(|| assert!(black_box(read(file.path()).parse()).is_ok())));
}

/// The ids of the assignments, each text anew.
fn intern(criterion: &mut Criterion) {
    stage(criterion, "intern", |file| {
        let snapshot = file.parse().expect("a valid snapshot");
        Box::new(move || {
            let mut symbols = Symbols::default();
            for row in snapshot.account_assignments.records() {
                for symbol in [row.account, row.permission_set, row.principal_type, row.principal] {
                    symbols.intern(snapshot.id(symbol));
                }
            }
            black_box(symbols.len());
        })
    });
}

fn frames(criterion: &mut Criterion) {
    stage(criterion, "frames", |file| {
        let snapshot = file.parse().expect("a valid snapshot");
        Box::new(move || {
            let dataset = Dataset::new(&snapshot);
            for table in ["account_assignments", "group_memberships", "permission_set_provisioning", "users"]
            {
                black_box(dataset.frame(table).expect("a table").1.data.height());
            }
        })
    });
}

fn graph(criterion: &mut Criterion) {
    stage(criterion, "graph", |file| {
        let snapshot = file.parse().expect("a valid snapshot");
        Box::new(move || {
            black_box(AccessGraph::build(&snapshot).graph().node_count());
        })
    });
}

/// Who has what, and the rows of the report `access`, put together and not written.
fn effective_access(criterion: &mut Criterion) {
    stage(criterion, "effective access", |file| {
        let snapshot = file.parse().expect("a valid snapshot");
        Box::new(move || {
            let dataset = Dataset::new(&snapshot);
            let access = EffectiveAccess::of(dataset.source());
            let directory = Directory::new(&[dataset.source()]);
            let mut rows = 0_u64;
            let count = &mut |_: &[u32]| {
                rows += 1;
                Ok(())
            };
            (access_rows(&access, &directory).walk)(count).expect("nothing fails");
            black_box(rows);
        })
    });
}

fn checks(criterion: &mut Criterion) {
    for area in AREAS {
        stage(criterion, &format!("check {area}"), |file| {
            let snapshot = file.parse().expect("a valid snapshot");
            let checks = all_checks(queries::load(None).expect("the built-in queries"));
            let selection = Selection { select: vec![area.to_owned()], ignore: Vec::new() };
            Box::new(move || {
                let dataset = Dataset::new(&snapshot);
                let selected = checks.iter().map(AsRef::as_ref).filter(|check| selection.includes(*check));
                let outcome = run_checks(selected, &dataset, &Settings::default()).expect("an outcome");
                black_box(outcome.findings.len());
            })
        });
    }
}

fn differences(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("diff with itself");
    group.sample_size(10);
    for size in SIZES {
        let (_made, file) = file(size);
        group.throughput(Throughput::Elements(size));
        group.bench_with_input(BenchmarkId::from_parameter(size), &size, |bencher, _| {
            let parse = || file.parse().expect("a valid snapshot");
            bencher.iter_batched_ref(
                || [parse(), parse()],
                |[old, new]| {
                    let found = diff::diff(old, new, &ManagedFolder::default(), &Production::default());
                    found.changes.len()
                },
                criterion::BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn who_can(criterion: &mut Criterion) {
    stage(criterion, "who-can", |file| {
        let snapshot = file.parse().expect("a valid snapshot");
        let question = Question::new("identitystore:DeleteUser", None).expect("a question");
        Box::new(move || {
            let dataset = Dataset::new(&snapshot);
            let source = dataset.source();
            let access = EffectiveAccess::of(source);
            black_box(people_who_can(source, access, &question, |_| true, false).0.len());
        })
    });
}

/// The report `access` as CSV.
fn csv_rows(criterion: &mut Criterion) {
    stage(criterion, "csv of access", |file| {
        let snapshot = file.parse().expect("a valid snapshot");
        Box::new(move || {
            let dataset = Dataset::new(&snapshot);
            let access = EffectiveAccess::of(dataset.source());
            let directory = Directory::new(&[dataset.source()]);
            let rows = access_rows(&access, &directory);
            let document = Document {
                verb: "report",
                snapshot: serde_json::Value::Null,
                summary: None,
                content: Content::Star(&rows),
                not_evaluated: &[],
            };
            let style = Style { format: Format::Csv, color: false, width: None, csv_bom: false };
            report::write(&document, style, &mut io::sink()).expect("a sink takes everything");
        })
    });
}
