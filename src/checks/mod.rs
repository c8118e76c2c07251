//! Checks: questions whose rows are findings.

mod run;
mod separation_of_duties;
mod settings;
mod sql;

pub use run::{Outcome, Selection, UnknownCheck, run};
pub use separation_of_duties::{Duty, Rule, SeparationOfDuties, Within};
pub use settings::Settings;
pub use sql::SqlCheck;

use crate::dataset::{Dataset, DatasetError, Need};
use crate::findings::Finding;
use crate::model::{NotEvaluated, Severity};
use crate::queries::Query;

/// A check's description.
#[derive(Clone, Debug)]
pub struct About {
    /// The id.
    pub id: String,
    /// The area.
    pub area: String,
    /// One line on what is wrong.
    pub title: String,
    /// How much a finding matters.
    pub severity: Severity,
    /// The kind of thing that a finding is about: `permission_set`.
    pub subject: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: String,
    /// Where AWS says so.
    pub refs: Vec<String>,
}

/// All checks, sorted by area and id: those of the queries, and those in Rust.
pub fn all(queries: Vec<Query>) -> Vec<Box<dyn Check>> {
    let queries =
        queries.into_iter().filter_map(SqlCheck::new).map(|check| Box::new(check) as Box<dyn Check>);
    let mut checks: Vec<Box<dyn Check>> = queries.collect();
    checks.push(Box::new(SeparationOfDuties::default()));
    checks.sort_by(|one, other| {
        let key = |check: &dyn Check| (check.about().area.clone(), check.about().id.clone());
        key(one.as_ref()).cmp(&key(other.as_ref()))
    });
    checks
}

/// What a check found.
#[derive(Default)]
pub struct Found {
    /// The findings.
    pub findings: Vec<Finding>,
    /// What it could not see.
    pub not_evaluated: Vec<NotEvaluated>,
}

/// A check.
pub trait Check: Sync {
    /// Its description.
    fn about(&self) -> &About;

    /// What it stands on: where a part of that is unknown, its answer is not whole.
    fn needs(&self) -> &[Need];

    /// Its findings, one a subject, and what it could not see beside its needs. Subjects whose needed parts are unknown
    /// are no findings.
    ///
    /// # Errors
    /// A query that cannot be run.
    fn run(&self, dataset: &Dataset, settings: &Settings) -> Result<Found, DatasetError>;
}
