//! One error for a call of any of the SDK's crates: what AWS said, and what it means for the collector.

use std::error::Error;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_ssoadmin::config::http::HttpResponse;
use aws_sdk_ssoadmin::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ssoadmin::operation::RequestId;
use serde::Deserialize;

/// Why a call failed, as far as the collector must tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The caller may not do this.
    Denied,
    /// AWS does not know the credentials.
    Rejected,
    /// The login has ended: no further call can succeed.
    Expired,
    /// This instance, organization or Region does not have the operation.
    Unsupported,
    /// What was asked about is not there.
    NotFound,
    /// "Slow down".
    Throttled,
    /// 5xx, a connection that broke, a timeout: worth another attempt.
    Transient,
    /// No connection could be made: worth another attempt, unless the network is gone.
    Unreachable,
    /// Anything else.
    Other,
}

/// The code of a call that was not made, for the role to make it with could not be taken.
pub(super) const ROLE_NOT_TAKEN: &str = "RoleNotTaken";

/// A call that failed.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{code}: {message}{}", .request_id.as_ref().map(|id| format!(" (request id {id})")).unwrap_or_default())]
pub struct CallError {
    /// AWS's error code, or a word of ours where AWS gave no answer.
    pub code: String,
    /// AWS's message, with its `Reason` where the exception carries one.
    pub message: String,
    /// What AWS support asks for.
    pub request_id: Option<String>,
    /// What it means.
    pub kind: Kind,
    /// The exception's `Reason`: with one, a "not found" is no answer about what was asked for.
    pub reason: Option<String>,
    /// How long AWS asks us to wait.
    pub retry_after: Option<Duration>,
}

impl CallError {
    /// An error of ours: AWS's answer cannot be used, or a call could not be made.
    pub(super) fn new(kind: Kind, code: &str, message: impl Into<String>) -> Self {
        CallError {
            code: code.to_owned(),
            message: message.into(),
            request_id: None,
            kind,
            reason: None,
            retry_after: None,
        }
    }

    /// An answer that lacks what it must have.
    pub(super) fn incomplete(member: &str) -> Self {
        Self::new(Kind::Other, "IncompleteAnswer", format!("AWS's answer has a record without {member}"))
    }

    /// Whether the request left at all: not where the role to send it with could not be had.
    pub(super) fn was_sent(&self) -> bool {
        self.code != ROLE_NOT_TAKEN
    }

    /// Whether the service answered at all.
    pub(super) fn is_an_answer(&self) -> bool {
        self.kind != Kind::Unreachable
            && !["ConnectionFailed", "Timeout", "CredentialsLost"].contains(&self.code.as_str())
    }

    /// Whether the next attempt may succeed.
    pub(super) fn worth_retrying(&self) -> bool {
        matches!(self.kind, Kind::Throttled | Kind::Transient | Kind::Unreachable)
    }
}

/// The members of an exception that the SDK's generic error metadata leaves out.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct ExceptionBody {
    reason: Option<serde_json::Value>,
    retry_after_seconds: Option<f64>,
}

impl ExceptionBody {
    fn of(answer: Option<&HttpResponse>) -> Self {
        let bytes = answer.and_then(|answer| answer.body().bytes()).unwrap_or_default();
        if bytes.starts_with(b"<") {
            // The XML of IAM and STS has neither.
            return ExceptionBody::default();
        }
        serde_json::from_slice(bytes).unwrap_or_else(|_| ExceptionBody {
            // An exception that cannot be read may have carried anything.
            reason: Some("its body cannot be read".into()),
            retry_after_seconds: None,
        })
    }

    fn reason(&self) -> Option<String> {
        self.reason.as_ref().map(|reason| reason.as_str().map_or_else(|| reason.to_string(), str::to_owned))
    }
}

impl<E> From<SdkError<E, HttpResponse>> for CallError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        match &error {
            SdkError::ServiceError(_) => answered(&error),
            SdkError::TimeoutError(_) => Self::new(Kind::Transient, "Timeout", chain(&error)),
            SdkError::ResponseError(_) => CallError {
                request_id: error.request_id().map(str::to_owned),
                ..Self::new(Kind::Transient, "BrokenAnswer", chain(&error))
            },
            _ if credentials_failed(&error) => Self::new(Kind::Expired, "CredentialsLost", chain(&error)),
            SdkError::DispatchFailure(failure) if !failure.is_user() => {
                let kind = if failure.is_timeout() || not_connected(&error) {
                    Kind::Unreachable
                } else {
                    Kind::Transient
                };
                Self::new(kind, "ConnectionFailed", chain(&error))
            }
            _ => Self::new(Kind::Other, "RequestFailed", chain(&error)),
        }
    }
}

/// The service answered with an exception.
fn answered<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> CallError {
    let answer = error.raw_response();
    let status = answer.map_or(0, |answer| answer.status().as_u16());
    let code = error.code().map_or_else(|| format!("HTTP {status}"), str::to_owned);
    let body = ExceptionBody::of(answer);
    let header =
        answer.and_then(|answer| answer.headers().get("retry-after")).and_then(|text| text.parse().ok());
    let reason = body.reason();
    let mut message = error.message().unwrap_or_default().to_owned();
    let kind = kind(&code, &message, status);
    if let Some(reason) = &reason {
        message = format!("{message} (Reason: {reason})");
    }
    CallError {
        kind,
        request_id: error.request_id().map(str::to_owned),
        retry_after: body
            .retry_after_seconds
            .or(header)
            .filter(|seconds| *seconds > 0.0)
            .and_then(|seconds: f64| Duration::try_from_secs_f64(seconds).ok()),
        reason,
        message,
        code,
    }
}

fn kind(code: &str, message: &str, status: u16) -> Kind {
    match code {
        "AccessDeniedException"
        | "AccessDenied"
        | "AccessDeniedForDependencyException"
        | "UnauthorizedException"
        | "UnauthorizedOperation"
        | "NotAuthorized"
        | "OptInRequired" => Kind::Denied,
        "UnrecognizedClientException"
        | "InvalidClientTokenId"
        | "InvalidSignatureException"
        | "SignatureDoesNotMatch"
        | "IncompleteSignature"
        | "IncompleteSignatureException"
        | "MissingAuthenticationToken"
        | "MissingAuthenticationTokenException"
        | "InvalidAccessKeyId" => Kind::Rejected,
        "ExpiredToken" | "ExpiredTokenException" | "RequestExpired" | "TokenRefreshRequired" => Kind::Expired,
        "ThrottlingException"
        | "Throttling"
        | "ThrottledException"
        | "TooManyRequestsException"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "RequestLimitExceeded"
        | "SlowDown" => Kind::Throttled,
        // "The previous write did not have time to propagate": AWS recommends to try again.
        "ConflictException"
        | "ConcurrentModificationException"
        | "InternalServerException"
        | "InternalServerError"
        | "InternalFailure"
        | "ServiceException"
        | "ServiceUnavailable"
        | "ServiceUnavailableException"
        | "RequestTimeout"
        | "RequestTimeoutException" => Kind::Transient,
        "ResourceNotFoundException" | "NoSuchEntity" | "NoSuchEntityException" => Kind::NotFound,
        "AWSOrganizationsNotInUseException" | "UnsupportedAPIEndpointException" => Kind::Unsupported,
        "ValidationException" if message.to_ascii_lowercase().contains("not supported") => Kind::Unsupported,
        _ if status == 429 => Kind::Throttled,
        _ if status >= 500 && status != 501 => Kind::Transient,
        _ => Kind::Other,
    }
}

/// The SDK found no credentials to sign with: they could be read at the start, so they are gone.
fn credentials_failed(error: &(dyn Error + 'static)) -> bool {
    sources(error).any(|error| error.is::<CredentialsError>())
}

/// No connection came to be, other than one that broke.
fn not_connected(error: &(dyn Error + 'static)) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    let broke = [BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof];
    sources(error)
        .filter_map(|error| error.downcast_ref::<std::io::Error>())
        .any(|error| !broke.contains(&error.kind()))
}

/// An error and what it stems from, in one line.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut parts: Vec<String> = sources(error).map(ToString::to_string).collect();
    parts.dedup();
    parts.join(": ")
}

pub(super) fn sources<'e>(
    error: &'e (dyn Error + 'static),
) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_before_the_http_status() {
        assert_eq!(kind("ThrottlingException", "", 400), Kind::Throttled);
        assert_eq!(kind("TooManyRequestsException", "", 400), Kind::Throttled);
        assert_eq!(kind("AccessDeniedException", "", 500), Kind::Denied);
        assert_eq!(kind("HTTP 503", "", 503), Kind::Transient);
        assert_eq!(kind("HTTP 501", "", 501), Kind::Other);
    }

    #[test]
    fn only_a_validation_that_says_so_is_unsupported() {
        let unsupported = "The operation is Not Supported for this Identity Center instance";
        assert_eq!(kind("ValidationException", unsupported, 400), Kind::Unsupported);
        assert_eq!(kind("ValidationException", "1 validation error detected", 400), Kind::Other);
    }
}
