//! What a permission set is in an account, on both sides: what differs, and whether that reached the account.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::cause::{Cause, Difference};
use super::half::Half;
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

/// What differs about a pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// Sorted.
    pub causes: Vec<Cause>,
    /// Why nobody knows whether it reached the account.
    pub unknown: Option<&'static str>,
}

/// By the policies of both sides, which their libraries give out once.
type Known = FxHashMap<[*const Policies; 2], (Vec<Difference>, [Arc<Policies>; 2])>;

/// What differs about pairs, each asked once.
pub struct Edits<'h> {
    old: &'h Half<'h>,
    new: &'h Half<'h>,
    moved: Vec<bool>,
    of_policies: Known,
    /// Of the sets that are the same in every account.
    of_set: FxHashMap<u32, Vec<Difference>>,
    /// Of the pairs about which something differs.
    of_pair: FxHashMap<Pair, Edit>,
    none: Edit,
}

impl<'h> Edits<'h> {
    pub fn new(old: &'h Half<'h>, new: &'h Half<'h>) -> Self {
        let is_moved = |account| match (old.units_above(account), new.units_above(account)) {
            (Some(before), Some(after)) => before != after,
            _ => false,
        };
        let moved = old.access.accounts.places().map(is_moved).collect();
        let mut edits = Edits {
            old,
            new,
            moved,
            of_policies: FxHashMap::default(),
            of_set: FxHashMap::default(),
            of_pair: FxHashMap::default(),
            none: Edit::default(),
        };
        let before = old.access.pairs();
        for pair in new.access.pairs().into_iter().filter(|pair| before.contains(pair)) {
            let edit = edits.look_at(pair);
            if edit != edits.none {
                edits.of_pair.insert(pair, edit);
            }
        }
        edits
    }

    /// What differs about a pair that is assigned on both sides.
    pub fn of(&self, pair: Pair) -> &Edit {
        self.of_pair.get(&pair).unwrap_or(&self.none)
    }

    fn look_at(&mut self, pair: Pair) -> Edit {
        let status = |half: &'h Half| half.provisioning_status(pair);
        let (before, after) = (status(self.old), status(self.new));
        let mut differences = self.differences(pair);
        let is_edited = !differences.is_empty();
        if before == Some(OUTDATED) && after == Some(LATEST) {
            differences.push(Difference::ProvisioningCaughtUp);
        }
        if self.moved.get(pair.account as usize) == Some(&true) {
            differences.push(Difference::AccountMoved);
        }
        let unknown = match after {
            Some(LATEST) => None,
            Some(OUTDATED) => Some(EARLIER),
            _ => Some(UNSAID),
        };
        let unknown = unknown.filter(|_| is_edited);
        Edit { causes: differences.into_iter().map(Cause::Differs).collect(), unknown }
    }

    /// What differs in the set's policies and boundary.
    fn differences(&mut self, pair: Pair) -> Vec<Difference> {
        let sets =
            (self.old.permission_set(pair.permission_set), self.new.permission_set(pair.permission_set));
        let (Some(older), Some(newer)) = sets else { return Vec::new() };
        let is_one_everywhere = !differs_by_account(older) && !differs_by_account(newer);
        if let Some(differences) = self.of_set.get(&pair.permission_set).filter(|_| is_one_everywhere) {
            return differences.clone();
        }
        let account = self.new.access.accounts.text(pair.account);
        let policies = [self.old.library.policies(older, account), self.new.library.policies(newer, account)];
        let key = policies.each_ref().map(Arc::as_ptr);
        let (differences, _) = self.of_policies.entry(key).or_insert_with(|| {
            let [old, new] = policies.each_ref().map(Arc::as_ref);
            (differences(old, new), policies)
        });
        let differences = differences.clone();
        if is_one_everywhere {
            self.of_set.insert(pair.permission_set, differences.clone());
        }
        differences
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
