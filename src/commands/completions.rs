//! `ssoscan completions`

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use super::Terminal;
use crate::cli::Cli;
use crate::error::Error;
use crate::exit::Exit;

/// `ssoscan completions`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell
    shell: Shell,
}

/// Runs the verb.
///
/// # Errors
/// Standard output cannot be written.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    let mut script = Vec::new();
    generate(args.shell, &mut Cli::command(), "ssoscan", &mut script);
    terminal.print(true, |out| out.write_all(&script))?;
    Ok(Exit::Clean)
}
