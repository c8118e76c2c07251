//! Users, groups, and who is in which.

use serde_json::{Value, json};

use super::super::identity_store::{ADDRESS, GROUP, PERSON_NAME, USER};
use super::Organization;
use super::ids::{STORE, group_id, learned, sorted, time, user_id, uuid};

pub fn user(number: usize) -> Value {
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
        "Extensions": extensions(number),
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
    let mut user = learned(user, USER);
    user.as_object_mut().expect("a user").entry("Extensions").or_insert(Value::Null);
    user
}

/// What the enterprise extension tells of a user, where it has one.
fn extensions(number: usize) -> Value {
    const DEPARTMENTS: [&str; 3] = ["Payments", "Platform", "R&D"];
    if number % 4 == 3 {
        return Value::Null;
    }
    let manager = json!({"displayName": "Person 0", "value": user_id(0)});
    json!({"aws:identitystore:enterprise": {
        "department": DEPARTMENTS[number % DEPARTMENTS.len()],
        "employeeNumber": format!("{number:05}"),
        "manager": manager,
    }})
}

pub fn group(number: usize) -> Value {
    let group = json!({
        "GroupId": group_id(number),
        "IdentityStoreId": STORE,
        "DisplayName": format!("Group {number}"),
        "Description": (number % 2 == 1).then_some("Synced from the directory"),
        "CreatedAt": "2022-05-06T07:08:09.5Z",
    });
    learned(group, GROUP)
}

/// The last group stays empty.
pub fn memberships(organization: &Organization) -> Value {
    let users = organization.users;
    let groups = 0..organization.groups.saturating_sub(1);
    let pairs = groups.flat_map(|group| (group..users).step_by(group + 2).map(move |user| (group, user)));
    let rows = pairs.map(|(group, user)| {
        json!({
            "GroupId": group_id(group),
            "UserId": user_id(user),
            "MembershipId": uuid(4, group * 100_000 + user),
            "CreatedAt": "2022-06-01T00:00:00Z",
        })
    });
    sorted(rows, &["GroupId", "UserId"])
}
