//! The least that loading a snapshot takes: `cargo run --release --example floor -- FILE`.
//!
//! The file is read whole, its rows are parsed into borrowed text by two threads, and their ids become numbers in
//! columns. Nothing is checked, joined or told, and only a plain file is read: it is as fast as one can
//! straightforwardly be, and not a loader that anybody could use. `benches/scale` tells the times of ssoscan as
//! multiples of it; no test runs it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark that cannot run must say so and stop"
)]

mod ids;
mod load;
mod rows;

use std::time::{Duration, Instant};

/// As in ssoscan.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let path = std::env::args().nth(1).expect("floor FILE");
    let start = Instant::now();
    let text = String::from_utf8(std::fs::read(path).expect("a file")).expect("UTF-8");
    let read = start.elapsed();
    let loaded = load::load(&text);
    let all = start.elapsed();
    let times = [("read_ms", read), ("parse_ms", all - read), ("all_ms", all)];
    let times = times.map(|(name, time)| format!("\"{name}\":{:.1}", milliseconds(time)));
    let rows: Vec<String> =
        loaded.tables.iter().map(|(section, table)| format!("\"{section}\":{}", table[0].len())).collect();
    println!("{{{},\"ids\":{},\"rows\":{{{}}}}}", times.join(","), loaded.ids, rows.join(","));
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
