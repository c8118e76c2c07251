//! What permission sets allow now and did not before, and the reverse.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::side::Side;
use crate::dataset::Dataset;
use crate::documents::Library;
use crate::findings::{PermissionChange, PermissionChangeKind, Witness};
use crate::model::NotEvaluated;
use crate::policy::compare::{Comparison, Difference, known_actions};
use crate::policy::evaluate::Unread;
use crate::policy::{Policies, compare};
use crate::snapshot::Symbol;
use crate::snapshot::coverage::operation::LIST_GROUP_MEMBERSHIPS;
use crate::snapshot::v1::PermissionSet;

/// How many witnesses of one change are named.
const WITNESSES: usize = 20;

/// What changed in what sets allow, and what cannot be told.
pub fn permissions(
    [old, new]: [&Side; 2],
    datasets: [&Dataset; 2],
) -> (Vec<PermissionChange>, Vec<NotEvaluated>) {
    let [before, after] = datasets.map(|dataset| dataset.source().library());
    let mut changes = Vec::new();
    let mut unknown = Vec::new();
    let mut unread = 0;
    let [accounts_before, accounts_after] = datasets.map(|dataset| dataset.source().accounts_by_set());
    for newer in new.snapshot.permission_sets.records() {
        let arn = &*newer.permission_set_arn;
        let sets = old.snapshot.permission_sets.records();
        let Ok(place) = sets.binary_search_by(|set| (*set.permission_set_arn).cmp(arn)) else { continue };
        let Some(older) = sets.get(place) else { continue };
        // Where the set came or went, its assignments and provisioning tell.
        let accounts = match (accounts_before.get(arn), accounts_after.get(arn)) {
            (Some(before), Some(after)) => {
                before.iter().copied().filter(|account| after.binary_search(account).is_ok()).collect()
            }
            _ => BTreeSet::new(),
        };
        let lacks = lacks_documents(older, before, &accounts) && lacks_documents(newer, after, &accounts);
        let groups = groups(older, newer, before, after, accounts);
        // Where something else changed too, the comparison itself says what it lacks.
        unread += usize::from(lacks && groups.is_empty());
        for group in groups {
            let found = compare(&group.old, &group.new);
            let name = newer.name.text().or(older.name.text()).unwrap_or(arn);
            for why in &found.undecided {
                unknown.push(NotEvaluated {
                    what: format!("what permission set {name} gained and lost"),
                    why: why.clone(),
                    // What was denied is told, and counted, with the lists it belongs to.
                    asked_for: false,
                });
            }
            changes.extend(changes_of(&found, arn, name, &group.accounts, [old, new]));
        }
    }
    if unread > 0 {
        unknown.push(NotEvaluated {
            what: format!("what {unread} permission sets gained and lost by policies that they name"),
            why: "neither snapshot has the documents of some of these policies".to_owned(),
            asked_for: false,
        });
    }
    (changes, unknown)
}

/// True where a policy of the set was not read.
fn lacks_documents(set: &PermissionSet, library: &Library, accounts: &BTreeSet<&str>) -> bool {
    let policies = library.policies(set, accounts.first().copied().unwrap_or_default());
    // A list that was not read at all is told with the set.
    policies.all_unread().any(|policy| matches!(policy.document, Err(Unread::Document | Unread::Missing)))
}

/// The accounts where a set's policies changed in the same way.
struct Group<'s> {
    old: Arc<Policies>,
    new: Arc<Policies>,
    accounts: BTreeSet<&'s str>,
}

/// The accounts of a set, by what its policies were and are there, where these differ.
fn groups<'s>(
    older: &PermissionSet,
    newer: &PermissionSet,
    before: &Library,
    after: &Library,
    mut accounts: BTreeSet<&'s str>,
) -> Vec<Group<'s>> {
    let mut groups: BTreeMap<[String; 2], Group> = BTreeMap::new();
    // The libraries give out the same policies for accounts that cannot differ: these are read once.
    let mut read: FxHashMap<[*const Policies; 2], [String; 2]> = FxHashMap::default();
    if accounts.is_empty() {
        // It is in no account on both sides: what it would allow is told all the same.
        accounts.insert("");
    }
    for account in accounts {
        let (old, new) = (before.policies(older, account), after.policies(newer, account));
        let key = [Arc::as_ptr(&old), Arc::as_ptr(&new)];
        let texts = read.entry(key).or_insert_with(|| [texts(&old), texts(&new)]);
        if texts.first() == texts.last() {
            continue;
        }
        let group =
            groups.entry(texts.clone()).or_insert_with(|| Group { old, new, accounts: BTreeSet::new() });
        group.accounts.extend(Some(account).filter(|account| !account.is_empty()));
    }
    groups.into_values().collect()
}

/// What policies are, as one text: those with the same text are the same.
fn texts(policies: &Policies) -> String {
    let mut text = String::new();
    for (list, policy) in policies.all() {
        let document = policy.document.as_ref().map(|document| &document.text);
        text.push_str(&format!("{list:?} {} {document:?}\n", policy.name));
    }
    text
}

fn changes_of(
    found: &Comparison,
    arn: &str,
    name: &str,
    accounts: &BTreeSet<&str>,
    [old, new]: [&Side; 2],
) -> Vec<PermissionChange> {
    [
        (PermissionChangeKind::Gained, &found.gained, new),
        (PermissionChangeKind::Lost, &found.lost, old),
        (PermissionChangeKind::ConditionChanged, &found.changed, new),
    ]
    .into_iter()
    .filter(|(_, differences, _)| !differences.is_empty())
    .map(|(change, differences, side)| PermissionChange {
        change,
        permission_set_arn: arn.to_owned(),
        name: name.to_owned(),
        known_actions: known_actions(differences),
        people: people(arn, accounts, side),
        account_ids: accounts.iter().map(|account| (*account).to_owned()).collect(),
        witnesses: differences.iter().take(WITNESSES).map(witness).collect(),
        more_witnesses: differences.len().saturating_sub(WITNESSES),
    })
    .collect()
}

/// How many people have the set in these accounts; nothing where the members of a group are not known.
fn people(arn: &str, accounts: &BTreeSet<&str>, side: &Side) -> Option<usize> {
    let snapshot = side.snapshot;
    let set = snapshot.symbols.find(arn);
    let mut people: FxHashSet<Symbol> = FxHashSet::default();
    let mut groups: FxHashSet<Symbol> = FxHashSet::default();
    for row in snapshot.account_assignments.records().iter().filter(|row| Some(row.permission_set) == set) {
        if accounts.contains(snapshot.id(row.account)) {
            match snapshot.id(row.principal_type) {
                "GROUP" => groups.insert(row.principal),
                _ => people.insert(row.principal),
            };
        }
    }
    let is_known = |group: &Symbol| {
        !snapshot.group_memberships.is_absent()
            && side.has_read(&[LIST_GROUP_MEMBERSHIPS], &[snapshot.id(*group)]).is_ok()
    };
    if !groups.iter().all(is_known) || snapshot.account_assignments.is_absent() {
        return None;
    }
    let members = snapshot.group_memberships.records().iter();
    people.extend(members.filter(|row| groups.contains(&row.group)).map(|row| row.user));
    Some(people.len())
}

fn witness(difference: &Difference) -> Witness {
    Witness {
        action: difference.action.clone(),
        resource: difference.resource.clone(),
        known_actions: difference.known_actions,
        old_conditions: difference.old_conditions.clone(),
        new_conditions: difference.new_conditions.clone(),
    }
}
