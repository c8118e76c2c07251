//! Writes a snapshot of a company of any size: `cargo run --release --example generate -- --help`.
//!
//! The same flags give the same bytes on every machine. What is wrong on purpose stands in
//! `snapshot/planted.rs`, and how much of it there is, is told on stderr at the end.

mod snapshot;

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use clap::builder::RangedU64ValueParser;

use snapshot::{Shape, Summary};

/// A snapshot of a company that does not exist, as large as you like.
#[derive(Parser)]
struct Args {
    /// Account assignments
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = RangedU64ValueParser::<u64>::new().range(10_000..=10_000_000))]
    assignments: u64,
    /// Group memberships [default: as many as assignments]
    #[arg(long, value_name = "N")]
    memberships: Option<u64>,
    /// Users [default: by the number of assignments, as the four that follow]
    #[arg(long, value_name = "N")]
    users: Option<u64>,
    /// Groups
    #[arg(long, value_name = "N")]
    groups: Option<u64>,
    /// Accounts
    #[arg(long, value_name = "N")]
    accounts: Option<u64>,
    /// Permission sets
    #[arg(long, value_name = "N")]
    permission_sets: Option<u64>,
    /// Another number gives another company of the same size
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The Zipf exponent of the sizes of groups, and of how often a set is used; 0 makes all alike
    #[arg(long, value_name = "S", default_value_t = 1.0)]
    skew: f64,
    /// The share of the assignments that users have directly, from 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.05)]
    direct: f64,
    /// The same company three weeks later: some of everything has changed
    #[arg(long)]
    later: bool,
    /// Where to write, `.json` or `.json.zst` [default: stdout]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Args {
    fn shape(&self) -> Result<Shape, String> {
        let usual = Shape::of(self.assignments);
        Shape {
            memberships: self.memberships.unwrap_or(usual.memberships),
            users: self.users.unwrap_or(usual.users),
            groups: self.groups.unwrap_or(usual.groups),
            accounts: self.accounts.unwrap_or(usual.accounts),
            permission_sets: self.permission_sets.unwrap_or(usual.permission_sets),
            seed: self.seed,
            skew: self.skew,
            direct: self.direct,
            is_later: self.later,
            ..usual
        }
        .checked()
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    let written = args
        .shape()
        .and_then(|shape| write(shape, args.output.as_deref()).map_err(|error| error.to_string()));
    let (said, code) = match written {
        Ok(summary) => (summary.to_string(), ExitCode::SUCCESS),
        Err(error) => (format!("error: {error}\n"), ExitCode::from(2)),
    };
    // Nobody is left to be told where stderr is closed.
    let _ = io::stderr().write_all(said.as_bytes());
    code
}

fn write(shape: Shape, output: Option<&Path>) -> io::Result<Summary> {
    let Some(path) = output else {
        return snapshot::write(shape, &mut io::stdout().lock());
    };
    let mut file = File::create(path)?;
    if path.extension().is_none_or(|extension| extension != "zst") {
        return snapshot::write(shape, &mut file);
    }
    let mut encoder = zstd::Encoder::new(file, zstd::DEFAULT_COMPRESSION_LEVEL)?;
    let summary = snapshot::write(shape, &mut encoder)?;
    encoder.finish()?;
    Ok(summary)
}
