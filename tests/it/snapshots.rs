//! Snapshot documents held against each other.

use serde_json::Value;

/// The lists of a snapshot, with the keys that order them.
pub const KEYS: [(&str, &[&str]); 21] = [
    ("regions", &["RegionName"]),
    ("permission_sets", &["PermissionSetArn"]),
    ("permission_set_provisioning", &["PermissionSetArn", "AccountId"]),
    ("account_assignments", &["AccountId", "PermissionSetArn", "PrincipalType", "PrincipalId"]),
    ("account_assignment_creation_statuses", &["RequestId"]),
    ("account_assignment_deletion_statuses", &["RequestId"]),
    ("permission_set_provisioning_statuses", &["RequestId"]),
    ("applications", &["ApplicationArn"]),
    ("application_providers", &["ApplicationProviderArn"]),
    ("trusted_token_issuers", &["TrustedTokenIssuerArn"]),
    ("users", &["UserId"]),
    ("groups", &["GroupId"]),
    ("group_memberships", &["GroupId", "UserId"]),
    ("roots", &["Id"]),
    ("accounts", &["Id"]),
    ("organizational_units", &["Id"]),
    ("delegated_administrators", &["Id"]),
    ("managed_policies", &["Arn"]),
    ("customer_managed_policies", &["AccountId", "Path", "Name"]),
    ("entitlements", &["entitlementId"]),
    ("organization_policies", &["Id"]),
];

/// The lists of their records.
pub const PART_KEYS: [(&str, &[&str]); 8] = [
    ("Tags", &["Key"]),
    ("ManagedPolicies", &["Arn"]),
    ("CustomerManagedPolicyReferences", &["Path", "Name"]),
    ("Assignments", &["PrincipalType", "PrincipalId"]),
    ("AccessScopes", &["Scope"]),
    ("AuthenticationMethods", &["AuthenticationMethodType"]),
    ("Grants", &["GrantType"]),
    ("Targets", &["TargetId"]),
];

/// The document with its lists in the order that the format asks for.
pub fn in_order(mut document: Value) -> Value {
    sort(&mut document, &KEYS);
    let lists = document.as_object_mut().into_iter().flatten().filter_map(|(_, list)| list.as_array_mut());
    lists.flatten().for_each(|record| sort(record, &PART_KEYS));
    document
}

fn sort(holder: &mut Value, keys: &[(&str, &[&str])]) {
    for (member, keys) in keys {
        if let Some(rows) = holder.get_mut(member).and_then(Value::as_array_mut) {
            rows.sort_by_key(|row| keys.iter().map(|key| row[key].to_string()).collect::<Vec<_>>());
        }
    }
}

/// What a snapshot says about the instance: all but when and how it was read.
pub fn content(mut snapshot: Value) -> Value {
    for member in ["collected", "coverage", "observations"] {
        snapshot.as_object_mut().expect("a snapshot").remove(member);
    }
    snapshot
}

/// Two documents say the same; if not, the panic names the places and not the whole documents.
#[track_caller]
pub fn assert_same(got: &Value, expected: &Value) {
    let mut differences = Vec::new();
    differ(got, expected, "", &mut differences);
    let shown = differences.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} differences (got, then expected):\n{shown}", differences.len());
}

fn differ(got: &Value, expected: &Value, place: &str, differences: &mut Vec<String>) {
    match (got, expected) {
        (Value::Object(left), Value::Object(right)) => {
            let mut names: Vec<&String> = left.keys().chain(right.keys()).collect();
            names.sort();
            names.dedup();
            for name in names {
                let place = format!("{place}/{name}");
                match (left.get(name), right.get(name)) {
                    (Some(got), Some(expected)) => differ(got, expected, &place, differences),
                    (Some(got), None) => differences.push(format!("{place}: {got}, then absent")),
                    (None, expected) => differences.push(format!("{place}: absent, then {expected:?}")),
                }
            }
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for (number, (got, expected)) in left.iter().zip(right).enumerate() {
                differ(got, expected, &format!("{place}/{number}"), differences);
            }
        }
        _ if got == expected || (is_none(got) && is_none(expected)) => {}
        _ => differences.push(format!("{place}: {got}, then {expected}")),
    }
}

/// `[]` and `null` say the same: learned to be none.
fn is_none(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// The coverage rows of what was asked and is not `complete`, as `operation scope status`. What was left out by
/// choice, or told by another operation, was not asked.
pub fn gaps(snapshot: &Value) -> Vec<String> {
    let rows = snapshot["coverage"].as_array().expect("coverage");
    let text = |row: &Value, member: &str| row[member].as_str().unwrap_or_default().to_owned();
    let mut gaps: Vec<String> = rows
        .iter()
        .filter(|row| row["status"] != "complete")
        .filter(|row| !["NotNeeded", "Skipped"].contains(&row["error"]["code"].as_str().unwrap_or_default()))
        .map(|row| format!("{} {} {}", text(row, "operation"), text(row, "scope"), text(row, "status")))
        .collect();
    gaps.sort();
    gaps
}

/// The coverage row of an operation as a whole, or of one scope. Of two services with an operation of the same
/// name, sso-admin's.
#[track_caller]
pub fn coverage<'a>(snapshot: &'a Value, operation: &str, scope: Option<&str>) -> &'a Value {
    let rows = snapshot["coverage"].as_array().expect("coverage");
    let mut found = rows.iter().filter(|row| row["operation"] == operation && row["scope"].as_str() == scope);
    let found = found.clone().find(|row| row["service"] == "sso-admin").or_else(|| found.next());
    found.unwrap_or_else(|| panic!("no coverage row for {operation} {scope:?}"))
}
