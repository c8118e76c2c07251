//! The changes as rows.

use super::cause::Cause;
use super::interned::Interned;
use super::people::{AccessChange, Change, Reason};
use crate::access::{Directory, EffectiveAccess, Tier, columns};
use crate::model::{Cell, Rows, StarRows};

/// The rows, in the order of the changes.
pub fn rows(
    changes: Vec<AccessChange>,
    reasons: &[Reason],
    is_production: &[Option<bool>],
    access: &EffectiveAccess,
    directory: &Directory,
) -> StarRows<'static> {
    let mut tiers = Interned::<Option<Tier>>::default();
    changes.iter().for_each(|change| {
        tiers.place(&change.old_tier);
        tiers.place(&change.new_tier);
    });

    let mut accounts = directory.account_columns(&access.accounts);
    accounts.columns.push("production".to_owned());
    for (row, is_production) in accounts.rows.iter_mut().zip(is_production) {
        row.push(is_production.map_or(Cell::Null, Cell::Boolean));
    }
    let tier = |name: &'static str| {
        let word = |tier: &Option<Tier>| vec![Cell::from(tier.map(Tier::as_str))];
        columns([name], tiers.items().iter().map(word))
    };
    StarRows {
        parts: vec![
            columns(["change"], Change::ALL.into_iter().map(|change| vec![change.as_str().into()])),
            directory.user_columns(&access.users),
            accounts,
            directory.permission_set_columns(&access.permission_sets),
            tier("old_tier"),
            tier("new_tier"),
            reason_columns(reasons, access, directory),
        ],
        count: changes.len(),
        walk: Box::new(move |each| {
            changes.iter().try_for_each(|change| {
                each(&[
                    change.change as u32,
                    change.user,
                    change.pair.account,
                    change.pair.permission_set,
                    tiers.find(&change.old_tier),
                    tiers.find(&change.new_tier),
                    change.reason,
                ])
            })
        }),
    }
}

fn reason_columns(reasons: &[Reason], access: &EffectiveAccess, directory: &Directory) -> Rows {
    let row = |Reason { causes, unknown }: &Reason| {
        let group = |cause: &Cause| cause.group().map(|group| access.groups.text(group));
        let in_words = |cause: &Cause| {
            let id = group(cause).unwrap_or_default();
            cause.words(directory.group_name(id).unwrap_or(id))
        };
        vec![
            Cell::List(causes.iter().map(|cause| cause.as_str().into()).collect()),
            Cell::List(causes.iter().map(|cause| group(cause).into()).collect()),
            Cell::List(causes.iter().map(in_words).collect()),
            unknown.as_deref().into(),
        ]
    };
    columns(["causes", "group_ids", "because", "unknown"], reasons.iter().map(row))
}
