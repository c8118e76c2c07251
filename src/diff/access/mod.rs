//! What changed in what people reach, and why (`docs/access.md`).

mod again;
mod cause;
mod edits;
mod half;
mod people;
mod rows;
mod summary;

pub use again::Again;

use crate::access::{Directory, EffectiveAccess, Production};
use crate::dataset::{Dataset, DatasetError};
use crate::model::{StarRows, Summary};

use super::side::Side;
use half::Half;
pub use people::Change;
use people::{AccessChange, people};

/// What changed in what people reach.
pub struct AccessDiff {
    /// One row a user, permission set and account.
    pub rows: StarRows<'static>,
    /// What it comes to.
    pub summary: Summary,
    /// What of it there is, for `--fail-on`.
    pub seen: Seen,
}

/// Which kinds of change there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Somebody gained access.
    pub gained: bool,
    /// Somebody lost access.
    pub lost: bool,
    /// Somebody's access is another thing now.
    pub changed: bool,
    /// Somebody became administrator.
    pub administrator: bool,
    /// Somebody became administrator in production.
    pub administrator_in_production: bool,
}

/// Compares what people reach on two sides.
///
/// # Errors
/// A table cannot be built.
pub fn access(
    [old, new]: [&Side; 2],
    [before, after]: [&Dataset; 2],
    again: &Again,
    production: &Production,
    is_whole: bool,
) -> Result<AccessDiff, DatasetError> {
    let [old_access, new_access] = EffectiveAccess::of_both(before.source(), after.source());
    let (old, new) = (Half::new(old, before, old_access), Half::new(new, after, new_access));
    let directory = Directory::new(&[after.source(), before.source()]);
    let accounts = &new.access.accounts;
    let is_production: Vec<Option<bool>> =
        accounts.iter().map(|id| production.includes(id, &directory)).collect();
    let in_production =
        |change: &AccessChange| is_production.get(change.pair.account as usize).copied().flatten();

    let mut changes = people(&old, &new, again);
    changes.sort_by_key(|change| change.order(in_production(change) == Some(true)));
    let any = |change: Change| changes.iter().any(|one| one.change == change);
    // A gate is not passed where nobody knows.
    let may_have =
        |change: &&AccessChange| change.gained_administrator() || change.may_have_gained_administrator();
    let mut administrators = changes.iter().filter(may_have);
    let seen = Seen {
        gained: any(Change::Gained),
        lost: any(Change::Lost),
        changed: any(Change::Changed),
        administrator: administrators.clone().next().is_some(),
        administrator_in_production: administrators.any(|change| in_production(change) != Some(false)),
    };
    Ok(AccessDiff {
        summary: summary::summary(&changes, is_whole, in_production, &new.access, &directory),
        rows: rows::rows(changes, &is_production, &new.access, &directory),
        seen,
    })
}
