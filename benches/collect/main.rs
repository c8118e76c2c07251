//! What a collection costs, in calls and in time: `cargo bench --bench collect` writes `docs/collect-cost.md`.
//!
//! `cargo bench --bench collect -- 1` tries the first shape alone, and prints only.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark that cannot run must say so and stop"
)]

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../../tests/it/harness.rs"]
mod harness;
mod minimal;
mod run;
#[allow(dead_code, unused_imports, reason = "the tests use the rest")]
#[path = "../../tests/it/standin/mod.rs"]
mod standin;
mod table;

use standin::{Organization, without_optional};

const MODES: [&str; 2] = ["pairs", "principals"];

/// Permission sets, accounts, provisioned pairs, users, groups.
const SHAPES: [[usize; 5]; 4] = [
    [32, 100, 777, 803, 60],
    [120, 400, 6_000, 2_500, 300],
    [40, 80, 900, 15_000, 500],
    [500, 1_500, 45_000, 12_000, 1_500],
];

fn main() {
    let wanted: Option<usize> = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let mut rows = Vec::new();
    let [sets, accounts, pairs, users, groups] = SHAPES[0];
    let smallest = Organization::with_pairs(sets, accounts, pairs, users, groups).document();
    let unlimited = run::unlimited(&without_optional(&smallest));
    for (number, shape) in (1..).zip(SHAPES) {
        if wanted.is_some_and(|wanted| wanted != number) {
            continue;
        }
        let [sets, accounts, pairs, users, groups] = shape;
        let document = Organization::with_pairs(sets, accounts, pairs, users, groups).document();
        let document = without_optional(&document);
        for mode in MODES {
            eprintln!("{shape:?} {mode}");
            rows.push((shape, run::measure(&document, mode)));
        }
    }
    let page = table::page(&rows, unlimited);
    print!("{page}");
    if wanted.is_none() {
        std::fs::write(harness::repository("docs/collect-cost.md"), page).expect("docs/collect-cost.md");
    }
}
