//! What came of the requests of the last days.

use serde_json::{Value, json};

use super::Organization;
use super::ids::{account_id, group_id, set_arn, short_uuid, sorted, user_id};

const STATES: [&str; 3] = ["SUCCEEDED", "FAILED", "IN_PROGRESS"];

fn failure(number: usize) -> Option<&'static str> {
    (number == 1)
        .then_some("Received a 404 status error: Not supported policy arn:aws:iam::aws:policy/<Gone> & more.")
}

/// The requests to assign (kind 5), or to take away (kind 6), one in each state.
pub fn of_assignments(organization: &Organization, kind: usize) -> Value {
    let count = STATES.len().min(organization.sets);
    let statuses = (0..count).map(|number| {
        let user = number % 2 == 0;
        json!({
            "RequestId": short_uuid(kind, number),
            "Status": STATES[number],
            "FailureReason": failure(number),
            "TargetId": account_id(number % organization.accounts),
            "TargetType": "AWS_ACCOUNT",
            "PermissionSetArn": set_arn(number),
            "PrincipalType": if user { "USER" } else { "GROUP" },
            "PrincipalId": if user { user_id(number) } else { group_id(number) },
            "CreatedDate": format!("2025-08-09T10:11:12.{}Z", number + kind),
        })
    });
    sorted(statuses, &["RequestId"])
}

/// The last is about all accounts.
pub fn of_provisioning(organization: &Organization) -> Value {
    let count = STATES.len().min(organization.sets);
    let statuses = (0..count).map(|number| {
        json!({
            "RequestId": short_uuid(7, number),
            "Status": STATES[number],
            "FailureReason": failure(number),
            "AccountId": (number < 2).then(|| account_id(number % organization.accounts)),
            "PermissionSetArn": set_arn(number),
            "CreatedDate": "2025-08-09T10:11:12Z",
        })
    });
    sorted(statuses, &["RequestId"])
}
