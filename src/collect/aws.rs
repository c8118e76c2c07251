//! The AWS configuration, checked before the first call, with errors that say what to do.

use std::borrow::Cow;
use std::error::Error;
use std::time::Duration;

use aws_config::profile::ProfileSet;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_ssoadmin::config::ProvideCredentials;
use aws_types::os_shim_internal::{Env, Fs};

use super::Options;
use super::call::deepest;
use super::error::CollectError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// A configuration that has a Region and credentials.
pub async fn load(options: &Options) -> Result<SdkConfig, CollectError> {
    let profiles = profiles(options).await?;
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_attempt_timeout(ANSWER_TIMEOUT)
        .build();
    // Every attempt must take a slot: the executor tries again, not the SDK.
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .retry_config(RetryConfig::disabled())
        .timeout_config(timeouts);
    if let Some(profile) = &options.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(region) = &options.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some(url) = &options.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    let config = loader.load().await;
    if config.region().is_none() {
        return Err(CollectError::NoRegion);
    }
    let Some(provider) = config.credentials_provider() else {
        return Err(CollectError::NoCredentials("no source is configured".to_owned()));
    };
    match provider.provide_credentials().await {
        Ok(_) => Ok(config),
        Err(error) => Err(without_credentials(&profiles, &error)),
    }
}

/// The profiles, of which the selected one must exist. (The SDK would go on looking elsewhere.)
async fn profiles(options: &Options) -> Result<ProfileSet, CollectError> {
    let selected = options.profile.clone().map(Cow::Owned);
    let profiles = aws_config::profile::load(&Fs::real(), &Env::real(), &Default::default(), selected)
        .await
        .map_err(|error| CollectError::Configuration(deepest(&error)))?;
    let name = profiles.selected_profile();
    if name != "default" && profiles.get_profile(name).is_none() {
        let mut names: Vec<String> = profiles.profiles().map(str::to_owned).collect();
        names.sort();
        return Err(CollectError::NoSuchProfile { name: name.to_owned(), profiles: names });
    }
    Ok(profiles)
}

/// A profile that logs in through IAM Identity Center and gives no credentials is not logged in.
fn without_credentials(profiles: &ProfileSet, error: &(dyn Error + 'static)) -> CollectError {
    let name = profiles.selected_profile();
    let logs_in = profiles.get_profile(name).is_some_and(|profile| {
        ["sso_session", "sso_start_url", "login_session"].iter().any(|key| profile.get(key).is_some())
    });
    if logs_in {
        CollectError::LoginExpired { profile: name.to_owned(), cause: deepest(error) }
    } else {
        // The default chain lists every source it tried, over many lines: the hint says more.
        let cause = deepest(error);
        let first = cause.lines().next().unwrap_or_default().trim_end_matches(" Attempted:");
        CollectError::NoCredentials(first.trim_end_matches('.').to_owned())
    }
}
