//! Checks: questions whose rows are findings.

mod run;
mod settings;
mod sql;

pub use run::{Outcome, Selection, UnknownCheck, run};
pub use settings::Settings;
pub use sql::SqlCheck;

use crate::dataset::{Dataset, DatasetError, Need};
use crate::findings::Finding;
use crate::model::Severity;

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
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub fix: String,
    /// Where AWS says so.
    pub refs: Vec<String>,
}

/// A check.
pub trait Check {
    /// Its description.
    fn about(&self) -> &About;

    /// What it stands on: where a part of that is unknown, its answer is not whole.
    fn needs(&self) -> &[Need];

    /// Its findings, one a subject. Subjects whose needed parts are unknown are no findings.
    ///
    /// # Errors
    /// A query that cannot be run.
    fn run(&self, dataset: &Dataset, settings: &Settings) -> Result<Vec<Finding>, DatasetError>;
}
