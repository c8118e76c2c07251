//! What changed in what people reach, and why (`docs/access.md`).

mod again;
mod cause;
mod edits;
mod half;
mod interned;
mod people;
mod rows;
mod summary;
mod touched;

pub use again::Again;

use crate::access::{Directory, EffectiveAccess, Production};
use crate::dataset::Dataset;
use crate::model::{StarRows, Summary};

use super::side::Side;
use half::Half;
pub use people::Change;
use people::{AccessChange, People, Reason, people};

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

/// What people reach on two sides, compared.
pub struct Access<'h> {
    /// In the order of the rows.
    changes: Vec<AccessChange>,
    reasons: Vec<Reason>,
    access: EffectiveAccess<'h>,
    directory: Directory<'h>,
    /// Of each account.
    is_production: Vec<Option<bool>>,
}

impl<'h> Access<'h> {
    /// Compares.
    pub fn new(
        [old, new]: [&'h Side<'_>; 2],
        [before, after]: [&'h Dataset<'_>; 2],
        again: &Again,
        production: &Production,
    ) -> Self {
        let [old_access, new_access] = EffectiveAccess::of_both(before.source(), after.source());
        let old = Half::new(old, before, old_access);
        let new = Half::new(new, after, new_access).beside(&old);
        let directory = Directory::new(&[after.source(), before.source()]);
        let accounts = &new.access.accounts;
        let is_production: Vec<Option<bool>> =
            accounts.iter().map(|id| production.includes(id, &directory)).collect();
        let People { mut changes, reasons } = people(&old, &new, again);
        // Those of a kind come by user and pair, and stay so.
        changes
            .sort_by_cached_key(|change| change.order(in_production(&is_production, change) == Some(true)));
        Access { changes, reasons: reasons.into_items(), access: new.access, directory, is_production }
    }

    /// In rows and words. `is_whole` tells whether all else of the two sides is known.
    pub fn told(self, is_whole: bool) -> AccessDiff {
        let Access { changes, reasons, access, directory, is_production } = self;
        let in_production = |change: &AccessChange| in_production(&is_production, change);
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
        AccessDiff {
            summary: summary::summary(&changes, is_whole, in_production, &access, &directory),
            rows: rows::rows(changes, &reasons, &is_production, &access, &directory),
            seen,
        }
    }
}

/// Whether an account is production; nothing where nobody knows.
fn in_production(is_production: &[Option<bool>], change: &AccessChange) -> Option<bool> {
    is_production.get(change.pair.account as usize).copied().flatten()
}
