//! Whether what was decided was done.

use rustc_hash::FxHashMap;

use super::super::directory::Directory;
use super::super::status::Status;
use super::presence::Presence;
use super::previous::{Decision, Past, Previous};
use super::row::Ids;
use super::{Review, Row};
use crate::model::{Cell, NotEvaluated, Rows};

/// The revocations of a review against a later snapshot.
pub struct Verified {
    /// Those that were not carried out or of which nobody knows, in the order of the review.
    pub rows: Rows,
    /// How many were decided.
    pub decided: usize,
    /// How many were not carried out.
    pub not_carried_out: usize,
    /// Those of which nobody knows, and why.
    pub unknown: Vec<NotEvaluated>,
}

const COLUMNS: [&str; 17] = [
    "line",
    "row_id",
    "verdict",
    "user_id",
    "user_name",
    "account_id",
    "account_name",
    "permission_set_arn",
    "permission_set_name",
    "path",
    "group_id",
    "group_name",
    "status",
    "reviewer",
    "decided_on",
    "justification",
    "why",
];

/// Looks for the access that was to be taken away.
pub fn verify(review: &Review, previous: &Previous) -> Verified {
    let revoked: Vec<(&str, &Past)> =
        previous.in_order().into_iter().filter(|(_, past)| past.decision == Some(Decision::Revoke)).collect();
    let mut found: FxHashMap<&str, Option<Row>> = revoked.iter().map(|(id, _)| (*id, None)).collect();
    review.for_each(|_, row| {
        if let Some(place) = found.get_mut(review.ids(&row).row_id().as_str()) {
            *place = Some(row);
        }
    });
    let mut verified = Verified {
        rows: Rows { columns: COLUMNS.map(str::to_owned).to_vec(), rows: Vec::new() },
        decided: revoked.len(),
        not_carried_out: 0,
        unknown: Vec::new(),
    };
    for (row_id, past) in revoked {
        let row = found.get(row_id).copied().flatten();
        let presence = match (row, past.ids()) {
            (Some(row), _) => Presence::There(row.status),
            (None, Some(ids)) => review.evidence.of(&ids),
            (None, None) => Presence::Unknown(
                "the ids in its line are not those of its row_id: a spreadsheet may have changed them"
                    .to_owned(),
            ),
        };
        let ids = row.map_or_else(|| past.written_ids(), |row| review.ids(&row));
        let cells = |verdict, status: Option<Status>, why| {
            cells(&review.directory, past, row_id, &ids, verdict, status, why)
        };
        match presence {
            Presence::Gone => {}
            Presence::There(status) => {
                verified.not_carried_out += 1;
                verified.rows.rows.push(cells("not-carried-out", Some(status), None));
            }
            Presence::Unknown(why) => {
                verified.rows.rows.push(cells("unknown", None, Some(why.as_str())));
                let what = format!("the revocation in line {}", past.line);
                verified.unknown.push(NotEvaluated { what, why, asked_for: true });
            }
        }
    }
    verified
}

fn cells(
    directory: &Directory,
    past: &Past,
    row_id: &str,
    ids: &Ids,
    verdict: &str,
    status: Option<Status>,
    why: Option<&str>,
) -> Vec<Cell> {
    let or_null = |text| Some(text).filter(|text: &&str| !text.is_empty()).into();
    let [reviewer, _, justification, decided_on] = past.filled_in();
    vec![
        Cell::Integer(i64::try_from(past.line).unwrap_or(i64::MAX)),
        row_id.into(),
        verdict.into(),
        or_null(ids.user),
        directory.user_name(ids.user).into(),
        or_null(ids.account),
        directory.account_name(ids.account).into(),
        or_null(ids.permission_set),
        directory.permission_set_name(ids.permission_set).into(),
        ids.path().into(),
        or_null(ids.group),
        directory.group_name(ids.group).into(),
        status.map(Status::as_str).into(),
        or_null(reviewer),
        or_null(decided_on),
        or_null(justification),
        why.into(),
    ]
}
