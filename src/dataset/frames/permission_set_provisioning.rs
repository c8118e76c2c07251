use rustc_hash::FxHashSet;

use super::super::frame::{FrameBuilder, Part};
use super::{Table, permission_sets};
use crate::snapshot::coverage::Standing;
use crate::snapshot::coverage::operation::{
    ASSIGNMENTS as TELL_ASSIGNMENTS, LIST_PERMISSION_SETS, PROVISIONING,
};
use crate::snapshot::{State, Symbol};

const STATUS: Part = Part {
    state: "provisioning_status_state",
    words: "provisioning status",
    of: &["permission_set_arn", "account_id"],
    operations: &PROVISIONING,
    covers: &["provisioning_status"],
    follows: &[],
    reason: None,
};
const ASSIGNMENTS: Part = Part {
    state: "assignments_state",
    words: "assignments",
    of: &["permission_set_arn", "account_id"],
    operations: &TELL_ASSIGNMENTS,
    covers: &[],
    follows: &["account_assignments"],
    reason: None,
};

/// Which permission set is provisioned in which account.
pub const TABLE: Table = Table {
    name: "permission_set_provisioning",
    doc: "One row a permission set and account where it is provisioned.",
    key: &["permission_set_arn", "account_id"],
    parts: &[STATUS, ASSIGNMENTS],
    build: |source| {
        let snapshot = source.snapshot;
        let pairs = snapshot.permission_set_provisioning.records();
        let assignments = &snapshot.account_assignments;
        let assigned: FxHashSet<[Symbol; 2]> =
            assignments.records().iter().map(|row| [row.permission_set, row.account]).collect();
        FrameBuilder::new("permission_set_provisioning", &source.categories, pairs.len())
            .symbols("permission_set_arn", "PermissionSetArn.", pairs.iter().map(|pair| Some(pair.permission_set)))
            .symbols("account_id", "AccountId.", pairs.iter().map(|pair| Some(pair.account)))
            .symbols(
                "provisioning_status",
                "LATEST_PERMISSION_SET_PROVISIONED or LATEST_PERMISSION_SET_NOT_PROVISIONED.",
                pairs.iter().map(|pair| pair.status),
            )
            .state(
                STATUS,
                "Unknown where AWS lists the pair under both statuses or under none that was asked for.",
                pairs.iter().map(|pair| match pair.status {
                    Some(_) => State::Known,
                    None => State::Unknown,
                }),
            )
            .state(
                ASSIGNMENTS,
                "Whether anyone is assigned the set in the account: `none` only where all assignments of the pair were \
                 read.",
                pairs.iter().map(|pair| {
                    if assigned.contains(&[pair.permission_set, pair.account]) {
                        return State::Known;
                    }
                    let ids = [snapshot.id(pair.permission_set), snapshot.id(pair.account)];
                    let standing = source.knowledge.standing_of_assignments(&ids, None);
                    if !assignments.is_absent() && !matches!(standing, Standing::Gap(_)) {
                        State::None
                    } else {
                        State::Unknown
                    }
                }),
            )
            .finish()
    },
    gaps: |source| {
        let snapshot = source.snapshot;
        let list = &snapshot.permission_set_provisioning;
        // A pair that is in the list lacks its status at most.
        let is_missing = |ids: &[&str]| match ids {
            [set, account] => snapshot.provisioning(set, account).is_none(),
            _ => true,
        };
        let absent = list.is_absent();
        let describe = |ids: &[&str]| source.describe(ids);
        let mut gaps =
            source.knowledge.gaps(&PROVISIONING, "provisioned accounts", absent, is_missing, describe);
        // A set that is not listed was not asked for its accounts.
        if matches!(source.knowledge.standing(LIST_PERMISSION_SETS, &[]), Standing::Gap(_)) {
            gaps.extend((permission_sets::TABLE.gaps)(source));
        }
        gaps
    },
};
