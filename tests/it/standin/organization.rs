//! A generator of organizations: the same arguments give the same snapshot document, for ever.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::identity_store::{ADDRESS, GROUP, PERSON_NAME, USER};
use super::sso_admin::INSTANCE as INSTANCE_MEMBERS;

const INSTANCE: &str = "ssoins-7223b0d1c2a3e4f5";
const STORE: &str = "d-9067f3a2b1";
const ORGANIZATION: &str = "o-a1b2c3d4e5";
const MANAGEMENT: &str = "111111111111";

/// How large, and what is in it. `document` gives the snapshot.
#[derive(Clone, Copy)]
pub struct Organization {
    pub sets: usize,
    pub accounts: usize,
    pub users: usize,
    pub groups: usize,
    pub assignments: usize,
}

impl Organization {
    pub fn new(sets: usize, accounts: usize, users: usize, groups: usize, assignments: usize) -> Self {
        assert!(assignments <= sets * accounts * (users + groups) / 2, "room for that many assignments");
        Organization { sets, accounts, users, groups, assignments }
    }

    /// The snapshot that a perfect collector reads from this organization, but for `collected` and `coverage`.
    pub fn document(&self) -> Value {
        let assignments = self.account_assignments();
        json!({
            "format": "ssoscan-snapshot",
            "format_version": 1,
            "instance": learned(json!({
                "InstanceArn": instance_arn(),
                "IdentityStoreId": STORE,
                "OwnerAccountId": MANAGEMENT,
                "Name": "stand-in",
                "CreatedDate": "2021-03-04T05:06:07.089Z",
                "Status": "ACTIVE",
            }), INSTANCE_MEMBERS),
            "permission_sets": sorted((0..self.sets).map(permission_set), &["PermissionSetArn"]),
            "permission_set_provisioning": self.provisioning(&assignments),
            "account_assignments": assignments,
            "users": sorted((0..self.users).map(user), &["UserId"]),
            "groups": sorted((0..self.groups).map(group), &["GroupId"]),
            "group_memberships": self.memberships(),
            "roots": [{
                "Id": "r-ab12",
                "Arn": format!("arn:aws:organizations::{MANAGEMENT}:root/{ORGANIZATION}/r-ab12"),
                "Name": "Root",
            }],
            "accounts": sorted((0..self.accounts).map(account), &["Id"]),
            "organizational_units": sorted((0..UNITS.len()).map(unit), &["Id"]),
        })
    }

    /// Users and groups that exist, and some that were deleted since.
    fn account_assignments(&self) -> Value {
        let mut random = fastrand::Rng::with_seed(2024);
        let mut rows = BTreeMap::new();
        while rows.len() < self.assignments {
            let (account, set) = (random.usize(..self.accounts), random.usize(..self.sets));
            let (kind, principal) = match random.usize(..10) {
                0 if rows.len() % 2 == 0 => ("USER", user_id(self.users + random.usize(..3))),
                0 => ("GROUP", group_id(self.groups + random.usize(..3))),
                1..=3 if self.users > 0 => ("USER", user_id(random.usize(..self.users))),
                _ if self.groups > 0 => ("GROUP", group_id(random.usize(..self.groups))),
                _ => continue,
            };
            let key = (account_id(account), set_arn(set), kind, principal.clone());
            let row = json!({
                "AccountId": key.0,
                "PermissionSetArn": key.1,
                "PrincipalType": kind,
                "PrincipalId": principal,
            });
            rows.insert(key, row);
        }
        rows.into_values().collect()
    }

    /// Each assigned pair, and for every third set a pair that no assignment needs any more.
    fn provisioning(&self, assignments: &Value) -> Value {
        let assigned = assignments.as_array().into_iter().flatten();
        let assigned = assigned.map(|row| (row["PermissionSetArn"].clone(), row["AccountId"].clone()));
        let left_over = (0..self.sets).step_by(3).map(|set| (set_arn(set), account_id(set % self.accounts)));
        let left_over = left_over.map(|(set, account)| (json!(set), json!(account)));
        let pairs: BTreeSet<(String, String)> = assigned
            .chain(left_over)
            .map(|(set, account)| (text(&set).to_owned(), text(&account).to_owned()))
            .collect();
        let row = |(number, (set, account)): (usize, (String, String))| {
            let status = if number % 5 == 3 { "NOT_PROVISIONED" } else { "PROVISIONED" };
            json!({
                "PermissionSetArn": set,
                "AccountId": account,
                "ProvisioningStatus": format!("LATEST_PERMISSION_SET_{status}"),
            })
        };
        pairs.into_iter().enumerate().map(row).collect()
    }

    /// The last group stays empty.
    fn memberships(&self) -> Value {
        let groups = 0..self.groups.saturating_sub(1);
        let pairs =
            groups.flat_map(|group| (group..self.users).step_by(group + 2).map(move |user| (group, user)));
        let rows = pairs.map(|(group, user)| {
            json!({
                "GroupId": group_id(group),
                "UserId": user_id(user),
                "MembershipId": uuid(4, group * 10_000 + user),
                "CreatedAt": "2022-06-01T00:00:00Z",
            })
        });
        sorted(rows, &["GroupId", "UserId"])
    }
}

pub fn instance_arn() -> String {
    format!("arn:aws:sso:::instance/{INSTANCE}")
}

pub fn set_arn(number: usize) -> String {
    format!("arn:aws:sso:::permissionSet/{INSTANCE}/ps-{:016x}", scatter(number))
}

fn account_id(number: usize) -> String {
    if number == 0 { MANAGEMENT.to_owned() } else { format!("{:012}", 200_000_000_000 + scatter(number)) }
}

fn user_id(number: usize) -> String {
    uuid(1, number)
}

fn group_id(number: usize) -> String {
    uuid(2, number)
}

/// A time as the snapshot writes it: no zeros at the end of the fraction.
fn time(text: String) -> String {
    text.parse::<jiff::Timestamp>().expect("a time in RFC 3339").to_string()
}

fn uuid(kind: usize, number: usize) -> String {
    format!("9067f3a2b1-{:08x}-{kind:04x}-4000-8000-{number:012x}", scatter(number))
}

/// Numbers out of order, so that sorting by id is work.
fn scatter(number: usize) -> usize {
    (number + 1) * 2_654_435_761 % (1 << 32)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn sorted(rows: impl Iterator<Item = Value>, keys: &[&str]) -> Value {
    let mut rows: Vec<Value> = rows.collect();
    rows.sort_by_key(|row| keys.iter().map(|key| text(&row[key]).to_owned()).collect::<Vec<_>>());
    Value::Array(rows)
}

/// A record with all members that a reading would have: what AWS leaves out was learned to be none.
fn learned(mut record: Value, members: &[&str]) -> Value {
    for member in members {
        record.as_object_mut().expect("a record").entry(*member).or_insert(Value::Null);
    }
    record
}

fn permission_set(number: usize) -> Value {
    // A name may begin like a spreadsheet formula.
    let name = match number {
        2 => "=HYPERLINK@cell".to_owned(),
        3 => "-read+only".to_owned(),
        _ => format!("Set-{number:04}"),
    };
    let mut set = json!({
        "PermissionSetArn": set_arn(number),
        "Name": name,
        "Description": (number % 4 != 1).then_some("What it is for:\t\"caf\u{e9}\"\nsecond line"),
        "CreatedDate": time(format!("2023-{:02}-11T12:13:14.{:03}Z", number % 12 + 1, number * 7 % 1000)),
        "SessionDuration": if number.is_multiple_of(2) { "PT1H" } else { "PT8H" },
        "RelayState": (number % 5 == 4).then_some("https://console.aws.amazon.com/ec2/"),
    });
    set["Tags"] = (0..number % 4).map(|tag| json!({"Key": format!("key-{tag}"), "Value": "value"})).collect();
    set["InlinePolicy"] = match number % 3 {
        0 => Value::Null,
        _ => json!(
            "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:Get*\", \"Resource\": \"*\"}]\n}"
        ),
    };
    let names = ["AdministratorAccess", "ReadOnlyAccess", "SecurityAudit", "job-function/Billing"];
    let managed = names.iter().take(number % 5).map(
        |path| json!({"Name": path.rsplit('/').next(), "Arn": format!("arn:aws:iam::aws:policy/{path}")}),
    );
    set["ManagedPolicies"] = sorted(managed, &["Arn"]);
    let references = (0..number % 3).map(
        |reference| json!({"Name": format!("team-{reference}"), "Path": if reference == 0 { "/" } else { "/teams/" }}),
    );
    set["CustomerManagedPolicyReferences"] = sorted(references, &["Path", "Name"]);
    set["PermissionsBoundary"] = match number % 4 {
        0 => json!({"ManagedPolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess"}),
        1 => json!({"CustomerManagedPolicyReference": {"Name": "boundary", "Path": "/"}}),
        2 => json!({"CustomerManagedPolicyReference": {"Name": "boundary", "Path": "/security/"}}),
        _ => Value::Null,
    };
    set
}

/// The name of each organizational unit, and the one above it.
const UNITS: [(&str, Option<usize>); 5] = [
    ("Workloads", None),
    ("Production", Some(0)),
    ("Payments", Some(1)),
    ("Sandbox", None),
    ("Empty", Some(3)),
];

fn unit_id(number: usize) -> String {
    format!("ou-ab12-{:08x}", scatter(number))
}

fn unit(number: usize) -> Value {
    let (name, above) = UNITS[number];
    json!({
        "Id": unit_id(number),
        "Arn": format!("arn:aws:organizations::{MANAGEMENT}:ou/{ORGANIZATION}/{}", unit_id(number)),
        "Name": name,
        "ParentId": above.map_or("r-ab12".to_owned(), unit_id),
    })
}

fn account(number: usize) -> Value {
    let id = account_id(number);
    let state = ["ACTIVE", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"][number % 5];
    let mut account = json!({
        "Id": id,
        "Arn": format!("arn:aws:organizations::{MANAGEMENT}:account/{ORGANIZATION}/{id}"),
        "Name": format!("Account {number} \u{2014} caf\u{e9}"),
        "Email": format!("aws+{number}@example.com"),
        "JoinedMethod": if number == 0 { "INVITED" } else { "CREATED" },
        "JoinedTimestamp": time(format!("2022-02-03T04:05:06.{:03}Z", number * 13 % 1000)),
        // The last unit has no account.
        "ParentId": if number == 0 { "r-ab12".to_owned() } else { unit_id(number % (UNITS.len() - 1)) },
    });
    // Some accounts are told of in the vocabulary that AWS retired.
    let member = if number % 5 == 1 { "Status" } else { "State" };
    account[member] = json!(state);
    account
}

fn user(number: usize) -> Value {
    let name = format!("person{number}@example.com");
    let mut user = json!({
        "UserId": user_id(number),
        "IdentityStoreId": STORE,
        "UserName": name,
        "DisplayName": format!("Person {number}"),
        "Name": learned(json!({"GivenName": "Zo\u{eb}", "FamilyName": format!("Number {number}")}), PERSON_NAME),
        "Emails": [{"Value": name, "Type": "work", "Primary": true}],
        "UserStatus": if number % 6 == 5 { "DISABLED" } else { "ENABLED" },
        "CreatedAt": time(format!("2024-01-02T03:04:05.{:03}Z", number * 11 % 1000)),
    });
    if number == 1 {
        user = json!({
            "UserId": user_id(number),
            "IdentityStoreId": STORE,
            "UserName": "only-a-name",
            "UserStatus": "ENABLED",
        });
    }
    if number == 2 {
        user["ExternalIds"] = json!([{"Issuer": "https://idp.example.com", "Id": "00u2"}]);
        user["Addresses"] = json!([learned(
            json!({"StreetAddress": "1 High St", "Country": "IE", "Primary": false}),
            ADDRESS
        )]);
        user["PhoneNumbers"] = json!([{"Value": "+353 1 555 0100", "Type": "work", "Primary": false}]);
        user["NickName"] = json!("Two");
        user["Title"] = json!("Engineer");
        user["UserType"] = json!("Employee");
        user["PreferredLanguage"] = json!("en-IE");
        user["Locale"] = json!("en-IE");
        user["Timezone"] = json!("Europe/Dublin");
        user["ProfileUrl"] = json!("https://example.com/two");
        user["Website"] = json!("https://two.example.com");
        user["CreatedBy"] = json!("scim");
        user["UpdatedAt"] = json!("2024-05-06T07:08:09Z");
        user["UpdatedBy"] = json!("scim");
    }
    learned(user, USER)
}

fn group(number: usize) -> Value {
    let group = json!({
        "GroupId": group_id(number),
        "IdentityStoreId": STORE,
        "DisplayName": format!("Group {number}"),
        "Description": (number % 2 == 1).then_some("Synced from the directory"),
        "CreatedAt": "2022-05-06T07:08:09.5Z",
    });
    learned(group, GROUP)
}
