//! Runs the selected checks.

use thiserror::Error;

use super::{Check, Found, Settings};
use crate::dataset::{Dataset, DatasetError, Need};
use crate::findings::{self, Finding};
use crate::model::NotEvaluated;
use crate::model::parallel::{cores, share_out};

/// Which checks to run, by id or area. Nothing selected is everything; ignoring wins.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Ids and areas to run.
    pub select: Vec<String>,
    /// Ids and areas to leave out.
    pub ignore: Vec<String>,
}

/// An id or area that no check has.
#[derive(Debug, Error)]
#[error("there is no check or area `{0}`: `ssoscan check --list` lists them")]
pub struct UnknownCheck(pub String);

impl Selection {
    /// True where the check is to run.
    pub fn includes(&self, check: &dyn Check) -> bool {
        let about = check.about();
        let named = |words: &[String]| words.iter().any(|word| *word == about.id || *word == about.area);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// # Errors
    /// A word that is neither a check nor an area.
    pub fn validate(&self, checks: &[Box<dyn Check>]) -> Result<(), UnknownCheck> {
        let known = |word: &String| {
            checks.iter().any(|check| check.about().id == *word || check.about().area == *word)
        };
        match self.select.iter().chain(&self.ignore).find(|word| !known(word)) {
            Some(word) => Err(UnknownCheck(word.clone())),
            None => Ok(()),
        }
    }
}

/// What the checks found, and what they could not see.
pub struct Outcome {
    /// Sorted: worst first.
    pub findings: Vec<Finding>,
    /// What the checks lacked, and everything else that the snapshot does not know. Sorted, each once.
    pub not_evaluated: Vec<NotEvaluated>,
    /// Those that a check lacked.
    pub lacked: Vec<NotEvaluated>,
}

/// Runs the checks, each over all that is known.
///
/// # Errors
/// A query that cannot be run.
pub fn run<'c>(
    checks: impl Iterator<Item = &'c dyn Check>,
    dataset: &Dataset,
    settings: &Settings,
) -> Result<Outcome, DatasetError> {
    let checks: Vec<&dyn Check> = checks.collect();
    let (mut findings, mut unseen) = (Vec::new(), Vec::new());
    for found in run_side_by_side(&checks, dataset, settings) {
        let found = found?;
        findings.extend(found.findings);
        unseen.extend(found.not_evaluated);
    }
    let mut needs: Vec<Need> = Vec::new();
    for check in checks {
        let new: Vec<Need> = check.needs().iter().filter(|need| !needs.contains(need)).cloned().collect();
        needs.extend(new);
    }
    findings::sort(&mut findings);
    let mut lacked = dataset.not_evaluated(&needs)?;
    lacked.extend(unseen);
    let mut not_evaluated = dataset.unknown()?;
    not_evaluated.extend(lacked.iter().cloned());
    not_evaluated.sort();
    not_evaluated.dedup();
    Ok(Outcome { findings, not_evaluated, lacked })
}

/// What each check found, in their order.
fn run_side_by_side(
    checks: &[&dyn Check],
    dataset: &Dataset,
    settings: &Settings,
) -> Vec<Result<Found, DatasetError>> {
    let run = |found: &mut Vec<_>, place: usize| {
        found.extend(checks.get(place).map(|check| (place, check.run(dataset, settings))));
    };
    let mut found: Vec<_> = share_out(checks.len(), cores(), Vec::new, run).into_iter().flatten().collect();
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, found)| found).collect()
}
