//! Which permission set is provisioned where.

use std::collections::BTreeMap;

use aws_sdk_ssoadmin::types::ProvisioningStatus;
use futures_util::StreamExt;
use futures_util::stream;

use super::call::{CallError, Failure};
use super::executor::{Listing, Page};
use super::operation::{
    LIST_ACCOUNT_ASSIGNMENTS, LIST_ACCOUNTS_FOR_PROVISIONED_SET, LIST_SETS_PROVISIONED_TO_ACCOUNT, Operation,
};
use super::{LISTS_AT_ONCE, Reader};
use crate::snapshot::v1::Provisioning;
use crate::snapshot::{Member, Text};

/// Whether leaving the filter out gives both is nowhere said: each is asked for.
const STATUSES: [ProvisioningStatus; 2] = [
    ProvisioningStatus::LatestPermissionSetProvisioned,
    ProvisioningStatus::LatestPermissionSetNotProvisioned,
];

/// The pairs, as far as they are known.
pub struct Pairs {
    /// The rows of the snapshot.
    pub rows: Member<Vec<Provisioning<'static>>>,
}

impl Reader<'_> {
    /// Reads the pairs along the shorter axis: sets, or accounts where all of them are known.
    pub(super) async fn read_provisioning(&self, sets: &[String], accounts: Option<Vec<String>>) -> Pairs {
        match accounts.filter(|accounts| accounts.len() < sets.len()) {
            Some(accounts) => self.provisioning_by(LIST_SETS_PROVISIONED_TO_ACCOUNT, &accounts).await,
            None => self.provisioning_by(LIST_ACCOUNTS_FOR_PROVISIONED_SET, sets).await,
        }
    }

    async fn provisioning_by(&self, operation: Operation, scopes: &[String]) -> Pairs {
        self.executor.expect(operation, scopes.len() * STATUSES.len());
        let asked = scopes.iter().flat_map(|scope| STATUSES.map(|status| (scope.as_str(), status)));
        let lists: Vec<(&str, ProvisioningStatus, Listing<String>)> = stream::iter(asked)
            .map(|(scope, status)| async move {
                let list = self.provisioned(operation, scope, status.clone()).await;
                (scope, status, list)
            })
            .buffer_unordered(LISTS_AT_ONCE)
            .collect()
            .await;

        let mut pairs: BTreeMap<(String, String), Vec<ProvisioningStatus>> = BTreeMap::new();
        let mut learned = scopes.is_empty();
        for (scope, status, list) in lists {
            learned |= list.error.is_none() || !list.items.is_empty();
            if let Some(error) = &list.error {
                // Pairs that are not known are never asked for their assignments.
                let error = CallError::not_asked(operation, error);
                self.executor.ledger.record(LIST_ACCOUNT_ASSIGNMENTS, &[scope], 0, Some(error));
            }
            for other in list.items {
                let pair = match operation {
                    LIST_SETS_PROVISIONED_TO_ACCOUNT => (other, scope.to_owned()),
                    _ => (scope.to_owned(), other),
                };
                pairs.entry(pair).or_default().push(status.clone());
            }
        }
        let rows =
            pairs.into_iter().map(|((set, account), statuses)| self.pair(operation, set, account, &statuses));
        let rows: Vec<_> = rows.collect();
        Pairs { rows: if learned { Member::Value(rows) } else { Member::Absent } }
    }

    async fn provisioned(
        &self,
        operation: Operation,
        scope: &str,
        status: ProvisioningStatus,
    ) -> Listing<String> {
        let (sso, instance) = (&self.sso, &self.instance_arn);
        let status = &status;
        self.executor
            .list(operation, &[scope], |token| async move {
                if operation == LIST_SETS_PROVISIONED_TO_ACCOUNT {
                    let request = sso.list_permission_sets_provisioned_to_account().instance_arn(instance);
                    let request =
                        request.account_id(scope).provisioning_status(status.clone()).max_results(100);
                    let answer = request.set_next_token(token).send().await?;
                    Ok(Page {
                        items: answer.permission_sets.unwrap_or_default(),
                        next_token: answer.next_token,
                    })
                } else {
                    let request = sso.list_accounts_for_provisioned_permission_set().instance_arn(instance);
                    let request = request.permission_set_arn(scope).provisioning_status(status.clone());
                    let answer = request.max_results(100).set_next_token(token).send().await?;
                    Ok(Page { items: answer.account_ids.unwrap_or_default(), next_token: answer.next_token })
                }
            })
            .await
    }

    /// A pair that AWS lists under both statuses has none, and coverage says so.
    fn pair(
        &self,
        operation: Operation,
        set: String,
        account: String,
        statuses: &[ProvisioningStatus],
    ) -> Provisioning<'static> {
        let status = match statuses {
            [first, others @ ..] if others.iter().all(|other| other == first) => {
                Member::Value(Text::owned(first.as_str()))
            }
            _ => {
                let message = "AWS lists the pair as provisioned with the latest version, and as not";
                let error = CallError::new(Failure::Contradiction, "ListedUnderBothStatuses", message);
                self.executor.ledger.record(operation, &[&set, &account], 0, Some(error));
                Member::Absent
            }
        };
        Provisioning {
            permission_set_arn: Text::owned(set),
            account_id: Text::owned(account),
            provisioning_status: status,
        }
    }
}
