//! The permission sets and their six parts.

use aws_sdk_ssoadmin::operation::get_permissions_boundary_for_permission_set::GetPermissionsBoundaryForPermissionSetError;
use aws_sdk_ssoadmin::types;
use futures_util::StreamExt;
use futures_util::stream;

use super::call::{CallError, Failure};
use super::error::CollectError;
use super::executor::{Listing, Page};
use super::operation::*;
use super::record::{text, time};
use super::{Reader, SETS_AT_ONCE};
use crate::snapshot::v1::{
    CustomerManagedPolicyReference, ManagedPolicy, Observation, PermissionSet, PermissionsBoundary, Tag,
};
use crate::snapshot::{Member, Text};

impl Reader<'_> {
    /// The ARNs of all permission sets.
    ///
    /// # Errors
    /// Without them there is no snapshot.
    pub(super) async fn list_permission_sets(&self) -> Result<Vec<String>, CollectError> {
        self.executor.expect(LIST_PERMISSION_SETS, 1);
        let listing =
            self.executor.list(LIST_PERMISSION_SETS, &[], |token| self.permission_sets_page(token)).await;
        match listing.error {
            Some(source) => Err(CollectError::Call { operation: LIST_PERMISSION_SETS.name, source }),
            None => Ok(listing.items),
        }
    }

    async fn permission_sets_page(&self, token: Option<String>) -> Result<Page<String>, CallError> {
        let request = self.sso.list_permission_sets().instance_arn(&self.instance_arn).max_results(100);
        let answer = request.set_next_token(token).send().await?;
        Ok(Page { items: answer.permission_sets.unwrap_or_default(), next_token: answer.next_token })
    }

    /// Reads the parts of each set.
    pub(super) async fn read_permission_sets(&self, arns: &[String]) -> Vec<PermissionSet<'static>> {
        for operation in [
            DESCRIBE_PERMISSION_SET,
            LIST_TAGS_FOR_RESOURCE,
            GET_INLINE_POLICY,
            LIST_MANAGED_POLICIES,
            LIST_CUSTOMER_MANAGED_POLICIES,
            GET_PERMISSIONS_BOUNDARY,
        ] {
            self.executor.expect(operation, arns.len());
        }
        stream::iter(arns)
            .map(|arn| self.read_permission_set(arn))
            .buffer_unordered(SETS_AT_ONCE)
            .collect()
            .await
    }

    async fn read_permission_set(&self, arn: &str) -> PermissionSet<'static> {
        let (details, tags, inline_policy, managed_policies, references, boundary) = tokio::join!(
            self.details(arn),
            self.tags(arn),
            self.inline_policy(arn),
            self.managed_policies(arn),
            self.customer_managed_policies(arn),
            self.boundary(arn),
        );
        PermissionSet {
            tags: tags.part(),
            inline_policy,
            managed_policies: managed_policies.part(),
            customer_managed_policy_references: references.part(),
            permissions_boundary: boundary,
            ..details
        }
    }

    async fn details(&self, arn: &str) -> PermissionSet<'static> {
        let answer = self
            .executor
            .get(DESCRIBE_PERMISSION_SET, &[arn], || async {
                let request = self.sso.describe_permission_set().instance_arn(&self.instance_arn);
                let answer = request.permission_set_arn(arn).send().await?;
                answer
                    .permission_set
                    .ok_or_else(|| CallError::new(Failure::Other, "NoPermissionSet", "empty answer"))
            })
            .await;
        let mut set = PermissionSet {
            permission_set_arn: Text::owned(arn),
            name: Member::Absent,
            description: Member::Absent,
            created_date: Member::Absent,
            session_duration: Member::Absent,
            relay_state: Member::Absent,
            tags: Member::Absent,
            inline_policy: Member::Absent,
            managed_policies: Member::Absent,
            customer_managed_policy_references: Member::Absent,
            permissions_boundary: Member::Absent,
        };
        if let Ok(found) = answer {
            set.name = text(found.name);
            set.description = text(found.description);
            set.created_date = time(found.created_date);
            set.session_duration = text(found.session_duration);
            set.relay_state = text(found.relay_state);
        }
        set
    }

    async fn tags(&self, arn: &str) -> Listing<Tag<'static>> {
        let tag =
            |tag: types::Tag| Tag { key: Text::owned(tag.key), value: Member::Value(Text::owned(tag.value)) };
        self.executor
            .list(LIST_TAGS_FOR_RESOURCE, &[arn], |token| async {
                let request =
                    self.sso.list_tags_for_resource().instance_arn(&self.instance_arn).resource_arn(arn);
                let answer = request.set_next_token(token).send().await?;
                let items = answer.tags.unwrap_or_default().into_iter().map(tag).collect();
                Ok(Page { items, next_token: answer.next_token })
            })
            .await
    }

    async fn inline_policy(&self, arn: &str) -> Member<Text<'static>> {
        let answer = self
            .executor
            .get(GET_INLINE_POLICY, &[arn], || async {
                let request =
                    self.sso.get_inline_policy_for_permission_set().instance_arn(&self.instance_arn);
                let answer = request.permission_set_arn(arn).send().await?;
                // AWS answers "" where there is none.
                Ok(text(answer.inline_policy.filter(|policy| !policy.is_empty())))
            })
            .await;
        answer.unwrap_or_default()
    }

    async fn managed_policies(&self, arn: &str) -> Listing<ManagedPolicy<'static>> {
        let policy = |policy: types::AttachedManagedPolicy| {
            Some(ManagedPolicy { arn: Text::owned(policy.arn?), name: text(policy.name) })
        };
        self.executor
            .list(LIST_MANAGED_POLICIES, &[arn], |token| async {
                let request =
                    self.sso.list_managed_policies_in_permission_set().instance_arn(&self.instance_arn);
                let answer =
                    request.permission_set_arn(arn).max_results(100).set_next_token(token).send().await?;
                let items =
                    answer.attached_managed_policies.unwrap_or_default().into_iter().filter_map(policy);
                Ok(Page { items: items.collect(), next_token: answer.next_token })
            })
            .await
    }

    async fn customer_managed_policies(&self, arn: &str) -> Listing<CustomerManagedPolicyReference<'static>> {
        self.executor
            .list(LIST_CUSTOMER_MANAGED_POLICIES, &[arn], |token| async {
                let request = self
                    .sso
                    .list_customer_managed_policy_references_in_permission_set()
                    .instance_arn(&self.instance_arn);
                let answer =
                    request.permission_set_arn(arn).max_results(100).set_next_token(token).send().await?;
                let items = answer.customer_managed_policy_references.unwrap_or_default();
                Ok(Page { items: items.into_iter().map(reference).collect(), next_token: answer.next_token })
            })
            .await
    }

    /// The boundary. "Not found" is none only where the service gives no reason for it, and (see
    /// [`Reader::confirm_without_boundary`]) where the set is still there at the end.
    async fn boundary(&self, arn: &str) -> Member<PermissionsBoundary<'static>> {
        let answer = self
            .executor
            .get(GET_PERMISSIONS_BOUNDARY, &[arn], || async {
                let request =
                    self.sso.get_permissions_boundary_for_permission_set().instance_arn(&self.instance_arn);
                let error = match request.permission_set_arn(arn).send().await {
                    Ok(answer) => return Ok(Member::learned(answer.permissions_boundary.map(boundary))),
                    Err(error) => error,
                };
                let reason = match error.as_service_error() {
                    Some(GetPermissionsBoundaryForPermissionSetError::ResourceNotFoundException(missing)) => {
                        missing.reason().map(|reason| reason.as_str().to_owned())
                    }
                    _ => return Err(error.into()),
                };
                let mut error = CallError::from(error);
                let Some(reason) = reason else { return Ok(Member::Null) };
                error.message = format!("{} ({reason})", error.message);
                Err(error)
            })
            .await;
        answer.unwrap_or_default()
    }

    /// A set that was deleted while it was read answers "no boundary" too: one that is not listed any more has
    /// an unknown boundary.
    pub(super) async fn confirm_without_boundary(
        &self,
        sets: &mut [PermissionSet<'static>],
    ) -> Vec<Observation<'static>> {
        let mut observations = Vec::new();
        if !sets.iter().any(|set| set.permissions_boundary == Member::Null) {
            return observations;
        }
        let again = self
            .executor
            .list_unrecorded(LIST_PERMISSION_SETS, &[], |token| self.permission_sets_page(token))
            .await;
        for set in sets.iter_mut().filter(|set| set.permissions_boundary == Member::Null) {
            let arn = &*set.permission_set_arn;
            let error = match &again.error {
                _ if again.items.iter().any(|listed| listed == arn) => continue,
                Some(error) => CallError::not_asked(LIST_PERMISSION_SETS, error),
                None => {
                    observations.push(Observation {
                        kind: "deleted-while-reading".into(),
                        service: "sso-admin".into(),
                        operation: LIST_PERMISSION_SETS.name.into(),
                        scope: Text::owned(arn),
                        detail: "the permission set was listed at the start and is not listed at the end"
                            .into(),
                    });
                    let message = "the permission set was deleted while it was read";
                    CallError::new(Failure::Other, "ResourceNotFoundException", message)
                }
            };
            self.executor.ledger.record(GET_PERMISSIONS_BOUNDARY, &[arn], 0, Some(error));
            set.permissions_boundary = Member::Absent;
        }
        observations
    }
}

fn reference(policy: types::CustomerManagedPolicyReference) -> CustomerManagedPolicyReference<'static> {
    let path = policy.path.unwrap_or_else(|| "/".to_owned());
    CustomerManagedPolicyReference { name: Text::owned(policy.name), path: Member::Value(Text::owned(path)) }
}

fn boundary(found: types::PermissionsBoundary) -> PermissionsBoundary<'static> {
    PermissionsBoundary {
        managed_policy_arn: Member::if_learned(found.managed_policy_arn.map(Text::owned)),
        customer_managed_policy_reference: Member::if_learned(
            found.customer_managed_policy_reference.map(reference),
        ),
    }
}
