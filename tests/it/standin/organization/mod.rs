//! A generator of organizations: the same arguments give the same snapshot document, for ever.

mod accounts;
mod applications;
mod assignments;
mod ids;
mod people;
mod permission_sets;
mod policies;
mod statuses;

use serde_json::{Value, json};

use super::organizations::ORGANIZATION as ORGANIZATION_MEMBERS;
use super::sso_admin::{INSTANCE as INSTANCE_MEMBERS, REGION};
use ids::{MANAGEMENT, ORGANIZATION, STORE, learned, sorted};

/// How large, and what is in it. `document` gives the snapshot.
#[derive(Clone, Copy)]
pub struct Organization {
    pub sets: usize,
    pub accounts: usize,
    pub users: usize,
    pub groups: usize,
    size: Size,
}

#[derive(Clone, Copy)]
enum Size {
    Assignments(usize),
    Pairs(usize),
}

impl Organization {
    /// With so many assignments, anywhere.
    pub fn new(sets: usize, accounts: usize, users: usize, groups: usize, assignments: usize) -> Self {
        assert!(assignments <= sets * accounts * (users + groups) / 2, "room for that many assignments");
        Organization { sets, accounts, users, groups, size: Size::Assignments(assignments) }
    }

    /// With so many provisioned pairs of set and account, about two assignments each.
    pub fn with_pairs(sets: usize, accounts: usize, pairs: usize, users: usize, groups: usize) -> Self {
        assert!(pairs <= sets * accounts && users > 0 && groups > 0, "room for that many pairs");
        Organization { sets, accounts, users, groups, size: Size::Pairs(pairs) }
    }

    /// The snapshot that a perfect collector reads from this organization when asked for everything, but for
    /// `collected`, `coverage` and `observations`.
    pub fn document(&self) -> Value {
        let sets = sorted((0..self.sets).map(permission_sets::permission_set), &["PermissionSetArn"]);
        let (assignments, pairs) = match self.size {
            Size::Assignments(count) => assignments::scattered(self, count),
            Size::Pairs(count) => assignments::in_pairs(self, count),
        };
        let (managed, customer_managed) =
            (policies::managed(&sets), policies::customer_managed(&sets, &pairs));
        json!({
            "format": "ssoscan-snapshot",
            "format_version": 1,
            "instance": instance(),
            "access_control_attributes": access_control_attributes(),
            "regions": regions(),
            "permission_sets": sets,
            "permission_set_provisioning": pairs,
            "account_assignments": assignments,
            "account_assignment_creation_statuses": statuses::of_assignments(self, 5),
            "account_assignment_deletion_statuses": statuses::of_assignments(self, 6),
            "permission_set_provisioning_statuses": statuses::of_provisioning(self),
            "applications": applications::applications(self),
            "application_providers": applications::providers(),
            "trusted_token_issuers": applications::issuers(),
            "users": sorted((0..self.users).map(people::user), &["UserId"]),
            "groups": sorted((0..self.groups).map(people::group), &["GroupId"]),
            "group_memberships": people::memberships(self),
            "organization": organization(),
            "roots": [accounts::root()],
            "accounts": sorted((0..self.accounts).map(accounts::account), &["Id"]),
            "organizational_units": accounts::units(),
            "delegated_administrators": accounts::delegated_administrators(self),
            "managed_policies": managed,
            "customer_managed_policies": customer_managed,
            "entitlements": applications::entitlements(self),
            "organization_policies": policies::of_organization(self),
        })
    }
}

/// The snapshot of a collector that is not asked for the two members that take a request of their own.
pub fn without_optional(document: &Value) -> Value {
    let mut document = document.clone();
    let members = document.as_object_mut().expect("a snapshot");
    members.retain(|name, _| name != "customer_managed_policies" && name != "organization_policies");
    document
}

fn instance() -> Value {
    let instance = json!({
        "InstanceArn": ids::instance_arn(),
        "IdentityStoreId": STORE,
        "OwnerAccountId": MANAGEMENT,
        "Name": "stand-in",
        "CreatedDate": "2021-03-04T05:06:07.089Z",
        "Status": "ACTIVE",
        "PrimaryRegion": "us-east-1",
        "EncryptionConfigurationDetails": {
            "KeyType": "AWS_OWNED_KMS_KEY",
            "KmsKeyArn": null,
            "EncryptionStatus": "ENABLED",
            "EncryptionStatusReason": null,
        },
        "PermissionSetsEnabled": true,
    });
    learned(instance, INSTANCE_MEMBERS)
}

fn access_control_attributes() -> Value {
    json!({
        "Status": "ENABLED",
        "StatusReason": null,
        "InstanceAccessControlAttributeConfiguration": {"AccessControlAttributes": [
            {"Key": "CostCenter", "Value": {"Source": ["${path:enterprise.costCenter}"]}},
            {"Key": "Department", "Value": {"Source": ["${path:enterprise.department}"]}},
        ]},
    })
}

fn regions() -> Value {
    let region = |name, status, added, primary| {
        let members =
            json!({"RegionName": name, "Status": status, "AddedDate": added, "IsPrimaryRegion": primary});
        learned(members, REGION)
    };
    json!([
        region("eu-west-1", "ADDING", json!("2025-06-07T08:09:10.5Z"), false),
        region("us-east-1", "ACTIVE", Value::Null, true),
    ])
}

fn organization() -> Value {
    let account = format!("arn:aws:organizations::{MANAGEMENT}:account/{ORGANIZATION}/{MANAGEMENT}");
    let organization = json!({
        "Id": ORGANIZATION,
        "Arn": format!("arn:aws:organizations::{MANAGEMENT}:organization/{ORGANIZATION}"),
        "FeatureSet": "ALL",
        "MasterAccountArn": account,
        "MasterAccountId": MANAGEMENT,
        "MasterAccountEmail": "aws+0@example.com",
    });
    learned(organization, ORGANIZATION_MEMBERS)
}
