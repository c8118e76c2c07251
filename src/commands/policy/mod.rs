//! `ssoscan policy`

mod batch;
mod compare;
mod expand;
mod lint;
mod request;
mod simulate;
mod source;

use clap::Subcommand;

use super::Terminal;
use crate::error::Error;
use crate::exit::Exit;

/// `ssoscan policy`
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Decide requests as AWS's policy simulator does, offline
    Simulate(simulate::Args),
    /// Tell exactly what one policy allows and another does not
    Compare(compare::Args),
    /// List the actions that a pattern stands for
    Expand(expand::Args),
    /// Find what is odd in policies
    Lint(lint::Args),
}

/// Runs the verb.
///
/// # Errors
/// Bad input or output.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    match &args.verb {
        Verb::Simulate(args) => simulate::run(args, terminal),
        Verb::Compare(args) => compare::run(args, terminal),
        Verb::Expand(args) => expand::run(args, terminal),
        Verb::Lint(args) => lint::run(args, terminal),
    }
}
