use rustc_hash::FxHashSet;

use super::super::frame::FrameBuilder;
use super::{Table, account_assignments, permission_set_provisioning};
use crate::model::NotEvaluated;
use crate::snapshot::assignments::UNPROVISIONED_UNSEEN;
use crate::snapshot::coverage::operation::PROVISIONING;
use crate::snapshot::{AssignmentRow, Symbol};

/// The assignments that have no effect.
pub const TABLE: Table = Table {
    name: "unprovisioned_assignments",
    doc: "One row an account assignment whose permission set is not provisioned in the account. Mode `pairs` sees none \
          of them: it asks only where a set is provisioned.",
    key: &["account_id", "permission_set_arn", "principal_type", "principal_id"],
    parts: &[],
    build: |source| {
        let snapshot = source.snapshot;
        let list = &snapshot.permission_set_provisioning;
        let pairs: FxHashSet<[Symbol; 2]> =
            list.records().iter().map(|pair| [pair.permission_set, pair.account]).collect();
        let is_unprovisioned = |row: &AssignmentRow| {
            !pairs.contains(&[row.permission_set, row.account]) && {
                let pair = [snapshot.id(row.permission_set), snapshot.id(row.account)];
                source.knowledge.absence_is_known(list, &PROVISIONING, &pair)
            }
        };
        let rows: Vec<AssignmentRow> =
            snapshot.account_assignments.records().iter().copied().filter(is_unprovisioned).collect();
        let frame = FrameBuilder::new("unprovisioned_assignments", &source.categories, rows.len());
        account_assignments::key_columns(frame, rows.iter().copied()).finish()
    },
    gaps: |source| {
        let tables = [permission_set_provisioning::TABLE, account_assignments::TABLE];
        let mut gaps: Vec<NotEvaluated> = tables.iter().flat_map(|table| (table.gaps)(source)).collect();
        let mode = source.snapshot.collected.value().and_then(|collected| collected.mode.text());
        if mode == Some("pairs") {
            gaps.push(NotEvaluated {
                what: "assignments where the permission set is not provisioned".to_owned(),
                why: UNPROVISIONED_UNSEEN.to_owned(),
                asked_for: false,
            });
        }
        gaps
    },
};
