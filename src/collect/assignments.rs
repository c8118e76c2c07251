//! Account assignments: one list for each provisioned pair.

use crate::snapshot::v1::AccountAssignment;
use crate::snapshot::{Member, Text};

use super::SsoAdmin;
use super::call_error::CallError;
use super::executor::each;
use super::listing::Listing;
use super::operation::{Operation, Service};
use super::provisioning::Provisioned;
use super::wire::{key, page};

/// The assignments of all provisioned pairs.
pub(super) async fn read(
    aws: &SsoAdmin<'_>,
    provisioned: &Provisioned,
) -> Member<Vec<AccountAssignment<'static>>> {
    let operation = Operation::ListAccountAssignments;
    let ledger = &aws.executor.ledger;
    for (scope, status, error) in &provisioned.unknown {
        let message = format!("which pairs are provisioned is not known: {}", error.message);
        let error = CallError { code: "ProvisioningUnknown".to_owned(), message, ..error.clone() };
        ledger.gap(operation, Some(scope.clone()), *status, error);
    }
    aws.executor.phase(Service::SsoAdmin, "assignments", provisioned.pairs.len());
    let listings = each(provisioned.pairs.keys(), async |(set, account)| {
        let listing = list(aws, set, account).await;
        ledger.record(operation, Some(&format!("{set},{account}")), &listing);
        listing
    })
    .await;
    let learned = match listings.is_empty() {
        true => provisioned.learned,
        false => listings.iter().any(Listing::learned),
    };
    if !learned {
        return Member::Absent;
    }
    let mut rows: Vec<_> = listings.into_iter().flat_map(|listing| listing.items).collect();
    let key = |row: &AccountAssignment<'static>| {
        [&row.account_id, &row.permission_set_arn, &row.principal_type, &row.principal_id].map(Clone::clone)
    };
    rows.sort_by_cached_key(key);
    rows.dedup();
    Member::Value(rows)
}

async fn list(aws: &SsoAdmin<'_>, set: &str, account: &str) -> Listing<AccountAssignment<'static>> {
    aws.executor
        .read(Operation::ListAccountAssignments, &format!("{set},{account}"), async |token| {
            let call = aws.client.list_account_assignments().max_results(100);
            let call = call.instance_arn(aws.instance).permission_set_arn(set).account_id(account);
            let answer = call.set_next_token(token).send().await?;
            page(answer.account_assignments, answer.next_token, |row| {
                Ok(AccountAssignment {
                    account_id: Text::owned(row.account_id.as_deref().unwrap_or(account)),
                    permission_set_arn: Text::owned(row.permission_set_arn.as_deref().unwrap_or(set)),
                    principal_type: key(
                        row.principal_type.map(|kind| kind.as_str().to_owned()),
                        "PrincipalType",
                    )?,
                    principal_id: key(row.principal_id, "PrincipalId")?,
                })
            })
        })
        .await
}
