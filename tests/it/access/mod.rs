//! Who reaches what: the report, `explain`, `blast-radius`, dead access and separation of duties.

mod blast_radius;
mod dead;
mod duties;
mod effective;
mod explain;
mod unread;

use serde_json::{Value, json};

use crate::harness::{Run, Workplace};

pub const HEAD: &str = "111111111111";
pub const SHOP: &str = "222222222222";
const ADMIN: &str = "arn:aws:sso:::permissionSet/ssoins-1/ps-admin";
const VIEW: &str = "arn:aws:sso:::permissionSet/ssoins-1/ps-view";

/// Ann is administrator of the shop by the group Admins, and views both accounts: the shop directly and by Everyone,
/// the head office by Everyone. Bob is in Everyone, Cat is disabled and in Admins.
pub fn shop() -> Value {
    let set = |arn: &str, name: &str, inline: Value, managed: Value, boundary: Value| {
        json!({"PermissionSetArn": arn, "Name": name, "Description": null, "SessionDuration": "PT4H",
            "RelayState": null, "Tags": [], "InlinePolicy": inline, "ManagedPolicies": managed,
            "CustomerManagedPolicyReferences": [], "PermissionsBoundary": boundary})
    };
    let administrator =
        json!([{"Name": "AdministratorAccess", "Arn": "arn:aws:iam::aws:policy/AdministratorAccess"}]);
    let view = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
        "Action": ["ec2:DescribeInstances", "s3:ListAllMyBuckets"], "Resource": "*"}}"#;
    let assigned = |account: &str, set: &str, kind: &str, id: &str| json!({"AccountId": account, "PermissionSetArn": set, "PrincipalType": kind, "PrincipalId": id});
    let pair = |set: &str, account: &str| {
        json!({"PermissionSetArn": set, "AccountId": account,
            "ProvisioningStatus": "LATEST_PERMISSION_SET_PROVISIONED"})
    };
    let account = |id: &str, name: &str| {
        json!({"Id": id, "Name": name, "Email": format!("{name}@example.com"), "State": "ACTIVE",
            "ParentId": "r-1", "Tags": []})
    };
    let user = |id: &str, name: &str, status: &str| {
        json!({"UserId": id, "UserName": name, "DisplayName": format!("{name} of Shop"),
            "Emails": [{"Value": format!("{name}@example.com"), "Primary": true}],
            "UserStatus": status, "Extensions": null})
    };
    let boundary = json!({"ManagedPolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"});
    json!({
        "format": "ssoscan-snapshot",
        "format_version": 1,
        "coverage": [],
        "instance": {"InstanceArn": "arn:aws:sso:::instance/ssoins-1"},
        "permission_sets": [
            set(ADMIN, "Admin", json!(null), administrator, json!(null)),
            set(VIEW, "View", json!(view), json!([]), boundary),
        ],
        "permission_set_provisioning": [pair(ADMIN, SHOP), pair(VIEW, HEAD), pair(VIEW, SHOP)],
        "account_assignments": [
            assigned(HEAD, VIEW, "GROUP", "everyone"),
            assigned(SHOP, ADMIN, "GROUP", "admins"),
            assigned(SHOP, VIEW, "GROUP", "everyone"),
            assigned(SHOP, VIEW, "USER", "u-ann"),
        ],
        "users": [user("u-ann", "ann", "ENABLED"), user("u-bob", "bob", "ENABLED"), user("u-cat", "cat", "DISABLED")],
        "groups": [
            {"GroupId": "admins", "DisplayName": "Admins"},
            {"GroupId": "everyone", "DisplayName": "Everyone"},
        ],
        "group_memberships": [
            {"GroupId": "admins", "UserId": "u-ann"}, {"GroupId": "admins", "UserId": "u-cat"},
            {"GroupId": "everyone", "UserId": "u-ann"}, {"GroupId": "everyone", "UserId": "u-bob"},
        ],
        "organization": null,
        "roots": [{"Id": "r-1", "Name": "Root"}],
        "accounts": [account(HEAD, "head"), account(SHOP, "shop-prod")],
        "organizational_units": [],
        "delegated_administrators": [],
        "managed_policies": [],
        "customer_managed_policies": [],
    })
}

/// The run of a verb on a snapshot, which takes the place of `s.json`.
pub fn run(snapshot: &Value, args: &[&str]) -> Run {
    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());
    place.run(args)
}

/// The columns of the rows of an answer, joined by blanks; null is `-`.
pub fn rows(run: Run, columns: &[&str]) -> Vec<String> {
    let answer = run.exits(0).answer();
    let text = |cell: &Value| match cell {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("+"),
        other => other.to_string(),
    };
    let row = |row: &Value| columns.iter().map(|column| text(&row[*column])).collect::<Vec<_>>().join(" ");
    answer["rows"].as_array().unwrap().iter().map(row).collect()
}

/// Leaves a group's members unread.
pub fn unread_members(snapshot: &mut Value, group: &str) {
    snapshot["group_memberships"].as_array_mut().unwrap().retain(|row| row["GroupId"] != group);
    for record in snapshot["groups"].as_array_mut().unwrap().iter_mut().filter(|row| row["GroupId"] == group)
    {
        record["members_read"] = json!(false);
    }
    let row = |status: &str, scope: Option<&str>| {
        let mut row =
            json!({"service": "identitystore", "operation": "ListGroupMemberships", "status": status});
        if let Some(scope) = scope {
            row["scope"] = json!(scope);
        }
        row
    };
    snapshot["coverage"] = json!([row("partial", None), row("denied", Some(group))]);
}
