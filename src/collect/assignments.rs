//! Who was given which permission set in which account: one list for each provisioned pair.

use futures_util::StreamExt;
use futures_util::stream;

use super::executor::{Listing, Page};
use super::operation::LIST_ACCOUNT_ASSIGNMENTS;
use super::{LISTS_AT_ONCE, Reader};
use crate::snapshot::v1::{AccountAssignment, Provisioning};
use crate::snapshot::{Member, Text};

impl Reader<'_> {
    /// Reads the assignments of every pair.
    pub(super) async fn read_assignments(
        &self,
        pairs: &Member<Vec<Provisioning<'static>>>,
    ) -> Member<Vec<AccountAssignment<'static>>> {
        let Some(pairs) = pairs.list() else { return Member::Absent };
        self.executor.expect(LIST_ACCOUNT_ASSIGNMENTS, pairs.len());
        let lists: Vec<Listing<_>> = stream::iter(pairs)
            .map(|pair| self.assignments(pair))
            .buffer_unordered(LISTS_AT_ONCE)
            .collect()
            .await;
        let learned =
            lists.is_empty() || lists.iter().any(|list| list.error.is_none() || !list.items.is_empty());
        let assignments = lists.into_iter().flat_map(|list| list.items).collect();
        if learned { Member::Value(assignments) } else { Member::Absent }
    }

    async fn assignments(&self, pair: &Provisioning<'static>) -> Listing<AccountAssignment<'static>> {
        let (set, account) = (&*pair.permission_set_arn, &*pair.account_id);
        self.executor
            .list(LIST_ACCOUNT_ASSIGNMENTS, &[set, account], |token| async {
                let request = self.sso.list_account_assignments().instance_arn(&self.instance_arn);
                let request = request.permission_set_arn(set).account_id(account).max_results(100);
                let answer = request.set_next_token(token).send().await?;
                let items = answer.account_assignments.unwrap_or_default().into_iter().filter_map(|found| {
                    Some(AccountAssignment {
                        account_id: Text::owned(account),
                        permission_set_arn: Text::owned(set),
                        principal_type: Text::owned(found.principal_type?.as_str()),
                        principal_id: Text::owned(found.principal_id?),
                    })
                });
                Ok(Page { items: items.collect(), next_token: answer.next_token })
            })
            .await
    }
}
