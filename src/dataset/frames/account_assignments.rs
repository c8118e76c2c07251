use super::super::frame::{FrameBuilder, Part};
use super::{Table, groups, list_gaps, permission_set_provisioning, users};
use crate::snapshot::coverage::operation::{
    ASSIGNMENTS, LIST_ACCOUNTS, LIST_GROUPS, LIST_USERS, PROVISIONING,
};
use crate::snapshot::{AssignmentRow, Member, State, Symbol};

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
pub(super) fn key_columns<'s>(
    frame: FrameBuilder<'s>,
    rows: impl Iterator<Item = AssignmentRow> + Clone,
) -> FrameBuilder<'s> {
    frame
        .symbols("account_id", "AccountId.", rows.clone().map(|row| Some(row.account)))
        .symbols("permission_set_arn", "PermissionSetArn.", rows.clone().map(|row| Some(row.permission_set)))
        .symbols("principal_type", "USER or GROUP.", rows.clone().map(|row| Some(row.principal_type)))
        .symbols("principal_id", "PrincipalId: a UserId or GroupId.", rows.map(|row| Some(row.principal)))
}

/// The account assignments.
pub const TABLE: Table = Table {
    name: "account_assignments",
    doc: "One row an account assignment: a user or group was given a permission set in one account.",
    key: &["account_id", "permission_set_arn", "principal_type", "principal_id"],
    parts: &[PRINCIPAL, ACCOUNT],
    build: |source| {
        let know = &source.knowledge;
        let snapshot = source.snapshot;
        let rows = snapshot.account_assignments.records();
        let users = source.listed(snapshot.users.records().iter().map(|user| &*user.user_id));
        let groups = source.listed(snapshot.groups.records().iter().map(|group| &*group.group_id));
        let accounts = source.listed(snapshot.accounts.records().iter().map(|account| &*account.id));
        let found_in = |known: bool, list: &[bool], id: Symbol| match (list.get(id.index()), known) {
            (Some(true), _) => State::Known,
            (_, true) => State::None,
            (_, false) => State::Unknown,
        };
        let all_users = know.absence_is_known(&snapshot.users, &[LIST_USERS], &[]);
        let all_groups = know.absence_is_known(&snapshot.groups, &[LIST_GROUPS], &[]);
        let all_accounts = know.absence_is_known(&snapshot.accounts, &[LIST_ACCOUNTS], &[]);
        let [user, group] = ["USER", "GROUP"].map(|word| snapshot.symbols.find(word));
        let frame = FrameBuilder::new("account_assignments", &source.categories, rows.len());
        key_columns(frame, rows.iter().copied())
            .state(
                PRINCIPAL,
                "Whether the principal is in the identity store: `none` is a deleted one.",
                rows.iter().map(|row| match Some(row.principal_type) {
                    kind if kind == user => found_in(all_users, &users, row.principal),
                    kind if kind == group => found_in(all_groups, &groups, row.principal),
                    _ => State::Unknown,
                }),
            )
            .state(
                ACCOUNT,
                "Whether the account is in the organization's list.",
                rows.iter().map(|row| found_in(all_accounts, &accounts, row.account)),
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
