//! The identity store: users, groups, and the members of each group.

use aws_sdk_identitystore::Client;
use tokio::join;

use crate::snapshot::v1::{Group, GroupMembership, User};
use crate::snapshot::{Member, Text};

use super::call_error::{CallError, Kind};
use super::executor::{Executor, each};
use super::ledger::Status;
use super::listing::Listing;
use super::operation::{Operation, Service};
use super::user;
use super::wire::{key, list, page, text, time};

/// What the identity store gave.
#[derive(Default)]
pub(super) struct Directory {
    pub(super) users: Member<Vec<User<'static>>>,
    pub(super) groups: Member<Vec<Group<'static>>>,
    pub(super) memberships: Member<Vec<GroupMembership<'static>>>,
}

/// The store to read.
struct Store<'a> {
    client: &'a Client,
    executor: &'a Executor<'a>,
    id: &'a str,
}

/// Users, groups and memberships.
pub(super) async fn read(client: &Client, executor: &Executor<'_>, store_id: Option<&str>) -> Directory {
    let Some(id) = store_id else {
        let error =
            CallError::new(Kind::Other, "NoIdentityStore", "AWS names no identity store for the instance");
        let operations = [Operation::ListUsers, Operation::ListGroups, Operation::ListGroupMemberships];
        executor.ledger.unasked(&operations, Status::Failed, &error);
        return Directory::default();
    };
    let store = Store { client, executor, id };
    executor.phase(Service::IdentityStore, "users and groups", 2);
    let (users, (groups, memberships)) = join!(users(&store), groups_with_members(&store));
    Directory { users, groups, memberships }
}

async fn users(store: &Store<'_>) -> Member<Vec<User<'static>>> {
    let call = async |token| {
        let call = store.client.list_users().identity_store_id(store.id).max_results(100);
        let answer = call.set_next_token(token).send().await?;
        page(Some(answer.users), answer.next_token, user::record)
    };
    let listing = store.executor.read(Operation::ListUsers, "", call).await;
    store.executor.ledger.record(Operation::ListUsers, None, &listing);
    by_key(listing.learned(), listing.items, |user| user.user_id.clone())
}

type Groups = (Member<Vec<Group<'static>>>, Member<Vec<GroupMembership<'static>>>);

async fn groups_with_members(store: &Store<'_>) -> Groups {
    let ledger = &store.executor.ledger;
    let listing = groups(store).await;
    ledger.record(Operation::ListGroups, None, &listing);
    let learned = listing.learned();
    if let Some(error) = &listing.failure {
        let message = format!("which groups there are is not known: {}", error.message);
        let error = CallError { code: "GroupsUnknown".to_owned(), message, ..error.clone() };
        ledger.gap(Operation::ListGroupMemberships, None, listing.status(), error);
    }
    let mut groups = listing.items;
    groups.sort_by(|a, b| a.group_id.cmp(&b.group_id));
    groups.dedup_by(|a, b| a.group_id == b.group_id);

    store.executor.phase(Service::IdentityStore, "group members", groups.len());
    let read = each(groups, async |mut group: Group<'static>| {
        let members = members(store, &group.group_id).await;
        ledger.record(Operation::ListGroupMemberships, Some(&group.group_id), &members);
        if members.failure.is_some() {
            group.members_read = Member::Value(false);
        }
        (group, members)
    })
    .await;
    let members_learned = learned && (read.is_empty() || read.iter().any(|(_, members)| members.learned()));
    let (groups, members): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    let members = members.into_iter().flat_map(|listing| listing.items).collect();
    (
        by_key(learned, groups, |group| group.group_id.clone()),
        by_key(members_learned, members, |row| (row.group_id.clone(), row.user_id.clone())),
    )
}

async fn groups(store: &Store<'_>) -> Listing<Group<'static>> {
    let call = async |token| {
        let call = store.client.list_groups().identity_store_id(store.id).max_results(100);
        let answer = call.set_next_token(token).send().await?;
        page(Some(answer.groups), answer.next_token, |group| {
            Ok(Group {
                group_id: key(group.group_id, "GroupId")?,
                identity_store_id: Member::Value(Text::owned(group.identity_store_id)),
                display_name: text(group.display_name),
                external_ids: list(group.external_ids, user::external_id),
                description: text(group.description),
                created_at: time(group.created_at),
                created_by: text(group.created_by),
                updated_at: time(group.updated_at),
                updated_by: text(group.updated_by),
                members_read: Member::Absent,
            })
        })
    };
    store.executor.read(Operation::ListGroups, "", call).await
}

async fn members(store: &Store<'_>, group: &str) -> Listing<GroupMembership<'static>> {
    let call = async |token| {
        let call = store
            .client
            .list_group_memberships()
            .identity_store_id(store.id)
            .group_id(group)
            .max_results(100);
        let answer = call.set_next_token(token).send().await?;
        page(Some(answer.group_memberships), answer.next_token, |row| {
            // A member of a kind that the snapshot cannot say must not go missing: the group is unread.
            let user = row.member_id.as_ref().and_then(|member| member.as_user_id().ok()).cloned();
            Ok(GroupMembership {
                group_id: Text::owned(row.group_id.as_deref().unwrap_or(group)),
                user_id: key(user, "MemberId.UserId")?,
                membership_id: text(Some(row.membership_id)),
                created_at: time(row.created_at),
            })
        })
    };
    store.executor.read(Operation::ListGroupMemberships, group, call).await
}

/// A top-level list, sorted, each key once: a list that changes while it is paged may repeat a record.
fn by_key<T, K: Ord>(learned: bool, mut records: Vec<T>, key: impl Fn(&T) -> K) -> Member<Vec<T>> {
    if !learned {
        return Member::Absent;
    }
    records.sort_by_cached_key(&key);
    records.dedup_by(|a, b| key(a) == key(b));
    Member::Value(records)
}
