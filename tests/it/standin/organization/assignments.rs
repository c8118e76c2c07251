//! Account assignments and the pairs that are provisioned for them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Organization;
use super::ids::{account_id, group_id, set_arn, user_id};

/// An account, a set, the type of a principal and its id: the order of a snapshot.
type Row = (String, String, &'static str, String);

/// So many assignments anywhere; each assigned pair, and for every third set a pair that no assignment needs
/// any more.
pub fn scattered(organization: &Organization, count: usize) -> (Value, Value) {
    let Organization { sets, accounts, users, groups, .. } = *organization;
    let mut random = fastrand::Rng::with_seed(2024);
    let mut rows = BTreeSet::new();
    while rows.len() < count {
        let (account, set) = (random.usize(..accounts), random.usize(..sets));
        let (kind, principal) = match random.usize(..10) {
            0 => deleted(organization, rows.len() % 2 == 0, &mut random),
            1..=3 if users > 0 => ("USER", user_id(random.usize(..users))),
            _ if groups > 0 => ("GROUP", group_id(random.usize(..groups))),
            _ => continue,
        };
        rows.insert((account_id(account), set_arn(set), kind, principal));
    }
    let assigned = rows.iter().map(|(account, set, ..)| (set.clone(), account.clone()));
    let left_over = (0..sets).step_by(3).map(|set| (set_arn(set), account_id(set % accounts)));
    let pairs = assigned.chain(left_over).collect();
    (assignments(rows), provisioning(pairs))
}

/// So many pairs, anywhere, with about two assignments each: to users, to groups of which every fourth gets
/// none, and to some that were deleted since. A few pairs have none left.
pub fn in_pairs(organization: &Organization, count: usize) -> (Value, Value) {
    let Organization { sets, accounts, users, groups, .. } = *organization;
    let mut random = fastrand::Rng::with_seed(2024);
    let mut places: Vec<usize> = (0..sets * accounts).collect();
    random.shuffle(&mut places);
    places.truncate(count);
    let assigned: Vec<usize> = (0..groups).filter(|group| group % 4 != 3).collect();
    let (mut rows, mut pairs) = (BTreeSet::new(), BTreeSet::new());
    for (number, place) in places.into_iter().enumerate() {
        let (set, account) = (set_arn(place % sets), account_id(place / sets));
        let wanted = if number % 50 == 49 { 0 } else { 1 + number % 3 };
        for _ in 0..wanted {
            let (kind, principal) = match random.usize(..20) {
                0 => deleted(organization, random.bool(), &mut random),
                1..=8 => ("USER", user_id(random.usize(..users))),
                _ => ("GROUP", group_id(assigned[random.usize(..assigned.len())])),
            };
            rows.insert((account.clone(), set.clone(), kind, principal));
        }
        pairs.insert((set, account));
    }
    (assignments(rows), provisioning(pairs))
}

/// A principal that is in the identity store no more.
fn deleted(organization: &Organization, user: bool, random: &mut fastrand::Rng) -> (&'static str, String) {
    let number = random.usize(..3);
    if user {
        ("USER", user_id(organization.users + number))
    } else {
        ("GROUP", group_id(organization.groups + number))
    }
}

fn assignments(rows: BTreeSet<Row>) -> Value {
    let row = |(account, set, kind, principal): Row| {
        json!({
            "AccountId": account,
            "PermissionSetArn": set,
            "PrincipalType": kind,
            "PrincipalId": principal,
        })
    };
    rows.into_iter().map(row).collect()
}

fn provisioning(pairs: BTreeSet<(String, String)>) -> Value {
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
