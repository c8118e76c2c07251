//! The log of the calls: with `-v`, each request id, which is what AWS's support asks for.

use aws_sdk_ssoadmin::config::interceptors::BeforeDeserializationInterceptorContextRef;
use aws_sdk_ssoadmin::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_ssoadmin::error::BoxError;
use aws_smithy_runtime_api::client::interceptors::dyn_dispatch_hint;
use aws_smithy_runtime_api::client::orchestrator::Metadata;

/// Logs the request id of each answer.
#[derive(Debug)]
pub(super) struct RequestIds;

#[dyn_dispatch_hint]
impl Intercept for RequestIds {
    fn name(&self) -> &'static str {
        "RequestIds"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.response().headers();
        let request_id = headers.get("x-amzn-requestid").or(headers.get("x-amz-request-id"));
        let (service, operation) =
            config.load::<Metadata>().map_or(("", ""), |metadata| (metadata.service(), metadata.name()));
        tracing::info!(
            service,
            operation,
            status = context.response().status().as_u16(),
            request_id = request_id.unwrap_or_default(),
            "answered"
        );
        Ok(())
    }
}
