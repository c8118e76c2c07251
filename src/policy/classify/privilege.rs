//! The privileges, who holds one, and where.

use crate::policy::condition::Context;
use crate::policy::evaluate::{Outcome, Verdict};

/// A kind of privilege, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Privilege {
    /// Everything, IAM and services yet to come among it.
    Administrator,
    /// A path leads to everything.
    AdministratorEquivalent,
    /// Access of others can be changed in IAM Identity Center.
    IdentityCenterAdministrator,
    /// A customer managed policy that it has itself can be changed.
    OwnPolicyEditor,
    /// The customer managed policy that is its permissions boundary can be changed.
    OwnBoundaryEditor,
    /// It gives out credentials.
    CredentialExposure,
    /// It opens resources to others.
    ResourceExposure,
    /// It reads what is stored.
    DataAccess,
    /// It changes things.
    Write,
    /// It reads and lists, and no more.
    ReadOnly,
    /// A document was not read: it may be any of these.
    Unknown,
}

impl Privilege {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Privilege::Administrator => "administrator",
            Privilege::AdministratorEquivalent => "administrator_equivalent",
            Privilege::IdentityCenterAdministrator => "identity_center_administrator",
            Privilege::OwnPolicyEditor => "own_policy_editor",
            Privilege::OwnBoundaryEditor => "own_boundary_editor",
            Privilege::CredentialExposure => "credential_exposure",
            Privilege::ResourceExposure => "resource_exposure",
            Privilege::DataAccess => "data_access",
            Privilege::Write => "write",
            Privilege::ReadOnly => "read_only",
            Privilege::Unknown => "unknown",
        }
    }
}

/// A privilege that is held, and what shows it.
#[derive(Clone, Debug)]
pub struct Held<'p> {
    /// The privilege.
    pub privilege: Privilege,
    /// Allowed, conditional or undecided.
    pub verdict: Verdict,
    /// The ids of the paths that lead there.
    pub paths: Vec<&'static str>,
    /// A request that shows it, and the statement that grants it.
    pub witness: Outcome<'p>,
}

/// Where the policies are held.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The partition: `aws`.
    pub partition: String,
    /// The account; empty where it does not matter.
    pub account_id: String,
    /// IAM Identity Center is administered from this account: the management or the delegated account.
    pub administers_identity_center: bool,
    /// The ARNs of the customer managed policies that the role has.
    pub own_policies: Vec<String>,
    /// The ARN of the customer managed policy that is its permissions boundary.
    pub own_boundary: Option<String>,
    /// What is known of every request.
    pub known: Context,
}
