//! The policies that a permission set is in an account: from names in a snapshot to documents that can be
//! evaluated.
//!
//! A document is taken from the snapshot, else from a folder of the user's, else from the catalogue of AWS
//! managed policies. What is found nowhere is there as a policy that was not read, never left out.

mod folder;

pub use folder::{FolderError, ManagedFolder};

use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;

use crate::model::parallel::locked;
use crate::policy::catalogue::managed_policy;
use crate::policy::evaluate::{PolicyKind, Unread};
use crate::policy::{Context, Document, Place, Policies, Policy};
use crate::snapshot::v1::{CustomerManagedPolicyReference, PermissionSet};
use crate::snapshot::{Member, Snapshot};

/// What sets are, by ARN and, where it matters, account: an empty one where it does not.
type Built = FxHashMap<String, FxHashMap<String, Arc<Policies>>>;

/// Documents by their text: the same texts are one document. Clones share them.
#[derive(Clone, Default)]
pub struct Parsed(Arc<Mutex<FxHashMap<String, Arc<Document>>>>);

impl Parsed {
    fn document(&self, text: &str) -> Arc<Document> {
        let known = locked(&self.0).get(text).cloned();
        known.unwrap_or_else(|| {
            // Nobody waits meanwhile. Of two that parse the same text one counts.
            let document = Arc::new(Document::parse(text));
            Arc::clone(locked(&self.0).entry(text.to_owned()).or_insert(document))
        })
    }
}

/// The documents of one snapshot.
pub struct Library<'s> {
    snapshot: &'s Snapshot<'s>,
    managed: FxHashMap<&'s str, &'s str>,
    customer_managed: FxHashMap<[&'s str; 3], &'s Member<crate::snapshot::Text<'s>>>,
    folder: ManagedFolder,
    partition: String,
    parsed: Parsed,
    built: Mutex<Built>,
}

impl<'s> Library<'s> {
    /// The documents of a snapshot, and a user's own. `parsed` may be shared with the library of another snapshot.
    pub fn new(snapshot: &'s Snapshot<'s>, folder: ManagedFolder, parsed: Parsed) -> Self {
        let managed = snapshot.managed_policies.records().iter();
        let customer_managed = snapshot.customer_managed_policies.records().iter();
        let collected = snapshot.collected.value();
        let partition =
            collected.and_then(|collected| collected.partition.text()).unwrap_or("aws").to_owned();
        Library {
            snapshot,
            managed: managed.filter_map(|policy| Some((&*policy.arn, policy.document.text()?))).collect(),
            customer_managed: customer_managed
                .map(|policy| ([&*policy.account_id, &*policy.path, &*policy.name], &policy.document))
                .collect(),
            folder,
            partition,
            parsed,
            built: Mutex::default(),
        }
    }

    /// What a set is in an account. Sets without customer managed policies are the same everywhere, and so is
    /// what this gives.
    pub fn policies(&self, set: &PermissionSet, account_id: &str) -> Arc<Policies> {
        let account = if differs_by_account(set) { account_id } else { "" };
        let built =
            locked(&self.built).get(&*set.permission_set_arn).and_then(|of_set| of_set.get(account)).cloned();
        if let Some(policies) = built {
            return policies;
        }
        let policies = Arc::new(Policies {
            identity: self.identity(set, account_id),
            boundary: self.boundary(set, account_id),
            service_control: Vec::new(),
        });
        let mut built = locked(&self.built);
        let of_set = built.entry(set.permission_set_arn.to_string()).or_default();
        Arc::clone(of_set.entry(account.to_owned()).or_insert(policies))
    }

    /// True where two libraries share their documents, and what policies say is the same in both.
    pub fn is_like(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.parsed.0, &other.parsed.0)
            && self.partition == other.partition
            && self.known() == other.known()
    }

    /// What is known of an account and of a role of the set in it.
    pub fn place(&self, set: &PermissionSet, account_id: &str) -> Place {
        let boundary = set.permissions_boundary.value();
        let boundary = boundary.and_then(|boundary| boundary.customer_managed_policy_reference.value());
        Place {
            partition: self.partition.clone(),
            account_id: account_id.to_owned(),
            administers_identity_center: self.administers_identity_center(account_id),
            own_policies: set
                .customer_managed_policy_references
                .records()
                .iter()
                .map(|reference| self.arn(reference, account_id))
                .collect(),
            known: self.known(),
            own_boundary: boundary.map(|reference| self.arn(reference, account_id)),
        }
    }

    /// What is known of every request of anyone in the organization.
    pub fn known(&self) -> Context {
        let organization = self.snapshot.organization.value();
        let entries =
            organization.map(|organization| ("aws:PrincipalOrgID", vec![organization.id.to_string()]));
        Context::of(entries.into_iter().chain([("aws:PrincipalIsAWSService", vec!["false".to_owned()])]))
    }

    /// True for the management account and the delegated administrators, as far as the snapshot knows them, and
    /// for the account that owns the instance.
    pub fn administers_identity_center(&self, account_id: &str) -> bool {
        let organization = self.snapshot.organization.value();
        let is_management =
            organization.and_then(|organization| organization.master_account_id.text()) == Some(account_id);
        let owner = self.snapshot.instance.value().and_then(|instance| instance.owner_account_id.text());
        is_management
            || owner == Some(account_id)
            || self
                .snapshot
                .delegated_administrators
                .records()
                .iter()
                .any(|account| &*account.id == account_id)
    }

    fn identity(&self, set: &PermissionSet, account_id: &str) -> Vec<Policy> {
        let mut policies = Vec::new();
        let inline =
            |document| Policy { name: "inline policy".to_owned(), kind: Some(PolicyKind::Inline), document };
        match &set.inline_policy {
            Member::Absent => policies.push(inline(Err(Unread::List))),
            Member::Value(text) if !text.is_empty() => policies.push(inline(Ok(self.parsed.document(text)))),
            Member::Null | Member::Value(_) => {}
        }
        match set.managed_policies.list() {
            None => policies.push(Policy::unlisted("AWS managed policies", Some(PolicyKind::AwsManaged))),
            Some(list) => {
                let mut arns: Vec<&str> = list.iter().map(|policy| &*policy.arn).collect();
                arns.sort_unstable();
                policies.extend(arns.into_iter().map(|arn| self.managed(arn)));
            }
        }
        match set.customer_managed_policy_references.list() {
            None => {
                let kind = Some(PolicyKind::CustomerManaged);
                policies.push(Policy::unlisted("customer managed policies", kind));
            }
            Some(list) => {
                let mut references: Vec<&CustomerManagedPolicyReference> = list.iter().collect();
                references.sort_by_key(|reference| (path(reference), &*reference.name));
                policies.extend(
                    references.into_iter().map(|reference| self.customer_managed(reference, account_id)),
                );
            }
        }
        policies
    }

    fn boundary(&self, set: &PermissionSet, account_id: &str) -> Option<Vec<Policy>> {
        let unlisted = || Policy::unlisted("permissions boundary", None);
        let boundary = match &set.permissions_boundary {
            Member::Null => return None,
            Member::Absent => return Some(vec![unlisted()]),
            Member::Value(boundary) => boundary,
        };
        let policy = match (&boundary.managed_policy_arn, &boundary.customer_managed_policy_reference) {
            (Member::Value(arn), _) => self.managed(arn),
            (_, Member::Value(reference)) => self.customer_managed(reference, account_id),
            _ => unlisted(),
        };
        Some(vec![policy])
    }

    /// An AWS managed policy by its ARN.
    pub fn managed(&self, arn: &str) -> Policy {
        let text = self.managed.get(arn).copied().or_else(|| self.folder.document(arn));
        let text = text.or_else(|| managed_policy(arn).map(|policy| policy.document));
        Policy {
            name: arn.to_owned(),
            kind: Some(PolicyKind::AwsManaged),
            document: text.map(|text| self.parsed.document(text)).ok_or(Unread::Document),
        }
    }

    fn customer_managed(&self, reference: &CustomerManagedPolicyReference, account_id: &str) -> Policy {
        let name = format!("{}{}", path(reference), reference.name);
        let document = match self.customer_managed.get(&[account_id, path(reference), &*reference.name]) {
            Some(Member::Value(text)) => Ok(self.parsed.document(text)),
            // Where the account has no such policy, provisioning fails and the role keeps what it had.
            Some(Member::Null) => Err(Unread::Missing),
            Some(Member::Absent) | None => Err(Unread::Document),
        };
        Policy { name, kind: Some(PolicyKind::CustomerManaged), document }
    }

    fn arn(&self, reference: &CustomerManagedPolicyReference, account_id: &str) -> String {
        let (partition, path, name) = (&self.partition, path(reference), &reference.name);
        format!("arn:{partition}:iam::{account_id}:policy{path}{name}")
    }
}

fn path<'r>(reference: &'r CustomerManagedPolicyReference) -> &'r str {
    reference.path.text().unwrap_or("/")
}

/// True where a set names policies that each account has for itself.
pub fn differs_by_account(set: &PermissionSet) -> bool {
    let boundary = set.permissions_boundary.value();
    !set.customer_managed_policy_references.records().is_empty()
        || boundary.is_some_and(|boundary| boundary.customer_managed_policy_reference.value().is_some())
}
