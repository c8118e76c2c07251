//! The identity store: users, groups, memberships.

use aws_sdk_identitystore::types;
use futures_util::StreamExt;
use futures_util::stream;

use super::call::CallError;
use super::executor::{Listing, Page};
use super::operation::{LIST_GROUP_MEMBERSHIPS, LIST_GROUPS, LIST_USERS};
use super::record::{list, text, time};
use super::{LISTS_AT_ONCE, Reader};
use crate::snapshot::v1::{
    Address, Email, ExternalId, Group, GroupMembership, PersonName, PhoneNumber, User,
};
use crate::snapshot::{Member, Text};

/// What the identity store gave.
pub struct Identity {
    pub users: Member<Vec<User<'static>>>,
    pub groups: Member<Vec<Group<'static>>>,
    pub group_memberships: Member<Vec<GroupMembership<'static>>>,
}

impl Reader<'_> {
    /// Reads users, groups, and the members of every group.
    pub(super) async fn read_identity(&self) -> Identity {
        self.executor.expect(LIST_USERS, 1);
        self.executor.expect(LIST_GROUPS, 1);
        self.executor.ledger.begin(LIST_GROUP_MEMBERSHIPS);
        let (users, (groups, group_memberships)) = tokio::join!(self.users(), self.groups_with_members());
        Identity { users: users.list(), groups, group_memberships }
    }

    async fn users(&self) -> Listing<User<'static>> {
        self.executor
            .list(LIST_USERS, &[], |token| async {
                let request = self.store.list_users().identity_store_id(&self.identity_store_id);
                let answer = request.max_results(100).set_next_token(token).send().await?;
                Ok(Page {
                    items: answer.users.into_iter().map(user).collect(),
                    next_token: answer.next_token,
                })
            })
            .await
    }

    async fn groups_with_members(
        &self,
    ) -> (Member<Vec<Group<'static>>>, Member<Vec<GroupMembership<'static>>>) {
        let listing = self
            .executor
            .list(LIST_GROUPS, &[], |token| async {
                let request = self.store.list_groups().identity_store_id(&self.identity_store_id);
                let answer = request.max_results(100).set_next_token(token).send().await?;
                Ok(Page {
                    items: answer.groups.into_iter().map(group).collect(),
                    next_token: answer.next_token,
                })
            })
            .await;
        if let Some(error) = &listing.error {
            // The groups that are not known have members that are not known.
            let error = CallError::not_asked(LIST_GROUPS, error);
            self.executor.ledger.record(LIST_GROUP_MEMBERSHIPS, &[], 0, Some(error));
        }
        let Member::Value(mut groups) = listing.list() else { return (Member::Absent, Member::Absent) };
        self.executor.expect(LIST_GROUP_MEMBERSHIPS, groups.len());
        let lists: Vec<Listing<_>> = stream::iter(&groups)
            .map(|group| self.members(&group.group_id))
            .buffered(LISTS_AT_ONCE)
            .collect()
            .await;
        let mut learned = groups.is_empty();
        let mut memberships = Vec::new();
        for (group, list) in groups.iter_mut().zip(lists) {
            match list.error {
                Some(_) => group.members_read = Member::Value(false),
                None => learned = true,
            }
            memberships.extend(list.items);
        }
        let learned = learned || !memberships.is_empty();
        (Member::Value(groups), if learned { Member::Value(memberships) } else { Member::Absent })
    }

    async fn members(&self, group_id: &str) -> Listing<GroupMembership<'static>> {
        self.executor
            .list(LIST_GROUP_MEMBERSHIPS, &[group_id], |token| async move {
                let request = self.store.list_group_memberships().identity_store_id(&self.identity_store_id);
                let answer = request.group_id(group_id).max_results(100).set_next_token(token).send().await?;
                let items = answer.group_memberships.into_iter().filter_map(|found| {
                    // Members are users; a kind that this SDK does not know cannot be recorded.
                    let user_id = found.member_id.as_ref().and_then(|member| member.as_user_id().ok())?;
                    Some(GroupMembership {
                        group_id: Text::owned(group_id),
                        user_id: Text::owned(user_id.clone()),
                        membership_id: text(Some(found.membership_id)),
                        created_at: time(found.created_at),
                    })
                });
                Ok(Page { items: items.collect(), next_token: answer.next_token })
            })
            .await
    }
}

fn user(found: types::User) -> User<'static> {
    User {
        user_id: Text::owned(found.user_id),
        identity_store_id: text(Some(found.identity_store_id)),
        user_name: text(found.user_name),
        external_ids: list(found.external_ids, external_id),
        name: Member::learned(found.name.map(|name| PersonName {
            formatted: text(name.formatted),
            family_name: text(name.family_name),
            given_name: text(name.given_name),
            middle_name: text(name.middle_name),
            honorific_prefix: text(name.honorific_prefix),
            honorific_suffix: text(name.honorific_suffix),
        })),
        display_name: text(found.display_name),
        nick_name: text(found.nick_name),
        profile_url: text(found.profile_url),
        emails: list(found.emails, |email| Email {
            value: text(email.value),
            r#type: text(email.r#type),
            primary: Member::Value(email.primary),
        }),
        addresses: list(found.addresses, |address| Address {
            street_address: text(address.street_address),
            locality: text(address.locality),
            region: text(address.region),
            postal_code: text(address.postal_code),
            country: text(address.country),
            formatted: text(address.formatted),
            r#type: text(address.r#type),
            primary: Member::Value(address.primary),
        }),
        phone_numbers: list(found.phone_numbers, |number| PhoneNumber {
            value: text(number.value),
            r#type: text(number.r#type),
            primary: Member::Value(number.primary),
        }),
        user_type: text(found.user_type),
        title: text(found.title),
        preferred_language: text(found.preferred_language),
        locale: text(found.locale),
        timezone: text(found.timezone),
        user_status: text(found.user_status.map(|status| status.as_str().to_owned())),
        created_at: time(found.created_at),
        created_by: text(found.created_by),
        updated_at: time(found.updated_at),
        updated_by: text(found.updated_by),
        website: text(found.website),
    }
}

fn group(found: types::Group) -> Group<'static> {
    Group {
        group_id: Text::owned(found.group_id),
        identity_store_id: text(Some(found.identity_store_id)),
        display_name: text(found.display_name),
        external_ids: list(found.external_ids, external_id),
        description: text(found.description),
        created_at: time(found.created_at),
        created_by: text(found.created_by),
        updated_at: time(found.updated_at),
        updated_by: text(found.updated_by),
        members_read: Member::Absent,
    }
}

fn external_id(found: types::ExternalId) -> ExternalId<'static> {
    ExternalId { issuer: Text::owned(found.issuer), id: Text::owned(found.id) }
}
