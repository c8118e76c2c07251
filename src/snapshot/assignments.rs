//! What is known of the assignments, which two operations tell: ListAccountAssignments pair by pair,
//! ListAccountAssignmentsForPrincipal principal by principal.

use super::coverage::{Knowledge, Standing, better, operation::*};

/// Why a deleted principal's assignments are not all known in `principals` mode.
pub const DELETED_UNSEEN: &str = "mode principals sees the assignments of a deleted principal only where nobody else \
                                  has the permission set in the account";
/// Why assignments without a role behind them are not known in `pairs` mode.
pub const UNPROVISIONED_UNSEEN: &str =
    "only the modes principals and exhaustive see assignments where the permission set is not provisioned";

impl<'s> Knowledge<'s> {
    /// True where the assignments were read principal by principal (mode `principals`). Then all that live
    /// principals have is known, whether or not it is provisioned. Of the pairs that no live principal's
    /// assignment explains, ListAccountAssignments was asked too.
    pub fn reads_by_principal(&self) -> bool {
        let rests = ASSIGNMENTS.map(|operation| self.rest(operation));
        matches!(rests, [Standing::Unsaid, Standing::Complete | Standing::Gap(_)])
    }

    /// How the assignments of a set in an account stand: those of one principal who is in the lists, or all.
    ///
    /// What was not read of a pair may be about any principal, and what was not read of a principal about any
    /// pair.
    pub fn standing_of_assignments(&self, pair: &[&str], principal: Option<&str>) -> Standing<'s> {
        let of_pair = self.standing(LIST_ACCOUNT_ASSIGNMENTS, pair);
        match principal {
            Some(id) => better(of_pair, self.standing(LIST_ACCOUNT_ASSIGNMENTS_FOR_PRINCIPAL, &[id])),
            None if matches!(of_pair, Standing::Unsaid) => self.standing_of_principals(),
            None => of_pair,
        }
    }

    /// How the assignments of all principals stand: who is not listed is not asked about.
    fn standing_of_principals(&self) -> Standing<'s> {
        if !self.reads_by_principal() {
            return Standing::Unsaid;
        }
        let steps = [LIST_ACCOUNT_ASSIGNMENTS_FOR_PRINCIPAL, LIST_USERS, LIST_GROUPS];
        let mut standings = steps.into_iter().map(|step| self.standing(step, &[]));
        standings.find(|step| matches!(step, Standing::Gap(_))).unwrap_or(Standing::Complete)
    }

    /// True where no principal's assignments can be missing because the principal is not listed or was not read.
    pub fn knows_all_principals(&self) -> bool {
        !matches!(self.standing_of_principals(), Standing::Gap(_))
    }
}
