//! The organization as a snapshot of version 1.

use serde_json::{Value, json};

use super::organization::{Account, Boundary, Organization, Principal, ROOT, Set, User};

const INSTANCE: &str = "arn:aws:sso:::instance/ssoins-1234567890abcdef";

/// What `collect` in mode `exhaustive` would write.
pub fn snapshot(all: &Organization, finished_at: &str) -> Value {
    json!({
        "format": "ssoscan-snapshot",
        "format_version": 1,
        "collected": {"started_at": finished_at, "finished_at": finished_at, "mode": "exhaustive"},
        "coverage": coverage(all),
        "instance": {"InstanceArn": INSTANCE, "OwnerAccountId": "999999999999"},
        "access_control_attributes": null,
        "regions": [],
        "permission_sets": sorted(all.sets.iter().map(permission_set)),
        "permission_set_provisioning": sorted(all.provisioned.iter().map(|one| {
            let status =
                if one.latest { "LATEST_PERMISSION_SET_PROVISIONED" } else { "LATEST_PERMISSION_SET_NOT_PROVISIONED" };
            json!({"PermissionSetArn": one.pair.0.to_string(), "AccountId": one.pair.1.to_string(),
                "ProvisioningStatus": status})
        })),
        "account_assignments": sorted(account_assignments(all)),
        "account_assignment_creation_statuses": [],
        "account_assignment_deletion_statuses": [],
        "permission_set_provisioning_statuses": [],
        "applications": [],
        "application_providers": [],
        "trusted_token_issuers": [],
        "users": sorted(all.users.iter().map(user)),
        "groups": sorted(all.groups.iter().map(|group| {
            json!({"GroupId": group.id.to_string(), "DisplayName": group.name,
                "members_read": !all.unread_groups.contains(&group.id)})
        })),
        "group_memberships": sorted(
            all.memberships.iter().filter(|(group, _)| !all.unread_groups.contains(group)).map(|(group, user)| {
                json!({"GroupId": group.to_string(), "UserId": user.to_string()})
            }),
        ),
        "organization": {"Id": "o-ab12cd34ef", "MasterAccountId": "999999999999"},
        "roots": [{"Id": ROOT.to_string(), "Name": "Root"}],
        "accounts": sorted(all.accounts.iter().map(account)),
        "organizational_units": sorted(all.units.iter().map(|unit| {
            json!({"Id": unit.id.to_string(), "Name": unit.name, "ParentId": unit.parent.to_string()})
        })),
        "delegated_administrators": [],
        "managed_policies": sorted(all.managed.iter().filter(|(name, _)| is_named(all, name)).map(
            |(name, policy)| json!({"Arn": arn(name), "DefaultVersionId": "v1", "Document": policy.text()}),
        )),
        "customer_managed_policies": sorted(all.customer.iter().map(|((account, name), policy)| {
            json!({"AccountId": account.to_string(), "Path": "/", "Name": name, "Document": policy.text()})
        })),
        "entitlements": [],
        "organization_policies": [],
        "observations": [],
    })
}

/// In the order of their keys, which each record begins with.
fn sorted(records: impl IntoIterator<Item = Value>) -> Vec<Value> {
    let mut records: Vec<Value> = records.into_iter().collect();
    records.sort_by_cached_key(Value::to_string);
    records
}

fn arn(managed: &str) -> String {
    format!("arn:aws:iam::aws:policy/{managed}")
}

fn permission_set(set: &Set) -> Value {
    let boundary = set.boundary.map(|boundary| match boundary {
        Boundary::Managed(name) => json!({"ManagedPolicyArn": arn(name)}),
        Boundary::Customer(name) => json!({"CustomerManagedPolicyReference": {"Name": name, "Path": "/"}}),
    });
    let managed = set.managed.iter().map(|name| json!({"Name": name, "Arn": arn(name)}));
    let customer = set.customer.iter().map(|name| json!({"Name": name, "Path": "/"}));
    json!({
        "PermissionSetArn": set.id.to_string(),
        "Name": set.name,
        "Description": set.description,
        "CreatedDate": "2024-04-28T06:38:21Z",
        "SessionDuration": format!("PT{}H", set.hours),
        "RelayState": null,
        "Tags": [{"Key": "Owner", "Value": set.owner}],
        "InlinePolicy": set.inline.text(),
        "ManagedPolicies": managed.collect::<Vec<_>>(),
        "CustomerManagedPolicyReferences": customer.collect::<Vec<_>>(),
        "PermissionsBoundary": boundary,
    })
}

fn account_assignments(all: &Organization) -> impl Iterator<Item = Value> {
    let read = all.assignments.iter().filter(|one| !all.unread_pairs.contains(&one.pair));
    read.map(|one| {
        let (kind, id) = match one.principal {
            Principal::User(id) => ("USER", id.to_string()),
            Principal::Group(id) => ("GROUP", id.to_string()),
        };
        json!({"AccountId": one.pair.1.to_string(), "PermissionSetArn": one.pair.0.to_string(),
            "PrincipalType": kind, "PrincipalId": id})
    })
}

fn user(user: &User) -> Value {
    json!({
        "UserId": user.id.to_string(),
        "UserName": user.name,
        "DisplayName": "Somebody",
        "Emails": [{"Value": user.email, "Type": "work", "Primary": true}],
        "UserStatus": if user.enabled { "ENABLED" } else { "DISABLED" },
        "Extensions": {"aws:identitystore:enterprise": {"department": user.department}},
    })
}

fn account(account: &Account) -> Value {
    let tags = account.environment.map(|value| json!({"Key": "Environment", "Value": value}));
    json!({"Id": account.id.to_string(), "Name": account.name, "State": account.state,
        "ParentId": account.parent.to_string(), "Tags": tags.into_iter().collect::<Vec<_>>()})
}

fn is_named(all: &Organization, managed: &str) -> bool {
    all.sets
        .iter()
        .any(|set| set.managed.contains(managed) || set.boundary.is_some_and(|one| is_managed(one, managed)))
}

fn is_managed(boundary: Boundary, managed: &str) -> bool {
    matches!(boundary, Boundary::Managed(name) if name == managed)
}

/// Nothing where everything was read.
pub fn coverage(all: &Organization) -> Vec<Value> {
    let groups = all.unread_groups.iter().filter(|group| all.group(**group).is_some());
    let pairs = all.unread_pairs.iter().filter(|pair| all.set(pair.0).is_some());
    let groups = groups.map(ToString::to_string).collect();
    let pairs = pairs.map(|(set, account)| format!("{set},{account}")).collect();
    let mut rows = denied("identitystore", "ListGroupMemberships", groups);
    rows.extend(denied("sso-admin", "ListAccountAssignments", pairs));
    rows
}

fn denied(service: &str, operation: &str, scopes: Vec<String>) -> Vec<Value> {
    if scopes.is_empty() {
        return Vec::new();
    }
    let row = |status: &str| json!({"service": service, "operation": operation, "status": status, "calls": 1, "items": 0});
    let scoped = scopes.into_iter().map(|scope| {
        let mut row = row("denied");
        row["scope"] = json!(scope);
        row["error"] = json!({"code": "AccessDeniedException", "message": "no", "request_id": null});
        row
    });
    std::iter::once(row("partial")).chain(scoped).collect()
}
