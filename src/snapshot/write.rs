//! Writes a snapshot: the same content gives the same bytes.

use std::io::{self, Write};

use serde::Serialize;

use super::keys::{Keyed, for_each_list};
use super::member::Member;
use super::v1::{FORMAT, FORMAT_VERSION, Snapshot};

impl Snapshot<'static> {
    /// A snapshot in which nothing was learned yet.
    pub fn new() -> Self {
        Snapshot { format: FORMAT.into(), format_version: FORMAT_VERSION, ..Snapshot::default() }
    }
}

fn sort<T: Keyed>(list: &mut Member<Vec<T>>) {
    if let Member::Value(records) = list {
        records.sort_by(|one, other| one.key().cmp(&other.key()));
    }
}

impl Snapshot<'_> {
    /// Puts every array into the order of its key.
    pub fn sort(&mut self) {
        macro_rules! sort_list {
            ($name:literal, $member:ident, $record:ident) => {
                sort(&mut self.$member);
            };
        }
        for_each_list!(sort_list);
        if let Member::Value(sets) = &mut self.permission_sets {
            for set in sets {
                sort(&mut set.tags);
                sort(&mut set.managed_policies);
                sort(&mut set.customer_managed_policy_references);
            }
        }
        if let Member::Value(accounts) = &mut self.accounts {
            for account in accounts {
                sort(&mut account.tags);
            }
        }
        if let Member::Value(attributes) = &mut self.access_control_attributes
            && let Member::Value(configuration) =
                &mut attributes.instance_access_control_attribute_configuration
        {
            sort(&mut configuration.access_control_attributes);
        }
        if let Member::Value(applications) = &mut self.applications {
            for application in applications {
                sort(&mut application.assignments);
                sort(&mut application.access_scopes);
                sort(&mut application.authentication_methods);
                sort(&mut application.grants);
                sort(&mut application.tags);
            }
        }
        if let Member::Value(issuers) = &mut self.trusted_token_issuers {
            for issuer in issuers {
                sort(&mut issuer.tags);
            }
        }
        if let Member::Value(policies) = &mut self.organization_policies {
            for policy in policies {
                sort(&mut policy.targets);
            }
        }
        if let Member::Value(observations) = &mut self.observations {
            observations.sort();
        }
    }

    /// Writes the snapshot, one record a line. Call [`Snapshot::sort`] first.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut members = Members { out, first: true };
        members.value("format", &self.format)?;
        members.value("format_version", &self.format_version)?;
        members.member("collected", &self.collected)?;
        members.records("coverage", &self.coverage)?;
        members.member("instance", &self.instance)?;
        members.member("access_control_attributes", &self.access_control_attributes)?;
        members.records("regions", &self.regions)?;
        members.records("permission_sets", &self.permission_sets)?;
        members.records("permission_set_provisioning", &self.permission_set_provisioning)?;
        members.records("account_assignments", &self.account_assignments)?;
        members
            .records("account_assignment_creation_statuses", &self.account_assignment_creation_statuses)?;
        members
            .records("account_assignment_deletion_statuses", &self.account_assignment_deletion_statuses)?;
        members
            .records("permission_set_provisioning_statuses", &self.permission_set_provisioning_statuses)?;
        members.records("applications", &self.applications)?;
        members.records("application_providers", &self.application_providers)?;
        members.records("trusted_token_issuers", &self.trusted_token_issuers)?;
        members.records("users", &self.users)?;
        members.records("groups", &self.groups)?;
        members.records("group_memberships", &self.group_memberships)?;
        members.member("organization", &self.organization)?;
        members.records("roots", &self.roots)?;
        members.records("accounts", &self.accounts)?;
        members.records("organizational_units", &self.organizational_units)?;
        members.records("delegated_administrators", &self.delegated_administrators)?;
        members.records("managed_policies", &self.managed_policies)?;
        members.records("customer_managed_policies", &self.customer_managed_policies)?;
        members.records("entitlements", &self.entitlements)?;
        members.records("organization_policies", &self.organization_policies)?;
        members.records("observations", &self.observations)?;
        members.out.write_all(b"\n}\n")
    }
}

struct Members<'w> {
    out: &'w mut dyn Write,
    first: bool,
}

impl Members<'_> {
    fn value<T: Serialize>(&mut self, name: &str, value: &T) -> io::Result<()> {
        self.out.write_all(if self.first { b"{\n" } else { b",\n" })?;
        self.first = false;
        write!(self.out, "\"{name}\": ")?;
        serde_json::to_writer(&mut *self.out, value).map_err(io::Error::from)
    }

    fn member<T: Serialize>(&mut self, name: &str, member: &Member<T>) -> io::Result<()> {
        if member.is_absent() { Ok(()) } else { self.value(name, member) }
    }

    fn records<T: Serialize>(&mut self, name: &str, list: &Member<Vec<T>>) -> io::Result<()> {
        let Some(records) = list.value().filter(|records| !records.is_empty()) else {
            return self.member(name, list);
        };
        write!(self.out, ",\n\"{name}\": [")?;
        let mut separator = "\n";
        for record in records {
            self.out.write_all(separator.as_bytes())?;
            serde_json::to_writer(&mut *self.out, record)?;
            separator = ",\n";
        }
        self.out.write_all(b"\n]")
    }
}
