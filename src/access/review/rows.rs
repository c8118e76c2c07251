//! The rows as they are written.

use std::io;

use super::super::directory::columns;
use super::super::status::Status;
use super::previous::{Previous, State};
use super::{History, Review, Row, UserStatus};
use crate::dataset::frames::enterprise::Enterprise;
use crate::dataset::source::{email, tags_text};
use crate::model::stream::EachCells;
use crate::model::{Cell, RowStream, Rows};

/// What people fill in, and what they choose from.
const CHOICES: [(&str, &[&str]); 1] = [("decision", &["approve", "revoke"])];

/// A review with what earlier snapshots and an earlier review say of its rows.
pub struct Table<'a> {
    review: &'a Review<'a>,
    history: Option<&'a History>,
    previous: Option<&'a Previous>,
    people: Rows,
    accounts: Rows,
    permission_sets: Rows,
    paths: Rows,
    statuses: Rows,
    account_tags: Rows,
    permission_set_tags: Rows,
}

/// How the rows stand to an earlier review.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing {
    /// Rows by state, in the order of [`State`].
    pub states: [usize; 3],
    /// Rows of the earlier review that are there no more.
    pub gone: usize,
}

impl<'a> Review<'a> {
    /// The review as a table.
    pub fn table(&'a self, history: Option<&'a History>, previous: Option<&'a Previous>) -> Table<'a> {
        let (access, directory) = (self.access, &self.directory);
        let account_tags = |id: &str| tags_text(&directory.account(id)?.tags);
        let set_tags = |arn: &str| tags_text(&directory.permission_set(arn)?.tags);
        let text = |text: Option<String>| vec![text.map_or(Cell::Null, Cell::text)];
        Table {
            people: self.people(),
            accounts: directory.account_columns(&access.accounts),
            permission_sets: directory.permission_set_columns(&access.permission_sets),
            paths: directory.path_columns(&access.groups),
            statuses: columns(["status"], Status::ALL.into_iter().map(|status| vec![status.as_str().into()])),
            account_tags: columns(["account_tags"], access.accounts.iter().map(|id| text(account_tags(id)))),
            permission_set_tags: columns(
                ["permission_set_tags"],
                access.permission_sets.iter().map(|arn| text(set_tags(arn))),
            ),
            review: self,
            history,
            previous,
        }
    }

    /// The columns of users, then those of rows about nobody who is known.
    fn people(&self) -> Rows {
        let of_user = |(place, id): (u32, &str)| {
            let user = self.directory.user(id);
            let status = UserStatus::of(self.access.user_status(place));
            let enterprise = user.map(Enterprise::of).unwrap_or_default();
            vec![
                id.into(),
                user.and_then(|user| user.user_name.text()).into(),
                user.and_then(|user| email(user)).into(),
                enterprise.department.as_deref().into(),
                enterprise.manager.as_deref().into(),
                status.as_str().into(),
            ]
        };
        let of_nobody = NOBODY.map(|status| {
            let mut cells = vec![Cell::Null; 5];
            cells.push(status.as_str().into());
            cells
        });
        let users = self.access.users.places().zip(self.access.users.iter()).map(of_user);
        columns(
            ["user_id", "user_name", "email", "department", "manager", "user_status"],
            users.chain(of_nobody),
        )
    }
}

/// Who is in the rows that are about no known user, in their order after the users.
const NOBODY: [UserStatus; 2] = [UserStatus::MembersUnknown, UserStatus::GroupDeleted];

impl Table<'_> {
    /// The rows: all, or those chosen by their numbers.
    pub fn rows<'t>(&'t self, chosen: Option<&'t [(usize, Row)]>) -> RowStream<'t> {
        RowStream {
            title: "Access review",
            columns: self.columns(),
            choices: &CHOICES,
            count: chosen.map_or_else(|| self.review.count(), <[_]>::len),
            walk: Box::new(move |each| match chosen {
                None => self.review.try_each(&mut |number, row| self.write(number, &row, each)),
                Some(rows) => rows.iter().try_for_each(|(number, row)| self.write(*number, row, each)),
            }),
        }
    }

    /// How the rows stand to the earlier review.
    pub fn standing(&self) -> Option<Standing> {
        let previous = self.previous?;
        let mut standing = Standing::default();
        self.review.for_each(|_, row| {
            let judged = previous.judge(&self.review.ids(&row).row_id(), &self.review.facts(&row));
            if let Some(count) = standing.states.get_mut(judged.state as usize) {
                *count += 1;
            }
        });
        let [_, changed, unchanged] = standing.states;
        standing.gone = previous.len().saturating_sub(changed + unchanged);
        Some(standing)
    }

    fn columns(&self) -> Vec<String> {
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let mut columns = own(&["row_id"]);
        for part in [&self.people, &self.accounts, &self.permission_sets] {
            columns.extend_from_slice(&part.columns);
        }
        columns.extend(own(&["tier"]));
        for part in [&self.paths, &self.statuses, &self.account_tags, &self.permission_set_tags] {
            columns.extend_from_slice(&part.columns);
        }
        columns.extend(own(&["first_seen", "reviewer", "decision", "justification", "decided_on"]));
        if self.previous.is_some() {
            columns.extend(own(&["review_state", "changes", "previous_decision"]));
        }
        columns
    }

    fn write(&self, number: usize, row: &Row, each: &mut EachCells) -> io::Result<()> {
        let row_id = self.review.ids(row).row_id();
        let facts = self.review.facts(row);
        let mut people_to_fill_in = vec![Cell::Null; 4];
        let mut judgement = Vec::new();
        if let Some(previous) = self.previous {
            let judged = previous.judge(&row_id, &facts);
            let filled_in = judged.past.map(|past| past.filled_in());
            let mut previous_decision = Cell::Null;
            match filled_in {
                Some(cells) if judged.state == State::Unchanged => {
                    people_to_fill_in = cells.map(text).to_vec();
                }
                Some([_, decision, ..]) => previous_decision = text(decision),
                None => {}
            }
            judgement =
                vec![judged.state.as_str().into(), text(&judged.changes.join("; ")), previous_decision];
        }
        let first_seen = self.history.and_then(|history| history.since(number)).into();
        let (row_id, tier) = (Cell::text(row_id), facts.tier.into());
        let person = row.user.unwrap_or_else(|| {
            let nobody = NOBODY.iter().position(|status| status.as_str() == facts.user_status).unwrap_or(0);
            self.review.access.users.places().end.saturating_add(u32::try_from(nobody).unwrap_or(0))
        });
        let path = row.path.group().map_or(0, |group| group + 1);
        let before_tier = [
            (&self.people, person),
            (&self.accounts, row.pair.account),
            (&self.permission_sets, row.pair.permission_set),
        ];
        let after_tier = [
            (&self.paths, path),
            (&self.statuses, row.status.place()),
            (&self.account_tags, row.pair.account),
            (&self.permission_set_tags, row.pair.permission_set),
        ];
        let mut cells = vec![&row_id];
        cells.extend(before_tier.into_iter().flat_map(shared));
        cells.push(&tier);
        cells.extend(after_tier.into_iter().flat_map(shared));
        cells.push(&first_seen);
        cells.extend(&people_to_fill_in);
        cells.extend(&judgement);
        each(&cells)
    }
}

fn shared((part, place): (&Rows, u32)) -> &[Cell] {
    part.rows.get(place as usize).map_or(&[], Vec::as_slice)
}

/// A cell that is empty where there is nothing to say.
fn text(text: &str) -> Cell {
    Some(text).filter(|text| !text.is_empty()).into()
}
