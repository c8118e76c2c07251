//! What two operations tell differently: the point of the mode `exhaustive`.

use std::collections::BTreeSet;

use crate::snapshot::Text;
use crate::snapshot::v1::Observation;

use super::operation::Operation;

/// One observation for each fact that only one of two operations gives.
pub(super) fn disagreements(
    one: Operation,
    other: Operation,
    of_one: &BTreeSet<String>,
    of_other: &BTreeSet<String>,
) -> Vec<Observation<'static>> {
    let only = |has: Operation, lacks: Operation, scope: &String| {
        disagreement(one, scope, format!("{} has it and {} does not", has.name(), lacks.name()))
    };
    let of_one_only = of_one.difference(of_other).map(|scope| only(one, other, scope));
    of_one_only.chain(of_other.difference(of_one).map(|scope| only(other, one, scope))).collect()
}

/// A fact that an operation tells differently.
pub(super) fn disagreement(operation: Operation, scope: &str, detail: String) -> Observation<'static> {
    observation("disagreement", operation, scope, detail)
}

/// Something that the reading itself showed.
pub(super) fn observation(
    kind: &'static str,
    operation: Operation,
    scope: &str,
    detail: impl Into<String>,
) -> Observation<'static> {
    Observation {
        kind: Text::from(kind),
        service: Text::from(operation.service().name()),
        operation: Text::from(operation.name()),
        scope: Text::owned(scope),
        detail: Text::owned(detail.into()),
    }
}
