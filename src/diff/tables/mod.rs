//! What each list needs to be compared: which operations tell it, and when it is known to lack a record.

mod access;
mod applications;
mod identity_store;
mod instance;
mod organization;
mod policies;

use serde::Serialize;

use super::side::{Side, Why};
use crate::snapshot::coverage::Operation;
use crate::snapshot::v1::*;
use crate::snapshot::{Key, Keyed};

/// A member that a call of its own gives, and that call.
pub type Part = (&'static str, &'static [Operation]);

/// The lists that diff compares, in the order of its answer.
pub const TABLES: [&str; 19] = [
    AccessControlAttribute::TABLE,
    Region::TABLE,
    PermissionSet::TABLE,
    Provisioning::TABLE,
    AccountAssignment::TABLE,
    Application::TABLE,
    ApplicationProvider::TABLE,
    TrustedTokenIssuer::TABLE,
    User::TABLE,
    Group::TABLE,
    GroupMembership::TABLE,
    Organization::TABLE,
    Account::TABLE,
    OrganizationalUnit::TABLE,
    DelegatedAdministrator::TABLE,
    ManagedPolicyDocument::TABLE,
    CustomerManagedPolicy::TABLE,
    Entitlement::TABLE,
    OrganizationPolicy::TABLE,
];

/// A record that diff compares.
pub trait Compared: Keyed + PartialEq + Serialize {
    /// The snapshot's member.
    const TABLE: &'static str;
    /// One record, as people say it; also the kind that its name is found under.
    const ONE: &'static str;
    /// The member that holds the record's name.
    const NAME: Option<&'static str> = None;
    /// The operations, any one of which gives the list.
    const OPERATIONS: &'static [Operation];
    /// True for a list that holds what other records name: what comes and goes is told by those.
    const IS_NAMED_BY_OTHERS: bool = false;
    /// The members that calls of their own give.
    const PARTS: &'static [Part] = &[];

    /// Those of the parts that this record lacks; unknown even where both sides lack them.
    fn unread_parts(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// The record with this key in words; `name` gives the name of an id of a kind.
    fn words(key: &Key, name: impl Fn(&'static str, &str) -> String) -> String {
        let [id, ..] = key;
        name(Self::ONE, id)
    }

    /// Whether a side that does not have this record is known to lack it; if not, why. `_holding` has it.
    ///
    /// # Errors
    /// Why it is not known.
    fn absence_is_known(&self, side: &Side, _holding: &Side) -> Result<(), Why> {
        side.has_read(Self::OPERATIONS, &[])
    }
}

/// Those of the parts that are absent.
fn unread<const N: usize>(parts: [(&'static str, bool); N]) -> Vec<&'static str> {
    parts.into_iter().filter(|(_, is_absent)| *is_absent).map(|(member, _)| member).collect()
}
