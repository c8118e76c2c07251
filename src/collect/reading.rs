//! The flow of a collection: what is read side by side, and what waits for what.
//!
//! Nothing waits without need, so that sso-admin, whose limit sets the time, always has something to answer.

use std::collections::BTreeSet;

use tokio::sync::mpsc::unbounded_channel;
use tokio::sync::{OnceCell, oneshot};
use tokio::{join, try_join};

use crate::snapshot::coverage::SKIPPED;
use crate::snapshot::v1::{
    Account, Caller, Collected, DelegatedAdministrator, Entitlement, Instance, OrganizationPolicy, Snapshot,
};
use crate::snapshot::{Member, Text, v1};

use super::access::{self, Feeds};
use super::applications::{self, Applications};
use super::aws::Aws;
use super::call_error::{CallError, Kind};
use super::changes;
use super::error::CollectError;
use super::executor::Executor;
use super::family::Family;
use super::identity::{self, Directory, Listeners};
use super::instance;
use super::ledger::Status;
use super::listing::{Listing, Page};
use super::operation::{Operation, Service};
use super::organization::{Organization, Places, Tree};
use super::plan::Mode;
use super::requests::{self, Requests, When};
use super::{Options, SsoAdmin, entitlements, permission_sets, principals, provisioning, twice};

/// What is asked about each user and group.
const ABOUT_PRINCIPALS: [Operation; 2] =
    [Operation::ListAccountAssignmentsForPrincipal, Operation::ListApplicationAssignmentsForPrincipal];

/// What all parts of a collection share.
pub(super) struct Run<'a> {
    pub(super) options: &'a Options,
    pub(super) aws: &'a Aws,
    pub(super) sso: SsoAdmin<'a>,
    pub(super) executor: &'a Executor<'a>,
    found: &'a Instance<'static>,
    caller: OnceCell<Option<Caller<'static>>>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        options: &'a Options,
        aws: &'a Aws,
        client: &'a aws_sdk_ssoadmin::Client,
        executor: &'a Executor<'a>,
        found: &'a Instance<'static>,
    ) -> Self {
        let families = &options.families;
        let sso = SsoAdmin { client, executor, instance: &found.instance_arn, families };
        Run { options, aws, sso, executor, found, caller: OnceCell::new() }
    }

    pub(super) fn has(&self, family: Family) -> bool {
        self.options.families.has(family)
    }

    /// The Region asked and the instance's own, where these differ.
    pub(super) fn additional_region(&self) -> Option<(String, String)> {
        let primary = self.found.primary_region.text().filter(|primary| *primary != self.aws.region)?;
        Some((self.aws.region.clone(), primary.to_owned()))
    }

    /// Everything but when the instance was read, and what each call gave.
    pub(super) async fn read(&self) -> Result<Snapshot<'static>, CollectError> {
        self.leave_out();
        let (executor, client, arn) = (self.executor, self.sso.client, self.sso.instance);
        let exhaustive = self.options.mode == Mode::Exhaustive;
        let (tell_accounts, accounts) = oneshot::channel();
        let (tell_user, users) = unbounded_channel();
        let (tell_groups, groups) = oneshot::channel();
        let (tell_all_users, all_users) = oneshot::channel();
        let (tell_requests, requests) = oneshot::channel();
        let listeners = Listeners { users: tell_user, groups: tell_groups, all_users: tell_all_users };
        let (
            access,
            described,
            attributes,
            (regions, of_regions),
            applications,
            mut requests,
            directory,
            company,
            caller,
        ) = try_join!(
            access::read(self, Feeds { accounts, users, groups, requests, all_users }),
            async { Ok(instance::describe(client, executor, self.found.clone()).await) },
            async { Ok(instance::access_control_attributes(client, executor, arn).await) },
            async { Ok(instance::regions(client, executor, arn, exhaustive).await) },
            async { Ok(self.applications().await) },
            async { Ok(self.requests(tell_requests).await) },
            async { Ok(self.directory(listeners).await) },
            async { Ok(self.company(tell_accounts).await) },
            async { Ok(self.caller().await.clone()) },
        )?;
        let mut observations = [&*of_regions, &directory.observations].concat();
        if let Some(principals) = &access.principals {
            observations.push(principals::canary(principals.inherits(directory.memberships.records())));
        }
        if exhaustive && self.has(Family::Applications) {
            observations.extend(twice::read(&self.sso, &applications, &directory).await);
        }
        let end = changes::at_end(self, access, &mut requests).await;
        observations.extend(end.observations);
        Ok(Snapshot {
            collected: Member::Value(Collected {
                caller: Member::if_learned(caller),
                ..Collected::default()
            }),
            instance: Member::Value(described),
            access_control_attributes: attributes,
            regions,
            permission_sets: end.permission_sets,
            permission_set_provisioning: end.provisioning,
            account_assignments: end.assignments,
            account_assignment_creation_statuses: requests.creations,
            account_assignment_deletion_statuses: requests.deletions,
            permission_set_provisioning_statuses: requests.provisionings,
            applications: applications.applications,
            application_providers: applications.providers,
            trusted_token_issuers: applications.issuers,
            users: directory.users,
            groups: directory.groups,
            group_memberships: directory.memberships,
            organization: company.organization,
            roots: company.tree.roots,
            accounts: company.accounts,
            organizational_units: company.tree.units,
            delegated_administrators: company.delegated_administrators,
            managed_policies: end.managed_policies,
            customer_managed_policies: end.customer_managed_policies,
            entitlements: company.entitlements,
            organization_policies: company.policies,
            observations: Member::Value(observations),
            ..Snapshot::new()
        })
    }

    /// The lists that a plan counts, and nothing else.
    pub(super) async fn survey(&self) -> Result<(), CollectError> {
        let survey = &self.executor.survey;
        let organization = Organization { client: &self.aws.organizations(), executor: self.executor };
        let store = self.aws.identity_store();
        let (sets, accounts, (), (), (), _) = join!(
            permission_sets::list(&self.sso),
            async {
                if !self.has(Family::Organization) {
                    return None;
                }
                let (accounts, _, _) = join!(
                    organization.accounts(),
                    organization.describe(),
                    organization.delegated_administrators()
                );
                let error = accounts.failure.as_ref().filter(|_| !accounts.learned());
                organization.tree(error, Places::of(&accounts.items)).await;
                if self.has(Family::OrganizationPolicies) {
                    organization.listed_policies().await;
                }
                all_ids(&accounts)
            },
            async {
                if let Some(id) = self.found.identity_store_id.text().filter(|_| self.has(Family::Identity)) {
                    identity::count(&store, self.executor, id).await;
                }
            },
            async {
                if self.has(Family::Applications) {
                    applications::list(&self.sso).await.count(survey);
                }
            },
            async {
                if self.has(Family::Operations) {
                    requests::list(&self.sso, When::AtStart).await.count(survey);
                }
            },
            instance::regions(self.sso.client, self.executor, self.sso.instance, false),
        );
        survey.sets(&sets);
        let sets = access::listed(self, sets)?;
        if let Some(sets) = sets.filter(|_| self.has(Family::Provisioning)) {
            provisioning::read(&self.sso, &sets, accounts.as_ref()).await;
        }
        Ok(())
    }

    /// What is not asked, and why.
    fn leave_out(&self) {
        let ledger = &self.executor.ledger;
        let skip = |operations: &[Operation], message: String| {
            ledger.unasked(operations, Status::Skipped, &CallError::new(Kind::Other, SKIPPED, message));
        };
        let left_out = |family: Family| format!("the family `{}` was left out", family.name());
        for &operation in Operation::ALL {
            if let Some(family) = operation.family().filter(|family| !self.has(*family)) {
                skip(&[operation], left_out(family));
            }
        }
        if self.options.member_role.is_none() {
            skip(&[Operation::AssumeRole], "no role in member accounts was named".to_owned());
        }
        if self.has(Family::Assignments) && self.options.mode == Mode::Pairs {
            let told_by = Operation::ListAccountAssignments;
            ledger.not_needed(Operation::ListAccountAssignmentsForPrincipal, told_by);
        }
        if self.has(Family::Applications) && self.options.mode != Mode::Exhaustive {
            for (operation, told_by) in twice::REPEATED {
                ledger.not_needed(operation, told_by);
            }
        }
        if !self.has(Family::Identity) {
            // Whom to ask about is not known; in the other modes they are skipped already.
            skip(&ABOUT_PRINCIPALS, left_out(Family::Identity));
        }
    }

    /// Who asks. Asked once, by whoever needs it first.
    pub(super) async fn caller(&self) -> &Option<Caller<'static>> {
        let ask = async || {
            let operation = Operation::GetCallerIdentity;
            self.executor.phase(Service::Sts, "caller", 1);
            let sts = self.aws.sts();
            // Asked anew by every run: somebody else may go on with a journal.
            let listing = self.executor.read_now(operation, "", async |_| {
                let answer = sts.get_caller_identity().send().await?;
                let caller = Caller {
                    account_id: Member::learned(answer.account.map(Text::owned)),
                    arn: Member::learned(answer.arn.map(Text::owned)),
                };
                Ok(Page { items: vec![caller], next_token: None })
            });
            let listing = listing.await;
            self.executor.ledger.record(operation, None, &listing);
            listing.items.into_iter().next()
        };
        self.caller.get_or_init(ask).await
    }

    async fn applications(&self) -> Applications {
        if !self.has(Family::Applications) {
            return Applications::default();
        }
        let lists = applications::list(&self.sso).await;
        lists.count(&self.executor.survey);
        applications::read(&self.sso, lists).await
    }

    async fn requests(&self, tell_listed: oneshot::Sender<()>) -> Requests {
        if !self.has(Family::Operations) {
            return Requests::default();
        }
        let lists = requests::list(&self.sso, When::AtStart).await;
        // An instance without permission sets has no pairs, and nobody who waits.
        let _ = tell_listed.send(());
        lists.count(&self.executor.survey);
        requests::read(&self.sso, lists).await
    }

    async fn directory(&self, listeners: Listeners) -> Directory {
        if !self.has(Family::Identity) {
            return Directory::default();
        }
        let store = self.aws.identity_store();
        let both_ways = self.options.mode == Mode::Exhaustive;
        identity::read(&store, self.executor, self.found.identity_store_id.text(), listeners, both_ways).await
    }

    /// What Organizations and account access manager tell, both of which go by account.
    async fn company(&self, tell_accounts: oneshot::Sender<Option<BTreeSet<String>>>) -> Company {
        if !self.has(Family::Organization) {
            return Company::default();
        }
        let organization = Organization { client: &self.aws.organizations(), executor: self.executor };
        let accounts = organization.accounts().await;
        // Nobody listens where there is nothing to provision.
        let _ = tell_accounts.send(all_ids(&accounts));
        let error = accounts.failure.as_ref();
        let lacking = error.filter(|_| !accounts.learned());
        let ids: Vec<&str> = accounts.items.iter().map(|account| &*account.id).collect();
        let (found, delegated_administrators, tree, mut tags, policies, entitlements) = join!(
            organization.describe(),
            organization.delegated_administrators(),
            organization.tree(lacking, Places::of(&accounts.items)),
            async {
                match self.has(Family::AccountTags) {
                    true => organization.tags(&accounts.items, error).await,
                    false => Default::default(),
                }
            },
            async {
                match self.has(Family::OrganizationPolicies) {
                    true => organization.policies().await,
                    false => Member::Absent,
                }
            },
            async {
                if !self.has(Family::Entitlements) {
                    return Member::Absent;
                }
                let client = self.aws.account_access();
                entitlements::read(&client, self.executor, self.sso.instance, &ids, error).await
            },
        );
        let learned = accounts.learned();
        let placed = accounts.items.into_iter().map(|account| {
            let tags = tags.remove(&*account.id).unwrap_or_default();
            placed(Account { tags, ..account }, &tree)
        });
        Company {
            organization: found,
            accounts: Member::if_learned(learned.then(|| placed.collect())),
            tree,
            delegated_administrators,
            policies,
            entitlements,
        }
    }
}

#[derive(Default)]
struct Company {
    organization: Member<v1::Organization<'static>>,
    accounts: Member<Vec<Account<'static>>>,
    tree: Tree,
    delegated_administrators: Member<Vec<DelegatedAdministrator<'static>>>,
    policies: Member<Vec<OrganizationPolicy<'static>>>,
    entitlements: Member<Vec<Entitlement<'static>>>,
}

/// The ids of all accounts, where all are known.
fn all_ids(accounts: &Listing<Account<'static>>) -> Option<BTreeSet<String>> {
    accounts.failure.is_none().then(|| accounts.items.iter().map(|account| account.id.to_string()).collect())
}

/// The account where the tree has it, else where ListAccounts put it.
fn placed(account: Account<'static>, tree: &Tree) -> Account<'static> {
    let in_tree = tree.parents.get(&*account.id).map(|parent| Text::owned(parent.as_str()));
    let parent_id = in_tree.map_or(account.parent_id, Member::Value);
    Account { parent_id, ..account }
}
