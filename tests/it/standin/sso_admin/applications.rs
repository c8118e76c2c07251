//! Applications with their parts, application providers, trusted token issuers.

use serde_json::{Value, json};

use super::super::document::{Asked, list, part};
use super::super::record::pick;
use super::super::wire::{Answer, Failure, Reply};
use super::assignments::principal;
use super::instance::instance;

const APPLICATION: &[&str] = &[
    "ApplicationArn",
    "ApplicationProviderArn",
    "Name",
    "ApplicationAccount",
    "InstanceArn",
    "IdentityStoreArn",
    "Status",
    "PortalOptions",
    "Description",
    "CreatedDate",
    "CreatedFrom",
];

pub fn list_applications<'a>(asked: &Asked<'a>) -> Answer<'a> {
    instance(asked)?;
    let mut applications: Vec<_> = asked.document.list("applications")?.iter().collect();
    applications.retain(|application| {
        let filters_out = |filter, member: &str| asked.filters_out(filter, &application[member]);
        !filters_out("ApplicationAccount", "ApplicationAccount")
            && !filters_out("ApplicationProvider", "ApplicationProviderArn")
    });
    Reply::list("Applications", applications, |application| pick(application, APPLICATION))
}

/// The application that the request names.
fn application<'a>(asked: &Asked<'a>) -> Result<&'a Value, Failure> {
    asked.record("applications", &["ApplicationArn"])
}

pub fn describe_application<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let application = application(asked)?;
    part(application, "Name")?;
    Reply::record(pick(application, APPLICATION))
}

/// A part of the application that is a list.
fn items<'a>(asked: &Asked<'a>, member: &str) -> Result<Vec<&'a Value>, Failure> {
    Ok(list(application(asked)?, member)?.iter().collect())
}

/// The item of a part whose member `key` is the parameter of that name.
fn item<'a>(asked: &Asked<'a>, member: &str, key: &str) -> Result<&'a Value, Failure> {
    let mut items = items(asked, member)?.into_iter();
    items.find(|item| &item[key] == asked.param(key)).ok_or_else(|| Failure::not_found(key))
}

pub fn list_application_assignments<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let arn = asked.param("ApplicationArn");
    Reply::list("ApplicationAssignments", items(asked, "Assignments")?, move |row| assignment(arn, row))
}

fn assignment(application: &Value, row: &Value) -> Value {
    let (kind, id) = (&row["PrincipalType"], &row["PrincipalId"]);
    json!({"ApplicationArn": application, "PrincipalType": kind, "PrincipalId": id})
}

pub fn describe_application_assignment<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let mut rows = items(asked, "Assignments")?.into_iter();
    let row = rows.find(|row| is_of_principal(asked, row));
    let row = row.ok_or_else(|| Failure::not_found("the application assignment"))?;
    Reply::record(assignment(asked.param("ApplicationArn"), row))
}

fn is_of_principal(asked: &Asked, row: &Value) -> bool {
    ["PrincipalType", "PrincipalId"].iter().all(|key| &row[key] == asked.param(key))
}

/// Of the applications whose assignments the caller may see.
pub fn list_application_assignments_of_principal<'a>(asked: &Asked<'a>) -> Answer<'a> {
    instance(asked)?;
    principal(asked)?;
    let mut applications: Vec<_> = asked.document.list("applications")?.iter().collect();
    applications.retain(|application| {
        let assigned = list(application, "Assignments").unwrap_or_default();
        assigned.iter().any(|row| is_of_principal(asked, row))
            && !asked.filters_out("ApplicationArn", &application["ApplicationArn"])
    });
    let (kind, id) = (asked.param("PrincipalType"), asked.param("PrincipalId"));
    Reply::list("ApplicationAssignments", applications, move |application| {
        let arn = &application["ApplicationArn"];
        json!({"ApplicationArn": arn, "PrincipalType": kind, "PrincipalId": id})
    })
}

pub fn get_assignment_configuration<'a>(asked: &Asked<'a>) -> Answer<'a> {
    configuration(asked, "AssignmentConfiguration")
}

pub fn get_session_configuration<'a>(asked: &Asked<'a>) -> Answer<'a> {
    configuration(asked, "SessionConfiguration")
}

fn configuration<'a>(asked: &Asked<'a>, member: &str) -> Answer<'a> {
    match part(application(asked)?, member)? {
        Value::Null => Err(Failure::not_found("the configuration")),
        configuration => {
            let members = ["AssignmentRequired", "UserBackgroundSessionApplicationStatus"];
            Reply::record(pick(configuration, &members))
        }
    }
}

pub fn list_access_scopes<'a>(asked: &Asked<'a>) -> Answer<'a> {
    Reply::list("Scopes", items(asked, "AccessScopes")?, |scope| pick(scope, SCOPE))
}

const SCOPE: &[&str] = &["Scope", "AuthorizedTargets"];

pub fn get_access_scope<'a>(asked: &Asked<'a>) -> Answer<'a> {
    Reply::record(pick(item(asked, "AccessScopes", "Scope")?, SCOPE))
}

pub fn list_authentication_methods<'a>(asked: &Asked<'a>) -> Answer<'a> {
    Reply::list("AuthenticationMethods", items(asked, "AuthenticationMethods")?, Value::clone)
}

pub fn get_authentication_method<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let method = item(asked, "AuthenticationMethods", "AuthenticationMethodType")?;
    Reply::record(pick(method, &["AuthenticationMethod"]))
}

pub fn list_grants<'a>(asked: &Asked<'a>) -> Answer<'a> {
    Reply::list("Grants", items(asked, "Grants")?, Value::clone)
}

pub fn get_grant<'a>(asked: &Asked<'a>) -> Answer<'a> {
    Reply::record(pick(item(asked, "Grants", "GrantType")?, &["Grant"]))
}

const PROVIDER: &[&str] =
    &["ApplicationProviderArn", "FederationProtocol", "DisplayData", "ResourceServerConfig"];

pub fn list_providers<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let providers = asked.document.list("application_providers")?.iter().collect();
    Reply::list("ApplicationProviders", providers, |provider| pick(provider, PROVIDER))
}

pub fn describe_provider<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let provider = asked.record("application_providers", &["ApplicationProviderArn"])?;
    part(provider, "FederationProtocol")?;
    Reply::record(pick(provider, PROVIDER))
}

/// The list does not tell how an issuer is configured.
pub fn list_issuers<'a>(asked: &Asked<'a>) -> Answer<'a> {
    const LISTED: &[&str] = &["TrustedTokenIssuerArn", "Name", "TrustedTokenIssuerType"];
    instance(asked)?;
    let issuers = asked.document.list("trusted_token_issuers")?.iter().collect();
    Reply::list("TrustedTokenIssuers", issuers, |issuer| pick(issuer, LISTED))
}

pub fn describe_issuer<'a>(asked: &Asked<'a>) -> Answer<'a> {
    const CONFIGURATION: &str = "TrustedTokenIssuerConfiguration";
    let issuer = asked.record("trusted_token_issuers", &["TrustedTokenIssuerArn"])?;
    part(issuer, CONFIGURATION)?;
    Reply::record(pick(issuer, &["TrustedTokenIssuerArn", "Name", "TrustedTokenIssuerType", CONFIGURATION]))
}
