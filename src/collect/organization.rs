//! The organization: accounts, and the tree that holds them.

use std::collections::BTreeMap;

use aws_sdk_organizations::types;
use futures_util::future::join_all;

use super::Reader;
use super::call::CallError;
use super::executor::{Listing, Page};
use super::operation::{LIST_ACCOUNTS, LIST_ACCOUNTS_FOR_PARENT, LIST_ORGANIZATIONAL_UNITS, LIST_ROOTS};
use super::record::{text, time};
use crate::snapshot::v1::{Account, OrganizationalUnit, Root};
use crate::snapshot::{Member, Text};

/// Organizations gives at most 20 a page.
const PAGE: i32 = 20;

/// The tree, and where each account hangs in it.
pub struct Tree {
    pub roots: Member<Vec<Root<'static>>>,
    pub organizational_units: Member<Vec<OrganizationalUnit<'static>>>,
    pub parents: BTreeMap<String, String>,
}

impl Reader<'_> {
    /// The accounts, without their parents.
    pub(super) async fn read_accounts(&self) -> Listing<Account<'static>> {
        self.executor.expect(LIST_ACCOUNTS, 1);
        self.executor
            .list(LIST_ACCOUNTS, &[], |token| async {
                let answer =
                    self.organizations.list_accounts().max_results(PAGE).set_next_token(token).send().await?;
                let items = answer.accounts.unwrap_or_default().into_iter().filter_map(account);
                Ok(Page { items: items.collect(), next_token: answer.next_token })
            })
            .await
    }

    /// Walks the tree level by level.
    pub(super) async fn read_tree(&self) -> Tree {
        self.executor.expect(LIST_ROOTS, 1);
        self.executor.ledger.begin(LIST_ORGANIZATIONAL_UNITS);
        self.executor.ledger.begin(LIST_ACCOUNTS_FOR_PARENT);
        let roots = self.roots().await;
        if let Some(error) = &roots.error {
            for operation in [LIST_ORGANIZATIONAL_UNITS, LIST_ACCOUNTS_FOR_PARENT] {
                self.executor.ledger.record(operation, &[], 0, Some(CallError::not_asked(LIST_ROOTS, error)));
            }
        }
        let roots = roots.list();
        let mut tree = Tree { roots, organizational_units: Member::Absent, parents: BTreeMap::new() };
        let Some(roots) = tree.roots.list() else { return tree };
        let mut level: Vec<String> = roots.iter().map(|root| root.id.to_string()).collect();
        let mut units = Vec::new();
        let mut learned = level.is_empty();
        while !level.is_empty() {
            self.executor.expect(LIST_ORGANIZATIONAL_UNITS, level.len());
            self.executor.expect(LIST_ACCOUNTS_FOR_PARENT, level.len());
            let read = level
                .iter()
                .map(|parent| async { tokio::join!(self.units_of(parent), self.accounts_of(parent)) });
            let mut next = Vec::new();
            for (parent, (below, accounts)) in level.iter().zip(join_all(read).await) {
                learned |= below.error.is_none() || !below.items.is_empty();
                next.extend(below.items.iter().map(|unit| unit.id.to_string()));
                units.extend(below.items);
                tree.parents.extend(accounts.items.into_iter().map(|account| (account, parent.clone())));
            }
            level = next;
        }
        if learned {
            tree.organizational_units = Member::Value(units);
        }
        tree
    }

    async fn roots(&self) -> Listing<Root<'static>> {
        self.executor
            .list(LIST_ROOTS, &[], |token| async {
                let answer =
                    self.organizations.list_roots().max_results(PAGE).set_next_token(token).send().await?;
                let items = answer.roots.unwrap_or_default().into_iter().filter_map(|found| {
                    Some(Root { id: Text::owned(found.id?), arn: text(found.arn), name: text(found.name) })
                });
                Ok(Page { items: items.collect(), next_token: answer.next_token })
            })
            .await
    }

    async fn units_of(&self, parent: &str) -> Listing<OrganizationalUnit<'static>> {
        self.executor
            .list(LIST_ORGANIZATIONAL_UNITS, &[parent], |token| async {
                let request = self.organizations.list_organizational_units_for_parent().parent_id(parent);
                let answer = request.max_results(PAGE).set_next_token(token).send().await?;
                let items = answer.organizational_units.unwrap_or_default().into_iter().filter_map(|found| {
                    Some(OrganizationalUnit {
                        id: Text::owned(found.id?),
                        arn: text(found.arn),
                        name: text(found.name),
                        parent_id: Member::Value(Text::owned(parent)),
                    })
                });
                Ok(Page { items: items.collect(), next_token: answer.next_token })
            })
            .await
    }

    async fn accounts_of(&self, parent: &str) -> Listing<String> {
        self.executor
            .list(LIST_ACCOUNTS_FOR_PARENT, &[parent], |token| async {
                let request = self.organizations.list_accounts_for_parent().parent_id(parent);
                let answer = request.max_results(PAGE).set_next_token(token).send().await?;
                let items = answer.accounts.unwrap_or_default().into_iter().filter_map(|account| account.id);
                Ok(Page { items: items.collect(), next_token: answer.next_token })
            })
            .await
    }
}

fn account(found: types::Account) -> Option<Account<'static>> {
    // Status was retired on 2026-09-09; it is read only where State is not served.
    #[allow(deprecated)]
    let status = found.status.map(|status| status.as_str().to_owned());
    let state = found.state.map(|state| state.as_str().to_owned());
    let (state, status) = match (state, status) {
        (None, Some(status)) => (Member::Absent, text(Some(status))),
        (state, _) => (text(state), Member::Absent),
    };
    Some(Account {
        id: Text::owned(found.id?),
        arn: text(found.arn),
        name: text(found.name),
        email: text(found.email),
        state,
        status,
        joined_method: text(found.joined_method.map(|method| method.as_str().to_owned())),
        joined_timestamp: time(found.joined_timestamp),
        parent_id: Member::Absent,
        tags: Member::Absent,
    })
}

/// The accounts with their parents, where these are known.
pub fn with_parents(accounts: Vec<Account<'static>>, tree: &Tree) -> Vec<Account<'static>> {
    accounts
        .into_iter()
        .map(|account| Account {
            parent_id: Member::if_learned(tree.parents.get(&*account.id).map(Text::owned)),
            ..account
        })
        .collect()
}
