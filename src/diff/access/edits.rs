//! What a permission set is in an account, on both sides: what differs, and whether that reached the account.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::cause::{Cause, Difference};
use super::half::Half;
use super::people::Reason;
use crate::access::Pair;
use crate::documents::differs_by_account;
use crate::policy::evaluate::Unread;
use crate::policy::{Policies, Policy, compare};

const LATEST: &str = "LATEST_PERMISSION_SET_PROVISIONED";
const OUTDATED: &str = "LATEST_PERMISSION_SET_NOT_PROVISIONED";

/// Why nobody knows what an account has of a set that was edited.
const EARLIER: &str = "the latest version of the permission set is not provisioned in the account, which has an \
                       earlier one";

/// Why nobody knows whether an edit reached an account.
const UNSAID: &str =
    "nobody knows whether the latest version of the permission set is provisioned in the account";

/// What differs about pairs that are assigned on both sides; those about which nothing does are left out.
pub struct Edits(FxHashMap<Pair, Reason>);

impl Edits {
    pub fn new(old: &Half, new: &Half) -> Self {
        let is_moved = |account| match (old.units_above(account), new.units_above(account)) {
            (Some(before), Some(after)) => before != after,
            _ => false,
        };
        let moved: Vec<bool> = old.access.accounts.places().map(is_moved).collect();
        let before = old.access.pairs();
        let pairs: Vec<Pair> = new.access.pairs().into_iter().filter(|pair| before.contains(pair)).collect();
        let documents = Documents::of(old, new, &pairs);
        let edit = |(pair, place): (&Pair, &Option<usize>)| {
            let differences = place.and_then(|place| documents.differences.get(place));
            let is_moved = moved.get(pair.account as usize) == Some(&true);
            let reason = reason([old, new], *pair, differences.map_or(&[], Vec::as_slice), is_moved);
            (reason != Reason::default()).then_some((*pair, reason))
        };
        Edits(pairs.par_iter().zip(&documents.places).filter_map(edit).collect())
    }

    /// What differs about a pair that is assigned on both sides, and why nobody knows whether it reached the account.
    pub fn of(&self, pair: Pair) -> Option<&Reason> {
        self.0.get(&pair)
    }
}

fn reason(sides: [&Half; 2], pair: Pair, of_documents: &[Difference], is_moved: bool) -> Reason {
    let [before, after] = sides.map(|half| half.provisioning_status(pair));
    let is_edited = !of_documents.is_empty();
    let caught_up =
        (before == Some(OUTDATED) && after == Some(LATEST)).then_some(Difference::ProvisioningCaughtUp);
    let moved = is_moved.then_some(Difference::AccountMoved);
    let unknown = match after {
        Some(LATEST) => None,
        Some(OUTDATED) => Some(EARLIER),
        _ => Some(UNSAID),
    };
    Reason {
        causes: of_documents.iter().copied().chain(caught_up).chain(moved).map(Cause::Differs).collect(),
        unknown: unknown.filter(|_| is_edited).map(Cow::Borrowed),
    }
}

/// What differs in the policies and boundaries of sets, where pairs share them once for all.
struct Documents {
    /// Of each pair the place of its differences; nothing where one side does not list the set.
    places: Vec<Option<usize>>,
    differences: Vec<Vec<Difference>>,
}

impl Documents {
    fn of(old: &Half, new: &Half, pairs: &[Pair]) -> Self {
        let mut distinct: Vec<[Arc<Policies>; 2]> = Vec::new();
        // By their addresses: a library gives out the same policies once.
        let mut by_policies: FxHashMap<[usize; 2], usize> = FxHashMap::default();
        // Of the sets that are the same in every account.
        let mut of_set: FxHashMap<u32, usize> = FxHashMap::default();
        let mut place = |pair: &Pair| {
            if let Some(place) = of_set.get(&pair.permission_set) {
                return Some(*place);
            }
            let (older, newer) =
                (old.permission_set(pair.permission_set)?, new.permission_set(pair.permission_set)?);
            let account = new.access.accounts.text(pair.account);
            let policies = [old.library.policies(older, account), new.library.policies(newer, account)];
            let key = policies.each_ref().map(|policies| Arc::as_ptr(policies).addr());
            let place = *by_policies.entry(key).or_insert_with(|| {
                distinct.push(policies);
                distinct.len() - 1
            });
            if !differs_by_account(older) && !differs_by_account(newer) {
                of_set.insert(pair.permission_set, place);
            }
            Some(place)
        };
        let places = pairs.iter().map(&mut place).collect();
        let differences = distinct.par_iter().map(|[old, new]| differences(old, new)).collect();
        Documents { places, differences }
    }
}

fn differences(old: &Policies, new: &Policies) -> Vec<Difference> {
    let mut found = Vec::new();
    let [before, after] = [old, new].map(|policies| texts(&policies.identity));
    if before != after {
        let alone = |policies: &Policies| Policies { boundary: None, ..policies.clone() };
        let compared = compare(&alone(old), &alone(new));
        let kinds = [
            (&compared.gained, Difference::PoliciesWidened),
            (&compared.lost, Difference::PoliciesNarrowed),
            (&compared.changed, Difference::ConditionsChanged),
        ];
        found.extend(kinds.into_iter().filter(|(found, _)| !found.is_empty()).map(|(_, kind)| kind));
        // The same names, of which one side lacks the documents, show nothing, nor does a list that was not read.
        let is_listed = old.identity.iter().chain(&new.identity).all(is_named);
        let are_others = is_listed && names(&old.identity) != names(&new.identity);
        if found.is_empty() && !compared.undecided.is_empty() && are_others {
            found.push(Difference::PoliciesChanged);
        }
    }
    if boundary_differs(old.boundary.as_deref(), new.boundary.as_deref()) {
        found.push(Difference::BoundaryChanged);
    }
    found
}

fn boundary_differs(old: Option<&[Policy]>, new: Option<&[Policy]>) -> bool {
    let (old, new) = match (old, new) {
        (None, None) => return false,
        (Some(old), Some(new)) => (old, new),
        // One whose kind was not read may be none.
        (Some(one), None) | (None, Some(one)) => return one.iter().all(is_named),
    };
    if !old.iter().chain(new).all(is_named) || texts(old) == texts(new) {
        return false;
    }
    if names(old) != names(new) {
        return true;
    }
    let alone = |policies: &[Policy]| Policies { identity: policies.to_vec(), ..Policies::default() };
    let compared = compare(&alone(old), &alone(new));
    !(compared.gained.is_empty() && compared.lost.is_empty() && compared.changed.is_empty())
}

fn texts(policies: &[Policy]) -> Vec<(&str, Option<&str>)> {
    policies.iter().map(|policy| (policy.name.as_str(), policy.text())).collect()
}

fn names(policies: &[Policy]) -> Vec<&str> {
    policies.iter().map(|policy| policy.name.as_str()).collect()
}

/// True where it is known which policy it is.
fn is_named(policy: &Policy) -> bool {
    policy.document.as_ref().err() != Some(&Unread::List)
}
