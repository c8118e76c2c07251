//! What the snapshot knows: the one place that tells "none" from "unknown".

#[expect(missing_docs, reason = "each is named after its API")]
pub mod operation;

use rustc_hash::FxHashMap;

use super::member::Member;
use super::v1::Coverage;
use crate::model::NotEvaluated;

/// Whether a part of a record is known, known to be none, or unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// It was read, and there is something.
    Known,
    /// It was read, and there is nothing.
    None,
    /// It was not read.
    #[default]
    Unknown,
}

impl State {
    /// The state of something that was counted, where it could be.
    pub fn of_count(count: Option<u64>) -> Self {
        match count {
            None => State::Unknown,
            Some(0) => State::None,
            Some(_) => State::Known,
        }
    }

    /// The word in the state columns.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Known => "known",
            State::None => "none",
            State::Unknown => "unknown",
        }
    }
}

impl<T> Member<T> {
    /// The state of a part that is there or not, such as a boundary.
    pub fn state(&self) -> State {
        match self {
            Member::Absent => State::Unknown,
            Member::Null => State::None,
            Member::Value(_) => State::Known,
        }
    }
}

impl<T> Member<Vec<T>> {
    /// The state of a part that is a list, such as tags.
    pub fn list_state(&self) -> State {
        State::of_count(self.list().map(|items| items.len() as u64))
    }
}

/// How the reading of one thing by one operation stands.
#[derive(Clone, Copy, Debug)]
pub enum Standing<'s> {
    /// Coverage does not speak of it: a file written by hand, or an operation that was not used.
    Unsaid,
    /// It was read.
    Complete,
    /// It was not read, or not wholly.
    Gap(&'s Coverage<'s>),
}

/// An operation as coverage names it: service and API name. (ListTagsForResource is an operation of two.)
pub type Operation = (&'static str, &'static str);

#[derive(Default)]
struct Rows<'s> {
    whole: Option<&'s Coverage<'s>>,
    /// What did not complete, by the sorted ids of its scope.
    scopes: FxHashMap<Vec<&'s str>, &'s Coverage<'s>>,
    /// By each id of a scope, the first scope that has it.
    by_id: FxHashMap<&'s str, &'s Coverage<'s>>,
    /// The first scope.
    first: Option<&'s Coverage<'s>>,
}

impl<'s> Rows<'s> {
    fn add(&mut self, row: &'s Coverage<'s>) {
        let mut ids: Vec<&str> = split_scope(row.scope.text().unwrap_or_default()).collect();
        if ids.is_empty() {
            self.whole = Some(row);
        } else if is_gap(row) {
            for id in &ids {
                let first = self.by_id.entry(id).or_insert(row);
                if row.scope.text() < first.scope.text() {
                    *first = row;
                }
            }
            if self.first.is_none_or(|first| row.scope.text() < first.scope.text()) {
                self.first = Some(row);
            }
            ids.sort_unstable();
            // One scope told twice, its ids the other way round: what was asked for counts.
            let told = self.scopes.entry(ids).or_insert(row);
            if was_skipped(told) {
                *told = row;
            }
        }
    }

    /// How everything stands that no scope names.
    fn rest(&self) -> Standing<'s> {
        match self.whole {
            None if self.scopes.is_empty() => Standing::Unsaid,
            None => Standing::Complete,
            // A list that was not needed tells nothing. It may also be complete after no call.
            Some(row) if is_left_to_another(row) => Standing::Unsaid,
            Some(row) if is_complete(row) && row.calls.value() == Some(&0) => Standing::Unsaid,
            Some(row) if is_complete(row) => Standing::Complete,
            // With an error of its own, it lacks more than the scopes say.
            Some(row)
                if row.status.text() == Some("partial")
                    && !self.scopes.is_empty()
                    && row.error.value().is_none() =>
            {
                Standing::Complete
            }
            Some(row) => Standing::Gap(row),
        }
    }

    /// True for an operation that left to another what no scope names: of the scopes it alone tells.
    fn is_alone_with_its_scopes(&self) -> bool {
        !self.scopes.is_empty() && self.whole.is_some_and(is_left_to_another)
    }
}

/// The coverage of one snapshot, ready to be asked.
pub struct Knowledge<'s> {
    operations: FxHashMap<(&'s str, &'s str), Rows<'s>>,
}

fn is_complete(row: &Coverage) -> bool {
    row.status.text() == Some("complete")
}

/// True where another operation told the same: in `principals` mode, all that live principals have.
fn is_left_to_another(row: &Coverage) -> bool {
    was_skipped(row) && matches!(error_code(row), Some(NOT_NEEDED | PRINCIPALS_MODE))
}

fn error_code<'r>(row: &'r Coverage) -> Option<&'r str> {
    row.error.value().and_then(|error| error.code.text())
}

/// True where the row tells of something that the snapshot lacks: what another operation gave is not lacking.
pub fn is_gap(row: &Coverage) -> bool {
    let is_told_elsewhere = was_skipped(row) && error_code(row) == Some(NOT_NEEDED);
    !is_complete(row) && !is_told_elsewhere
}

/// The ids of a scope: a comma or a blank joins them.
fn split_scope(scope: &str) -> impl Iterator<Item = &str> {
    scope.split([',', ' ']).filter(|id| !id.is_empty())
}

/// Of two operations that tell the same: complete beats a gap beats unsaid, and a gap that was asked for beats
/// one that was skipped.
pub(super) fn better<'s>(one: Standing<'s>, other: Standing<'s>) -> Standing<'s> {
    match (one, other) {
        (Standing::Complete, _) | (_, Standing::Complete) => Standing::Complete,
        (Standing::Gap(first), Standing::Gap(second)) if was_skipped(first) => Standing::Gap(second),
        (Standing::Gap(first), _) => Standing::Gap(first),
        (Standing::Unsaid, other) => other,
    }
}

impl<'s> Knowledge<'s> {
    /// Reads the coverage rows of a snapshot.
    pub fn new(coverage: &'s Member<Vec<Coverage<'s>>>) -> Self {
        let mut operations: FxHashMap<(&str, &str), Rows> = FxHashMap::default();
        for row in coverage.records() {
            operations.entry((&*row.service, &*row.operation)).or_default().add(row);
        }
        Knowledge { operations }
    }

    /// How the reading of the thing with these ids (at most two) stands. Without ids: the whole operation.
    ///
    /// An operation that ended `partial` and names the scopes that did not complete is complete for all others;
    /// one that names none may lack anything.
    pub fn standing(&self, operation: Operation, ids: &[&str]) -> Standing<'s> {
        let Some(rows) = self.operations.get(&operation) else {
            return Standing::Unsaid;
        };
        if !rows.scopes.is_empty() {
            let mut sorted = ids.to_vec();
            sorted.sort_unstable();
            let single = sorted.chunks(1).find_map(|id| rows.scopes.get(id));
            let gap = match ids {
                [] => rows.first,
                _ => single.or_else(|| rows.scopes.get(sorted.as_slice())).copied(),
            };
            if let Some(row) = gap {
                return Standing::Gap(row);
            }
        }
        rows.rest()
    }

    /// How everything stands that no scope of the operation names.
    pub fn rest(&self, operation: Operation) -> Standing<'s> {
        self.operations.get(&operation).map_or(Standing::Unsaid, Rows::rest)
    }

    /// True where coverage has a row of one of these operations.
    pub fn speaks_of(&self, operations: &[Operation]) -> bool {
        operations.iter().any(|operation| self.operations.contains_key(operation))
    }

    /// How a thing stands that any one of several operations tells.
    pub fn standing_of_any(&self, operations: &[Operation], ids: &[&str]) -> Standing<'s> {
        let standings = operations.iter().map(|operation| self.standing(*operation, ids));
        standings.fold(Standing::Unsaid, better)
    }

    /// True where something with these ids that is *not* in the list is known not to exist.
    pub fn absence_is_known<T>(&self, list: &Member<Vec<T>>, operations: &[Operation], ids: &[&str]) -> bool {
        !list.is_absent() && !matches!(self.standing_of_any(operations, ids), Standing::Gap(_))
    }

    /// Where everything that there is about one thing of a kind is known, such as all accounts of a permission
    /// set. `is_kind` tells the ids of that kind.
    pub fn totals(&self, operations: &[Operation], is_kind: impl Fn(&str) -> bool) -> Totals<'_, 's> {
        let of = |operation: &Operation| {
            let rows = self.operations.get(operation)?;
            // What was not read about an account may be about any permission set.
            let concerns_all = rows.scopes.iter().find(|(ids, _)| !ids.iter().any(|id| is_kind(id)));
            Some((rows, concerns_all.map(|(_, row)| *row)))
        };
        Totals(operations.iter().filter_map(of).collect())
    }

    /// Everything that none of these operations, each of which tells the same, completed: `thing` as a whole,
    /// or of the scopes that coverage lists and `counts` lets pass, in the order of their ids, which `describe`
    /// turns into words.
    pub fn gaps(
        &self,
        operations: &[Operation],
        thing: &str,
        absent: bool,
        counts: impl Fn(&[&str]) -> bool,
        describe: impl Fn(&[&str]) -> String,
    ) -> Vec<NotEvaluated> {
        let all = || operations.iter().filter_map(|operation| self.operations.get(operation));
        let is_told = matches!(self.standing_of_any(operations, &[]), Standing::Complete);
        if !absent && is_told && !all().any(Rows::is_alone_with_its_scopes) {
            return Vec::new();
        }
        let mut gaps = Vec::new();
        for rows in all() {
            match rows.whole.filter(|row| is_gap(row)) {
                Some(row) if absent || matches!(rows.rest(), Standing::Gap(_)) => {
                    gaps.push(gap(thing.to_owned(), row));
                }
                _ => {
                    let mut scopes: Vec<_> = rows.scopes.iter().collect();
                    scopes.sort_unstable_by_key(|(ids, _)| *ids);
                    // In words in the order of the scope as it stands, which is the order people say it in.
                    let ids = scopes.into_iter().map(|(_, row)| {
                        (split_scope(row.scope.text().unwrap_or_default()).collect::<Vec<_>>(), *row)
                    });
                    gaps.extend(
                        ids.filter(|(ids, _)| counts(ids))
                            .map(|(ids, row)| gap(format!("{thing} of {}", describe(&ids)), row)),
                    );
                }
            }
        }
        // An operation that was skipped because its twin was used says nothing.
        if gaps.iter().any(|gap| gap.asked_for) && operations.len() > 1 {
            gaps.retain(|gap| gap.asked_for);
        }
        if gaps.is_empty() && absent {
            gaps.push(NotEvaluated { what: thing.to_owned(), why: UNSAID.to_owned(), asked_for: true });
        }
        gaps
    }

    /// Why a part with these ids is unknown, and whether the collector was asked for it.
    pub fn why(&self, operations: &[Operation], ids: &[&str]) -> (String, bool) {
        let direct = operations.iter().filter_map(|operation| match self.standing(*operation, ids) {
            Standing::Gap(row) => Some(row),
            Standing::Unsaid | Standing::Complete => None,
        });
        // A gap in a part, or in the way to it, tells why the rest of it is unknown.
        let nearby = || {
            let rows = || operations.iter().filter_map(|operation| self.operations.get(operation));
            let of_ids = rows().flat_map(|rows| ids.iter().filter_map(|id| rows.by_id.get(id).copied()));
            of_ids.chain(rows().filter_map(|rows| rows.first)).min_by_key(|row| was_skipped(row))
        };
        match direct.min_by_key(|row| was_skipped(row)).or_else(nearby) {
            Some(row) => (describe(row), !was_skipped(row)),
            None => (UNSAID.to_owned(), true),
        }
    }
}

/// See [`Knowledge::totals`].
pub struct Totals<'k, 's>(Vec<(&'k Rows<'s>, Option<&'s Coverage<'s>>)>);

impl Totals<'_, '_> {
    /// True where no gap can concern the thing.
    pub fn is_known(&self, id: &str) -> bool {
        if self.0.iter().any(|(rows, _)| rows.is_alone_with_its_scopes() && rows.by_id.contains_key(id)) {
            return false;
        }
        let standings = self.0.iter().map(|(rows, concerns_all)| {
            concerns_all.or_else(|| rows.by_id.get(id).copied()).map_or_else(|| rows.rest(), Standing::Gap)
        });
        !matches!(standings.fold(Standing::Unsaid, better), Standing::Gap(_))
    }
}

/// The error code of an operation whose answer another operation gave already.
pub const NOT_NEEDED: &str = "NotNeeded";
/// The error code of a family of operations that `--skip` left out.
pub const SKIPPED: &str = "Skipped";
/// The error code of ListAccountAssignments where ListAccountAssignmentsForPrincipal told the assignments.
pub const PRINCIPALS_MODE: &str = "PrincipalsMode";

/// What is said where coverage does not tell why something is missing.
pub const UNSAID: &str = "the snapshot does not have it, and its coverage does not say why";

fn was_skipped(row: &Coverage) -> bool {
    row.status.text() == Some("skipped")
}

fn gap(what: String, row: &Coverage) -> NotEvaluated {
    NotEvaluated { what, why: describe(row), asked_for: !was_skipped(row) }
}

/// One coverage row as a reason: `ListTagsForResource was denied (AccessDeniedException)`.
pub fn describe(row: &Coverage) -> String {
    let how = match row.status.text() {
        Some("denied") => "was denied",
        Some("failed") => "failed",
        Some("partial") => "did not complete",
        Some("skipped") => "was skipped",
        Some("unsupported") => "is not supported for this instance",
        Some("complete") => "completed without it",
        _ => "has an unknown status",
    };
    match error_code(row).filter(|code| *code != SKIPPED) {
        Some(code) => format!("{} {how} ({code})", row.operation),
        None => format!("{} {how}", row.operation),
    }
}

#[cfg(test)]
mod tests {
    use super::super::SnapshotFile;
    use super::operation::PROVISIONING;
    use super::*;

    fn state_of_pair(coverage: &str) -> bool {
        let text = format!(
            r#"{{"format":"ssoscan-snapshot","format_version":1,"permission_set_provisioning":[],"coverage":[{coverage}]}}"#
        );
        let file = SnapshotFile::from_bytes("test", text.into_bytes());
        let snapshot = file.parse().unwrap();
        Knowledge::new(&snapshot.coverage).absence_is_known(
            snapshot.permission_set_provisioning,
            &PROVISIONING,
            &["set", "account"],
        )
    }

    /// Of two operations that tell the same, the one that was not used must not hide what the other lacks.
    #[test]
    fn a_list_that_was_not_needed_knows_nothing() {
        let row = |operation: &str, rest: &str| {
            format!(r#"{{"service":"sso-admin","operation":"{operation}",{rest}}}"#)
        };
        let (by_set, by_account) =
            ("ListAccountsForProvisionedPermissionSet", "ListPermissionSetsProvisionedToAccount");
        let not_needed = r#""status":"skipped","calls":0,"error":{"code":"NotNeeded"}"#;
        for unused in [r#""status":"complete","calls":0"#, not_needed] {
            let unused = row(by_account, unused);
            let complete = row(by_set, r#""status":"complete","calls":4"#);
            let failed = [
                row(by_set, r#""status":"partial","calls":4"#),
                row(by_set, r#""status":"denied","scope":"set""#),
            ]
            .join(",");
            assert!(state_of_pair(&format!("{complete},{unused}")));
            assert!(state_of_pair(&complete));
            assert!(state_of_pair(""));
            assert!(!state_of_pair(&format!("{failed},{unused}")));
            assert!(!state_of_pair(&failed));
            let other = failed.replace("\"set\"", "\"other\"");
            assert!(state_of_pair(&format!("{other},{unused}")));
        }
    }
}
