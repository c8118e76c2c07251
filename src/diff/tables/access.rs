//! Permission sets, where they are provisioned, and who has them.

use super::super::side::{Side, Why};
use super::{Compared, Part, unread};
use crate::snapshot::Key;
use crate::snapshot::assignments::{DELETED_UNSEEN, UNPROVISIONED_UNSEEN};
use crate::snapshot::coverage::{Operation, operation::*};
use crate::snapshot::v1::{AccountAssignment, PermissionSet, Provisioning};

impl Compared for PermissionSet<'_> {
    const TABLE: &'static str = "permission_sets";
    const ONE: &'static str = "permission set";
    const NAME: Option<&'static str> = Some("Name");
    const OPERATIONS: &'static [Operation] = &[LIST_PERMISSION_SETS];
    const PARTS: &'static [Part] = &[
        ("Name", &[DESCRIBE_PERMISSION_SET]),
        ("Description", &[DESCRIBE_PERMISSION_SET]),
        ("CreatedDate", &[DESCRIBE_PERMISSION_SET]),
        ("SessionDuration", &[DESCRIBE_PERMISSION_SET]),
        ("RelayState", &[DESCRIBE_PERMISSION_SET]),
        ("Tags", &[LIST_TAGS]),
        ("InlinePolicy", &[GET_INLINE_POLICY]),
        ("ManagedPolicies", &[LIST_MANAGED_POLICIES]),
        ("CustomerManagedPolicyReferences", &[LIST_CUSTOMER_MANAGED_POLICIES]),
        ("PermissionsBoundary", &[GET_BOUNDARY]),
    ];

    fn unread_parts(&self) -> Vec<&'static str> {
        let parts = [
            ("Name", self.name.is_absent()),
            ("Description", self.description.is_absent()),
            ("SessionDuration", self.session_duration.is_absent()),
            ("RelayState", self.relay_state.is_absent()),
            ("Tags", self.tags.is_absent()),
            ("InlinePolicy", self.inline_policy.is_absent()),
            ("ManagedPolicies", self.managed_policies.is_absent()),
            ("CustomerManagedPolicyReferences", self.customer_managed_policy_references.is_absent()),
            ("PermissionsBoundary", self.permissions_boundary.is_absent()),
        ];
        unread(parts)
    }
}

impl Compared for Provisioning<'_> {
    const TABLE: &'static str = "permission_set_provisioning";
    const ONE: &'static str = "provisioning";
    const OPERATIONS: &'static [Operation] = &PROVISIONING;

    fn unread_parts(&self) -> Vec<&'static str> {
        unread([("ProvisioningStatus", self.provisioning_status.is_absent())])
    }

    fn absence_is_known(&self, side: &Side, _: &Side) -> Result<(), Why> {
        side.lists(&self.permission_set_arn)?;
        side.has_read(&PROVISIONING, &[&self.permission_set_arn, &self.account_id])
    }

    fn words(key: &Key, name: impl Fn(&'static str, &str) -> String) -> String {
        let [set, account, ..] = key;
        format!("{} in {}", name("permission set", set), name("account", account))
    }
}

impl Compared for AccountAssignment<'_> {
    const TABLE: &'static str = "account_assignments";
    const ONE: &'static str = "assignment";
    const OPERATIONS: &'static [Operation] = &ASSIGNMENTS;

    fn absence_is_known(&self, side: &Side, holding: &Side) -> Result<(), Why> {
        let pair = [&*self.permission_set_arn, &*self.account_id];
        if side.knowledge.reads_by_principal() {
            // What nobody can have needs no principal to tell it.
            let is_told = !side.snapshot.permission_set_provisioning.is_absent();
            return self.principal_is_read(side).or_else(|why| match side.is_provisioned(pair) {
                Ok(false) if is_told => Ok(()),
                _ => Err(why),
            });
        }
        // Assignments are asked for where the set is provisioned: where that is not known, nor are they.
        side.lists(&self.permission_set_arn)?;
        side.has_read(&[LIST_ACCOUNT_ASSIGNMENTS], &pair)?;
        let is_asked = side.is_provisioned(pair)? || !side.asks_only_where_provisioned();
        match holding.is_provisioned(pair) {
            // It was there without being provisioned, so it may still be.
            Ok(false) if !is_asked && !holding.snapshot.permission_set_provisioning.is_absent() => {
                Err((UNPROVISIONED_UNSEEN.to_owned(), false))
            }
            _ => Ok(()),
        }
    }

    fn words(key: &Key, name: impl Fn(&'static str, &str) -> String) -> String {
        let [account, set, kind, id] = key;
        let principal = match *kind {
            "USER" => name("user", id),
            "GROUP" => name("group", id),
            _ => (*id).to_owned(),
        };
        let (set, account) = (name("permission set", set), name("account", account));
        format!("{} {principal} has {set} in {account}", kind.to_lowercase())
    }
}

impl AccountAssignment<'_> {
    /// Whether all assignments of this one's principal were read: no deleted principal is asked about.
    fn principal_is_read(&self, side: &Side) -> Result<(), Why> {
        let id = &*self.principal_id;
        let users = side.snapshot.users.records();
        let groups = side.snapshot.groups.records();
        let (is_listed, list) = match &*self.principal_type {
            "USER" => (users.binary_search_by(|user| (*user.user_id).cmp(id)).is_ok(), LIST_USERS),
            _ => (groups.binary_search_by(|group| (*group.group_id).cmp(id)).is_ok(), LIST_GROUPS),
        };
        if is_listed {
            return side.has_read(&[LIST_ACCOUNT_ASSIGNMENTS_FOR_PRINCIPAL], &[id]);
        }
        side.has_read(&[list], &[])?;
        Err((DELETED_UNSEEN.to_owned(), false))
    }
}
