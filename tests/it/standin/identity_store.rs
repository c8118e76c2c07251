//! `aws identitystore`: users, groups, memberships.

use serde_json::{Value, json};

use super::document::{Asked, part};
use super::record::pick;
use super::wire::{Answer, Failure, Protocol, Reply, Service, operation};

pub const SERVICE: Service = Service {
    name: "identitystore",
    protocol: Protocol::Json("AWSIdentityStore"),
    signing_name: "identitystore",
    max_results: 100,
    denied: "AccessDeniedException",
    invalid: "ValidationException",
    throttling: "ThrottlingException",
    operations: &[
        operation("DescribeGroup", &["IdentityStoreId", "GroupId"], &[], describe_group),
        operation("DescribeUser", &["IdentityStoreId", "UserId"], &["Extensions"], describe_user),
        operation("ListGroupMemberships", &["IdentityStoreId", "GroupId"], PAGED, list_memberships),
        operation("ListGroupMembershipsForMember", MEMBER, PAGED, list_memberships_of_user),
        operation("ListGroups", &["IdentityStoreId"], PAGED, list_groups),
        operation("ListUsers", &["IdentityStoreId"], &["MaxResults", "NextToken", "Extensions"], list_users),
    ],
};

const PAGED: &[&str] = &["MaxResults", "NextToken"];
const MEMBER: &[&str] = &["IdentityStoreId", "MemberId"];

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

/// The id of the identity store, where it is the one that the request names.
fn store<'a>(asked: &Asked<'a>) -> Result<&'a Value, Failure> {
    let instance = asked.document.get("instance").ok_or_else(Failure::denied)?;
    let store = &instance["IdentityStoreId"];
    if store == asked.param("IdentityStoreId") {
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

/// With the extensions that are asked for, where the user has them.
fn user(store: &Value, user: &Value, extensions: &Value) -> Value {
    let mut answer = record(store, user, USER, "user", "UserId");
    let asked = extensions.as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
    let found = user.get("Extensions").map(|extensions| pick(extensions, &asked));
    if let Some(found) = found.filter(|found| found.as_object().is_some_and(|map| !map.is_empty())) {
        answer["Extensions"] = found;
    }
    answer
}

fn group(store: &Value, group: &Value) -> Value {
    record(store, group, GROUP, "group", "GroupId")
}

fn list_users<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let (store, extensions) = (store(asked)?, asked.param("Extensions"));
    let users = asked.document.list("users")?.iter().collect();
    Reply::list("Users", users, move |record| user(store, record, extensions))
}

fn describe_user<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let store = store(asked)?;
    let found = asked.record("users", &["UserId"])?;
    part(found, "UserName")?;
    Reply::record(user(store, found, asked.param("Extensions")))
}

fn list_groups<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let store = store(asked)?;
    let groups = asked.document.list("groups")?.iter().collect();
    Reply::list("Groups", groups, move |record| group(store, record))
}

fn describe_group<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let store = store(asked)?;
    let found = asked.record("groups", &["GroupId"])?;
    part(found, "DisplayName")?;
    Reply::record(group(store, found))
}

fn list_memberships<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let store = store(asked)?;
    let group = asked.record("groups", &["GroupId"])?;
    if group.get("members_read") == Some(&json!(false)) {
        return Err(Failure::denied());
    }
    let rows = asked.rows("group_memberships", &["GroupId"])?;
    Reply::list("GroupMemberships", rows, move |row| membership(store, row))
}

fn list_memberships_of_user<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let (store, user) = (store(asked)?, &asked.param("MemberId")["UserId"]);
    if asked.document.find("users", &["UserId"], user)?.is_none() {
        return Err(Failure::not_found("the user"));
    }
    let rows = asked.document.rows("group_memberships", &["UserId"], &[user])?;
    Reply::list("GroupMemberships", rows, move |row| membership(store, row))
}

fn membership(store: &Value, row: &Value) -> Value {
    let members = ["GroupId", "MembershipId", "CreatedAt"];
    let mut answer = record(store, row, &members, "membership", "MembershipId");
    answer["MemberId"] = json!({"UserId": row["UserId"]});
    answer.as_object_mut().expect("a record").remove("Revision");
    answer
}
