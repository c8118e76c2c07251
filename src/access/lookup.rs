//! From what a person types to a user, group, permission set or account.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::model::text::visible;
use crate::snapshot::v1::User;
use crate::snapshot::{Snapshot, Symbol};

/// How many near matches an error names.
const NEAR: usize = 3;
/// How alike two texts must be to be near, of 1.
const ALIKE: f64 = 0.8;

/// A word that names no thing, or several.
#[derive(Debug, Error, PartialEq)]
#[expect(missing_docs, reason = "the message says what each field is")]
#[non_exhaustive]
pub enum LookupError {
    /// Nothing has it.
    #[error("no {kind} of the snapshot has the {by} {word:?}{}", near_words(near))]
    Unknown { kind: &'static str, by: &'static str, word: String, near: Vec<String> },
    /// Several have it.
    #[error("{} {kind}s have the {by} {word:?}: use one of the ids {}", ids.len(), ids.join(", "))]
    Ambiguous { kind: &'static str, by: &'static str, word: String, ids: Vec<String> },
}

fn near_words(near: &[String]) -> String {
    match near {
        [] => String::new(),
        near => format!(": did you mean {}?", near.join(" or ")),
    }
}

/// What people call the things of one kind: by each name in lower case, the ids that have it.
#[derive(Clone, Debug)]
pub struct Lookup<'s> {
    kind: &'static str,
    by: &'static str,
    ids: BTreeSet<&'s str>,
    names: Vec<(&'s str, &'s str)>,
}

impl<'s> Lookup<'s> {
    /// Users by id, UserName, DisplayName or e-mail address; deleted ones by the id that assignments have.
    pub fn users(snapshot: &'s Snapshot<'_>) -> Self {
        let mut lookup = Lookup::new("user", "id, name or e-mail address");
        for user in snapshot.users.records() {
            lookup.ids.insert(&user.user_id);
            lookup.names.extend(names_of(user).map(|name| (name, &*user.user_id)));
        }
        let members = snapshot.group_memberships.records().iter();
        lookup.mention(snapshot, assigned(snapshot, "USER").chain(members.map(|row| row.user)));
        lookup
    }

    /// Groups by id or DisplayName; deleted ones by the id that assignments have.
    pub fn groups(snapshot: &'s Snapshot<'_>) -> Self {
        let mut lookup = Lookup::new("group", "id or name");
        for group in snapshot.groups.records() {
            lookup.add(&group.group_id, group.display_name.text());
        }
        lookup.mention(snapshot, assigned(snapshot, "GROUP"));
        lookup
    }

    /// Permission sets by ARN or Name.
    pub fn permission_sets(snapshot: &'s Snapshot<'_>) -> Self {
        let mut lookup = Lookup::new("permission set", "ARN or name");
        for set in snapshot.permission_sets.records() {
            lookup.add(&set.permission_set_arn, set.name.text());
        }
        let assigned = snapshot.account_assignments.records().iter();
        lookup.mention(snapshot, assigned.map(|row| row.permission_set));
        lookup
    }

    /// Accounts by id, Name or e-mail address; those that are in no list by the id that assignments have.
    pub fn accounts(snapshot: &'s Snapshot<'_>) -> Self {
        let mut lookup = Lookup::new("account", "id, name or e-mail address");
        for account in snapshot.accounts.records() {
            lookup.add(&account.id, account.name.text());
            lookup.names.extend(account.email.text().map(|email| (email, &*account.id)));
        }
        let assigned = snapshot.account_assignments.records().iter();
        lookup.mention(snapshot, assigned.map(|row| row.account));
        lookup
    }

    fn new(kind: &'static str, by: &'static str) -> Self {
        Lookup { kind, by, ids: BTreeSet::new(), names: Vec::new() }
    }

    fn add(&mut self, id: &'s str, name: Option<&'s str>) {
        self.ids.insert(id);
        self.names.extend(name.map(|name| (name, id)));
    }

    /// Adds the ids that rows mention.
    fn mention(&mut self, snapshot: &'s Snapshot<'_>, symbols: impl Iterator<Item = Symbol>) {
        let mut is_mentioned = vec![false; snapshot.symbols.len()];
        for symbol in symbols {
            if let Some(is_mentioned) = is_mentioned.get_mut(symbol.index()) {
                *is_mentioned = true;
            }
        }
        let all = snapshot.symbols.all().zip(is_mentioned);
        self.ids.extend(all.filter(|(_, is_mentioned)| *is_mentioned).map(|(id, _)| id));
    }

    /// The id of the one thing that a word is the id or a name of; a name as it is written before one that differs in
    /// case.
    ///
    /// # Errors
    /// It names nothing, or several things.
    pub fn find(&self, word: &str) -> Result<&'s str, LookupError> {
        let with = |is_it: &dyn Fn(&str) -> bool| {
            let mut ids: Vec<&'s str> =
                self.names.iter().filter(|(name, _)| is_it(name)).map(|(_, id)| *id).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let mut found = with(&|name| name == word);
        if let Some(id) = self.ids.get(word) {
            found.push(id);
            found.sort_unstable();
            found.dedup();
        }
        if found.is_empty() {
            let lower = word.to_lowercase();
            found = with(&|name| name.to_lowercase() == lower);
        }
        match found.as_slice() {
            [id] => Ok(id),
            [] => Err(LookupError::Unknown {
                kind: self.kind,
                by: self.by,
                word: word.to_owned(),
                near: self.near(word),
            }),
            several => Err(LookupError::Ambiguous {
                kind: self.kind,
                by: self.by,
                word: word.to_owned(),
                ids: several.iter().map(|id| visible(id).into_owned()).collect(),
            }),
        }
    }

    /// The names and ids that are most like a word, the nearest first.
    fn near(&self, word: &str) -> Vec<String> {
        let lower = word.to_lowercase();
        let texts = self.names.iter().map(|(name, _)| *name).chain(self.ids.iter().copied());
        let likeness = |text: &str| {
            let text = text.to_lowercase();
            let contains = lower.len() > 2 && text.contains(&lower);
            strsim::jaro_winkler(&text, &lower).max(if contains { ALIKE } else { 0.0 })
        };
        let mut near: Vec<(f64, &str)> =
            texts.map(|text| (likeness(text), text)).filter(|(alike, _)| *alike >= ALIKE).collect();
        near.sort_by(|(one, first), (other, second)| other.total_cmp(one).then(first.cmp(second)));
        near.dedup_by(|one, other| one.1 == other.1);
        near.into_iter().take(NEAR).map(|(_, text)| visible(text).into_owned()).collect()
    }
}

/// The principals of a type that are assigned something.
fn assigned(snapshot: &Snapshot, principal_type: &str) -> impl Iterator<Item = Symbol> {
    let wanted = snapshot.symbols.find(principal_type);
    let rows = snapshot.account_assignments.records().iter();
    rows.filter(move |row| Some(row.principal_type) == wanted).map(|row| row.principal)
}

fn names_of<'u>(user: &'u User) -> impl Iterator<Item = &'u str> {
    let emails = user.emails.records().iter().filter_map(|email| email.value.text());
    user.user_name.text().into_iter().chain(user.display_name.text()).chain(emails)
}
