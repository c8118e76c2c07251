//! The tree of an organization, its accounts, its delegated administrators.

use serde_json::{Value, json};

use super::Organization;
use super::ids::{MANAGEMENT, ORGANIZATION, account_id, scatter, sorted, time};

const ROOT: &str = "r-ab12";

/// The name of each organizational unit, and the one above it.
const UNITS: [(&str, Option<usize>); 5] = [
    ("Workloads", None),
    ("Production", Some(0)),
    ("Payments", Some(1)),
    ("Sandbox", None),
    ("Empty", Some(3)),
];

pub fn root() -> Value {
    let arn = format!("arn:aws:organizations::{MANAGEMENT}:root/{ORGANIZATION}/{ROOT}");
    json!({"Id": ROOT, "Arn": arn, "Name": "Root"})
}

pub fn unit_id(number: usize) -> String {
    format!("ou-ab12-{:08x}", scatter(number))
}

pub fn units() -> Value {
    sorted((0..UNITS.len()).map(unit), &["Id"])
}

fn unit(number: usize) -> Value {
    let (name, above) = UNITS[number];
    json!({
        "Id": unit_id(number),
        "Arn": format!("arn:aws:organizations::{MANAGEMENT}:ou/{ORGANIZATION}/{}", unit_id(number)),
        "Name": name,
        "ParentId": above.map_or(ROOT.to_owned(), unit_id),
    })
}

pub fn account(number: usize) -> Value {
    let mut account = described(number);
    // The last unit has no account.
    account["ParentId"] = if number == 0 { json!(ROOT) } else { json!(unit_id(number % (UNITS.len() - 1))) };
    account["Tags"] = match number % 3 {
        1 => json!([{"Key": "environment", "Value": "production"}, {"Key": "owner", "Value": "R&D <team>"}]),
        2 => json!([{"Key": "environment", "Value": ""}]),
        _ => json!([]),
    };
    account
}

/// What the organization says of an account by itself.
fn described(number: usize) -> Value {
    let id = account_id(number);
    let state = ["ACTIVE", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"][number % 5];
    let mut account = json!({
        "Id": id,
        "Arn": format!("arn:aws:organizations::{MANAGEMENT}:account/{ORGANIZATION}/{id}"),
        "Name": format!("Account {number} \u{2014} caf\u{e9}"),
        "Email": format!("aws+{number}@example.com"),
        "JoinedMethod": if number == 0 { "INVITED" } else { "CREATED" },
        "JoinedTimestamp": time(format!("2022-02-03T04:05:06.{:03}Z", number * 13 % 1000)),
    });
    // Some accounts are told of in the vocabulary that AWS retired.
    let member = if number % 5 == 1 { "Status" } else { "State" };
    account[member] = json!(state);
    account
}

/// The second account, where there is one.
pub fn delegated_administrators(organization: &Organization) -> Value {
    let administrators = (1..organization.accounts.min(2)).map(|number| {
        let mut administrator = described(number);
        administrator["DelegationEnabledDate"] = json!("2023-04-05T06:07:08.25Z");
        administrator
    });
    administrators.collect()
}
