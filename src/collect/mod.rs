//! The collector: reads one IAM Identity Center instance into a snapshot.
//!
//! One file a family of resources, each a list of operations. Every call goes through the executor, which
//! paces, retries, counts and keeps it. A call that fails leaves its member absent and a row in the coverage;
//! only without ListInstances and ListPermissionSets is there no snapshot.

mod access;
mod application;
mod applications;
mod assignments;
mod aws;
mod call_error;
mod changes;
mod clock;
mod compare;
mod entitlements;
mod error;
mod executor;
mod family;
mod identity;
mod instance;
mod journal;
mod journal_line;
mod lane;
mod ledger;
mod listing;
mod loss;
mod managed_policies;
mod member_role;
mod operation;
mod organization;
mod organization_policies;
mod pace;
mod permission_sets;
mod plan;
mod principals;
mod progress;
mod provisioning;
mod reading;
mod request_ids;
mod requests;
mod retry;
mod settle;
mod twice;
mod user;
mod wire;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::snapshot::coverage::SKIPPED;
use crate::snapshot::v1::{Collected, Instance, Snapshot};
use crate::snapshot::{Member, Text};

pub use call_error::{CallError, Kind};
pub use error::{CollectError, InstanceChoice, JournalError};
pub use family::{Families, Family};
pub use journal::{FinishedJournal, JournalOptions, JournalPlace, Start};
pub use operation::{Operation, Service};
pub use plan::{Mode, Predicted};
pub use progress::Progress;

use aws::Aws;
use executor::Executor;
use journal::Journal;
use plan::predict;
use reading::Run;

/// The IAM policy that allows exactly the calls made, but for taking a role in member accounts.
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
    /// How long one attempt of a call may take.
    pub timeout: Duration,
    /// How account assignments are read.
    pub mode: Mode,
    /// What is read.
    pub families: Families,
    /// The name of a role to take in each account, to read the customer managed policies there.
    pub member_role: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            profile: None,
            region: None,
            endpoint_url: None,
            instance_arn: None,
            max_tps: 20.0,
            timeout: Duration::from_secs(30),
            mode: Mode::default(),
            families: Families::default(),
            member_role: None,
        }
    }
}

/// A finished collection.
#[derive(Debug)]
pub struct Collection {
    /// What was read.
    pub snapshot: Snapshot<'static>,
    /// What was foreseen once the cheap lists were there.
    pub predicted: Vec<Predicted>,
    /// The time from the first call to the last.
    pub elapsed: Duration,
    /// Calls that an earlier run had made, and this one did not repeat, by service.
    pub replayed: BTreeMap<Service, u64>,
    /// The journal, to be removed when the snapshot is safe.
    pub journal: Option<FinishedJournal>,
}

/// What the calls of sso-admin share.
struct SsoAdmin<'a> {
    client: &'a aws_sdk_ssoadmin::Client,
    executor: &'a Executor<'a>,
    instance: &'a str,
    families: &'a Families,
}

/// Reads the instance. Needs a Tokio runtime with time and I/O; runs on its current thread.
///
/// # Errors
/// There is nothing to read with or from, the login ended or the network went away, or the journal is not this
/// run's.
pub async fn collect(
    options: &Options,
    journal: Option<&JournalOptions>,
    progress: &dyn Progress,
) -> Result<Collection, CollectError> {
    let started_at = clock::utc();
    let aws = connect(options).await?;
    let begin = clock::now();
    let executor = Executor::new(options.max_tps, progress);
    let read = executor.loss.end(run(options, journal, &aws, &executor, &started_at)).await;
    if read.as_ref().is_err_and(|error| !error.may_pass()) {
        executor.forget();
    }
    let mut snapshot = read.map_err(|error| error.with_profile(aws.profile.as_deref()))?;
    snapshot.coverage = Member::Value(executor.ledger.coverage());
    let partition = snapshot.instance.value().and_then(|instance| instance.instance_arn.split(':').nth(1));
    let begun = executor.journal().and_then(|journal| journal.started_at.clone());
    let collected = snapshot.collected.value().cloned().unwrap_or_default();
    snapshot.collected = Member::Value(Collected {
        started_at: Member::Value(Text::owned(begun.unwrap_or(started_at))),
        finished_at: Member::Value(Text::owned(clock::utc())),
        ssoscan_version: Member::Value(Text::from(env!("CARGO_PKG_VERSION"))),
        partition: Member::if_learned(partition.map(Text::owned)),
        region: Member::Value(Text::owned(aws.region.as_str())),
        caller: collected.caller,
        mode: Member::Value(Text::from(options.mode.name())),
        calls: Member::Value(executor.ledger.calls()),
        throttled: Member::Value(executor.ledger.throttles()),
    });
    snapshot.sort();
    Ok(Collection {
        snapshot,
        predicted: predict(&executor.survey, &options.families, &[options.mode], options.max_tps),
        elapsed: clock::now().duration_since(begin),
        replayed: executor.replayed(),
        journal: executor.into_journal().and_then(Journal::finish),
    })
}

/// What each mode would cost, told from the lists that are cheap to read.
///
/// # Errors
/// As [`collect`].
pub async fn plan(options: &Options, progress: &dyn Progress) -> Result<Vec<Predicted>, CollectError> {
    let aws = connect(options).await?;
    let executor = Executor::new(options.max_tps, progress);
    let survey = async {
        let client = aws.sso_admin();
        let instance = find(&client, options, &aws, &executor).await?;
        Run::new(options, &aws, &client, &executor, &instance).survey().await
    };
    executor.loss.end(survey).await.map_err(|error| error.with_profile(aws.profile.as_deref()))?;
    let families = &options.families;
    let modes: Vec<Mode> = Mode::ALL.into_iter().filter(|mode| mode.is_possible(families)).collect();
    Ok(predict(&executor.survey, families, &modes, options.max_tps))
}

async fn connect(options: &Options) -> Result<Aws, CollectError> {
    if !(options.max_tps.is_finite() && options.max_tps > 0.0) {
        return Err(CollectError::NotARate(options.max_tps));
    }
    let needed = [Family::Policies, Family::ManagedPolicies, Family::Provisioning];
    let lacking = needed.into_iter().find(|family| !options.families.has(*family));
    if let (Some(_), Some(lacking)) = (&options.member_role, lacking) {
        return Err(CollectError::RoleNeeds(lacking));
    }
    if !options.mode.is_possible(&options.families) {
        let source = CallError::new(Kind::Other, SKIPPED, "the family `identity` is left out");
        return Err(CollectError::PrincipalsUnknown { source: Box::new(source) });
    }
    aws::connect(options).await
}

async fn find(
    client: &aws_sdk_ssoadmin::Client,
    options: &Options,
    aws: &Aws,
    executor: &Executor<'_>,
) -> Result<Instance<'static>, CollectError> {
    instance::find(client, executor, options.instance_arn.as_deref(), &aws.region).await
}

async fn run(
    options: &Options,
    journal: Option<&JournalOptions>,
    aws: &Aws,
    executor: &Executor<'_>,
    started_at: &str,
) -> Result<Snapshot<'static>, CollectError> {
    let client = aws.sso_admin();
    let found = find(&client, options, aws, executor).await?;
    if let Some(journal) = journal {
        let arn = &found.instance_arn;
        executor.keep(Journal::open(journal, arn, options.mode.name(), started_at)?);
    }
    Run::new(options, aws, &client, executor, &found).read().await
}
