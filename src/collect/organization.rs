//! AWS Organizations: accounts, roots, and the tree of organizational units that holds the accounts.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_organizations::Client;
use tokio::join;

use crate::snapshot::v1::{Account, OrganizationalUnit, Root};
use crate::snapshot::{Member, Text};

use super::call_error::CallError;
use super::executor::{Executor, each};
use super::listing::Listing;
use super::operation::{Operation, Service};
use super::wire::{key, page, text, time};

/// MaxResults of every list of Organizations.
const PAGE: i32 = 20;

/// The organization as the caller may see it.
pub(super) struct Organization<'a> {
    pub(super) client: &'a Client,
    pub(super) executor: &'a Executor<'a>,
}

/// What hangs below the roots.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) roots: Member<Vec<Root<'static>>>,
    pub(super) units: Member<Vec<OrganizationalUnit<'static>>>,
    /// Account id to the id of its root or unit.
    pub(super) parents: BTreeMap<String, String>,
}

impl Organization<'_> {
    /// ListAccounts.
    pub(super) async fn accounts(&self) -> Listing<Account<'static>> {
        self.executor.phase(Service::Organizations, "accounts", 1);
        let call = async |token| {
            let answer = self.client.list_accounts().max_results(PAGE).set_next_token(token).send().await?;
            page(answer.accounts, answer.next_token, |account| {
                let state = account.state.map(|state| Text::owned(state.as_str()));
                let status = account.status.map(|status| Text::owned(status.as_str()));
                Ok(Account {
                    id: key(account.id, "Id")?,
                    arn: text(account.arn),
                    name: text(account.name),
                    email: text(account.email),
                    // Status is retired: it counts only where State is not served.
                    status: if state.is_some() { Member::Absent } else { Member::if_learned(status) },
                    state: Member::if_learned(state),
                    joined_method: text(account.joined_method.map(|method| method.as_str().to_owned())),
                    joined_timestamp: time(account.joined_timestamp),
                    parent_id: Member::Absent,
                    tags: Member::Absent,
                })
            })
        };
        let mut listing = self.executor.read(Operation::ListAccounts, "", call).await;
        self.executor.ledger.record(Operation::ListAccounts, None, &listing);
        listing.items.sort_by(|a, b| a.id.cmp(&b.id));
        listing.items.dedup_by(|a, b| a.id == b.id);
        listing
    }

    /// The tree from the roots down, level by level. `accounts_error` is why the accounts are not known, in
    /// which case nothing asks where they are.
    pub(super) async fn tree(&self, accounts_error: Option<&CallError>) -> Tree {
        let ledger = &self.executor.ledger;
        self.executor.phase(Service::Organizations, "organizational units", 1);
        let listing = self.roots().await;
        ledger.record(Operation::ListRoots, None, &listing);
        if let Some(error) = &listing.failure {
            let error = because("RootsUnknown", "which roots there are is not known", error);
            let below = [Operation::ListOrganizationalUnitsForParent, Operation::ListAccountsForParent];
            ledger.unasked(&below, listing.status(), &error);
        } else if let Some(error) = accounts_error {
            let status = error.kind.into();
            let error = because("AccountsUnknown", "which accounts there are is not known", error);
            ledger.gap(Operation::ListAccountsForParent, None, status, error);
        }
        let learned = listing.learned();
        let mut roots = listing.items;
        roots.sort_by(|a, b| a.id.cmp(&b.id));
        roots.dedup_by(|a, b| a.id == b.id);

        let mut units = BTreeMap::new();
        let mut parents = BTreeMap::new();
        let mut units_learned = learned && roots.is_empty();
        let mut level: BTreeSet<String> = roots.iter().map(|root| root.id.to_string()).collect();
        while !level.is_empty() {
            let lists = if accounts_error.is_none() { 2 } else { 1 };
            self.executor.phase(Service::Organizations, "organizational units", lists * level.len());
            let read = each(std::mem::take(&mut level), async |parent: String| {
                let (below, held) = join!(self.units(&parent), async {
                    match accounts_error {
                        None => self.accounts_in(&parent).await,
                        Some(_) => Vec::new(),
                    }
                });
                (parent, below, held)
            })
            .await;
            for (parent, below, held) in read {
                units_learned |= below.learned();
                parents.extend(held.into_iter().map(|account| (account, parent.clone())));
                for unit in below.items {
                    let id = unit.id.to_string();
                    // A unit moved while the tree is read may be seen twice; it is followed once.
                    if units.insert(id.clone(), unit).is_none() {
                        level.insert(id);
                    }
                }
            }
        }
        Tree {
            roots: if learned { Member::Value(roots) } else { Member::Absent },
            units: if units_learned { Member::Value(units.into_values().collect()) } else { Member::Absent },
            parents,
        }
    }

    async fn roots(&self) -> Listing<Root<'static>> {
        let call = async |token| {
            let answer = self.client.list_roots().max_results(PAGE).set_next_token(token).send().await?;
            page(answer.roots, answer.next_token, |root| {
                Ok(Root { id: key(root.id, "Id")?, arn: text(root.arn), name: text(root.name) })
            })
        };
        self.executor.read(Operation::ListRoots, "", call).await
    }

    async fn units(&self, parent: &str) -> Listing<OrganizationalUnit<'static>> {
        let operation = Operation::ListOrganizationalUnitsForParent;
        let call = async |token| {
            let call = self.client.list_organizational_units_for_parent().parent_id(parent).max_results(PAGE);
            let answer = call.set_next_token(token).send().await?;
            page(answer.organizational_units, answer.next_token, |unit| {
                Ok(OrganizationalUnit {
                    id: key(unit.id, "Id")?,
                    arn: text(unit.arn),
                    name: text(unit.name),
                    parent_id: Member::Value(Text::owned(parent)),
                })
            })
        };
        let listing = self.executor.read(operation, parent, call).await;
        self.executor.ledger.record(operation, Some(parent), &listing);
        listing
    }

    async fn accounts_in(&self, parent: &str) -> Vec<String> {
        let operation = Operation::ListAccountsForParent;
        let call = async |token| {
            let call = self.client.list_accounts_for_parent().parent_id(parent).max_results(PAGE);
            let answer = call.set_next_token(token).send().await?;
            page(answer.accounts, answer.next_token, |account| Ok(key(account.id, "Id")?.to_string()))
        };
        let listing = self.executor.read(operation, parent, call).await;
        self.executor.ledger.record(operation, Some(parent), &listing);
        listing.items
    }
}

fn because(code: &str, what: &str, error: &CallError) -> CallError {
    CallError { code: code.to_owned(), message: format!("{what}: {}", error.message), ..error.clone() }
}
