use rustc_hash::FxHashSet;

use super::super::frame::FrameBuilder;
use super::{Table, account_assignments, permission_set_provisioning, sorted};
use crate::model::NotEvaluated;
use crate::snapshot::assignments::UNPROVISIONED_UNSEEN;
use crate::snapshot::coverage::operation::PROVISIONING;

/// The assignments that have no effect.
pub const TABLE: Table = Table {
    name: "unprovisioned_assignments",
    doc: "One row an account assignment whose permission set is not provisioned in the account. Mode `pairs` sees none \
          of them: it asks only where a set is provisioned.",
    key: &["account_id", "permission_set_arn", "principal_type", "principal_id"],
    build: |source| {
        let list = &source.snapshot.permission_set_provisioning;
        let pairs: FxHashSet<[&str; 2]> =
            list.records().iter().map(|pair| [&*pair.permission_set_arn, &*pair.account_id]).collect();
        let mut rows = sorted(&source.snapshot.account_assignments);
        rows.retain(|row| {
            let pair = [&*row.permission_set_arn, &*row.account_id];
            !pairs.contains(&pair) && source.knowledge.absence_is_known(list, &PROVISIONING, &pair)
        });
        account_assignments::key_columns(
            FrameBuilder::new("unprovisioned_assignments", &source.symbols, rows.len()),
            &rows,
        )
        .finish()
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
