//! `ssoscan policy expand`

use crate::commands::Terminal;
use crate::commands::output::Output;
use crate::error::Error;
use crate::exit::Exit;
use crate::model::{Cell, Rows};
use crate::policy::ActionPattern;
use crate::policy::catalogue::actions;

/// `ssoscan policy expand`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The actions, with wildcards: 's3:Get*'
    #[arg(value_name = "PATTERN", required = true)]
    patterns: Vec<String>,

    #[command(flatten)]
    output: Output,
}

/// Runs the verb.
///
/// # Errors
/// A pattern that can never match, or bad output.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    let patterns = args.patterns.iter().map(|text| ActionPattern::asked(text));
    let patterns = patterns.collect::<Result<Vec<_>, String>>().map_err(Error::Usage)?;
    let catalogue = actions();
    let found = catalogue.all().iter().filter(|action| patterns.iter().any(|one| one.matches(action.lower)));
    let columns = ["action", "access_level", "data_plane", "resource_types"].map(str::to_owned).to_vec();
    let rows = found.map(|action| {
        vec![
            action.name.into(),
            action.level.as_str().into(),
            Cell::Boolean(action.is_data_plane),
            Cell::text(action.resource_types().collect::<Vec<_>>().join("; ")),
        ]
    });
    let rows = Rows { columns, rows: rows.collect() };
    if rows.rows.is_empty() {
        terminal.note(format_args!("no action of the catalogue of {} matches", catalogue.origin().date));
    }
    args.output.write_list("policy-expand", &rows, terminal)
}
