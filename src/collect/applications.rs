//! Applications: the list, and the seven reads of each; their providers, and the token issuers they trust.

use tokio::join;

use crate::snapshot::Member;
use crate::snapshot::v1::{
    AccessScope, Application, ApplicationAssignment, ApplicationProvider, AssignmentConfiguration,
    AuthenticationMethod, Grant, SessionConfiguration, Tag, TrustedTokenIssuer,
};

use super::SsoAdmin;
use super::application::{
    access_scope, application, assignment, authentication_method, grant, issuer_configuration, provider,
};
use super::executor::each;
use super::listing::Listing;
use super::operation::{Operation, Service};
use super::permission_sets::tags;
use super::plan::Survey;
use super::wire::{key, page, text};

/// What was learned of applications.
#[derive(Default)]
pub(super) struct Applications {
    pub(super) applications: Member<Vec<Application<'static>>>,
    pub(super) providers: Member<Vec<ApplicationProvider<'static>>>,
    pub(super) issuers: Member<Vec<TrustedTokenIssuer<'static>>>,
}

/// The reads of each application.
pub(super) const PARTS: [Operation; 7] = [
    Operation::ListApplicationAssignments,
    Operation::GetApplicationAssignmentConfiguration,
    Operation::GetApplicationSessionConfiguration,
    Operation::ListApplicationAccessScopes,
    Operation::ListApplicationAuthenticationMethods,
    Operation::ListApplicationGrants,
    Operation::ListTagsForResource,
];

/// The three lists from which the rest goes out.
pub(super) struct Lists {
    applications: Listing<Application<'static>>,
    providers: Listing<ApplicationProvider<'static>>,
    issuers: Listing<TrustedTokenIssuer<'static>>,
}

impl Lists {
    fn calls_to_come(&self) -> usize {
        PARTS.len() * self.applications.items.len() + 2 * self.issuers.items.len()
    }

    /// Tells the plan.
    pub(super) fn count(&self, survey: &Survey) {
        survey.sso_admin(&self.applications);
        survey.sso_admin(&self.providers);
        survey.sso_admin(&self.issuers);
        survey.parts(self.calls_to_come());
        survey.repeated(self.applications.items.len() + self.providers.items.len());
    }
}

/// Applications, providers and issuers, as their lists give them.
pub(super) async fn list(aws: &SsoAdmin<'_>) -> Lists {
    aws.executor.phase(Service::SsoAdmin, "applications", 3);
    let (applications, providers, issuers) = join!(applications(aws), providers(aws), issuers(aws));
    Lists { applications, providers, issuers }
}

/// The parts of what was listed.
pub(super) async fn read(aws: &SsoAdmin<'_>, lists: Lists) -> Applications {
    let ledger = &aws.executor.ledger;
    ledger.record(Operation::ListApplications, None, &lists.applications);
    ledger.record(Operation::ListApplicationProviders, None, &lists.providers);
    ledger.record(Operation::ListTrustedTokenIssuers, None, &lists.issuers);
    if let Some(error) = &lists.applications.failure {
        ledger.unreached(&PARTS[..6], "ApplicationsUnknown", "which applications there are", error);
    }
    if let Some(error) = &lists.issuers.failure {
        let operations = [Operation::DescribeTrustedTokenIssuer];
        ledger.unreached(&operations, "IssuersUnknown", "which token issuers there are", error);
    }
    aws.executor.phase(Service::SsoAdmin, "applications", lists.calls_to_come());
    let (learned, issuers_learned) = (lists.applications.learned(), lists.issuers.learned());
    let (applications, issuers) = join!(
        each(lists.applications.items, async |application| parts(aws, application).await),
        each(lists.issuers.items, async |issuer| issuer_parts(aws, issuer).await),
    );
    Applications {
        applications: Member::if_learned(learned.then_some(applications)),
        providers: Member::if_learned(lists.providers.learned().then_some(lists.providers.items)),
        issuers: Member::if_learned(issuers_learned.then_some(issuers)),
    }
}

async fn applications(aws: &SsoAdmin<'_>) -> Listing<Application<'static>> {
    let listing = aws.executor.read(Operation::ListApplications, "", async |token| {
        let call = aws.client.list_applications().instance_arn(aws.instance).max_results(100);
        let answer = call.set_next_token(token).send().await?;
        page(answer.applications, answer.next_token, application)
    });
    listing.await.unique()
}

async fn providers(aws: &SsoAdmin<'_>) -> Listing<ApplicationProvider<'static>> {
    let listing = aws.executor.read(Operation::ListApplicationProviders, "", async |token| {
        let call = aws.client.list_application_providers().max_results(100);
        let answer = call.set_next_token(token).send().await?;
        page(answer.application_providers, answer.next_token, provider)
    });
    listing.await.unique()
}

async fn issuers(aws: &SsoAdmin<'_>) -> Listing<TrustedTokenIssuer<'static>> {
    let listing = aws.executor.read(Operation::ListTrustedTokenIssuers, "", async |token| {
        let call = aws.client.list_trusted_token_issuers().instance_arn(aws.instance).max_results(100);
        let answer = call.set_next_token(token).send().await?;
        page(answer.trusted_token_issuers, answer.next_token, |issuer| {
            Ok(TrustedTokenIssuer {
                trusted_token_issuer_arn: key(issuer.trusted_token_issuer_arn, "TrustedTokenIssuerArn")?,
                name: text(issuer.name),
                trusted_token_issuer_type: text(
                    issuer.trusted_token_issuer_type.map(|kind| kind.as_str().to_owned()),
                ),
                trusted_token_issuer_configuration: Member::Absent,
                tags: Member::Absent,
            })
        })
    });
    listing.await.unique()
}

async fn parts(aws: &SsoAdmin<'_>, mut application: Application<'static>) -> Application<'static> {
    let arn = application.application_arn.to_string();
    let (assignments, assignment_required, session, scopes, methods, grants, tags) = join!(
        assignments(aws, &arn),
        assignment_configuration(aws, &arn),
        session_configuration(aws, &arn),
        scopes(aws, &arn),
        methods(aws, &arn),
        grants(aws, &arn),
        tags(aws, &arn),
    );
    let ledger = &aws.executor.ledger;
    let [of_assignments, of_configuration, of_session, of_scopes, of_methods, of_grants, of_tags] = PARTS;
    application.assignments = Member::if_learned(ledger.learn(of_assignments, &arn, assignments));
    application.assignment_configuration =
        Member::if_learned(ledger.learn(of_configuration, &arn, assignment_required)).first();
    application.session_configuration = Member::if_learned(ledger.learn(of_session, &arn, session)).first();
    application.access_scopes = Member::if_learned(ledger.learn(of_scopes, &arn, scopes));
    application.authentication_methods = Member::if_learned(ledger.learn(of_methods, &arn, methods));
    application.grants = Member::if_learned(ledger.learn(of_grants, &arn, grants));
    application.tags = Member::if_learned(ledger.learn(of_tags, &arn, tags));
    application
}

async fn assignments(aws: &SsoAdmin<'_>, arn: &str) -> Listing<ApplicationAssignment<'static>> {
    aws.executor
        .read(Operation::ListApplicationAssignments, arn, async |token| {
            let call = aws.client.list_application_assignments().application_arn(arn).max_results(100);
            let answer = call.set_next_token(token).send().await?;
            page(answer.application_assignments, answer.next_token, |row| {
                assignment(row.principal_type.as_str(), row.principal_id)
            })
        })
        .await
}

async fn assignment_configuration(aws: &SsoAdmin<'_>, arn: &str) -> Listing<AssignmentConfiguration> {
    aws.executor
        .read_one(Operation::GetApplicationAssignmentConfiguration, arn, async || {
            let call = aws.client.get_application_assignment_configuration().application_arn(arn);
            let assignment_required = Member::Value(call.send().await?.assignment_required);
            Ok(Some(AssignmentConfiguration { assignment_required }))
        })
        .await
}

async fn session_configuration(aws: &SsoAdmin<'_>, arn: &str) -> Listing<SessionConfiguration<'static>> {
    aws.executor
        .read_one(Operation::GetApplicationSessionConfiguration, arn, async || {
            let call = aws.client.get_application_session_configuration().application_arn(arn);
            let status = call.send().await?.user_background_session_application_status;
            let status = text(status.map(|status| status.as_str().to_owned()));
            Ok(Some(SessionConfiguration { user_background_session_application_status: status }))
        })
        .await
}

async fn scopes(aws: &SsoAdmin<'_>, arn: &str) -> Listing<AccessScope<'static>> {
    aws.executor
        .read(Operation::ListApplicationAccessScopes, arn, async |token| {
            let call = aws.client.list_application_access_scopes().application_arn(arn).max_results(10);
            let answer = call.set_next_token(token).send().await?;
            page(Some(answer.scopes), answer.next_token, |scope| {
                access_scope(scope.scope, scope.authorized_targets)
            })
        })
        .await
}

async fn methods(aws: &SsoAdmin<'_>, arn: &str) -> Listing<AuthenticationMethod<'static>> {
    aws.executor
        .read(Operation::ListApplicationAuthenticationMethods, arn, async |token| {
            let call = aws.client.list_application_authentication_methods().application_arn(arn);
            let answer = call.set_next_token(token).send().await?;
            page(answer.authentication_methods, answer.next_token, |method| {
                let kind = method.authentication_method_type.map(|kind| kind.as_str().to_owned());
                authentication_method(kind, method.authentication_method)
            })
        })
        .await
}

async fn grants(aws: &SsoAdmin<'_>, arn: &str) -> Listing<Grant<'static>> {
    aws.executor
        .read(Operation::ListApplicationGrants, arn, async |token| {
            let call = aws.client.list_application_grants().application_arn(arn);
            let answer = call.set_next_token(token).send().await?;
            page(Some(answer.grants), answer.next_token, |item| grant(item.grant_type.as_str(), item.grant))
        })
        .await
}

async fn issuer_parts(
    aws: &SsoAdmin<'_>,
    issuer: TrustedTokenIssuer<'static>,
) -> TrustedTokenIssuer<'static> {
    let arn = issuer.trusted_token_issuer_arn.to_string();
    let (described, tags): (_, Listing<Tag<'static>>) = join!(describe_issuer(aws, &issuer), tags(aws, &arn));
    let ledger = &aws.executor.ledger;
    let described = ledger.learn(Operation::DescribeTrustedTokenIssuer, &arn, described);
    let issuer = described.and_then(|items| items.into_iter().next()).unwrap_or(issuer);
    TrustedTokenIssuer {
        tags: Member::if_learned(ledger.learn(Operation::ListTagsForResource, &arn, tags)),
        ..issuer
    }
}

async fn describe_issuer(
    aws: &SsoAdmin<'_>,
    listed: &TrustedTokenIssuer<'static>,
) -> Listing<TrustedTokenIssuer<'static>> {
    let arn = &*listed.trusted_token_issuer_arn;
    aws.executor
        .read_one(Operation::DescribeTrustedTokenIssuer, arn, async || {
            let answer =
                aws.client.describe_trusted_token_issuer().trusted_token_issuer_arn(arn).send().await?;
            Ok(Some(TrustedTokenIssuer {
                trusted_token_issuer_configuration: issuer_configuration(
                    answer.trusted_token_issuer_configuration,
                ),
                ..listed.clone()
            }))
        })
        .await
}
