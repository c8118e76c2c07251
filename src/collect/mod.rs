//! Reads an instance of IAM Identity Center into a snapshot.
//!
//! Every call is a unit (operation, scope, page) that one [`executor`] runs. What cannot be read is absent from
//! the snapshot and named in its coverage; only ListInstances and ListPermissionSets are fatal.

mod assignments;
mod aws;
mod call;
mod clock;
mod error;
mod executor;
mod identity;
mod instance;
mod ledger;
pub mod operation;
mod organization;
mod pace;
mod permission_sets;
mod provisioning;
mod record;

pub use call::{CallError, Failure};
pub use error::CollectError;
pub use operation::Service;

use executor::Executor;

use crate::snapshot::v1::Collected;
use crate::snapshot::{Member, Snapshot, Text};

/// The IAM policy that allows exactly what the collector calls.
pub const PERMISSIONS: &str = include_str!("permissions.json");

/// Enough under way that the rate, not the latency, is the limit.
const LISTS_AT_ONCE: usize = 64;
/// Each set has six reads under way.
const SETS_AT_ONCE: usize = 16;

/// What to read, and as whom. What is not given comes from the AWS environment and configuration.
#[derive(Clone, Debug)]
pub struct Options {
    /// The AWS profile.
    pub profile: Option<String>,
    /// The Region of the instance.
    pub region: Option<String>,
    /// Where to send the calls, for a stand-in or a proxy.
    pub endpoint_url: Option<String>,
    /// The instance, where several are visible.
    pub instance_arn: Option<String>,
    /// Calls a second to sso-admin. AWS allows 20 for all callers of an account together.
    pub max_tps: f64,
}

/// Is told how far a run is. Says nothing by default.
pub trait Progress {
    /// So many more reads are to be made.
    fn expect(&self, _service: Service, _reads: u64) {}
    /// A read ended, well or not.
    fn done(&self, _service: Service) {}
    /// AWS said: slow down.
    fn throttled(&self, _service: Service) {}
}

/// What all readers share.
struct Reader<'r> {
    executor: Executor<'r>,
    sso: aws_sdk_ssoadmin::Client,
    store: aws_sdk_identitystore::Client,
    organizations: aws_sdk_organizations::Client,
    instance_arn: String,
    identity_store_id: String,
}

/// Reads an instance. The snapshot is sorted.
///
/// # Errors
/// There are no credentials, no Region or no instance, or a call failed without which there is no snapshot.
pub async fn collect(options: &Options, progress: &dyn Progress) -> Result<Snapshot<'static>, CollectError> {
    let config = aws::load(options).await?;
    let region = config.region().map(ToString::to_string).unwrap_or_default();
    let started_at = clock::now();
    let executor = Executor::new(options.max_tps, progress);
    let sso = aws_sdk_ssoadmin::Client::new(&config);
    let instance = instance::choose(&executor, &sso, options.instance_arn.as_deref(), &region).await?;
    let reader = Reader {
        executor,
        sso,
        store: aws_sdk_identitystore::Client::new(&config),
        organizations: aws_sdk_organizations::Client::new(&config),
        instance_arn: instance.instance_arn.to_string(),
        identity_store_id: instance.identity_store_id.text().unwrap_or_default().to_owned(),
    };
    let mut snapshot = reader.read(instance).await?;
    let partition = reader.instance_arn.split(':').nth(1).map(Text::owned);
    snapshot.collected = Member::Value(Collected {
        started_at: Member::Value(started_at.into()),
        finished_at: Member::Value(clock::now().into()),
        ssoscan_version: Member::Value(env!("CARGO_PKG_VERSION").into()),
        partition: Member::if_learned(partition),
        region: Member::Value(region.into()),
        caller: Member::Absent,
        mode: Member::Value("pairs".into()),
        calls: Member::Value(reader.executor.ledger.calls()),
        throttled: Member::Value(reader.executor.ledger.throttled()),
    });
    snapshot.coverage = Member::Value(reader.executor.ledger.coverage());
    snapshot.sort();
    Ok(snapshot)
}

impl Reader<'_> {
    /// The services run side by side, so that sso-admin alone sets the time.
    async fn read(
        &self,
        listed: crate::snapshot::v1::Instance<'static>,
    ) -> Result<Snapshot<'static>, CollectError> {
        let access = async {
            let arns = self.list_permission_sets().await?;
            let ((mut sets, instance), accounts) = tokio::join!(
                async { tokio::join!(self.read_permission_sets(&arns), self.describe_instance(listed)) },
                self.read_accounts(),
            );
            let all_accounts = accounts.error.is_none();
            let ids = accounts.items.iter().map(|account| account.id.to_string()).collect();
            let pairs = self.read_provisioning(&arns, all_accounts.then_some(ids)).await;
            let assignments = self.read_assignments(&pairs.rows).await;
            let observations = self.confirm_without_boundary(&mut sets).await;
            Ok((sets, instance, accounts, pairs, assignments, observations))
        };
        let side = async { Ok(tokio::join!(self.read_identity(), self.read_tree())) };
        let ((sets, instance, accounts, pairs, assignments, observations), (identity, tree)) =
            tokio::try_join!(access, side)?;
        let accounts = match accounts.list() {
            Member::Value(accounts) => Member::Value(organization::with_parents(accounts, &tree)),
            unread => unread,
        };
        Ok(Snapshot {
            instance: Member::Value(instance),
            permission_sets: Member::Value(sets),
            permission_set_provisioning: pairs.rows,
            account_assignments: assignments,
            users: identity.users,
            groups: identity.groups,
            group_memberships: identity.group_memberships,
            roots: tree.roots,
            accounts,
            organizational_units: tree.organizational_units,
            observations: Member::Value(observations),
            ..Snapshot::new()
        })
    }
}
