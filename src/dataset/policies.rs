//! Permission sets with their policies, in the groups of accounts where they are the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::source::Source;
use crate::documents::differs_by_account;
use crate::policy::Policies;
use crate::policy::evaluate::{List, Unread};
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
    let mut accounts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for pair in source.snapshot.permission_set_provisioning.records() {
        accounts.entry(&pair.permission_set_arn).or_default().insert(&pair.account_id);
    }
    for row in source.snapshot.account_assignments.records() {
        accounts.entry(&row.permission_set_arn).or_default().insert(&row.account_id);
    }
    let mut sets: Vec<&PermissionSet> = source.snapshot.permission_sets.records().iter().collect();
    sets.sort_by_key(|set| &*set.permission_set_arn);
    let library = source.library();
    let mut groups = Vec::new();
    for set in sets {
        let of_set: Vec<&str> =
            accounts.get(&*set.permission_set_arn).into_iter().flatten().copied().collect();
        // Each document is looked at once: accounts that cannot differ share theirs.
        let given: Vec<(Arc<Policies>, Vec<&str>)> = if differs_by_account(set) {
            of_set.into_iter().map(|account| (library.policies(set, account), vec![account])).collect()
        } else {
            vec![(library.policies(set, ""), of_set)]
        };
        // By what the documents say. An account that administers IAM Identity Center is a group of its own: paths
        // lead on from there.
        let mut numbers: FxHashMap<Vec<Said>, usize> = FxHashMap::default();
        let mut same: FxHashMap<(bool, usize, &str), Group> = FxHashMap::default();
        for (policies, accounts) in given {
            // Where a policy names an account it means something else in each.
            let apart = names_accounts(&policies);
            let next = numbers.len();
            let number = *numbers.entry(said(&policies)).or_insert(next);
            for account in accounts {
                let administers = library.administers_identity_center(account);
                let key = (administers, number, if apart { account } else { "" });
                let group = same.entry(key).or_insert_with(|| Group {
                    set,
                    accounts: Vec::new(),
                    policies: Arc::clone(&policies),
                });
                group.accounts.push(account);
            }
        }
        same.values_mut().for_each(|group| group.accounts.sort_unstable());
        let mut of_set: Vec<Group> = same.into_values().collect();
        of_set.sort_by(|one, other| one.accounts.cmp(&other.accounts));
        if of_set.is_empty() {
            of_set.push(Group { set, accounts: Vec::new(), policies: library.policies(set, "") });
        }
        groups.extend(of_set);
    }
    groups
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

/// True where a policy names an account, or some by a pattern.
pub fn names_accounts(policies: &Policies) -> bool {
    const ACCOUNT: usize = 4;
    let names_one = |source: &str| !matches!(source.split(':').nth(ACCOUNT), None | Some("" | "*"));
    policies.statements().any(|(_, _, _, statement)| {
        statement.resources.patterns.iter().any(|element| names_one(&element.source))
    })
}
