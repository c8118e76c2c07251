//! Applications, asked about in every way there is: what a get or describe tells that its list told already.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::snapshot::v1::{
    AccessScope, Application, ApplicationProvider, AuthenticationMethod, Grant, Observation,
};
use crate::snapshot::{Member, Text};

use super::SsoAdmin;
use super::application::{access_scope, authentication_method, grant, provider};
use super::applications::Applications;
use super::compare::{disagreement, disagreements};
use super::executor::{Record, each};
use super::identity::Directory;
use super::listing::Listing;
use super::operation::{Operation, Service};
use super::wire::{page, text, time};

/// Operations that only repeat what another tells, and that other one.
pub(super) const REPEATED: [(Operation, Operation); 7] = [
    (Operation::DescribeApplication, Operation::ListApplications),
    (Operation::DescribeApplicationProvider, Operation::ListApplicationProviders),
    (Operation::DescribeApplicationAssignment, Operation::ListApplicationAssignments),
    (Operation::ListApplicationAssignmentsForPrincipal, Operation::ListApplicationAssignments),
    (Operation::GetApplicationAccessScope, Operation::ListApplicationAccessScopes),
    (Operation::GetApplicationAuthenticationMethod, Operation::ListApplicationAuthenticationMethods),
    (Operation::GetApplicationGrant, Operation::ListApplicationGrants),
];

/// Asks, and tells what differs.
pub(super) async fn read(
    aws: &SsoAdmin<'_>,
    known: &Applications,
    directory: &Directory,
) -> Vec<Observation<'static>> {
    let applications = known.applications.records();
    let (of_each, of_providers, of_principals) = tokio::join!(
        each(applications, async |application: &Application<'static>| of_application(aws, application).await),
        each(known.providers.records(), async |listed: &ApplicationProvider<'static>| {
            of_provider(aws, listed).await
        }),
        of_principals(aws, applications, directory),
    );
    of_each.into_iter().flatten().chain(of_providers.into_iter().flatten()).chain(of_principals).collect()
}

/// What a repeated reading gave, against what is known.
fn compare<T: PartialEq + Serialize>(
    aws: &SsoAdmin<'_>,
    operation: Operation,
    scope: &str,
    listing: Listing<T>,
    known: &T,
) -> Option<Observation<'static>> {
    let found = aws.executor.ledger.learn(operation, scope, listing)?;
    let same = found.first().is_some_and(|found| found == known);
    let detail = "it tells this differently from the list".to_owned();
    (!same).then(|| disagreement(operation, scope, detail))
}

async fn one<T: Record>(
    aws: &SsoAdmin<'_>,
    operation: Operation,
    scope: &str,
    call: impl AsyncFn() -> Result<Option<T>, super::CallError>,
) -> Listing<T> {
    aws.executor.phase(Service::SsoAdmin, "applications again", 1);
    aws.executor.read_one(operation, scope, call).await
}

async fn of_application(aws: &SsoAdmin<'_>, known: &Application<'static>) -> Vec<Observation<'static>> {
    let arn = &*known.application_arn;
    let mut differences = vec![describe(aws, known).await];
    for scope in known.access_scopes.records() {
        differences.push(scope_again(aws, arn, scope).await);
    }
    for method in known.authentication_methods.records() {
        differences.push(method_again(aws, arn, method).await);
    }
    for grant in known.grants.records() {
        differences.push(grant_again(aws, arn, grant).await);
    }
    for assignment in known.assignments.records() {
        let (operation, id) = (Operation::DescribeApplicationAssignment, &*assignment.principal_id);
        let kind = &*assignment.principal_type;
        let scope = format!("{arn},{id}");
        let listing = one(aws, operation, &scope, async || {
            let call = aws.client.describe_application_assignment().application_arn(arn).principal_id(id);
            let answer = call.principal_type(kind.into()).send().await?;
            Ok(answer.principal_id)
        });
        differences.push(compare(aws, operation, &scope, listing.await, &id.to_owned()));
    }
    differences.into_iter().flatten().collect()
}

async fn describe(aws: &SsoAdmin<'_>, known: &Application<'static>) -> Option<Observation<'static>> {
    let (operation, arn) = (Operation::DescribeApplication, &*known.application_arn);
    let facts =
        |name: &Member<Text<'static>>, status: &Member<Text<'static>>, created: &Member<Text<'static>>| {
            [name, status, created].map(|member| member.text().map(str::to_owned))
        };
    let listing = one(aws, operation, arn, async || {
        let answer = aws.client.describe_application().application_arn(arn).send().await?;
        let status = text(answer.status.map(|status| status.as_str().to_owned()));
        Ok(Some(facts(&text(answer.name), &status, &time(answer.created_date))))
    });
    let known = facts(&known.name, &known.status, &known.created_date);
    compare(aws, operation, arn, listing.await, &known)
}

async fn scope_again(
    aws: &SsoAdmin<'_>,
    arn: &str,
    known: &AccessScope<'static>,
) -> Option<Observation<'static>> {
    let operation = Operation::GetApplicationAccessScope;
    let scope = format!("{arn},{}", known.scope);
    let listing = one(aws, operation, &scope, async || {
        let call = aws.client.get_application_access_scope().application_arn(arn).scope(&*known.scope);
        let answer = call.send().await?;
        access_scope(answer.scope, answer.authorized_targets).map(Some)
    });
    compare(aws, operation, &scope, listing.await, known)
}

async fn method_again(
    aws: &SsoAdmin<'_>,
    arn: &str,
    known: &AuthenticationMethod<'static>,
) -> Option<Observation<'static>> {
    let operation = Operation::GetApplicationAuthenticationMethod;
    let kind = &*known.authentication_method_type;
    let scope = format!("{arn},{kind}");
    let listing = one(aws, operation, &scope, async || {
        let call = aws.client.get_application_authentication_method().application_arn(arn);
        let answer = call.authentication_method_type(kind.into()).send().await?;
        authentication_method(Some(kind.to_owned()), answer.authentication_method).map(Some)
    });
    compare(aws, operation, &scope, listing.await, known)
}

async fn grant_again(aws: &SsoAdmin<'_>, arn: &str, known: &Grant<'static>) -> Option<Observation<'static>> {
    let (operation, kind) = (Operation::GetApplicationGrant, &*known.grant_type);
    let scope = format!("{arn},{kind}");
    let listing = one(aws, operation, &scope, async || {
        let call = aws.client.get_application_grant().application_arn(arn).grant_type(kind.into());
        grant(kind, call.send().await?.grant).map(Some)
    });
    compare(aws, operation, &scope, listing.await, known)
}

async fn of_provider(
    aws: &SsoAdmin<'_>,
    known: &ApplicationProvider<'static>,
) -> Option<Observation<'static>> {
    let (operation, arn) = (Operation::DescribeApplicationProvider, &*known.application_provider_arn);
    let listing = one(aws, operation, arn, async || {
        let answer = aws.client.describe_application_provider().application_provider_arn(arn).send().await?;
        let found = aws_sdk_ssoadmin::types::ApplicationProvider::builder()
            .application_provider_arn(answer.application_provider_arn)
            .set_federation_protocol(answer.federation_protocol)
            .set_display_data(answer.display_data)
            .set_resource_server_config(answer.resource_server_config)
            .build()
            .map_err(|_| super::CallError::incomplete("ApplicationProviderArn"))?;
        provider(found).map(Some)
    });
    compare(aws, operation, arn, listing.await, known)
}

/// Each application's assignments, as the principals tell them.
async fn of_principals(
    aws: &SsoAdmin<'_>,
    applications: &[Application<'_>],
    directory: &Directory,
) -> Vec<Observation<'static>> {
    let operation = Operation::ListApplicationAssignmentsForPrincipal;
    if let Some(error) = &directory.failure {
        let what = "which users and groups there are";
        aws.executor.ledger.unreached(&[operation], "PrincipalsUnknown", what, error);
    }
    let users = directory.users.records().iter().map(|user| ("USER", &*user.user_id));
    let groups = directory.groups.records().iter().map(|group| ("GROUP", &*group.group_id));
    let principals: Vec<_> = users.chain(groups).collect();
    aws.executor.phase(Service::SsoAdmin, "applications by principal", principals.len());
    let listings = each(principals, async |(kind, id): (&str, &str)| {
        let call = async |token| {
            let call = aws.client.list_application_assignments_for_principal().instance_arn(aws.instance);
            let call = call.principal_type(kind.into()).principal_id(id).max_results(100);
            let answer = call.set_next_token(token).send().await?;
            page(answer.application_assignments, answer.next_token, |row| {
                let kind = row.principal_type.map_or(kind.to_owned(), |kind| kind.as_str().to_owned());
                let principal = row.principal_id.unwrap_or_else(|| id.to_owned());
                Ok([row.application_arn.unwrap_or_default(), kind, principal])
            })
        };
        let listing = aws.executor.read(operation, id, call).await;
        aws.executor.ledger.record(operation, Some(id), &listing);
        (id.to_owned(), listing)
    })
    .await;
    let read: BTreeSet<&str> =
        listings.iter().filter(|(_, rows)| rows.failure.is_none()).map(|(id, _)| id.as_str()).collect();
    // An application whose assignments were not read says nothing about them, and an inherited row names the
    // group, which is asked about itself.
    let assigned = applications.iter().filter(|application| !application.assignments.is_absent());
    let assigned: BTreeSet<&str> = assigned.map(|application| &*application.application_arn).collect();
    let found = listings.iter().flat_map(|(_, listing)| &listing.items);
    let found = found.filter(|[application, _, principal]| {
        assigned.contains(application.as_str()) && read.contains(principal.as_str())
    });
    let found = found.map(|row| row.join(",")).collect();
    let rows = applications.iter().flat_map(|application| {
        let rows = application.assignments.records().iter();
        rows.map(move |row| (&application.application_arn, &row.principal_type, &row.principal_id))
    });
    let known = rows.filter(|(_, _, principal)| read.contains(&***principal));
    let known = known.map(|(arn, kind, principal)| format!("{arn},{kind},{principal}")).collect();
    disagreements(operation, Operation::ListApplicationAssignments, &found, &known)
}
