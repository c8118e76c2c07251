//! The records of an application and of its parts.

use aws_sdk_ssoadmin::types;
use serde_json::{Map, Value, json};

use crate::snapshot::v1::{
    AccessScope, Application, ApplicationAssignment, ApplicationProvider, AuthenticationMethod, DisplayData,
    Grant, OidcJwtConfiguration, PortalOptions, SignInOptions, TrustedTokenIssuerConfiguration,
};
use crate::snapshot::{Member, Text};

use super::call_error::CallError;
use super::wire::{document, key, list, sorted_object, text, time};

pub(super) fn application(found: types::Application) -> Result<Application<'static>, CallError> {
    Ok(Application {
        application_arn: key(found.application_arn, "ApplicationArn")?,
        application_provider_arn: text(found.application_provider_arn),
        name: text(found.name),
        application_account: text(found.application_account),
        instance_arn: text(found.instance_arn),
        identity_store_arn: text(found.identity_store_arn),
        status: text(found.status.map(|status| status.as_str().to_owned())),
        portal_options: Member::learned(found.portal_options.map(portal_options)),
        description: text(found.description),
        created_date: time(found.created_date),
        created_from: text(found.created_from),
        assignments: Member::Absent,
        assignment_configuration: Member::Absent,
        session_configuration: Member::Absent,
        access_scopes: Member::Absent,
        authentication_methods: Member::Absent,
        grants: Member::Absent,
        tags: Member::Absent,
    })
}

fn portal_options(options: types::PortalOptions) -> PortalOptions<'static> {
    PortalOptions {
        sign_in_options: Member::learned(options.sign_in_options.map(|sign_in| SignInOptions {
            origin: text(Some(sign_in.origin.as_str().to_owned())),
            application_url: text(sign_in.application_url),
        })),
        visibility: text(Some(options.visibility.as_str().to_owned())),
    }
}

pub(super) fn provider(found: types::ApplicationProvider) -> Result<ApplicationProvider<'static>, CallError> {
    Ok(ApplicationProvider {
        application_provider_arn: key(found.application_provider_arn, "ApplicationProviderArn")?,
        federation_protocol: text(found.federation_protocol.map(|protocol| protocol.as_str().to_owned())),
        display_data: Member::learned(found.display_data.map(|data| DisplayData {
            display_name: text(data.display_name),
            icon_url: text(data.icon_url),
            description: text(data.description),
        })),
        resource_server_config: Member::learned(found.resource_server_config.map(resource_server)),
    })
}

fn resource_server(config: types::ResourceServerConfig) -> Value {
    let scopes = config.scopes.map(|scopes| {
        sorted_object(scopes.into_iter().map(|(name, details)| {
            let members = [
                ("DetailedTitle".to_owned(), details.detailed_title.map(Value::from)),
                ("LongDescription".to_owned(), details.long_description.map(Value::from)),
            ];
            (name, present(members))
        }))
    });
    present([("Scopes".to_owned(), scopes)])
}

/// An object of the members that AWS gave.
fn present<const N: usize>(members: [(String, Option<Value>); N]) -> Value {
    Value::Object(members.into_iter().filter_map(|(name, value)| Some((name, value?))).collect::<Map<_, _>>())
}

pub(super) fn assignment(
    principal_type: &str,
    principal_id: String,
) -> Result<ApplicationAssignment<'static>, CallError> {
    Ok(ApplicationAssignment {
        principal_type: Text::owned(principal_type),
        principal_id: key(principal_id, "PrincipalId")?,
    })
}

pub(super) fn access_scope(
    scope: String,
    targets: Option<Vec<String>>,
) -> Result<AccessScope<'static>, CallError> {
    Ok(AccessScope { scope: key(scope, "Scope")?, authorized_targets: list(targets, Text::owned) })
}

pub(super) fn authentication_method(
    kind: Option<String>,
    method: Option<types::AuthenticationMethod>,
) -> Result<AuthenticationMethod<'static>, CallError> {
    let method = match method {
        None => Member::Null,
        Some(types::AuthenticationMethod::Iam(iam)) => {
            Member::Value(json!({"Iam": {"ActorPolicy": document(iam.actor_policy())}}))
        }
        // A kind that this version does not know: it has one, and what it is was not learned.
        Some(_) => Member::Absent,
    };
    Ok(AuthenticationMethod {
        authentication_method_type: key(kind, "AuthenticationMethodType")?,
        authentication_method: method,
    })
}

pub(super) fn grant(kind: &str, grant: Option<types::Grant>) -> Result<Grant<'static>, CallError> {
    let texts = |items: Option<Vec<String>>| items.map(Value::from);
    let issuer = |issuer: types::AuthorizedTokenIssuer| {
        present([
            ("TrustedTokenIssuerArn".to_owned(), issuer.trusted_token_issuer_arn.map(Value::from)),
            ("AuthorizedAudiences".to_owned(), texts(issuer.authorized_audiences)),
        ])
    };
    let grant = match grant {
        None => Member::Null,
        Some(types::Grant::AuthorizationCode(grant)) => Member::Value(
            json!({"AuthorizationCode": present([("RedirectUris".to_owned(), texts(grant.redirect_uris))])}),
        ),
        Some(types::Grant::JwtBearer(grant)) => {
            let issuers = grant.authorized_token_issuers;
            let issuers = issuers.map(|issuers| issuers.into_iter().map(issuer).collect::<Value>());
            Member::Value(json!({"JwtBearer": present([("AuthorizedTokenIssuers".to_owned(), issuers)])}))
        }
        Some(types::Grant::RefreshToken(_)) => Member::Value(json!({"RefreshToken": {}})),
        Some(types::Grant::TokenExchange(_)) => Member::Value(json!({"TokenExchange": {}})),
        Some(_) => Member::Absent,
    };
    Ok(Grant { grant_type: key(kind.to_owned(), "GrantType")?, grant })
}

pub(super) fn issuer_configuration(
    configuration: Option<types::TrustedTokenIssuerConfiguration>,
) -> Member<TrustedTokenIssuerConfiguration<'static>> {
    match configuration {
        None => Member::Null,
        Some(types::TrustedTokenIssuerConfiguration::OidcJwtConfiguration(oidc)) => {
            let oidc = OidcJwtConfiguration {
                issuer_url: text(Some(oidc.issuer_url)),
                claim_attribute_path: text(Some(oidc.claim_attribute_path)),
                identity_store_attribute_path: text(Some(oidc.identity_store_attribute_path)),
                jwks_retrieval_option: text(Some(oidc.jwks_retrieval_option.as_str().to_owned())),
            };
            Member::Value(TrustedTokenIssuerConfiguration { oidc_jwt_configuration: Member::Value(oidc) })
        }
        Some(_) => Member::Absent,
    }
}
