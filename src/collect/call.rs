//! How one call to AWS can fail, whatever the service.

use std::error::Error;

use aws_sdk_ssoadmin::config::http::HttpResponse;
use aws_sdk_ssoadmin::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ssoadmin::operation::RequestId;
use thiserror::Error;

use super::operation::Operation;

/// What a failure means for the rest of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// AWS asks to slow down: try again, later.
    Throttled,
    /// The service or the network stumbled: try again.
    Transient,
    /// The caller may not ask this.
    Denied,
    /// The credentials are not valid.
    UnknownCaller,
    /// The credentials have expired.
    Expired,
    /// This instance does not have what was asked for.
    Unsupported,
    /// Anything else.
    Other,
    /// AWS says two things.
    Contradiction,
}

/// A call that failed for good.
#[derive(Clone, Debug, Error)]
#[error("{code}: {message}")]
pub struct CallError {
    /// What it means.
    pub failure: Failure,
    /// The API's error code.
    pub code: String,
    /// The API's message, with its reason where it has one.
    pub message: String,
    /// What AWS support asks for.
    pub request_id: Option<String>,
    /// How many seconds AWS asks to wait.
    pub retry_after: Option<f64>,
}

impl CallError {
    /// An error of our own.
    pub fn new(failure: Failure, code: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        CallError { failure, code: code.to_owned(), message, request_id: None, retry_after: None }
    }

    /// What was not asked because its question could not be put: the call that would have told it failed.
    pub fn not_asked(operation: Operation, cause: &CallError) -> Self {
        CallError {
            message: format!("not asked, because {} did not complete: {}", operation.name, cause.message),
            ..cause.clone()
        }
    }

    /// The status in coverage.
    pub fn status(&self) -> &'static str {
        match self.failure {
            Failure::Denied | Failure::UnknownCaller => "denied",
            Failure::Unsupported => "unsupported",
            Failure::Contradiction => "partial",
            Failure::Throttled | Failure::Transient | Failure::Expired | Failure::Other => "failed",
        }
    }
}

const THROTTLED: [&str; 5] =
    ["ThrottlingException", "Throttling", "TooManyRequestsException", "RequestLimitExceeded", "SlowDown"];
const DENIED: [&str; 3] = ["AccessDeniedException", "AccessDenied", "UnauthorizedException"];
const UNKNOWN_CALLER: [&str; 4] = [
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "SignatureDoesNotMatch",
];
const EXPIRED: [&str; 3] = ["ExpiredTokenException", "ExpiredToken", "RequestExpired"];

impl<E> From<SdkError<E, HttpResponse>> for CallError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        let request_id = error.request_id().map(str::to_owned);
        let answer = match &error {
            SdkError::ServiceError(answer) => answer,
            SdkError::TimeoutError(_) => {
                return CallError::new(Failure::Transient, "Timeout", "no answer in time");
            }
            SdkError::DispatchFailure(_) => {
                return CallError::new(Failure::Transient, "ConnectionFailed", deepest(&error));
            }
            SdkError::ResponseError(_) => {
                return CallError::new(Failure::Transient, "ResponseUnreadable", deepest(&error));
            }
            _ => return CallError::new(Failure::Other, "NotSent", deepest(&error)),
        };
        let status = answer.raw().status().as_u16();
        let code = answer.err().code().map_or_else(|| format!("Http{status}"), str::to_owned);
        let message = answer.err().message().unwrap_or_default().to_owned();
        let known = |codes: &[&str]| codes.contains(&code.as_str());
        let failure = if known(&THROTTLED) || status == 429 {
            Failure::Throttled
        } else if known(&DENIED) {
            Failure::Denied
        } else if known(&UNKNOWN_CALLER) {
            Failure::UnknownCaller
        } else if known(&EXPIRED) {
            Failure::Expired
        } else if known(&[
            "UnknownOperationException",
            "UnsupportedOperation",
            "AWSOrganizationsNotInUseException",
        ]) || (code == "ValidationException" && message.contains("not supported for this"))
        {
            Failure::Unsupported
        } else if status >= 500 {
            Failure::Transient
        } else {
            Failure::Other
        };
        let retry_after = answer.raw().body().bytes().and_then(retry_after);
        CallError { failure, code, message, request_id, retry_after }
    }
}

/// `RetryAfterSeconds` of an answer (identitystore's ThrottlingException has it).
fn retry_after(body: &[u8]) -> Option<f64> {
    serde_json::from_slice::<serde_json::Value>(body).ok()?.get("RetryAfterSeconds")?.as_f64()
}

/// The innermost cause: the one that says what happened.
pub fn deepest(error: &(dyn Error + 'static)) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
