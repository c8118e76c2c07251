//! Account access manager: its applications, and the entitlements of each in each account.

use aws_sdk_accountaccess::Client;
use aws_sdk_accountaccess::types::{self, EntitlementFilter, PrincipalRoleEntitlementFilter};

use crate::snapshot::v1::{
    EntitledPrincipal, Entitlement, EntitlementTarget, IdentityCenterPrincipal, PrincipalRole,
};
use crate::snapshot::{Member, Text};

use super::call_error::{CallError, Kind};
use super::executor::{Executor, each};
use super::listing::{Listing, unique};
use super::operation::{Operation, Service};
use super::wire::{key, page, text, time};

/// What the calls of account access manager share.
struct AccountAccess<'a> {
    client: &'a Client,
    executor: &'a Executor<'a>,
}

/// The entitlements that stand on this instance. `error` is why the accounts are not all known.
pub(super) async fn read(
    client: &Client,
    executor: &Executor<'_>,
    instance: &str,
    accounts: &[&str],
    error: Option<&CallError>,
) -> Member<Vec<Entitlement<'static>>> {
    let ledger = &executor.ledger;
    let aws = AccountAccess { client, executor };
    executor.phase(Service::AccountAccess, "applications", 1);
    let mut listing = applications(&aws).await;
    if let Some(error) = listing.failure.as_mut().filter(|error| error.kind == Kind::Unreachable) {
        // Most Regions do not have the service.
        error.kind = Kind::Unsupported;
    }
    ledger.record(Operation::ListAccessApplications, None, &listing);
    if let Some(error) = &listing.failure {
        let operations = [Operation::GetAccessApplication, Operation::ListEntitlements];
        ledger.unreached(&operations, "ApplicationsUnknown", "which applications there are", error);
    }
    if let Some(error) = error {
        let operations = [Operation::ListEntitlements];
        ledger.unreached(&operations, "AccountsUnknown", "which accounts there are", error);
    }
    if !listing.learned() || (error.is_some() && accounts.is_empty()) {
        return Member::Absent;
    }
    let own = each(listing.items, async |application: String| {
        let of = instance_of(&aws, &application).await;
        ledger.record(Operation::GetAccessApplication, Some(&application), &of);
        // One whose instance is not known may be this one's.
        let is_of_another = of.items.first().is_some_and(|of| of != instance);
        (!is_of_another).then_some(application)
    });
    let own: Vec<String> = own.await.into_iter().flatten().collect();
    let asked =
        own.iter().flat_map(|application| accounts.iter().map(move |account| (application, *account)));
    executor.phase(Service::AccountAccess, "entitlements", own.len() * accounts.len());
    let listings = each(asked, async |(application, account): (&String, &str)| {
        let listing = entitlements(&aws, application, account).await;
        ledger.record(Operation::ListEntitlements, Some(&format!("{application},{account}")), &listing);
        listing
    })
    .await;
    let learned = listings.is_empty() || listings.iter().any(Listing::learned);
    let entitlements = listings.into_iter().flat_map(|listing| listing.items).collect();
    Member::if_learned(learned.then(|| unique(entitlements)))
}

async fn applications(aws: &AccountAccess<'_>) -> Listing<String> {
    aws.executor
        .read(Operation::ListAccessApplications, "", async |token| {
            let answer = aws.client.list_applications().max_results(100).set_next_token(token).send().await?;
            page(Some(answer.applications), answer.next_token, |application| {
                Ok(key(application.application_arn, "applicationArn")?.to_string())
            })
        })
        .await
}

/// The instance that an application takes its users from.
async fn instance_of(aws: &AccountAccess<'_>, application: &str) -> Listing<String> {
    aws.executor.phase(Service::AccountAccess, "applications", 1);
    aws.executor
        .read_one(Operation::GetAccessApplication, application, async || {
            let answer = aws.client.get_application().application_arn(application).send().await?;
            Ok(match answer.identity_source {
                Some(types::IdentitySourceDetails::IdentityCenter(found)) => Some(found.instance_arn),
                _ => None,
            })
        })
        .await
}

async fn entitlements(
    aws: &AccountAccess<'_>,
    application: &str,
    account: &str,
) -> Listing<Entitlement<'static>> {
    let role = PrincipalRoleEntitlementFilter::builder().account(account).build();
    let filter = EntitlementFilter::builder().principal_role(role).build();
    let call = async |token| {
        let call = aws.client.list_entitlements().application_arn(application).filter(filter.clone());
        let answer = call.max_results(100).set_next_token(token).send().await?;
        page(Some(answer.entitlements), answer.next_token, |listed| {
            Ok(Entitlement {
                entitlement_id: key(listed.entitlement_id, "entitlementId")?,
                application_arn: Member::Value(Text::owned(application)),
                entitlement: target(listed.entitlement),
                created_at: time(Some(listed.created_at)),
            })
        })
    };
    aws.executor.read(Operation::ListEntitlements, &format!("{application},{account}"), call).await
}

/// What this version does not know the kind of was not learned.
fn target(listed: Option<types::EntitlementSummary>) -> Member<EntitlementTarget<'static>> {
    let Some(types::EntitlementSummary::PrincipalRole(role)) = listed else {
        return Member::Absent;
    };
    let principal_role = PrincipalRole {
        principal: Member::if_learned(role.principal.and_then(principal)),
        role_arn: text(Some(role.role_arn)),
        account: text(Some(role.account)),
        account_name: text(role.account_name),
    };
    Member::Value(EntitlementTarget { principal_role: Member::Value(principal_role) })
}

fn principal(principal: types::Principal) -> Option<EntitledPrincipal<'static>> {
    let types::Principal::IdentityCenter(found) = principal else {
        return None;
    };
    let identity_center = match found {
        types::IdentityCenterPrincipal::UserId(id) => {
            IdentityCenterPrincipal { user_id: text(Some(id)), ..IdentityCenterPrincipal::default() }
        }
        types::IdentityCenterPrincipal::GroupId(id) => {
            IdentityCenterPrincipal { group_id: text(Some(id)), ..IdentityCenterPrincipal::default() }
        }
        _ => return None,
    };
    Some(EntitledPrincipal { identity_center: Member::Value(identity_center) })
}
