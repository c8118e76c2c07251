//! The identity store: users, groups, and the members of each group.

use std::collections::BTreeSet;

use aws_sdk_identitystore::{Client, types};
use tokio::join;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

use crate::snapshot::v1::{Group, GroupMembership, Observation, User};
use crate::snapshot::{Member, Text};

use super::call_error::{CallError, Kind};
use super::compare::disagreements;
use super::executor::{Executor, each};
use super::ledger::Status;
use super::listing::{Listing, unique};
use super::operation::{Operation, Service};
use super::user;
use super::wire::{key, list, page, text, time};

/// What the identity store gave.
#[derive(Default)]
pub(super) struct Directory {
    pub(super) users: Member<Vec<User<'static>>>,
    pub(super) groups: Member<Vec<Group<'static>>>,
    pub(super) memberships: Member<Vec<GroupMembership<'static>>>,
    /// Why not all users and groups are known.
    pub(super) failure: Option<CallError>,
    pub(super) observations: Vec<Observation<'static>>,
}

/// The extension with department, manager and the like; AWS gives it only where it is asked for.
const ENTERPRISE: &str = "aws:identitystore:enterprise";

/// The store to read.
struct Store<'a> {
    client: &'a Client,
    executor: &'a Executor<'a>,
    id: &'a str,
}

/// Who is told as soon as it is known.
pub(super) struct Listeners {
    /// The id of each user.
    pub(super) users: UnboundedSender<String>,
    /// The ids of the groups; why not, where not all are known.
    pub(super) groups: oneshot::Sender<Result<Vec<String>, CallError>>,
    /// Why not all users are known, at the end of them.
    pub(super) all_users: oneshot::Sender<Result<(), CallError>>,
}

/// Users, groups and memberships. `both_ways` also asks each user for its groups.
pub(super) async fn read(
    client: &Client,
    executor: &Executor<'_>,
    store_id: Option<&str>,
    listeners: Listeners,
    both_ways: bool,
) -> Directory {
    let Some(id) = store_id else {
        let error =
            CallError::new(Kind::Other, "NoIdentityStore", "AWS names no identity store for the instance");
        let operations = [
            Operation::ListUsers,
            Operation::ListGroups,
            Operation::ListGroupMemberships,
            Operation::ListGroupMembershipsForMember,
        ];
        executor.ledger.unasked(&operations, Status::Failed, &error);
        // Nobody listens in the modes that do not need them.
        let _ = listeners.groups.send(Err(error.clone()));
        let _ = listeners.all_users.send(Err(error.clone()));
        return Directory { failure: Some(error), ..Directory::default() };
    };
    let store = Store { client, executor, id };
    executor.phase(Service::IdentityStore, "users and groups", 2);
    let Listeners { users: tell_user, groups: tell_groups, all_users } = listeners;
    let (users, (groups, memberships, failure)) = join!(
        async {
            let listing = users(&store, tell_user).await;
            let _ = all_users.send(listing.failure.clone().map_or(Ok(()), Err));
            listing
        },
        groups_with_members(&store, tell_groups),
    );
    executor.survey.users(&users);
    executor.ledger.record(Operation::ListUsers, None, &users);
    let mut observations = Vec::new();
    if both_ways {
        if let Some(error) = &users.failure {
            let operations = [Operation::ListGroupMembershipsForMember];
            executor.ledger.unreached(&operations, "UsersUnknown", "which users there are", error);
        }
        observations = compare(&store, &users.items, groups.records(), &memberships).await;
    } else {
        executor.ledger.not_needed(Operation::ListGroupMembershipsForMember, Operation::ListGroupMemberships);
    }
    let failure = users.failure.clone().or(failure);
    let users = Member::if_learned(users.learned().then(|| unique(users.items)));
    Directory { users, groups, memberships, failure, observations }
}

/// The lists that a plan counts.
pub(super) async fn count(client: &Client, executor: &Executor<'_>, id: &str) {
    let store = Store { client, executor, id };
    let (tell_user, _) = unbounded_channel();
    let (users, groups) = join!(users(&store, tell_user), groups(&store));
    executor.survey.users(&users);
    executor.survey.groups(&groups);
}

async fn users(store: &Store<'_>, tell: UnboundedSender<String>) -> Listing<User<'static>> {
    let call = async |token| {
        let call = store.client.list_users().identity_store_id(store.id).max_results(100);
        let call = call.extensions(ENTERPRISE);
        let answer = call.set_next_token(token).send().await?;
        page(Some(answer.users), answer.next_token, user::record)
    };
    let tell = |users: &[User]| {
        for user in users {
            let _ = tell.send(user.user_id.to_string());
        }
    };
    store.executor.read_telling(Operation::ListUsers, "", tell, call).await
}

/// The groups, their members, and why the groups are not all known.
type Groups = (Member<Vec<Group<'static>>>, Member<Vec<GroupMembership<'static>>>, Option<CallError>);

async fn groups_with_members(
    store: &Store<'_>,
    tell: oneshot::Sender<Result<Vec<String>, CallError>>,
) -> Groups {
    let ledger = &store.executor.ledger;
    let listing = groups(store).await;
    store.executor.survey.groups(&listing);
    ledger.record(Operation::ListGroups, None, &listing);
    let learned = listing.learned();
    if let Some(error) = &listing.failure {
        let message = format!("which groups there are is not known: {}", error.message);
        let error = CallError { code: "GroupsUnknown".to_owned(), message, ..error.clone() };
        ledger.gap(Operation::ListGroupMemberships, None, listing.status(), error);
    }
    let failure = listing.failure;
    let groups = unique(listing.items);
    let ids = || groups.iter().map(|group| group.group_id.to_string()).collect();
    let _ = tell.send(failure.clone().map_or_else(|| Ok(ids()), Err));

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
        Member::if_learned(learned.then(|| unique(groups))),
        Member::if_learned(members_learned.then(|| unique(members))),
        failure,
    )
}

/// Asks each user for its groups, and tells where that is not what the groups told.
async fn compare(
    store: &Store<'_>,
    users: &[User<'static>],
    groups: &[Group<'_>],
    memberships: &Member<Vec<GroupMembership<'_>>>,
) -> Vec<Observation<'static>> {
    let operation = Operation::ListGroupMembershipsForMember;
    store.executor.phase(Service::IdentityStore, "groups of each user", users.len());
    let listings = each(users, async |user: &User<'static>| {
        let listing = groups_of(store, &user.user_id).await;
        store.executor.ledger.record(operation, Some(&user.user_id), &listing);
        (&*user.user_id, listing)
    })
    .await;
    let Some(memberships) = memberships.list() else {
        return Vec::new();
    };
    let told = memberships.iter().map(|row| (&*row.user_id, &*row.group_id));
    let complete: BTreeSet<&str> =
        listings.iter().filter(|(_, rows)| rows.failure.is_none()).map(|(user, _)| *user).collect();
    // A group whose members were not read says nothing about them.
    let read: BTreeSet<&str> = groups
        .iter()
        .filter(|group| group.members_read != Member::Value(false))
        .map(|group| &*group.group_id)
        .collect();
    let comparable = |(user, group): &(&str, &str)| complete.contains(user) && read.contains(group);
    let told = told.filter(comparable).map(pair).collect();
    let found =
        listings.iter().flat_map(|(user, rows)| rows.items.iter().map(|group| (*user, group.as_str())));
    let found = found.filter(comparable).map(pair).collect();
    disagreements(operation, Operation::ListGroupMemberships, &found, &told)
}

fn pair((user, group): (&str, &str)) -> String {
    format!("{user},{group}")
}

async fn groups_of(store: &Store<'_>, user: &str) -> Listing<String> {
    let call = async |token| {
        let call = store.client.list_group_memberships_for_member().identity_store_id(store.id);
        let call = call.member_id(types::MemberId::UserId(user.to_owned())).max_results(100);
        let answer = call.set_next_token(token).send().await?;
        page(Some(answer.group_memberships), answer.next_token, |row| {
            Ok(key(row.group_id, "GroupId")?.to_string())
        })
    };
    store.executor.read(Operation::ListGroupMembershipsForMember, user, call).await
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
