//! AWS's three protocols: which operation a request is of, and how its answer is written.

use serde_json::{Value, json};

use super::text::{escaped, form, xml};
use super::wire::{Code, Failure, Params, Protocol, Service};
use super::{account_access, iam, identity_store, organizations, sso_admin, sts};

pub const SERVICES: [&Service; 6] = [
    &sso_admin::SERVICE,
    &identity_store::SERVICE,
    &organizations::SERVICE,
    &iam::SERVICE,
    &sts::SERVICE,
    &account_access::SERVICE,
];

/// What is none of the services: its requests are recorded too, for a test must see what was called.
const UNKNOWN: Service = Service {
    name: "unknown",
    protocol: Protocol::Json(""),
    signing_name: "",
    max_results: 0,
    denied: "AccessDeniedException",
    invalid: "ValidationException",
    throttling: "ThrottlingException",
    operations: &[],
};

/// What of an HTTP request tells its operation and who sent it.
pub struct Request {
    pub method: String,
    pub path: String,
    pub target: Option<String>,
    pub authorization: Option<String>,
    pub body: Vec<u8>,
}

/// A request understood, as far as it can be.
pub struct Call {
    pub service: &'static Service,
    pub operation: String,
    /// None: the body is not what the protocol asks for.
    pub params: Option<Params>,
    pub signature: Option<Signature>,
}

pub struct Signature {
    pub access_key_id: String,
    /// The service that it is good for.
    pub service: String,
}

impl Request {
    /// By the header of AWS JSON, else the form, else the path.
    pub fn call(&self) -> Call {
        let signature = self.authorization.as_deref().and_then(signature);
        let json = || serde_json::from_slice::<Params>(&self.body).ok();
        if let Some(target) = &self.target {
            let (prefix, name) = target.split_once('.').unwrap_or_default();
            let known =
                |service: &&&Service| matches!(service.protocol, Protocol::Json(own) if own == prefix);
            return match SERVICES.iter().find(known) {
                Some(service) => Call { service, operation: name.to_owned(), params: json(), signature },
                None => Call { service: &UNKNOWN, operation: target.clone(), params: None, signature },
            };
        }
        if let Some((operation, mut params)) = account_access::route(&self.method, &self.path) {
            let body = if self.body.is_empty() { Some(Params::new()) } else { json() };
            let params = body.map(|body| {
                params.extend(body);
                params
            });
            let operation = operation.to_owned();
            return Call { service: &account_access::SERVICE, operation, params, signature };
        }
        let mut params = form(&String::from_utf8_lossy(&self.body));
        let mut take = |name| params.remove(name).and_then(|value| value.as_str().map(str::to_owned));
        let (action, version) = (take("Action"), take("Version"));
        let known = |service: &&&Service| matches!(service.protocol, Protocol::Query(own) if version.as_deref() == Some(own));
        match (SERVICES.iter().find(known), action) {
            (Some(service), Some(operation)) => Call { service, operation, params: Some(params), signature },
            _ => Call {
                service: &UNKNOWN,
                operation: format!("{} {}", self.method, self.path),
                params: None,
                signature,
            },
        }
    }
}

/// `AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, ...`
fn signature(authorization: &str) -> Option<Signature> {
    let scope = authorization.split_once("Credential=")?.1.split(',').next()?;
    let parts: Vec<&str> = scope.split('/').collect();
    let [access_key_id, _, _, service, _] = parts[..] else { return None };
    Some(Signature { access_key_id: access_key_id.to_owned(), service: service.to_owned() })
}

/// An answer, but for the headers that all have.
pub struct Written {
    pub status: u16,
    pub content_type: &'static str,
    /// The header that names an error where paths name operations.
    pub error_type: Option<String>,
    pub body: String,
}

impl Service {
    pub fn write(&self, operation: &str, answer: Result<Value, Failure>, request_id: &str) -> Written {
        let (status, answer) = match answer {
            Ok(answer) => (200, Ok(answer)),
            Err(failure) => (self.status(&failure), Err(failure)),
        };
        let written = |content_type, body| Written { status, content_type, error_type: None, body };
        match (&self.protocol, answer) {
            (Protocol::Query(version), answer) => {
                let body = self.xml(operation, version, answer, request_id);
                written("text/xml", body)
            }
            (Protocol::Json(_), Ok(answer)) => written("application/x-amz-json-1.1", answer.to_string()),
            (Protocol::Json(_), Err(failure)) => {
                let mut body = json!({"__type": self.code(&failure.code), "Message": failure.message});
                failure.details.iter().for_each(|(name, value)| body[*name] = value.clone());
                written("application/x-amz-json-1.1", body.to_string())
            }
            (Protocol::Rest, Ok(answer)) => written("application/json", answer.to_string()),
            (Protocol::Rest, Err(failure)) => {
                let error_type = Some(self.code(&failure.code).to_owned());
                let body = json!({"message": failure.message}).to_string();
                Written { error_type, ..written("application/json", body) }
            }
        }
    }

    fn xml(
        &self,
        operation: &str,
        version: &str,
        answer: Result<Value, Failure>,
        request_id: &str,
    ) -> String {
        let namespace = format!("https://{}.amazonaws.com/doc/{version}/", self.name);
        match answer {
            Ok(answer) => format!(
                "<{operation}Response xmlns=\"{namespace}\"><{operation}Result>{}</{operation}Result>\
                 <ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{operation}Response>",
                xml(&answer)
            ),
            Err(failure) => format!(
                "<ErrorResponse xmlns=\"{namespace}\"><Error><Type>Sender</Type><Code>{}</Code>\
                 <Message>{}</Message></Error><RequestId>{request_id}</RequestId></ErrorResponse>",
                escaped(self.code(&failure.code)),
                escaped(&failure.message)
            ),
        }
    }

    /// AWS JSON says 400 to all that is the caller's fault; the other protocols tell more.
    fn status(&self, failure: &Failure) -> u16 {
        let code = self.code(&failure.code);
        failure.status.unwrap_or(match (&self.protocol, &failure.code) {
            (Protocol::Json(_), _) => 400,
            (_, Code::Denied) => 403,
            (Protocol::Rest, Code::Throttled) => 429,
            _ if code.starts_with("AccessDenied") => 403,
            _ if code == "NoSuchEntity" || code == "ResourceNotFoundException" => 404,
            _ => 400,
        })
    }
}
