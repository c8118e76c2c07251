//! Every path by which a user reaches an account.

use super::directory::Directory;
use super::effective::{EffectiveAccess, Path};
use super::status::Status;
use super::tier::{Tier, Tiers};
use crate::dataset::Source;
use crate::snapshot::State;
use crate::snapshot::v1::PermissionSet;

/// One path, and what lies at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained<'s> {
    /// The permission set's ARN.
    pub permission_set_arn: &'s str,
    /// The group; nothing where the user is assigned directly.
    pub group_id: Option<&'s str>,
    /// Whether the path works.
    pub status: Status,
    /// What the set amounts to in the account.
    pub tier: Tier,
    /// Whether the set has a permissions boundary.
    pub boundary_state: State,
    /// The boundary: an ARN, or path and name.
    pub boundary_policy: Option<String>,
    /// ProvisioningStatus, where AWS tells it.
    pub provisioning_status: Option<&'s str>,
    /// SessionDuration, ISO 8601.
    pub session_duration: Option<&'s str>,
}

/// The paths of a user to an account, by permission set, the direct one before those through groups.
pub fn explain<'s>(
    source: &'s Source<'_>,
    access: &EffectiveAccess<'s>,
    directory: &Directory<'s>,
    tiers: &Tiers,
    [user_id, account_id]: [&str; 2],
) -> Vec<Explained<'s>> {
    let account = access.accounts.place(account_id);
    let ways = access.ways_of_id(user_id).into_iter().filter(|way| Some(way.pair.account) == account);
    let explained = ways.map(|way| {
        let permission_set_arn = access.permission_sets.text(way.pair.permission_set);
        let set = directory.permission_set(permission_set_arn);
        let pair = source.snapshot.provisioning(permission_set_arn, account_id);
        Explained {
            permission_set_arn,
            group_id: match way.path {
                Path::Direct => None,
                Path::Group(group) => Some(access.groups.text(group)),
            },
            status: way.status,
            tier: tiers.of(permission_set_arn, account_id),
            boundary_state: set.map_or(State::Unknown, |set| set.permissions_boundary.state()),
            boundary_policy: set.and_then(|set| boundary(set, source, account_id)),
            provisioning_status: pair.and_then(|pair| pair.status).map(|status| source.snapshot.id(status)),
            session_duration: set.and_then(|set| set.session_duration.text()),
        }
    });
    explained.collect()
}

fn boundary(set: &PermissionSet, source: &Source, account_id: &str) -> Option<String> {
    if set.permissions_boundary.state() != State::Known {
        return None;
    }
    let policies = source.library().policies(set, account_id);
    policies.boundary.as_ref()?.first().map(|policy| policy.name.clone())
}
