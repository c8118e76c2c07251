//! What sso-admin tells about access: permission sets, provisioning and assignments, each from the one before.

use std::collections::BTreeSet;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::oneshot;
use tokio::try_join;

use crate::snapshot::Member;
use crate::snapshot::v1::{AccountAssignment, CustomerManagedPolicy, ManagedPolicyDocument, Observation};

use super::call_error::{CallError, Kind};
use super::error::CollectError;
use super::family::Family;
use super::ledger::Status;
use super::listing::Listing;
use super::member_role::MemberRole;
use super::operation::{Operation, Service};
use super::permission_sets::{PARTS, Reading};
use super::plan::Mode;
use super::principals::ByPrincipal;
use super::provisioning::{Pair, Provisioned};
use super::reading::Run;
use super::{assignments, managed_policies, permission_sets, principals, provisioning};

/// What other services tell while sso-admin is read.
pub(super) struct Feeds {
    /// The ids of all accounts; `None` where not all are known.
    pub(super) accounts: oneshot::Receiver<Option<BTreeSet<String>>>,
    /// The id of each user.
    pub(super) users: UnboundedReceiver<String>,
    /// The ids of the groups.
    pub(super) groups: oneshot::Receiver<Result<Vec<String>, CallError>>,
    /// Ends once the requests are listed, or are not asked for. A pair that a request provisions after that is
    /// told by the requests at the end, so the pairs are listed after them and none comes unseen in between.
    pub(super) requests: oneshot::Receiver<()>,
    /// Whether all users came.
    pub(super) all_users: oneshot::Receiver<Result<(), CallError>>,
}

/// What was read, before it is known what changed meanwhile.
#[derive(Default)]
pub(super) struct Access {
    /// The sets listed at the start; `None` for an instance that has none of them.
    pub(super) sets: Option<BTreeSet<String>>,
    pub(super) readings: Vec<Reading>,
    pub(super) accounts: Option<BTreeSet<String>>,
    pub(super) provisioned: Option<Provisioned>,
    pub(super) assignments: Member<Vec<AccountAssignment<'static>>>,
    /// What the principals' own lists gave, in the modes that ask them.
    pub(super) principals: Option<ByPrincipal>,
    pub(super) managed_policies: Member<Vec<ManagedPolicyDocument<'static>>>,
    pub(super) customer_managed_policies: Member<Vec<CustomerManagedPolicy<'static>>>,
    pub(super) observations: Vec<Observation<'static>>,
}

pub(super) async fn read(run: &Run<'_>, feeds: Feeds) -> Result<Access, CollectError> {
    run.executor.phase(Service::SsoAdmin, "permission sets", 2);
    let listing = permission_sets::list(&run.sso).await;
    run.executor.survey.sets(&listing);
    run.executor.ledger.record(Operation::ListPermissionSets, None, &listing);
    let Some(sets) = listed(run, listing)? else {
        return Ok(Access::default());
    };
    let (tell_pairs, pairs) = oneshot::channel();
    let ((readings, managed_policies, customer_managed_policies), rest) = try_join!(
        async { Ok(documents(run, &sets, pairs).await) },
        assigned(run, &sets, feeds, tell_pairs),
    )?;
    Ok(Access { sets: Some(sets), readings, managed_policies, customer_managed_policies, ..rest })
}

/// The sets, or that this instance has none; an error where neither is known, for the rest hangs on it.
pub(super) fn listed(
    run: &Run<'_>,
    listing: Listing<String>,
) -> Result<Option<BTreeSet<String>>, CollectError> {
    match listing.failure {
        None => Ok(Some(listing.items.into_iter().collect())),
        Some(error) => match run.additional_region() {
            Some((region, primary)) => Err(CollectError::AdditionalRegion {
                region,
                primary,
                operation: Operation::ListPermissionSets,
                source: Box::new(error),
            }),
            None if error.kind == Kind::Unsupported => {
                without_sets(run, &error);
                Ok(None)
            }
            None => Err(CollectError::call(Operation::ListPermissionSets, error)),
        },
    }
}

/// An account instance has no permission sets, and so none of what hangs on them.
fn without_sets(run: &Run<'_>, error: &CallError) {
    let hanging = [
        Operation::ListAccountsForProvisionedPermissionSet,
        Operation::ListPermissionSetsProvisionedToAccount,
        Operation::ListAccountAssignments,
        Operation::ListAccountAssignmentsForPrincipal,
        Operation::GetPolicy,
        Operation::GetPolicyVersion,
        Operation::AssumeRole,
    ];
    // What was left out stays so: it was told before. Applications have tags too.
    let asked =
        PARTS.iter().chain(&hanging).filter(|operation| **operation != Operation::ListTagsForResource);
    let asked: Vec<Operation> = asked.copied().collect();
    run.executor.ledger.unasked(&asked, Status::Unsupported, error);
}

type Documents =
    (Vec<Reading>, Member<Vec<ManagedPolicyDocument<'static>>>, Member<Vec<CustomerManagedPolicy<'static>>>);

/// The parts of the sets, and the documents of the policies that they name.
async fn documents(run: &Run<'_>, sets: &BTreeSet<String>, pairs: oneshot::Receiver<Pairs>) -> Documents {
    let readings = permission_sets::read(&run.sso, sets).await;
    let managed = async {
        match run.has(Family::ManagedPolicies) {
            true => managed_policies::read(&run.aws.iam(), run.executor, &readings).await,
            false => Member::Absent,
        }
    };
    let in_accounts = async {
        let Some(name) = &run.options.member_role else {
            return Member::Absent;
        };
        let pairs = match pairs.await {
            Ok(Pairs { known, all_known: true }) => known,
            Ok(Pairs { known, .. }) if !known.is_empty() => {
                lack(run, "not all pairs of permission set and account are known");
                known
            }
            _ => {
                lack(run, "which permission set is provisioned in which account is not known");
                return Member::Absent;
            }
        };
        let (sts, caller) = (run.aws.sts(), run.caller().await);
        let role = MemberRole {
            executor: run.executor,
            sts: &sts,
            config: &run.aws.config,
            partition: run.sso.instance.split(':').nth(1).unwrap_or("aws"),
            name,
            own_account: caller.as_ref().and_then(|caller| caller.account_id.text()),
        };
        managed_policies::read_in_accounts(&role, run.executor, &readings, &pairs).await
    };
    let (managed, in_accounts) = tokio::join!(managed, in_accounts);
    (readings, managed, in_accounts)
}

/// The pairs as far as they are known.
struct Pairs {
    known: BTreeSet<Pair>,
    all_known: bool,
}

/// Where to take the role is not all known.
fn lack(run: &Run<'_>, message: &str) {
    let error = CallError::new(Kind::Other, "ProvisioningUnknown", message);
    run.executor.ledger.unasked(&[Operation::AssumeRole], Status::Failed, &error);
}

/// Which sets are provisioned where, and who is assigned.
async fn assigned(
    run: &Run<'_>,
    sets: &BTreeSet<String>,
    feeds: Feeds,
    tell_pairs: oneshot::Sender<Pairs>,
) -> Result<Access, CollectError> {
    if !run.has(Family::Provisioning) {
        return Ok(Access::default());
    }
    let mode = run.options.mode;
    let asks_pairs = async {
        let accounts = feeds.accounts.await.ok().flatten();
        let _ = feeds.requests.await;
        let provisioned = provisioning::read(&run.sso, sets, accounts.as_ref()).await;
        if mode != Mode::Exhaustive || accounts.is_none() {
            let other = provisioning::other_axis(provisioned.operation);
            run.executor.ledger.not_needed(other, provisioned.operation);
        }
        if run.options.member_role.is_some() {
            let known = provisioned.pairs.keys().cloned().collect();
            // Who listens may have ended with an error.
            let _ = tell_pairs.send(Pairs { known, all_known: provisioned.unknown.is_empty() });
        }
        let in_pairs = mode == Mode::Pairs && run.has(Family::Assignments);
        let rows = match in_pairs {
            true => assignments::by_pair(&run.sso, &provisioned).await,
            false => Member::Absent,
        };
        Ok((accounts, provisioned, rows))
    };
    let asks_principals = async {
        if mode == Mode::Pairs || !run.has(Family::Assignments) || !run.has(Family::Identity) {
            return Ok(None);
        }
        let groups = async {
            let all = feeds.all_users.await.map_err(|_| unread())?;
            all.map_err(principals_unknown)?;
            let groups = feeds.groups.await.map_err(|_| unread())?;
            groups.map_err(principals_unknown)
        };
        let exhaustive = mode == Mode::Exhaustive;
        match principals::read(&run.sso, feeds.users, groups, exhaustive).await {
            Err(error) if exhaustive => {
                // The pairs tell all there is; this reading is only held against them.
                principals::unread(run.executor, &error);
                Ok(None)
            }
            read => read.map(Some),
        }
    };
    let ((accounts, provisioned, rows), mut principals) = try_join!(asks_pairs, asks_principals)?;
    let (assignments, observations) = match (&mut principals, mode) {
        (Some(principals), Mode::Principals) => {
            assignments::by_principal(&run.sso, &provisioned, principals).await
        }
        (Some(principals), Mode::Exhaustive) => assignments::both(&run.sso, &provisioned, principals).await,
        (None, Mode::Exhaustive) if run.has(Family::Assignments) => {
            (assignments::by_pair(&run.sso, &provisioned).await, Vec::new())
        }
        _ => (rows, Vec::new()),
    };
    Ok(Access {
        accounts,
        provisioned: Some(provisioned),
        assignments,
        principals,
        observations,
        ..Access::default()
    })
}

fn principals_unknown(source: CallError) -> CollectError {
    CollectError::PrincipalsUnknown { source: Box::new(source) }
}

fn unread() -> CollectError {
    principals_unknown(CallError::new(Kind::Other, "NotRead", "they were not read"))
}
