//! The collector: reads one IAM Identity Center instance into a snapshot.
//!
//! One file a family of resources, each a list of operations. Every call goes through the executor, which
//! paces, retries and counts it. A call that fails leaves its member absent and a row in the coverage; only
//! without ListInstances and ListPermissionSets is there no snapshot.

mod assignments;
mod aws;
mod call_error;
mod clock;
mod error;
mod executor;
mod identity;
mod instance;
mod ledger;
mod listing;
mod operation;
mod organization;
mod pace;
mod permission_sets;
mod progress;
mod provisioning;
mod retry;
mod settle;
mod user;
mod wire;

use std::collections::BTreeSet;

use tokio::sync::oneshot;
use tokio::try_join;

use crate::snapshot::v1::{
    Account, AccountAssignment, Collected, FORMAT, FORMAT_VERSION, Observation, PermissionSet, Provisioning,
    Snapshot,
};
use crate::snapshot::{Member, Text};

pub use call_error::{CallError, Kind};
pub use error::{CollectError, InstanceChoice};
pub use operation::{Operation, Service};
pub use progress::Progress;

use executor::Executor;
use ledger::Status;
use listing::Listing;
use organization::Organization;

/// The IAM policy that allows exactly the calls made.
pub const PERMISSIONS: &str = include_str!("permissions.json");

/// What to read, with what, and how fast.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The profile; `None` takes AWS_PROFILE and the standard chain.
    pub profile: Option<String>,
    /// The Region; `None` takes the standard chain.
    pub region: Option<String>,
    /// Where to send all calls; `None` takes the standard chain.
    pub endpoint_url: Option<String>,
    /// The instance, needed only where several are visible.
    pub instance_arn: Option<String>,
    /// Calls of sso-admin a second; AWS allows 20.
    pub max_tps: f64,
}

impl Default for Options {
    fn default() -> Self {
        Options { profile: None, region: None, endpoint_url: None, instance_arn: None, max_tps: 20.0 }
    }
}

/// What the calls of sso-admin share.
struct SsoAdmin<'a> {
    client: &'a aws_sdk_ssoadmin::Client,
    executor: &'a Executor<'a>,
    instance: &'a str,
}

/// Reads the instance, asking for the assignments of each provisioned pair. Needs a Tokio runtime with time
/// and I/O; runs on its current thread.
pub async fn collect(options: &Options, progress: &dyn Progress) -> Result<Snapshot<'static>, CollectError> {
    if !(options.max_tps.is_finite() && options.max_tps > 0.0) {
        return Err(CollectError::NotARate(options.max_tps));
    }
    let started_at = clock::utc();
    let aws = aws::connect(options).await?;
    let executor = Executor::new(options.max_tps, progress);
    let read = read(options, &aws, &executor).await;
    // Whatever else happened, calls after the login ended gave nothing.
    if let Some((operation, error)) = executor.lost_login() {
        return Err(CollectError::call(operation, error).with_profile(aws.profile.as_deref()));
    }
    let mut snapshot = read?;
    snapshot.coverage = Member::Value(executor.ledger.coverage());
    let partition = snapshot.instance.value().and_then(|instance| instance.instance_arn.split(':').nth(1));
    snapshot.collected = Member::Value(Collected {
        started_at: Member::Value(Text::owned(started_at)),
        finished_at: Member::Value(Text::owned(clock::utc())),
        ssoscan_version: Member::Value(Text::from(env!("CARGO_PKG_VERSION"))),
        partition: Member::if_learned(partition.map(Text::owned)),
        region: Member::Value(Text::owned(aws.region)),
        caller: Member::Absent,
        mode: Member::Value(Text::from("pairs")),
        calls: Member::Value(executor.ledger.calls()),
        throttled: Member::Value(executor.ledger.throttles()),
    });
    Ok(snapshot)
}

/// The three services side by side. The accounts come first in theirs, for the provisioning waits for them.
async fn read(
    options: &Options,
    aws: &aws::Aws,
    executor: &Executor<'_>,
) -> Result<Snapshot<'static>, CollectError> {
    let client = aws_sdk_ssoadmin::Client::new(&aws.config);
    let store = aws_sdk_identitystore::Client::new(&aws.config);
    let organizations = aws_sdk_organizations::Client::new(&aws.config);

    let found = instance::find(&client, executor, options.instance_arn.as_deref(), &aws.region).await?;
    let sso = SsoAdmin { client: &client, executor, instance: &found.instance_arn };
    let store_id = found.identity_store_id.text();
    let organization = Organization { client: &organizations, executor };
    let (tell_accounts, accounts_known) = oneshot::channel();

    let (access, instance, directory, (accounts, tree)) = try_join!(
        access(&sso, accounts_known),
        async { Ok(instance::describe(&client, executor, found.clone()).await) },
        async { Ok(identity::read(&store, executor, store_id).await) },
        async {
            let accounts = organization.accounts().await;
            // Nobody listens where there is nothing to provision.
            let _ = tell_accounts.send(all_ids(&accounts));
            let tree = organization.tree(accounts.failure.as_ref().filter(|_| !accounts.learned())).await;
            Ok((accounts, tree))
        },
    )?;
    let accounts = accounts
        .learned()
        .then(|| accounts.items.into_iter().map(|account| placed(account, &tree)).collect());
    Ok(Snapshot {
        format: Text::from(FORMAT),
        format_version: FORMAT_VERSION,
        collected: Member::Absent,
        coverage: Member::Absent,
        instance: Member::Value(instance),
        permission_sets: access.permission_sets,
        permission_set_provisioning: access.provisioning,
        account_assignments: access.assignments,
        users: directory.users,
        groups: directory.groups,
        group_memberships: directory.memberships,
        accounts: Member::if_learned(accounts),
        roots: tree.roots,
        organizational_units: tree.units,
        observations: Member::Value(access.observations),
        ..Snapshot::default()
    })
}

/// The ids of all accounts, where all are known.
fn all_ids(accounts: &Listing<Account<'static>>) -> Option<BTreeSet<String>> {
    accounts.failure.is_none().then(|| accounts.items.iter().map(|account| account.id.to_string()).collect())
}

fn placed(account: Account<'static>, tree: &organization::Tree) -> Account<'static> {
    let parent_id = tree.parents.get(&*account.id).map(|parent| Text::owned(parent.as_str()));
    Account { parent_id: Member::if_learned(parent_id), ..account }
}

/// What sso-admin tells about access.
#[derive(Default)]
struct Access {
    permission_sets: Member<Vec<PermissionSet<'static>>>,
    provisioning: Member<Vec<Provisioning<'static>>>,
    assignments: Member<Vec<AccountAssignment<'static>>>,
    observations: Vec<Observation<'static>>,
}

/// Permission sets, provisioning and assignments, in the order in which each needs the one before.
async fn access(
    sso: &SsoAdmin<'_>,
    accounts: oneshot::Receiver<Option<BTreeSet<String>>>,
) -> Result<Access, CollectError> {
    sso.executor.phase(Service::SsoAdmin, "permission sets", 2);
    let listing = permission_sets::list(sso).await;
    sso.executor.ledger.record(Operation::ListPermissionSets, None, &listing);
    let sets: BTreeSet<String> = match listing.failure {
        None => listing.items.into_iter().collect(),
        Some(error) if error.kind == Kind::Unsupported => return Ok(without_sets(sso, &error)),
        Some(error) => return Err(CollectError::call(Operation::ListPermissionSets, error)),
    };
    let readings = permission_sets::read(sso, &sets).await;
    let accounts = accounts.await.ok().flatten();
    let provisioned = provisioning::read(sso, &sets, accounts.as_ref()).await;
    let assignments = assignments::read(sso, &provisioned).await;
    let (permission_sets, observations) = settle::settle(sso, readings).await;
    let provisioning =
        if provisioned.learned { Member::Value(provisioned.records()) } else { Member::Absent };
    Ok(Access { permission_sets: Member::Value(permission_sets), provisioning, assignments, observations })
}

/// An account instance has no permission sets, and so none of what hangs on them.
fn without_sets(sso: &SsoAdmin<'_>, error: &CallError) -> Access {
    let provisioning = [
        Operation::ListAccountsForProvisionedPermissionSet,
        Operation::ListPermissionSetsProvisionedToAccount,
    ];
    let ledger = &sso.executor.ledger;
    ledger.unasked(&permission_sets::PARTS, Status::Unsupported, error);
    ledger.unasked(&provisioning, Status::Unsupported, error);
    ledger.unasked(&[Operation::ListAccountAssignments], Status::Unsupported, error);
    Access::default()
}
