//! The record of a user, and of the parts of it.

use aws_sdk_identitystore::types;

use crate::snapshot::v1::{Address, Email, ExternalId, PersonName, PhoneNumber, User};
use crate::snapshot::{Member, Text};

use super::call_error::CallError;
use super::wire::{document, key, list, text, time};

pub(super) fn record(user: types::User) -> Result<User<'static>, CallError> {
    Ok(User {
        user_id: key(user.user_id, "UserId")?,
        identity_store_id: Member::Value(Text::owned(user.identity_store_id)),
        user_name: text(user.user_name),
        external_ids: list(user.external_ids, external_id),
        name: Member::learned(user.name.map(name)),
        display_name: text(user.display_name),
        nick_name: text(user.nick_name),
        profile_url: text(user.profile_url),
        emails: list(user.emails, email),
        addresses: list(user.addresses, address),
        phone_numbers: list(user.phone_numbers, phone_number),
        user_type: text(user.user_type),
        title: text(user.title),
        preferred_language: text(user.preferred_language),
        locale: text(user.locale),
        timezone: text(user.timezone),
        // Every user has one: an answer without it tells nothing.
        user_status: Member::if_learned(user.user_status.map(|status| Text::owned(status.as_str()))),
        created_at: time(user.created_at),
        created_by: text(user.created_by),
        updated_at: time(user.updated_at),
        updated_by: text(user.updated_by),
        website: text(user.website),
        extensions: Member::learned(user.extensions.filter(|extensions| !extensions.is_empty()).map(
            |extensions| extensions.iter().map(|(name, value)| (name.clone(), document(value))).collect(),
        )),
    })
}

pub(super) fn external_id(id: types::ExternalId) -> ExternalId<'static> {
    ExternalId { issuer: Text::owned(id.issuer), id: Text::owned(id.id) }
}

fn name(name: types::Name) -> PersonName<'static> {
    PersonName {
        formatted: text(name.formatted),
        family_name: text(name.family_name),
        given_name: text(name.given_name),
        middle_name: text(name.middle_name),
        honorific_prefix: text(name.honorific_prefix),
        honorific_suffix: text(name.honorific_suffix),
    }
}

fn email(email: types::Email) -> Email<'static> {
    Email { value: text(email.value), r#type: text(email.r#type), primary: Member::Value(email.primary) }
}

fn address(address: types::Address) -> Address<'static> {
    Address {
        street_address: text(address.street_address),
        locality: text(address.locality),
        region: text(address.region),
        postal_code: text(address.postal_code),
        country: text(address.country),
        formatted: text(address.formatted),
        r#type: text(address.r#type),
        primary: Member::Value(address.primary),
    }
}

fn phone_number(number: types::PhoneNumber) -> PhoneNumber<'static> {
    PhoneNumber {
        value: text(number.value),
        r#type: text(number.r#type),
        primary: Member::Value(number.primary),
    }
}
