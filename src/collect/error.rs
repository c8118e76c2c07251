//! Why a collection could not run at all.

use thiserror::Error;

use super::call::{CallError, Failure};

/// A collection that could not run.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the message says what each field is")]
#[non_exhaustive]
pub enum CollectError {
    /// The AWS configuration files cannot be read.
    #[error("cannot read the AWS configuration: {0}")]
    Configuration(String),
    /// A profile was named that is not there.
    #[error(
        "there is no profile `{name}` in the AWS configuration: {}",
        found(profiles, "the profiles are", "it has no profiles")
    )]
    NoSuchProfile { name: String, profiles: Vec<String> },
    /// No Region is set.
    #[error("no AWS Region is set")]
    NoRegion,
    /// No credentials were found.
    #[error("no AWS credentials were found: {0}")]
    NoCredentials(String),
    /// The login of a profile that uses IAM Identity Center has expired, or was never done.
    #[error("the profile `{profile}` gives no credentials, its login may have expired: {cause}")]
    LoginExpired { profile: String, cause: String },
    /// No instance is visible.
    #[error("no IAM Identity Center instance is visible in the Region {region}")]
    NoInstance { region: String },
    /// Several instances are visible and none was chosen.
    #[error("several IAM Identity Center instances are visible:\n  {}", instances.join("\n  "))]
    SeveralInstances { instances: Vec<String> },
    /// The chosen instance is not visible.
    #[error(
        "the instance {arn} is not visible in the Region {region}: {}",
        found(instances, "visible are", "none is")
    )]
    NoSuchInstance { arn: String, region: String, instances: Vec<String> },
    /// A call without which there is no snapshot.
    #[error("{operation} {}: {source}{}", how(source), request(source))]
    Call { operation: &'static str, source: CallError },
}

fn found(names: &[String], some: &str, none: &str) -> String {
    if names.is_empty() { none.to_owned() } else { format!("{some} {}", names.join(", ")) }
}

fn how(error: &CallError) -> &'static str {
    match error.failure {
        Failure::Denied => "was denied",
        _ => "failed",
    }
}

fn request(error: &CallError) -> String {
    error.request_id.as_ref().map_or_else(String::new, |id| format!(" (request {id})"))
}

impl CollectError {
    /// What to do.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            CollectError::Configuration(_) => return None,
            CollectError::NoSuchProfile { .. } => "name one with --profile or AWS_PROFILE".to_owned(),
            CollectError::NoRegion => "give the Region of the instance with --region or AWS_REGION".to_owned(),
            CollectError::NoCredentials(_) => {
                "choose a profile with --profile or AWS_PROFILE, log in with `aws sso login`, or set \
                 AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                    .to_owned()
            }
            CollectError::LoginExpired { profile, .. } => format!("run `aws sso login --profile {profile}`"),
            CollectError::NoInstance { .. } => {
                "an instance lives in one Region: give it with --region, and ask from the management account or a \
                 delegated administrator"
                    .to_owned()
            }
            CollectError::SeveralInstances { .. } => "choose one with --instance-arn".to_owned(),
            CollectError::NoSuchInstance { .. } => "give its Region with --region".to_owned(),
            CollectError::Call { source, .. } => match source.failure {
                Failure::Denied => "attach the policy in the README (`ssoscan collect --print-policy`) to the role, in \
                                    the management account or a delegated administrator account"
                    .to_owned(),
                Failure::UnknownCaller => {
                    "AWS does not know these credentials: check the profile, the keys and the machine's clock".to_owned()
                }
                Failure::Expired => "log in again: the credentials have expired".to_owned(),
                Failure::Unsupported => "an account instance has no permission sets: choose the organization's \
                                         instance"
                    .to_owned(),
                Failure::Transient => "check the network, --region and --endpoint-url".to_owned(),
                Failure::Throttled => "something else uses the limit too: try again with a lower --max-tps".to_owned(),
                Failure::Other | Failure::Contradiction => return None,
            },
        })
    }
}
