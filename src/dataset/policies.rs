//! Permission sets with their policies, in the groups of accounts where they are the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::source::Source;
use crate::documents::{Library, differs_by_account};
use crate::policy::evaluate::{List, NamedAccounts, Unread};
use crate::policy::{Document, Policies};
use crate::snapshot::v1::PermissionSet;

/// A set and the accounts where its policies are the same and mean the same.
pub struct Group<'s> {
    /// The set.
    pub set: &'s PermissionSet<'s>,
    /// The accounts where it is provisioned or assigned, sorted. None where it is in none.
    pub accounts: Vec<&'s str>,
    /// Its policies there.
    pub policies: Arc<Policies>,
}

/// All sets, sorted by ARN, each in its groups of accounts. [`Source::groups`] keeps them.
pub(super) fn groups<'s>(source: &Source<'s>) -> Vec<Group<'s>> {
    let accounts = source.accounts_by_set();
    let mut sets: Vec<&PermissionSet> = source.snapshot.permission_sets.records().iter().collect();
    sets.sort_by_key(|set| &*set.permission_set_arn);
    let groups: Vec<Vec<Group>> = sets
        .into_par_iter()
        .map(|set| {
            let of_set = accounts.get(&*set.permission_set_arn).map(Vec::as_slice).unwrap_or_default();
            groups_of(set, of_set, source.library())
        })
        .collect();
    groups.into_iter().flatten().collect()
}

/// One set in its groups of these accounts.
fn groups_of<'s>(set: &'s PermissionSet<'s>, accounts: &[&'s str], library: &Library<'s>) -> Vec<Group<'s>> {
    // The library gives out the same policies for accounts that cannot differ: each is looked at once.
    let mut given: FxHashMap<(bool, *const Policies), Group> = FxHashMap::default();
    let everywhere = (!differs_by_account(set)).then(|| library.policies(set, ""));
    for account in accounts {
        let policies = everywhere.clone().unwrap_or_else(|| library.policies(set, account));
        let key = (library.administers_identity_center(account), Arc::as_ptr(&policies));
        given
            .entry(key)
            .or_insert_with(|| Group { set, accounts: Vec::new(), policies })
            .accounts
            .push(account);
    }
    // By what the documents say. An account that administers IAM Identity Center is a group of its own: paths
    // lead on from there.
    let mut same: BTreeMap<(bool, Vec<Said>, &str), Group> = BTreeMap::new();
    for ((administers, _), group) in given {
        let (said, named) = (said(&group.policies), NamedAccounts::of(&group.policies));
        let (apart, alike): (Vec<&str>, Vec<&str>) =
            group.accounts.into_iter().partition(|account| named.tell_apart(account));
        let mut add = |own: &'s str, accounts: Vec<&'s str>| {
            let policies = Arc::clone(&group.policies);
            let key = (administers, said.clone(), own);
            let group = same.entry(key).or_insert_with(|| Group { set, accounts: Vec::new(), policies });
            group.accounts.extend(accounts);
        };
        if !alike.is_empty() {
            add("", alike);
        }
        apart.into_iter().for_each(|account| add(account, vec![account]));
    }
    same.values_mut().for_each(|group| group.accounts.sort_unstable());
    let mut groups: Vec<Group> = same.into_values().collect();
    groups.sort_by(|one, other| one.accounts.cmp(&other.accounts));
    if groups.is_empty() {
        groups.push(Group { set, accounts: Vec::new(), policies: library.policies(set, "") });
    }
    groups
}

/// Policies that allow everything.
pub fn everything() -> Policies {
    let text =
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    Policies::of(Document::parse(text))
}

/// A policy: whether it is of the boundary, its name, and where its document is in memory: the same texts are one.
pub type Said = (bool, String, Result<usize, Unread>);

/// What policies say, to compare.
pub fn said(policies: &Policies) -> Vec<Said> {
    let said = policies.all().map(|(list, policy)| {
        let address = policy.document.as_ref().map(|document| Arc::as_ptr(document) as usize);
        (list == List::Boundary, policy.name.clone(), address.map_err(|why| *why))
    });
    said.collect()
}
