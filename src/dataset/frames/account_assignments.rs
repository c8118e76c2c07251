use rustc_hash::FxHashSet;

use super::super::frame::{FrameBuilder, Part};
use super::{Table, groups, list_gaps, permission_set_provisioning, sorted, users};
use crate::snapshot::coverage::operation::{
    ASSIGNMENTS, LIST_ACCOUNTS, LIST_GROUPS, LIST_USERS, PROVISIONING,
};
use crate::snapshot::v1::AccountAssignment;
use crate::snapshot::{Member, State};

const PRINCIPAL: Part = Part {
    state: "principal_state",
    words: "name and status",
    of: &["principal_id"],
    operations: &[LIST_USERS, LIST_GROUPS],
    covers: &[],
    follows: &["users", "groups"],
    reason: None,
};
const ACCOUNT: Part = Part {
    state: "account_state",
    words: "name and status",
    of: &["account_id"],
    operations: &[LIST_ACCOUNTS],
    covers: &[],
    follows: &["accounts"],
    reason: None,
};

/// The columns that are an assignment's key.
pub(super) fn key_columns<'s>(frame: FrameBuilder<'s>, rows: &[&AccountAssignment<'_>]) -> FrameBuilder<'s> {
    frame
        .id("account_id", "AccountId.", rows.iter().map(|row| Some(&*row.account_id)))
        .id("permission_set_arn", "PermissionSetArn.", rows.iter().map(|row| Some(&*row.permission_set_arn)))
        .id("principal_type", "USER or GROUP.", rows.iter().map(|row| Some(&*row.principal_type)))
        .id(
            "principal_id",
            "PrincipalId: a UserId or GroupId.",
            rows.iter().map(|row| Some(&*row.principal_id)),
        )
}

/// The account assignments.
pub const TABLE: Table = Table {
    name: "account_assignments",
    doc: "One row an account assignment: a user or group was given a permission set in one account.",
    key: &["account_id", "permission_set_arn", "principal_type", "principal_id"],
    build: |source| {
        let rows = sorted(&source.snapshot.account_assignments);
        let know = &source.knowledge;
        let snapshot = source.snapshot;
        let users: FxHashSet<&str> = snapshot.users.records().iter().map(|user| &*user.user_id).collect();
        let groups: FxHashSet<&str> =
            snapshot.groups.records().iter().map(|group| &*group.group_id).collect();
        let accounts: FxHashSet<&str> =
            snapshot.accounts.records().iter().map(|account| &*account.id).collect();
        let found_in = |known: bool, list: &FxHashSet<&str>, id: &str| match (list.contains(id), known) {
            (true, _) => State::Known,
            (false, true) => State::None,
            (false, false) => State::Unknown,
        };
        let all_users = know.absence_is_known(&snapshot.users, &[LIST_USERS], &[]);
        let all_groups = know.absence_is_known(&snapshot.groups, &[LIST_GROUPS], &[]);
        let all_accounts = know.absence_is_known(&snapshot.accounts, &[LIST_ACCOUNTS], &[]);
        key_columns(FrameBuilder::new("account_assignments", &source.symbols, rows.len()), &rows)
            .state(
                PRINCIPAL,
                "Whether the principal is in the identity store: `none` is a deleted one.",
                rows.iter().map(|row| match &*row.principal_type {
                    "USER" => found_in(all_users, &users, &row.principal_id),
                    "GROUP" => found_in(all_groups, &groups, &row.principal_id),
                    _ => State::Unknown,
                }),
            )
            .state(
                ACCOUNT,
                "Whether the account is in the organization's list.",
                rows.iter().map(|row| found_in(all_accounts, &accounts, &row.account_id)),
            )
            .finish()
    },
    gaps: |source| {
        // A pair whose provisioning is unknown was never asked for its assignments, nor was a principal who is not
        // listed.
        let mut gaps = match source.snapshot.permission_set_provisioning {
            _ if source.knowledge.reads_by_principal() => {
                [(users::TABLE.gaps)(source), (groups::TABLE.gaps)(source)].concat()
            }
            Member::Absent if !source.knowledge.speaks_of(&PROVISIONING) => Vec::new(),
            _ => (permission_set_provisioning::TABLE.gaps)(source),
        };
        let list = &source.snapshot.account_assignments;
        gaps.extend(list_gaps(source, list, &ASSIGNMENTS, "assignments"));
        gaps
    },
};
