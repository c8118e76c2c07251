use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::super::frame::FrameBuilder;
use super::{Table, account_assignments, groups, users};
use crate::model::NotEvaluated;
use crate::snapshot::Symbol;
use crate::snapshot::assignments::DELETED_UNSEEN;
use crate::snapshot::coverage::operation::{LIST_GROUPS, LIST_USERS};

/// The principals that were deleted.
pub const TABLE: Table = Table {
    name: "deleted_principals",
    doc: "One row a user or group that has an assignment and is in the identity store no more. Mode `principals` may \
          not see them all.",
    key: &["principal_type", "principal_id"],
    parts: &[],
    build: |source| {
        let (know, snapshot) = (&source.knowledge, source.snapshot);
        let users = source.listed(snapshot.users.records().iter().map(|user| &*user.user_id));
        let groups = source.listed(snapshot.groups.records().iter().map(|group| &*group.group_id));
        let all_users = know.absence_is_known(&snapshot.users, &[LIST_USERS], &[]);
        let all_groups = know.absence_is_known(&snapshot.groups, &[LIST_GROUPS], &[]);
        let lacks = |list: &[bool], id: Symbol| list.get(id.index()) != Some(&true);
        let is_deleted = |[kind, id]: &[Symbol; 2]| match snapshot.id(*kind) {
            "USER" => all_users && lacks(&users, *id),
            "GROUP" => all_groups && lacks(&groups, *id),
            _ => false,
        };
        let assignments = snapshot.account_assignments.records().iter();
        let principals: FxHashSet<[Symbol; 2]> =
            assignments.map(|row| [row.principal_type, row.principal]).collect();
        let deleted = principals.into_iter().filter(is_deleted);
        let rows: BTreeSet<(&str, &str)> =
            deleted.map(|[kind, id]| (snapshot.id(kind), snapshot.id(id))).collect();
        FrameBuilder::new("deleted_principals", &source.categories, rows.len())
            .id("principal_type", "USER or GROUP.", rows.iter().map(|(kind, _)| Some(*kind)))
            .id("principal_id", "The UserId or GroupId that it had.", rows.iter().map(|(_, id)| Some(*id)))
            .finish()
    },
    gaps: |source| {
        let tables = [users::TABLE, groups::TABLE, account_assignments::TABLE];
        let mut gaps: Vec<NotEvaluated> = tables.iter().flat_map(|table| (table.gaps)(source)).collect();
        if source.knowledge.reads_by_principal() {
            gaps.push(NotEvaluated {
                what: "assignments of deleted principals".to_owned(),
                why: DELETED_UNSEEN.to_owned(),
                asked_for: false,
            });
        }
        gaps
    },
};
