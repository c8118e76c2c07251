//! From profile, Region and credentials to the clients, with each thing that may be missing said at once.

use std::sync::Mutex;
use std::time::Duration;

use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::identity::IdentityCache;
use aws_config::imds::{self, client::error::ImdsError};
use aws_config::meta::region::ProvideRegion;
use aws_config::profile::{self, ProfileFileCredentialsProvider, ProfileFileRegionProvider, ProfileSet};
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider};
use aws_sdk_ssoadmin::error::ConnectorError;

use super::Options;
use super::call_error::sources;
use super::error::CollectError;
use super::request_ids::RequestIds;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A `credential_process` may ask a person.
const CREDENTIALS_TIMEOUT: Duration = Duration::from_secs(120);
/// The metadata service of EC2 is next door or not there at all.
const METADATA_TIMEOUT: Duration = Duration::from_secs(1);

/// The configuration of all clients.
pub(super) struct Aws {
    pub(super) config: SdkConfig,
    pub(super) region: String,
    /// The profile in use, where one was named.
    pub(super) profile: Option<String>,
}

macro_rules! client {
    ($name:ident, $sdk:ident) => {
        pub(super) fn $name(&self) -> $sdk::Client {
            $sdk::Client::from_conf($sdk::config::Builder::from(&self.config).interceptor(RequestIds).build())
        }
    };
}

/// IAM with the credentials of this configuration.
pub(super) fn iam(config: &SdkConfig) -> aws_sdk_iam::Client {
    aws_sdk_iam::Client::from_conf(aws_sdk_iam::config::Builder::from(config).interceptor(RequestIds).build())
}

impl Aws {
    pub(super) fn iam(&self) -> aws_sdk_iam::Client {
        iam(&self.config)
    }

    client!(sso_admin, aws_sdk_ssoadmin);
    client!(identity_store, aws_sdk_identitystore);
    client!(organizations, aws_sdk_organizations);
    client!(sts, aws_sdk_sts);
    client!(account_access, aws_sdk_accountaccess);
}

/// Checks what every call needs, before any call.
pub(super) async fn connect(options: &Options) -> Result<Aws, CollectError> {
    if let Some(url) = options.endpoint_url.as_deref().filter(|url| !is_address(url)) {
        return Err(CollectError::NotAnAddress(url.to_owned()));
    }
    // The types of the first three are private to the SDK; their defaults are the real environment and files.
    let profiles = profile::load(
        &Default::default(),
        &Default::default(),
        &Default::default(),
        options.profile.clone().map(Into::into),
    )
    .await
    .map_err(CollectError::ProfileFiles)?;
    let profile = named_profile(&profiles)?;
    let metadata = metadata_client();
    let region = region(options, metadata.clone()).await.ok_or(CollectError::NoRegion)?;
    let credentials = credentials(options, &region, metadata, &profiles).await?;

    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .region(region.clone())
        .credentials_provider(credentials)
        .identity_cache(IdentityCache::lazy().load_timeout(CREDENTIALS_TIMEOUT).build())
        // Every attempt takes a token of ours.
        .retry_config(RetryConfig::disabled())
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(CONNECT_TIMEOUT.min(options.timeout))
                .operation_attempt_timeout(options.timeout)
                .build(),
        );
    if let Some(name) = &options.profile {
        loader = loader.profile_name(name);
    }
    if let Some(url) = &options.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    Ok(Aws { config: loader.load().await, region: region.to_string(), profile })
}

fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with(['/', ':']) && !rest.contains(char::is_whitespace)
    })
}

/// The profile that was named, by an option or AWS_PROFILE. The profile `default` need not exist.
fn named_profile(profiles: &ProfileSet) -> Result<Option<String>, CollectError> {
    let name = profiles.selected_profile();
    if profiles.get_profile(name).is_some() {
        return Ok(Some(name.to_owned()));
    }
    if name == "default" || name.is_empty() {
        return Ok(None);
    }
    let mut found: Vec<String> = profiles.profiles().map(str::to_owned).collect();
    found.sort();
    Err(CollectError::NoSuchProfile { name: name.to_owned(), profiles: found })
}

fn metadata_client() -> imds::Client {
    imds::Client::builder()
        .connect_timeout(METADATA_TIMEOUT)
        .read_timeout(METADATA_TIMEOUT)
        .operation_timeout(METADATA_TIMEOUT)
        .max_attempts(1)
        .build()
}

/// The standard chain: the option, the environment, the profile, the EC2 instance.
async fn region(options: &Options, metadata: imds::Client) -> Option<Region> {
    let mut profile = ProfileFileRegionProvider::builder();
    if let Some(name) = &options.profile {
        profile = profile.profile_name(name);
    }
    let chain: [Box<dyn ProvideRegion>; 4] = [
        Box::new(options.region.clone().map(Region::new)),
        Box::new(EnvironmentVariableRegionProvider::new()),
        Box::new(profile.build()),
        Box::new(imds::region::ImdsRegionProvider::builder().imds_client(metadata).build()),
    ];
    for provider in chain {
        if let Some(region) = provider.region().await.filter(|region| !region.as_ref().is_empty()) {
            return Some(region);
        }
    }
    None
}

/// Credentials that can be had. A profile named by an option goes before the environment, as in the AWS CLI.
async fn credentials(
    options: &Options,
    region: &Region,
    metadata: imds::Client,
    profiles: &ProfileSet,
) -> Result<Primed, CollectError> {
    let provider = match &options.profile {
        Some(name) => {
            let config = ProviderConfig::without_region().with_region(Some(region.clone()));
            let provider =
                ProfileFileCredentialsProvider::builder().configure(&config).profile_name(name).build();
            SharedCredentialsProvider::new(provider)
        }
        None => {
            let chain = DefaultCredentialsChain::builder().region(region.clone()).imds_client(metadata);
            SharedCredentialsProvider::new(chain.build().await)
        }
    };
    match provider.provide_credentials().await {
        Ok(credentials) => Ok(Primed { first: Mutex::new(Some(credentials)), provider }),
        Err(error) => Err(explain(error, profiles)),
    }
}

/// Hands out the credentials of the check first, so that a `credential_process` does not ask twice.
#[derive(Debug)]
struct Primed {
    first: Mutex<Option<Credentials>>,
    provider: SharedCredentialsProvider,
}

impl ProvideCredentials for Primed {
    fn provide_credentials<'a>(&'a self) -> provider::future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        match self.first.lock().ok().and_then(|mut first| first.take()) {
            Some(credentials) => provider::future::ProvideCredentials::ready(Ok(credentials)),
            None => self.provider.provide_credentials(),
        }
    }
}

/// Which of the reasons for having no credentials it is.
fn explain(error: CredentialsError, profiles: &ProfileSet) -> CollectError {
    // The metadata service is the last of the chain: everything before it had none.
    let nothing_set = sources(&error).any(|error| error.is::<ImdsError>());
    if nothing_set || matches!(error, CredentialsError::CredentialsNotLoaded(_)) {
        return CollectError::NoCredentials(error);
    }
    let offline = sources(&error).any(|error| error.is::<ConnectorError>());
    match login(profiles, profiles.selected_profile()) {
        Some((profile, command)) if !offline && matches!(error, CredentialsError::ProviderError(_)) => {
            CollectError::LoginNeeded { profile, command, source: error }
        }
        _ => CollectError::Credentials(error),
    }
}

/// The profile that must log in for this one's credentials, and how.
fn login(profiles: &ProfileSet, name: &str) -> Option<(String, &'static str)> {
    let mut name = name;
    // As many steps as there are profiles, for a chain may be a circle.
    for _ in profiles.profiles() {
        let profile = profiles.get_profile(name)?;
        if profile.get("sso_session").or(profile.get("sso_start_url")).is_some() {
            return Some((name.to_owned(), "aws sso login"));
        }
        if profile.get("login_session").is_some() {
            return Some((name.to_owned(), "aws login"));
        }
        name = profile.get("source_profile")?;
    }
    None
}
