//! What the changes of access come to: administrators in production before anything else.

use std::collections::BTreeSet;

use serde_json::{Map, json};

use super::people::{AccessChange, Change};
use crate::access::{Directory, EffectiveAccess};
use crate::model::Summary;

/// How many people a line names.
const NAMED: usize = 5;

/// Lines and figures.
pub fn summary(
    changes: &[AccessChange],
    is_whole: bool,
    in_production: impl Fn(&AccessChange) -> Option<bool>,
    access: &EffectiveAccess,
    directory: &Directory,
) -> Summary {
    let administrators: Vec<&AccessChange> =
        changes.iter().filter(|change| change.gained_administrator()).collect();
    let found = |wanted: Option<bool>| {
        let found = administrators.iter().filter(|change| in_production(change) == wanted);
        found.copied().collect::<Vec<&AccessChange>>()
    };
    let [inside, unsure, outside] = [Some(true), None, Some(false)].map(found);
    let of = |wanted: Change| changes.iter().filter(move |change| change.change == wanted);
    let people = |changes: &mut dyn Iterator<Item = &AccessChange>| {
        changes.map(|change| change.user).collect::<BTreeSet<u32>>().len()
    };
    let [gained, changed, lost] =
        [Change::Gained, Change::Changed, Change::Lost].map(|change| people(&mut of(change)));
    let unknown = of(Change::Unknown).count();

    let mut lines = Vec::new();
    for (found, place) in [
        (&inside, "in production"),
        (&unsure, "where nobody knows whether it is production"),
        (&outside, "outside production"),
    ] {
        let number = people(&mut found.iter().copied());
        if number > 0 {
            let names = examples(found, access, directory);
            lines.push(format!("{} gained administrator {place}: {names}", count(number)));
        }
    }
    let unsure: Vec<&AccessChange> =
        changes.iter().filter(|change| change.may_have_gained_administrator()).collect();
    let number = people(&mut unsure.iter().copied());
    if number > 0 {
        let names = examples(&unsure, access, directory);
        lines.push(format!(
            "{} may have gained administrator, since nobody knows what it was: {names}",
            count(number)
        ));
    }
    let known = if is_whole && unknown == 0 { "" } else { ", as far as is known" };
    lines.push(match gained + changed + lost {
        0 => format!("nobody's access changed{known}"),
        _ => format!(
            "access of people: {gained} gained some, {lost} lost some, of {changed} it changed{known}"
        ),
    });
    if unknown > 0 {
        let rows = if unknown == 1 { "1 row".to_owned() } else { format!("{unknown} rows") };
        lines.push(format!("of {rows} of access nobody knows whether it changed"));
    }
    let figures = [
        ("people_gained_administrator_in_production", people(&mut inside.into_iter())),
        ("people_gained_administrator", people(&mut administrators.into_iter())),
        ("people_gained", gained),
        ("people_changed", changed),
        ("people_lost", lost),
        ("rows_unknown", unknown),
    ];
    let figures: Map<_, _> =
        figures.map(|(name, number)| (name.to_owned(), json!(number))).into_iter().collect();
    Summary { lines, figures }
}

/// Who, and where: each person once, with the first account.
fn examples(changes: &[&AccessChange], access: &EffectiveAccess, directory: &Directory) -> String {
    let mut seen = BTreeSet::new();
    let firsts: Vec<&&AccessChange> = changes.iter().filter(|change| seen.insert(change.user)).collect();
    let name = |change: &&&AccessChange| {
        let (user, account) = (access.users.text(change.user), access.accounts.text(change.pair.account));
        format!(
            "{} ({})",
            directory.user_name(user).unwrap_or(user),
            directory.account_name(account).unwrap_or(account)
        )
    };
    let mut names: Vec<String> = firsts.iter().take(NAMED).map(name).collect();
    if firsts.len() > NAMED {
        names.push(format!("{} more", firsts.len() - NAMED));
    }
    names.join(", ")
}

fn count(people: usize) -> String {
    match people {
        1 => "1 person".to_owned(),
        people => format!("{people} people"),
    }
}
