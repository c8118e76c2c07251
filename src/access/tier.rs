//! What a permission set amounts to in an account, in one word.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use rustc_hash::{FxHashMap, FxHashSet};

use super::directory::Directory;
use crate::dataset::Source;
use crate::dataset::policies::{Said, said};
use crate::documents::Library;
use crate::model::NotEvaluated;
use crate::model::parallel::locked;
use crate::policy::evaluate::{NamedAccounts, Verdict};
use crate::policy::{Held, Privilege, classify};
use crate::snapshot::v1::PermissionSet;

/// What no answer about what permission sets allow takes in.
pub fn not_considered() -> NotEvaluated {
    NotEvaluated {
        what: "service control policies, resource control policies, resource policies and session policies"
            .to_owned(),
        why: "the answer is about the policies of permission sets and their boundaries".to_owned(),
        asked_for: false,
    }
}

/// The strongest privilege of a set in an account (`docs/access.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// This privilege, always or under conditions.
    Is(Privilege),
    /// It allows nothing.
    Nothing,
    /// A document was not read that could make it more than what is left.
    Unknown,
}

impl Tier {
    /// The words of those that are known, the strongest first.
    pub const WORDS: [&str; 11] = [
        "administrator",
        "administrator_equivalent",
        "identity_center_administrator",
        "own_policy_editor",
        "own_boundary_editor",
        "credential_exposure",
        "resource_exposure",
        "data_access",
        "write",
        "read_only",
        "none",
    ];

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Tier::Is(privilege) => privilege.as_str(),
            Tier::Nothing => "none",
            Tier::Unknown => "unknown",
        }
    }

    /// True for administrators, in name or in effect.
    pub fn is_administrator(self) -> bool {
        matches!(self, Tier::Is(Privilege::Administrator | Privilege::AdministratorEquivalent))
    }

    fn of(held: &[Held]) -> Self {
        let sure = held.iter().find(|held| held.verdict != Verdict::Undecided).map(|held| held.privilege);
        let unsure = held.iter().any(|held| {
            held.verdict == Verdict::Undecided
                && sure.is_none_or(|sure| held.privilege == Privilege::Unknown || held.privilege < sure)
        });
        match sure {
            Some(Privilege::Administrator) => Tier::Is(Privilege::Administrator),
            _ if unsure => Tier::Unknown,
            Some(privilege) => Tier::Is(privilege),
            None => Tier::Nothing,
        }
    }
}

/// ProvisioningStatus where an account has an earlier version of a set.
const OUTDATED: &str = "LATEST_PERMISSION_SET_NOT_PROVISIONED";

/// What the policies say, whether the account administers IAM Identity Center, and the account where a policy names
/// one: where these are the same the tier is.
type Key = (Vec<Said>, bool, Option<String>);

/// The tiers of a snapshot, each worked out when it is first asked for.
pub struct Tiers<'s> {
    library: &'s Library<'s>,
    permission_sets: FxHashMap<&'s str, &'s PermissionSet<'s>>,
    /// Where an account has an earlier version of a set, which nobody can read.
    outdated: FxHashSet<[&'s str; 2]>,
    /// Of another snapshot too, where the two are compared.
    known: Arc<Mutex<FxHashMap<Key, Tier>>>,
    /// By the address of the policies and whether the account administers IAM Identity Center, for accounts that the
    /// policies do not tell apart: a look that compares no texts.
    known_by_address: Mutex<FxHashMap<(usize, bool), Tier>>,
    /// By the address of the policies.
    named_accounts: Mutex<FxHashMap<usize, Arc<NamedAccounts>>>,
    /// The sets whose tier was asked for and is unknown somewhere, by ARN, and the first account where it is.
    unknown: Mutex<BTreeMap<String, String>>,
}

impl<'s> Tiers<'s> {
    /// Of a snapshot.
    pub fn new(source: &'s Source<'_>) -> Self {
        let sets = source.snapshot.permission_sets.records().iter();
        let snapshot = source.snapshot;
        let outdated_status = snapshot.symbols.find(OUTDATED);
        let pairs = snapshot.permission_set_provisioning.records().iter();
        let outdated = pairs.filter(|pair| pair.status.is_some() && pair.status == outdated_status);
        Tiers {
            outdated: outdated
                .map(|pair| [pair.permission_set, pair.account].map(|id| snapshot.id(id)))
                .collect(),
            library: source.library(),
            permission_sets: sets.map(|set| (&*set.permission_set_arn, set)).collect(),
            known: Arc::default(),
            known_by_address: Mutex::default(),
            named_accounts: Mutex::default(),
            unknown: Mutex::default(),
        }
    }

    /// Of a snapshot that is compared with another: what says the same in both is looked at once.
    pub fn beside(self, other: &Tiers) -> Self {
        match self.library.is_like(other.library) {
            true => Tiers { known: Arc::clone(&other.known), ..self },
            false => self,
        }
    }

    /// The tier of a set in an account; unknown for a set that is not listed.
    pub fn of(&self, permission_set_arn: &str, account_id: &str) -> Tier {
        let tier = self.look_up(permission_set_arn, account_id);
        if tier == Tier::Unknown {
            let mut unknown = locked(&self.unknown);
            let account =
                unknown.entry(permission_set_arn.to_owned()).or_insert_with(|| account_id.to_owned());
            if account_id < account.as_str() {
                account_id.clone_into(account);
            }
        }
        tier
    }

    /// The sets whose tier was asked for and is unknown. Their documents are asked of the collector apart, so none of
    /// this counts.
    pub fn not_evaluated(&self, directory: &Directory) -> Vec<NotEvaluated> {
        let gap = |(arn, account): (&String, &String)| NotEvaluated {
            what: format!("tier of permission set {}", directory.permission_set_name(arn).unwrap_or(arn)),
            why: self
                .doubts(arn, account)
                .unwrap_or_else(|| "the permission set is in no list that was read".to_owned()),
            asked_for: false,
        };
        let mut gaps: Vec<NotEvaluated> = locked(&self.unknown).iter().map(gap).collect();
        gaps.sort();
        gaps
    }

    fn look_up(&self, permission_set_arn: &str, account_id: &str) -> Tier {
        if self.outdated.contains(&[permission_set_arn, account_id]) {
            return Tier::Unknown;
        }
        let Some(set) = self.permission_sets.get(permission_set_arn) else { return Tier::Unknown };
        // The library keeps what it gives out, so that an address stays one's own.
        let policies = self.library.policies(set, account_id);
        let address = Arc::as_ptr(&policies).addr();
        let named = locked(&self.named_accounts).get(&address).cloned();
        let named = named.unwrap_or_else(|| {
            let named = Arc::new(NamedAccounts::of(&policies));
            Arc::clone(locked(&self.named_accounts).entry(address).or_insert(named))
        });
        let own_account = named.tell_apart(account_id).then(|| account_id.to_owned());
        let administers = self.library.administers_identity_center(account_id);
        let at = (address, administers);
        let is_told_apart = own_account.is_some();
        if let Some(tier) = locked(&self.known_by_address).get(&at).filter(|_| !is_told_apart) {
            return *tier;
        }
        let key = (said(&policies), administers, own_account);
        let known = locked(&self.known).get(&key).copied();
        let tier = known.unwrap_or_else(|| {
            let tier = Tier::of(&classify(&policies, &self.library.place(set, account_id)));
            locked(&self.known).insert(key, tier);
            tier
        });
        if !is_told_apart {
            locked(&self.known_by_address).insert(at, tier);
        }
        tier
    }

    /// What was not read or not understood of a set in an account, in words; nothing where there is no such thing.
    pub fn doubts(&self, permission_set_arn: &str, account_id: &str) -> Option<String> {
        if self.outdated.contains(&[permission_set_arn, account_id]) {
            return Some("an account has an earlier version of it, which AWS does not show".to_owned());
        }
        let set = self.permission_sets.get(permission_set_arn)?;
        let policies = self.library.policies(set, account_id);
        let held = classify(&policies, &self.library.place(set, account_id));
        let undecided = held.into_iter().filter(|held| held.verdict == Verdict::Undecided);
        let doubts: BTreeSet<String> = undecided.flat_map(|held| held.witness.doubts).collect();
        let doubts: Vec<String> = doubts.into_iter().collect();
        Some(format!("{} was not read or not understood", doubts.join("; "))).filter(|_| !doubts.is_empty())
    }
}
