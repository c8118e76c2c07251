//! The command line: arguments in, exit code out.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgAction, Parser, Subcommand};

use crate::commands::{self, Terminal};
use crate::config::Config;
use crate::error::Error;
use crate::exit::Exit;

/// Who can reach what in AWS IAM Identity Center: collect an instance once, report on it, diff two dates.
#[derive(Debug, Parser)]
#[command(name = "ssoscan", version, max_term_width = 100, propagate_version = true)]
#[command(
    after_help = "Exit codes: 0 clean; 1 findings at or above --fail-on; 2 could not run; 3 nothing found, but \
something that was asked for could not be evaluated."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Say only what went wrong
    #[arg(short, long, global = true, help_heading = "General options")]
    quiet: bool,

    /// Say more; twice for every call
    #[arg(short, long, global = true, action = ArgAction::Count, conflicts_with = "quiet", help_heading = "General options")]
    verbose: u8,

    /// When to use colours (NO_COLOR is heeded)
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "General options"
    )]
    color: commands::ColorChoice,

    /// Configuration file [default: ssoscan.toml of this folder, if there]
    #[arg(long, global = true, value_name = "FILE", help_heading = "General options")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read an instance of IAM Identity Center into a snapshot
    Collect(commands::collect::Args),
    /// Run the checks over a snapshot
    Check(commands::check::Args),
    /// Write one named report of a snapshot
    Report(commands::report::Args),
    /// Tell what changed between two snapshots
    Diff(commands::diff::Args),
    /// Tell who can do something, and by which chain
    WhoCan(commands::who_can::Args),
    /// Tell every path by which a user reaches an account
    Explain(commands::explain::Args),
    /// Tell what a user, a group or a permission set reaches
    BlastRadius(commands::blast_radius::Args),
    /// Draw who reaches what, whole or around one thing
    Graph(commands::graph::Args),
    /// Ask a snapshot in SQL
    Query(commands::query::Args),
    /// Ask what policies allow: simulate, compare, expand, lint
    Policy(commands::policy::Args),
    /// Look at a snapshot file
    Snapshot(commands::snapshot::Args),
    /// Write the completions of a shell
    Completions(commands::completions::Args),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(cli.quiet, cli.verbose, cli.color);
    let ended = run(&cli, &terminal);
    ended.unwrap_or_else(|error| fail(&error, &terminal)).into()
}

fn run(cli: &Cli, terminal: &Terminal) -> Result<Exit, Error> {
    let config = cli.config.as_deref();
    if config.is_some()
        && !matches!(cli.command, Command::Check(_) | Command::Diff(_) | Command::BlastRadius(_))
    {
        // These read it. The others need nothing of it yet, but a file that was named must be right.
        Config::load(config)?;
    }
    match &cli.command {
        Command::Collect(args) => commands::collect::run(args, terminal),
        Command::Check(args) => commands::check::run(args, config, terminal),
        Command::Report(args) => commands::report::run(args, terminal),
        Command::Diff(args) => commands::diff::run(args, config, terminal),
        Command::WhoCan(args) => commands::who_can::run(args, terminal),
        Command::Explain(args) => commands::explain::run(args, terminal),
        Command::BlastRadius(args) => commands::blast_radius::run(args, config, terminal),
        Command::Graph(args) => commands::graph::run(args, terminal),
        Command::Query(args) => commands::query::run(args, terminal),
        Command::Policy(args) => commands::policy::run(args, terminal),
        Command::Snapshot(args) => commands::snapshot::run(args, terminal),
        Command::Completions(args) => commands::completions::run(args, terminal),
    }
}

fn fail(error: &Error, terminal: &Terminal) -> Exit {
    if error.is_broken_pipe() {
        return Exit::Clean;
    }
    terminal.error(&error.to_string(), error.hint().as_deref());
    Exit::CouldNotRun
}
