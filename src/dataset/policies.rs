//! Permission sets with their policies, in the groups of accounts where they are the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::source::Source;
use crate::documents::differs_by_account;
use crate::policy::{Policies, Policy};
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

/// All sets, sorted by ARN, each in its groups of accounts.
pub fn groups<'s>(source: &Source<'s>) -> Vec<Group<'s>> {
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
        let first = of_set.first().copied().unwrap_or_default();
        let policies = library.policies(set, first);
        if of_set.len() < 2 || !(differs_by_account(set) || names_accounts(&policies)) {
            // An account that administers IAM Identity Center is a group of its own: paths lead on from there.
            let (special, usual): (Vec<&str>, Vec<&str>) =
                of_set.into_iter().partition(|account| library.administers_identity_center(account));
            if special.is_empty() || !usual.is_empty() {
                groups.push(Group { set, accounts: usual, policies: Arc::clone(&policies) });
            }
            if !special.is_empty() {
                groups.push(Group { set, accounts: special, policies });
            }
            continue;
        }
        for account in of_set {
            groups.push(Group { set, accounts: vec![account], policies: library.policies(set, account) });
        }
    }
    groups
}

/// True where a policy names an account: it means something else in each.
fn names_accounts(policies: &Policies) -> bool {
    let is_account = |segment: &str| segment.len() == 12 && segment.bytes().all(|byte| byte.is_ascii_digit());
    policies.statements().any(|(_, _, _, statement)| {
        statement.resources.patterns.iter().any(|element| element.source.split(':').any(is_account))
    })
}

/// `inline`, `aws_managed` or `customer_managed`.
pub fn kind_of(policy: &Policy) -> &'static str {
    if policy.name.starts_with("arn:") {
        "aws_managed"
    } else if policy.name.starts_with('/') {
        "customer_managed"
    } else {
        "inline"
    }
}
