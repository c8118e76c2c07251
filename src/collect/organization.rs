//! AWS Organizations: the organization, its accounts, roots, and the tree of units that holds the accounts.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_organizations::Client;
use aws_sdk_organizations::types::{AccountState, AccountStatus};
use tokio::join;

use crate::snapshot::v1::{self, Account, DelegatedAdministrator, OrganizationalUnit, Root, Tag};
use crate::snapshot::{Member, Text};

use super::call_error::CallError;
use super::executor::{Executor, each};
use super::listing::{Listing, unique};
use super::operation::{Operation, Service};
use super::wire::{key, page, text, time};

/// MaxResults of every list of Organizations.
pub(super) const PAGE: i32 = 20;
/// Who delegated administrators administer.
const IDENTITY_CENTER: &str = "sso.amazonaws.com";

/// The organization as the caller may see it.
pub(super) struct Organization<'a> {
    pub(super) client: &'a Client,
    pub(super) executor: &'a Executor<'a>,
}

/// AWS retired Status on 2026-09-09: it counts only where State is not served.
fn state_and_status(
    state: Option<AccountState>,
    status: Option<AccountStatus>,
) -> (Member<Text<'static>>, Member<Text<'static>>) {
    let status = status.filter(|_| state.is_none());
    (
        Member::if_learned(state.map(|state| Text::owned(state.as_str()))),
        Member::if_learned(status.map(|status| Text::owned(status.as_str()))),
    )
}

/// The account whose place in the organization is told with it: its last two ids are the parent and itself.
fn parent_in(paths: &[String], account: &str) -> Option<String> {
    paths.iter().find_map(|path| {
        let mut ids = path.split('/').filter(|id| !id.is_empty()).rev();
        let (last, parent) = (ids.next()?, ids.next()?);
        let is_parent = parent.starts_with("ou-") || parent.starts_with("r-");
        (last == account && is_parent).then(|| parent.to_owned())
    })
}

/// Whether it is known which root or unit holds each account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Places {
    Known,
    Unknown,
}

impl Places {
    /// ListAccounts tells where it serves Paths. Not for an account that has left the tree.
    pub(super) fn of(accounts: &[Account<'_>]) -> Self {
        let all = !accounts.is_empty() && accounts.iter().all(|account| !account.parent_id.is_absent());
        if all { Places::Known } else { Places::Unknown }
    }
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
                let (state, status) = state_and_status(account.state, account.status);
                let id = key(account.id, "Id")?;
                let parent = parent_in(&account.paths.unwrap_or_default(), &id);
                Ok(Account {
                    id,
                    arn: text(account.arn),
                    name: text(account.name),
                    email: text(account.email),
                    status,
                    state,
                    joined_method: text(account.joined_method.map(|method| method.as_str().to_owned())),
                    joined_timestamp: time(account.joined_timestamp),
                    parent_id: Member::if_learned(parent.map(Text::owned)),
                    tags: Member::Absent,
                })
            })
        };
        let listing = self.executor.read(Operation::ListAccounts, "", call).await;
        self.executor.ledger.record(Operation::ListAccounts, None, &listing);
        let listing = listing.unique();
        self.executor.survey.accounts(&listing);
        listing
    }

    /// DescribeOrganization. An account that is in none has no organization; that is an answer.
    pub(super) async fn describe(&self) -> Member<v1::Organization<'static>> {
        let operation = Operation::DescribeOrganization;
        let listing = self.executor.read_one(operation, "", async || {
            let found = self.client.describe_organization().send().await?.organization;
            let found = found.map(|found| {
                Ok::<_, CallError>(v1::Organization {
                    id: key(found.id, "Id")?,
                    arn: text(found.arn),
                    feature_set: text(found.feature_set.map(|set| set.as_str().to_owned())),
                    master_account_arn: text(found.master_account_arn),
                    master_account_id: text(found.master_account_id),
                    master_account_email: text(found.master_account_email),
                })
            });
            found.transpose()
        });
        let listing = listing.await;
        self.executor.survey.organization(&listing);
        self.executor.ledger.record(operation, None, &listing);
        match &listing.failure {
            Some(error) if error.code == "AWSOrganizationsNotInUseException" => Member::Null,
            _ => Member::if_learned(listing.items.into_iter().next()),
        }
    }

    /// The accounts that may administer the instance.
    pub(super) async fn delegated_administrators(&self) -> Member<Vec<DelegatedAdministrator<'static>>> {
        let operation = Operation::ListDelegatedAdministrators;
        let call = async |token| {
            let call = self.client.list_delegated_administrators().service_principal(IDENTITY_CENTER);
            let answer = call.max_results(PAGE).set_next_token(token).send().await?;
            page(answer.delegated_administrators, answer.next_token, |account| {
                let (state, status) = state_and_status(account.state, account.status);
                Ok(DelegatedAdministrator {
                    id: key(account.id, "Id")?,
                    arn: text(account.arn),
                    name: text(account.name),
                    email: text(account.email),
                    status,
                    state,
                    joined_method: text(account.joined_method.map(|method| method.as_str().to_owned())),
                    joined_timestamp: time(account.joined_timestamp),
                    delegation_enabled_date: time(account.delegation_enabled_date),
                })
            })
        };
        let listing = self.executor.read(operation, "", call).await.unique();
        self.executor.survey.organization(&listing);
        self.executor.ledger.record(operation, None, &listing);
        Member::if_learned(listing.learned().then_some(listing.items))
    }

    /// The tags of each account, by its id. `error` is why the accounts are not all known.
    pub(super) async fn tags(
        &self,
        accounts: &[Account<'static>],
        error: Option<&CallError>,
    ) -> BTreeMap<String, Member<Vec<Tag<'static>>>> {
        let operation = Operation::ListTagsForAccount;
        let ledger = &self.executor.ledger;
        if let Some(error) = error {
            ledger.unreached(&[operation], "AccountsUnknown", "which accounts there are", error);
        }
        self.executor.phase(Service::Organizations, "tags of accounts", accounts.len());
        let tags = each(accounts, async |account: &Account<'static>| {
            let id = &*account.id;
            let call = async |token| {
                let call = self.client.list_tags_for_resource().resource_id(id).set_next_token(token);
                let answer = call.send().await?;
                page(answer.tags, answer.next_token, |tag| {
                    Ok(Tag { key: key(tag.key, "Key")?, value: Member::Value(Text::owned(tag.value)) })
                })
            };
            let listing = self.executor.read(operation, id, call).await;
            (id.to_owned(), Member::if_learned(ledger.learn(operation, id, listing)))
        });
        tags.await.into_iter().collect()
    }

    /// The tree from the roots down, level by level. `accounts_error` is why the accounts are not known, in
    /// which case nothing asks where they are; nor does it where ListAccounts told.
    pub(super) async fn tree(&self, accounts_error: Option<&CallError>, places: Places) -> Tree {
        let ledger = &self.executor.ledger;
        self.executor.phase(Service::Organizations, "organizational units", 1);
        let listing = self.roots().await;
        self.executor.survey.organization(&listing);
        ledger.record(Operation::ListRoots, None, &listing);
        let asks_accounts = accounts_error.is_none() && places == Places::Unknown;
        if let Some(error) = &listing.failure {
            let below = [Operation::ListOrganizationalUnitsForParent, Operation::ListAccountsForParent];
            ledger.unreached(&below, "RootsUnknown", "which roots there are", error);
        } else if let Some(error) = accounts_error {
            let operations = [Operation::ListAccountsForParent];
            ledger.unreached(&operations, "AccountsUnknown", "which accounts there are", error);
        } else if places == Places::Known {
            ledger.not_needed(Operation::ListAccountsForParent, Operation::ListAccounts);
        }
        let learned = listing.learned();
        let roots = unique(listing.items);

        let mut units = BTreeMap::new();
        let mut parents = BTreeMap::new();
        let mut units_learned = learned && roots.is_empty();
        let mut level: BTreeSet<String> = roots.iter().map(|root| root.id.to_string()).collect();
        while !level.is_empty() {
            let lists = if asks_accounts { 2 } else { 1 };
            self.executor.phase(Service::Organizations, "organizational units", lists * level.len());
            let read = each(std::mem::take(&mut level), async |parent: String| {
                let (below, held) = join!(self.units(&parent), async {
                    if asks_accounts { self.accounts_in(&parent).await } else { Vec::new() }
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
        self.executor.survey.organization(&listing);
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
        self.executor.survey.organization(&listing);
        self.executor.ledger.record(operation, Some(parent), &listing);
        listing.items
    }
}

#[cfg(test)]
mod tests {
    use super::parent_in;

    #[test]
    fn the_parent_is_the_id_before_the_account() {
        let parent = |path: &str| parent_in(&[path.to_owned()], "111122223333");
        assert_eq!(parent("o-a1/r-ab12/ou-ab12-11111111/111122223333/").as_deref(), Some("ou-ab12-11111111"));
        assert_eq!(parent("o-a1/r-ab12/111122223333").as_deref(), Some("r-ab12"));
        assert_eq!(parent("o-a1/r-ab12/ou-ab12-11111111/"), None, "the path of something else");
        assert_eq!(parent("111122223333"), None);
    }
}
