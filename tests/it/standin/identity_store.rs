//! `aws identitystore`: users, groups, memberships.

use serde_json::{Value, json};

use super::wire::{Failure, Operation, Params, Reply, Service, find, list, pick};

pub const SERVICE: Service = Service {
    name: "identitystore",
    target: "AWSIdentityStore",
    max_results: 100,
    invalid: "ValidationException",
    throttling: "ThrottlingException",
    operations: &[
        Operation {
            name: "ListUsers",
            required: &["IdentityStoreId"],
            optional: &["MaxResults", "NextToken", "Extensions"],
            answer: list_users,
        },
        Operation {
            name: "ListGroups",
            required: &["IdentityStoreId"],
            optional: &["MaxResults", "NextToken"],
            answer: list_groups,
        },
        Operation {
            name: "ListGroupMemberships",
            required: &["IdentityStoreId", "GroupId"],
            optional: &["MaxResults", "NextToken"],
            answer: list_memberships,
        },
    ],
};

pub const USER: &[&str] = &[
    "IdentityStoreId",
    "UserId",
    "UserName",
    "ExternalIds",
    "Name",
    "DisplayName",
    "NickName",
    "ProfileUrl",
    "Emails",
    "Addresses",
    "PhoneNumbers",
    "UserType",
    "Title",
    "PreferredLanguage",
    "Locale",
    "Timezone",
    "UserStatus",
    "CreatedAt",
    "CreatedBy",
    "UpdatedAt",
    "UpdatedBy",
    "Website",
];

pub const GROUP: &[&str] = &[
    "IdentityStoreId",
    "GroupId",
    "DisplayName",
    "ExternalIds",
    "Description",
    "CreatedAt",
    "CreatedBy",
    "UpdatedAt",
    "UpdatedBy",
];

pub const PERSON_NAME: &[&str] =
    &["Formatted", "FamilyName", "GivenName", "MiddleName", "HonorificPrefix", "HonorificSuffix"];

pub const ADDRESS: &[&str] =
    &["StreetAddress", "Locality", "Region", "PostalCode", "Country", "Formatted", "Type", "Primary"];

fn store<'a>(document: &'a Value, params: &Params) -> Result<&'a Value, Failure> {
    let store = &document["instance"]["IdentityStoreId"];
    if *store == params["IdentityStoreId"] {
        Ok(store)
    } else {
        Err(Failure::not_found("the identity store"))
    }
}

/// A record of the store, with the members that AWS always sends and a snapshot does not keep.
fn record(store: &Value, record: &Value, members: &[&str], kind: &str, key: &str) -> Value {
    let mut answer = pick(record, members);
    let id = record[key].as_str().unwrap_or_default();
    answer["IdentityStoreId"] = store.clone();
    answer[format!("{}Arn", key.trim_end_matches("Id"))] =
        json!(format!("arn:aws:identitystore:::{kind}/{id}"));
    answer["Revision"] = json!("1");
    answer
}

fn list_users(document: &Value, params: &Params) -> Result<Reply, Failure> {
    let store = store(document, params)?;
    let users = list(document, "users")?.iter();
    Ok(Reply::List("Users", users.map(|user| record(store, user, USER, "user", "UserId")).collect()))
}

fn list_groups(document: &Value, params: &Params) -> Result<Reply, Failure> {
    let store = store(document, params)?;
    let groups = list(document, "groups")?.iter();
    Ok(Reply::List("Groups", groups.map(|group| record(store, group, GROUP, "group", "GroupId")).collect()))
}

fn list_memberships(document: &Value, params: &Params) -> Result<Reply, Failure> {
    let store = store(document, params)?;
    let group = find(list(document, "groups")?, "GroupId", &params["GroupId"])
        .ok_or_else(|| Failure::not_found("the group"))?;
    if group.get("members_read") == Some(&json!(false)) {
        return Err(Failure::denied());
    }
    let rows = list(document, "group_memberships")?.iter().filter(|row| row["GroupId"] == params["GroupId"]);
    let rows = rows.map(|row| {
        let members = ["GroupId", "MembershipId", "CreatedAt"];
        let mut answer = record(store, row, &members, "membership", "MembershipId");
        answer["MemberId"] = json!({"UserId": row["UserId"]});
        answer.as_object_mut().expect("a record").remove("Revision");
        answer
    });
    Ok(Reply::List("GroupMemberships", rows.collect()))
}
