//! `ssoscan report access-review`

mod earlier;
mod split;

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value};

use super::output::Output;
use super::{Terminal, source};
use crate::access::review::{NEEDS, NOT_CONSIDERED, Previous, Review, SplitBy, Standing, Verified, verify};
use crate::access::{EffectiveAccess, LISTING_NEEDS};
use crate::dataset::{Dataset, Need};
use crate::error::Error;
use crate::exit::Exit;
use crate::model::{NotEvaluated, RowStream, Summary};
use crate::report::{Content, Document};

/// What the report is called.
pub const NAME: &str = "access-review";

/// The options of the access review.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Access review")]
pub struct Options {
    /// Earlier snapshots that tell since when a row is there; a folder: all in it that are earlier
    #[arg(long, value_name = "FILE|DIR")]
    earlier: Vec<PathBuf>,

    /// An earlier review as CSV, filled in: decisions are carried over to rows that did not change
    #[arg(long, value_name = "FILE")]
    previous: Option<PathBuf>,

    /// A review as CSV, filled in: list the revocations that were not carried out; exit 1 where there are any
    #[arg(long, value_name = "FILE", conflicts_with_all = ["previous", "earlier", "split_by"])]
    verify: Option<PathBuf>,

    /// One file each into the folder that --output names, with a manifest and checksums
    #[arg(long, value_enum, value_name = "WHAT")]
    split_by: Option<SplitBy>,
}

impl Options {
    /// Refuses what another report would pass over in silence.
    ///
    /// # Errors
    /// One of the options is given.
    pub fn refuse(&self) -> Result<(), Error> {
        let given = [
            ("--earlier", !self.earlier.is_empty()),
            ("--previous", self.previous.is_some()),
            ("--verify", self.verify.is_some()),
            ("--split-by", self.split_by.is_some()),
        ];
        match given.into_iter().find(|(_, is_given)| *is_given) {
            Some((option, _)) => Err(Error::Usage(format!("{option} is for `report {NAME}` alone"))),
            None => Ok(()),
        }
    }
}

/// Writes the review, or verifies one.
///
/// # Errors
/// Bad input or output.
pub fn run(
    dataset: &Dataset,
    options: &Options,
    limit: source::Limit,
    output: &Output,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    // What people got wrong is said before anything is worked out.
    if options.split_by.is_some() {
        split::empty_folder(output)?;
    }
    let previous = options.previous.as_deref().map(read).transpose()?;
    let to_verify = options.verify.as_deref().map(read).transpose()?;
    let access = EffectiveAccess::of(dataset.source());
    let review = Review::new(dataset, &access);
    let snapshot = source::about(dataset.source().snapshot);
    if let Some(filled_in) = to_verify {
        return write_verified(&verify(&review, &filled_in), snapshot, output, terminal);
    }
    let history = earlier::history(&review, dataset.source().snapshot, &options.earlier, limit, terminal)?;
    let needs: Vec<Need> = LISTING_NEEDS.iter().chain(&NEEDS).map(|need| Need::parse(need)).collect();
    let mut gaps: Vec<NotEvaluated> = dataset.not_evaluated(&needs)?;
    gaps.extend(review.not_evaluated());
    gaps.sort();
    gaps.dedup();
    let table = review.table(history.as_ref(), previous.as_ref());
    let mut summary = scope(&review);
    if let Some(standing) = table.standing() {
        let line = in_words(&standing);
        terminal.note(&line);
        summary.lines.push(line);
        let [new, changed, unchanged] = standing.states;
        let gone = standing.gone;
        let rows = [("new", new), ("changed", changed), ("unchanged", unchanged), ("gone", gone)];
        summary.figures.extend(figures(rows));
    }
    let document = |rows: &RowStream, write: &mut dyn FnMut(&Document) -> Result<(), Error>| {
        write(&Document {
            verb: "report",
            snapshot: snapshot.clone(),
            summary: Some(&summary),
            content: Content::Stream(rows),
            not_evaluated: &gaps,
        })
    };
    match options.split_by {
        None => document(&table.rows(None), &mut |document| output.write(document, terminal))?,
        Some(by) => {
            split::write(&review.split(by), by, output, terminal, (&snapshot, &gaps), |part, write| {
                document(&table.rows(Some(&part.rows)), write)
            })?
        }
    }
    Ok(Exit::of(false, gaps.iter().any(|gap| gap.asked_for)))
}

fn read(path: &Path) -> Result<Previous, Error> {
    let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    Previous::read(&bytes).map_err(|source| Error::Review { path: path.to_owned(), source })
}

fn scope(review: &Review) -> Summary {
    let (users, accounts) = review.scope();
    let line = format!(
        "All access through permission sets, a row a user, account, set and path: {users} users, {accounts} accounts."
    );
    Summary {
        lines: vec![line, NOT_CONSIDERED.to_owned()],
        figures: figures([("users", users), ("accounts", accounts)]),
    }
}

fn figures<const N: usize>(figures: [(&str, usize); N]) -> Map<String, Value> {
    figures.into_iter().map(|(name, number)| (name.to_owned(), number.into())).collect()
}

fn in_words(standing: &Standing) -> String {
    let [new, changed, unchanged] = standing.states;
    format!(
        "Against the previous review: {unchanged} unchanged, {changed} changed, {new} new; {} rows of it are gone.",
        standing.gone
    )
}

fn write_verified(
    verified: &Verified,
    snapshot: Value,
    output: &Output,
    terminal: &Terminal,
) -> Result<Exit, Error> {
    let Verified { rows, decided, not_carried_out, unknown } = verified;
    let carried_out = decided - not_carried_out - unknown.len();
    let line = format!(
        "{decided} revocations were decided: {carried_out} carried out, {not_carried_out} not, {} unknown.",
        unknown.len()
    );
    terminal.note(&line);
    let figures = figures([
        ("decided", *decided),
        ("carried_out", carried_out),
        ("not_carried_out", *not_carried_out),
        ("unknown", unknown.len()),
    ]);
    let mut rows = RowStream::from(rows);
    rows.title = "Revocations";
    output.write(
        &Document {
            verb: "report",
            snapshot,
            summary: Some(&Summary { lines: vec![line], figures }),
            content: Content::Stream(&rows),
            not_evaluated: unknown,
        },
        terminal,
    )?;
    Ok(Exit::of(*not_carried_out > 0, !unknown.is_empty()))
}
