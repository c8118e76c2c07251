//! Why there is no snapshot, and what the person can do about it.

use std::path::PathBuf;
use std::{fmt, io};

use aws_config::profile::ProfileFileLoadError;
use aws_credential_types::provider::error::CredentialsError;

use crate::snapshot::v1::Instance;

use super::call_error::{CallError, Kind, chain, sources};
use super::family::Family;
use super::operation::Operation;

/// A collection that could not be made. What a caller may not see is no error: it stands in the coverage.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CollectError {
    /// `max_tps` is not a rate.
    #[error("{0} is not a number of calls a second")]
    NotARate(f64),
    /// The endpoint is not an address.
    #[error("the endpoint `{0}` is not an http:// or https:// address")]
    NotAnAddress(String),
    /// The AWS configuration files cannot be read.
    #[error("the AWS configuration files cannot be read: {}", chain(.0))]
    ProfileFiles(#[source] ProfileFileLoadError),
    /// The profile does not exist.
    #[error("there is no AWS profile `{name}`; {}", found(.profiles))]
    NoSuchProfile {
        /// The profile asked for.
        name: String,
        /// The profiles there are, sorted.
        profiles: Vec<String>,
    },
    /// No Region is set anywhere.
    #[error("no AWS Region is set")]
    NoRegion,
    /// No credentials are set anywhere.
    #[error("no AWS credentials were found")]
    NoCredentials(#[source] CredentialsError),
    /// The profile's login is missing or has expired.
    #[error("the login of AWS profile `{profile}` is missing or has expired: {}", root(source))]
    LoginNeeded {
        /// The profile.
        profile: String,
        /// The command that logs in.
        command: &'static str,
        /// What the SDK said.
        source: CredentialsError,
    },
    /// The credentials are set, but cannot be had.
    #[error("the AWS credentials cannot be loaded: {}", chain(.0))]
    Credentials(#[source] CredentialsError),
    /// The credentials expired before or while the instance was read.
    #[error("{} failed, for the AWS credentials have expired: {source}", .operation.name())]
    CredentialsExpired {
        /// The call that found out.
        operation: Operation,
        /// The profile they come from, where one is named.
        profile: Option<String>,
        /// AWS's answer.
        source: Box<CallError>,
    },
    /// AWS does not know the credentials.
    #[error("{} failed, for AWS does not accept the credentials: {source}", .operation.name())]
    CredentialsRejected {
        /// The call that was refused.
        operation: Operation,
        /// AWS's answer.
        source: Box<CallError>,
    },
    /// The Region shows no instance to this caller.
    #[error("there is no IAM Identity Center instance that these credentials can see in {region}")]
    NoInstance {
        /// The Region asked.
        region: String,
    },
    /// Several instances, and no choice.
    #[error("there are {} IAM Identity Center instances:{}", .instances.len(), choices(.instances))]
    SeveralInstances {
        /// What can be chosen from.
        instances: Vec<InstanceChoice>,
    },
    /// The instance asked for is not among those visible.
    #[error("the instance {wanted} is not visible here; visible:{}", choices(.instances))]
    InstanceNotVisible {
        /// The ARN asked for.
        wanted: String,
        /// What can be chosen from.
        instances: Vec<InstanceChoice>,
    },
    /// The network went away while the instance was read.
    #[error("the network is lost: {} failed: {source}", .operation.name())]
    NetworkLost {
        /// The call that gave up.
        operation: Operation,
        /// What it met.
        source: Box<CallError>,
    },
    /// The Region is one that the instance was replicated to: it serves people, not administrators.
    #[error("{} failed in {region}, an additional Region of the instance: {source}", .operation.name())]
    AdditionalRegion {
        /// The Region asked.
        region: String,
        /// The instance's own.
        primary: String,
        /// The call.
        operation: Operation,
        /// AWS's answer.
        source: Box<CallError>,
    },
    /// ListAccountAssignmentsForPrincipal is not for this caller.
    #[error("the mode `principals` is not for this caller: {} failed: {source}", .operation.name())]
    NoPrincipalsMode {
        /// The call.
        operation: Operation,
        /// AWS's answer.
        source: Box<CallError>,
    },
    /// The mode `principals` needs what was left out or could not be read.
    #[error("the mode `principals` needs all users and groups: {source}")]
    PrincipalsUnknown {
        /// Why they are not all known.
        source: Box<CallError>,
    },
    /// A role in member accounts is for reading what was left out.
    #[error("--member-role needs the family {}, which is left out", .0.name())]
    RoleNeeds(Family),
    /// The journal cannot be used.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A call failed without which there is nothing to read.
    #[error("{} failed: {source}", .operation.name())]
    Call {
        /// The call.
        operation: Operation,
        /// AWS's answer.
        source: Box<CallError>,
    },
}

/// Why the journal of a run cannot be used.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the message says what each field is")]
#[non_exhaustive]
pub enum JournalError {
    /// A run was broken off here.
    #[error("there is {}: a run was broken off", .path.display())]
    Exists { path: PathBuf },
    /// It is of another instance, mode or format.
    #[error("{} is of {what}", .path.display())]
    OfAnother { path: PathBuf, what: String },
    /// It is no journal.
    #[error("{} is not a journal of ssoscan, or damaged from its first line on", .path.display())]
    Unreadable { path: PathBuf },
    /// Another run writes to it.
    #[error("{} is in use by another run", .path.display())]
    InUse { path: PathBuf },
    /// It cannot be read or written.
    #[error("the journal {} cannot be used: {source}", .path.display())]
    Io { path: PathBuf, source: io::Error },
}

impl JournalError {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            JournalError::Exists { .. } => {
                "go on with it: --resume; or throw it away and begin anew: --restart"
            }
            JournalError::OfAnother { .. } => {
                "name another --out, or throw it away and begin anew: --restart"
            }
            JournalError::Unreadable { .. } => "name another --out, or look at the file and remove it",
            JournalError::InUse { .. } => "wait for it to end, or name another --out",
            JournalError::Io { .. } => return None,
        };
        Some(hint.to_owned())
    }
}

/// An instance that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstanceChoice {
    /// What `--instance-arn` takes.
    pub arn: String,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// The account that owns it.
    pub owner_account_id: Option<String>,
}

impl InstanceChoice {
    pub(super) fn of(instance: &Instance<'_>) -> Self {
        InstanceChoice {
            arn: instance.instance_arn.to_string(),
            name: instance.name.text().map(str::to_owned),
            owner_account_id: instance.owner_account_id.text().map(str::to_owned),
        }
    }
}

impl fmt::Display for InstanceChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.arn)?;
        if let Some(name) = &self.name {
            write!(f, " \"{name}\"")?;
        }
        if let Some(owner) = &self.owner_account_id {
            write!(f, " owned by account {owner}")?;
        }
        Ok(())
    }
}

/// What it all stems from, in a line.
fn root(error: &CredentialsError) -> String {
    sources(error).last().map(ToString::to_string).unwrap_or_default()
}

fn choices(instances: &[InstanceChoice]) -> String {
    instances.iter().map(|instance| format!("\n  {instance}")).collect()
}

fn found(profiles: &[String]) -> String {
    match profiles {
        [] => "no profiles are configured".to_owned(),
        _ => format!("there are: {}", profiles.join(", ")),
    }
}

impl CollectError {
    /// A failed call without which nothing can be read.
    pub(super) fn call(operation: Operation, source: CallError) -> Self {
        let source = Box::new(source);
        match source.kind {
            Kind::Rejected => CollectError::CredentialsRejected { operation, source },
            Kind::Expired => CollectError::CredentialsExpired { operation, profile: None, source },
            _ => CollectError::Call { operation, source },
        }
    }

    /// The login or the network ended while the instance was read.
    pub(super) fn lost(operation: Operation, source: CallError) -> Self {
        match source.kind {
            Kind::Unreachable => CollectError::NetworkLost { operation, source: Box::new(source) },
            _ => Self::call(operation, source),
        }
    }

    /// Names the profile that the expired credentials came from.
    pub(super) fn with_profile(self, name: Option<&str>) -> Self {
        match self {
            CollectError::CredentialsExpired { operation, source, .. } => {
                CollectError::CredentialsExpired { operation, profile: name.map(str::to_owned), source }
            }
            other => other,
        }
    }

    /// Whether the same command may succeed a little later, and can then go on from a journal.
    pub fn may_pass(&self) -> bool {
        match self {
            CollectError::NetworkLost { .. }
            | CollectError::CredentialsExpired { .. }
            | CollectError::CredentialsRejected { .. } => true,
            CollectError::Call { source, .. } | CollectError::PrincipalsUnknown { source } => {
                source.worth_retrying()
            }
            _ => false,
        }
    }

    /// What the person can do about it. `is_kept` is whether a journal holds what was read.
    pub fn hint(&self, is_kept: bool) -> Option<String> {
        let again = if is_kept { "go on with --resume" } else { "collect once more" };
        let hint = match self {
            CollectError::NotARate(_) => "give a number above 0, such as --max-tps 20".to_owned(),
            CollectError::NotAnAddress(_) => "give one such as https://proxy.example:8443".to_owned(),
            CollectError::ProfileFiles(_) => {
                "look at ~/.aws/config and ~/.aws/credentials (AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE)"
                    .to_owned()
            }
            CollectError::NoSuchProfile { .. } => {
                "name another with --profile or AWS_PROFILE, or make it with `aws configure sso`".to_owned()
            }
            CollectError::NoRegion => {
                "pass --region, or set AWS_REGION: the Region in which IAM Identity Center is enabled"
                    .to_owned()
            }
            CollectError::NoCredentials(_) => "name a profile with --profile or AWS_PROFILE and log in with \
                `aws sso login`, or set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
                .to_owned(),
            CollectError::LoginNeeded { profile, command, .. } => {
                format!("run `{command} --profile {profile}`")
            }
            CollectError::Credentials(_) => "look at the profile's settings in ~/.aws/config".to_owned(),
            CollectError::CredentialsExpired { profile, .. } => format!(
                "renew the credentials (a login of IAM Identity Center: `aws sso login --profile {}`) and \
                 {again}",
                profile.as_deref().unwrap_or("NAME")
            ),
            CollectError::CredentialsRejected { .. } => {
                let look =
                    "look whether the access key is still active, and whether this computer's clock is right";
                if is_kept { format!("{look}, and {again}") } else { look.to_owned() }
            }
            CollectError::NoInstance { .. } => {
                "pass --region with the Region in which IAM Identity Center is \
                enabled, and use credentials of the management account or a delegated administrator"
                    .to_owned()
            }
            CollectError::SeveralInstances { .. } | CollectError::InstanceNotVisible { .. } => {
                "pass one of them with --instance-arn".to_owned()
            }
            CollectError::NetworkLost { .. } => {
                format!("when it is back, {again}")
            }
            CollectError::AdditionalRegion { primary, .. } => {
                format!("ask in the instance's primary Region: --region {primary}")
            }
            CollectError::PrincipalsUnknown { source } if source.worth_retrying() => again.to_owned(),
            CollectError::NoPrincipalsMode { .. } | CollectError::PrincipalsUnknown { .. } => {
                "collect with --mode pairs, which needs neither".to_owned()
            }
            CollectError::RoleNeeds(_) => return None,
            CollectError::Journal(error) => return error.hint(),
            CollectError::Call { operation, source } => match source.kind {
                Kind::Denied => {
                    format!(
                        "use credentials of the management account or a delegated administrator that allow \
                         `{}` (`ssoscan collect --print-policy` prints the IAM policy)",
                        operation.action()
                    )
                }
                Kind::Transient | Kind::Unreachable => {
                    format!("look at the network, --region and --endpoint-url, and {again}")
                }
                Kind::Throttled => format!("{again} later, or with a lower --max-tps"),
                _ => return None,
            },
        };
        Some(hint)
    }
}
