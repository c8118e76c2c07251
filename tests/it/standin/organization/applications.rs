//! Applications, the kinds and issuers they name, and what account access manager entitles to.

use serde_json::{Value, json};

use super::Organization;
use super::ids::{INSTANCE, MANAGEMENT, account_id, group_id, instance_arn, short_uuid, sorted, user_id};

fn application_arn(number: usize) -> String {
    format!("arn:aws:sso::{MANAGEMENT}:application/{INSTANCE}/apl-{number:016}")
}

fn provider_arn(name: &str) -> String {
    format!("arn:aws:sso::aws:applicationProvider/{name}")
}

fn issuer_arn(number: usize) -> String {
    format!("arn:aws:sso::{MANAGEMENT}:trustedTokenIssuer/{INSTANCE}/tti-{}", short_uuid(8, number))
}

/// One with everything, one that lets everyone in, one of which AWS tells the least.
pub fn applications(organization: &Organization) -> Value {
    json!([
        application(0, "custom", &everything(organization)),
        application(
            1,
            "custom-saml",
            &json!({
                "Name": "Wiki <all>",
                "Status": "DISABLED",
                "PortalOptions": {
                    "SignInOptions": {"Origin": "APPLICATION", "ApplicationUrl": "https://wiki.example.com/in"},
                    "Visibility": "DISABLED",
                },
                "Description": "Everyone's wiki",
                "CreatedFrom": "eu-west-1",
                "Assignments": assignments(organization, 1),
                "AssignmentConfiguration": {"AssignmentRequired": false},
                "SessionConfiguration": {"UserBackgroundSessionApplicationStatus": "DISABLED"},
            })
        ),
        application(2, "sso/quiet", &json!({"Name": "Quiet"})),
    ])
}

/// The application with these members, and none of the others.
fn application(number: usize, provider: &str, members: &Value) -> Value {
    let mut application = json!({
        "ApplicationArn": application_arn(number),
        "ApplicationProviderArn": provider_arn(provider),
        "Name": null,
        "ApplicationAccount": MANAGEMENT,
        "InstanceArn": instance_arn(),
        "IdentityStoreArn": null,
        "Status": "ENABLED",
        "PortalOptions": null,
        "Description": null,
        "CreatedDate": format!("2024-07-08T09:10:1{number}.25Z"),
        "CreatedFrom": null,
        "Assignments": [],
        "AssignmentConfiguration": {"AssignmentRequired": true},
        "SessionConfiguration": {"UserBackgroundSessionApplicationStatus": "ENABLED"},
        "AccessScopes": [],
        "AuthenticationMethods": [],
        "Grants": [],
        "Tags": [],
    });
    for (name, value) in members.as_object().into_iter().flatten() {
        application[name] = value.clone();
    }
    application
}

fn everything(organization: &Organization) -> Value {
    let actors = json!({"Version": "2012-10-17", "Statement": [
        {"Action": ["sso-oauth:CreateTokenWithIAM"], "Effect": "Allow",
         "Principal": {"AWS": format!("arn:aws:iam::{MANAGEMENT}:role/exchange")}, "Resource": "*"},
    ]});
    // More scopes than a page may hold.
    let scopes = (0..11).map(|number| match number % 2 {
        0 => json!({"Scope": format!("scope:{number:02}"), "AuthorizedTargets": null}),
        _ => json!({"Scope": format!("scope:{number:02}"), "AuthorizedTargets": [application_arn(1)]}),
    });
    let bearer = json!({"AuthorizedTokenIssuers": [
        {"TrustedTokenIssuerArn": issuer_arn(0), "AuthorizedAudiences": ["audience-a", "audience-b"]},
    ]});
    json!({
        "Name": "Exchange",
        "IdentityStoreArn": format!("arn:aws:identitystore::{MANAGEMENT}:identitystore/d-9067f3a2b1"),
        "PortalOptions": {
            "SignInOptions": {"Origin": "IDENTITY_CENTER", "ApplicationUrl": null},
            "Visibility": "ENABLED",
        },
        "Description": "Trades tokens",
        "CreatedFrom": "us-east-1",
        "Assignments": assignments(organization, 4),
        "AccessScopes": sorted(scopes, &["Scope"]),
        "AuthenticationMethods": [
            {"AuthenticationMethodType": "IAM", "AuthenticationMethod": {"Iam": {"ActorPolicy": actors}}},
        ],
        "Grants": [
            {"GrantType": "authorization_code",
             "Grant": {"AuthorizationCode": {"RedirectUris": ["https://app.example.com/back?x=1&y=2"]}}},
            {"GrantType": "refresh_token", "Grant": {"RefreshToken": {}}},
            {"GrantType": "urn:ietf:params:oauth:grant-type:jwt-bearer", "Grant": {"JwtBearer": bearer}},
            {"GrantType": "urn:ietf:params:oauth:grant-type:token-exchange", "Grant": {"TokenExchange": {}}},
        ],
        "Tags": [{"Key": "owner", "Value": "platform"}, {"Key": "stage", "Value": "live"}],
    })
}

/// To so many users and groups, one of them deleted since.
fn assignments(organization: &Organization, count: usize) -> Value {
    let users =
        (0..count).map(|number| ("USER", user_id((organization.users + number).saturating_sub(count - 1))));
    let groups = (0..count.min(organization.groups)).map(|number| ("GROUP", group_id(number)));
    let rows = users.chain(groups).map(|(kind, id)| json!({"PrincipalType": kind, "PrincipalId": id}));
    sorted(rows, &["PrincipalType", "PrincipalId"])
}

pub fn providers() -> Value {
    let provider = |name: &str, protocol: &str, display: Value, resource_server: Value| {
        json!({
            "ApplicationProviderArn": provider_arn(name),
            "FederationProtocol": protocol,
            "DisplayData": display,
            "ResourceServerConfig": resource_server,
        })
    };
    let shown = json!({
        "DisplayName": "Custom application",
        "IconUrl": "https://example.com/icon.png",
        "Description": null,
    });
    let scopes = json!({"Scopes": {
        "scope:00": {"DetailedTitle": "Read", "LongDescription": "Reads everything"},
        "scope:01": {"DetailedTitle": "Write"},
    }});
    json!([
        provider("custom", "OAUTH", shown, scopes),
        provider("custom-saml", "SAML", Value::Null, Value::Null),
        provider("sso/quiet", "OAUTH", Value::Null, Value::Null),
    ])
}

pub fn issuers() -> Value {
    let issuer = |number: usize, tags: Value| {
        json!({
            "TrustedTokenIssuerArn": issuer_arn(number),
            "Name": format!("issuer-{number}"),
            "TrustedTokenIssuerType": "OIDC_JWT",
            "TrustedTokenIssuerConfiguration": {"OidcJwtConfiguration": {
                "IssuerUrl": format!("https://idp{number}.example.com"),
                "ClaimAttributePath": "email",
                "IdentityStoreAttributePath": "emails.value",
                "JwksRetrievalOption": "OPEN_ID_DISCOVERY",
            }},
            "Tags": tags,
        })
    };
    let issuers = [issuer(0, json!([])), issuer(1, json!([{"Key": "owner", "Value": "identity"}]))];
    sorted(issuers.into_iter(), &["TrustedTokenIssuerArn"])
}

/// Each of the first accounts, for a user and for a group, in two applications.
pub fn entitlements(organization: &Organization) -> Value {
    let entitlements = (0..organization.accounts.min(3) * 2).map(|number| {
        let (account, user) = (number / 2, number % 2 == 0);
        let principal =
            if user { json!({"userId": user_id(number)}) } else { json!({"groupId": group_id(number)}) };
        let id = account_id(account);
        json!({
            "entitlementId": short_uuid(9, number),
            "applicationArn": format!(
                "arn:aws:account-access:us-east-1:{MANAGEMENT}:application/{}",
                short_uuid(10, account % 2)
            ),
            "entitlement": {"principalRole": {
                "principal": {"identityCenter": principal},
                "roleArn": format!("arn:aws:iam::{id}:role/break-glass"),
                "account": id,
                "accountName": user.then(|| format!("Account {account}")),
            }},
            "createdAt": "2025-09-10T11:12:13.5Z",
        })
    });
    sorted(entitlements, &["entitlementId"])
}
