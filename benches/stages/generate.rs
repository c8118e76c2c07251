//! A large snapshot, the same every time.

use std::fmt::Write;

const ACCOUNTS: usize = 500;
const INSTANCE: &str = "ssoins-0000000000000001";

/// A snapshot with so many assignments to groups, in `ACCOUNTS` accounts, and as many memberships.
pub fn snapshot(assignments: usize) -> Vec<u8> {
    let groups = (assignments / ACCOUNTS).max(10);
    let sets = 200.min(groups);
    let mut text = String::from("{\n\"format\": \"ssoscan-snapshot\",\n\"format_version\": 1");
    list(&mut text, "permission_sets", sets, |text, set| {
        write!(
            text,
            r#"{{"PermissionSetArn":"{}","Name":"Set{set}","Tags":[],"PermissionsBoundary":null}}"#,
            arn(set)
        )
    });
    list(&mut text, "permission_set_provisioning", sets * ACCOUNTS, |text, pair| {
        let (set, account) = (arn(pair / ACCOUNTS), account(pair % ACCOUNTS));
        let status = "LATEST_PERMISSION_SET_PROVISIONED";
        write!(
            text,
            r#"{{"PermissionSetArn":"{set}","AccountId":"{account}","ProvisioningStatus":"{status}"}}"#
        )
    });
    list(&mut text, "account_assignments", assignments, |text, row| {
        let (account, set, group) =
            (account(row / groups % ACCOUNTS), arn(row % groups % sets), id(row % groups));
        write!(
            text,
            r#"{{"AccountId":"{account}","PermissionSetArn":"{set}","PrincipalType":"GROUP","PrincipalId":"{group}"}}"#
        )
    });
    list(&mut text, "users", groups * 10, |text, user| {
        write!(
            text,
            r#"{{"UserId":"{}","UserName":"user{user}","UserStatus":"ENABLED"}}"#,
            id(1_000_000 + user)
        )
    });
    list(&mut text, "groups", groups, |text, group| {
        write!(text, r#"{{"GroupId":"{}","DisplayName":"Group{group}"}}"#, id(group))
    });
    let members = assignments / groups;
    list(&mut text, "group_memberships", groups * members, |text, row| {
        let (group, place) = (row / members, row % members);
        let user = (group * 7 + place) % (groups * 10);
        write!(text, r#"{{"GroupId":"{}","UserId":"{}"}}"#, id(group), id(1_000_000 + user))
    });
    list(&mut text, "accounts", ACCOUNTS, |text, number| {
        write!(text, r#"{{"Id":"{}","Name":"account{number}","State":"ACTIVE"}}"#, account(number))
    });
    text.push_str("\n}\n");
    text.into_bytes()
}

fn list(
    text: &mut String,
    name: &str,
    records: usize,
    mut record: impl FnMut(&mut String, usize) -> std::fmt::Result,
) {
    text.push_str(&format!(",\n\"{name}\": ["));
    for number in 0..records {
        text.push_str(if number == 0 { "\n" } else { ",\n" });
        record(text, number).expect("writing to a string");
    }
    text.push_str("\n]");
}

fn arn(set: usize) -> String {
    format!("arn:aws:sso:::permissionSet/{INSTANCE}/ps-{set:016x}")
}

fn account(number: usize) -> String {
    format!("{:012}", 100_000_000_000 + number)
}

fn id(number: usize) -> String {
    format!("{number:08x}-0000-4000-8000-{number:012x}")
}
