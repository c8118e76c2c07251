//! Permission sets: the list, and the six reads of each set.

use std::collections::BTreeSet;

use aws_sdk_ssoadmin::types;
use tokio::join;

use crate::snapshot::v1::{
    CustomerManagedPolicyReference, ManagedPolicy, PermissionSet, PermissionsBoundary, Tag,
};
use crate::snapshot::{Member, Text};

use super::SsoAdmin;
use super::call_error::CallError;
use super::executor::each;
use super::family::Family;
use super::listing::{Listing, Page};
use super::operation::{Operation, Service};
use super::wire::{key, page, text, time};

/// The operations that read one set, each a part of its record.
pub(super) const PARTS: [Operation; 6] = [
    Operation::DescribePermissionSet,
    Operation::ListTagsForResource,
    Operation::GetInlinePolicyForPermissionSet,
    Operation::ListManagedPoliciesInPermissionSet,
    Operation::ListCustomerManagedPolicyReferencesInPermissionSet,
    Operation::GetPermissionsBoundaryForPermissionSet,
];

/// What the six reads of one set gave. What it means is settled at the end (`settle.rs`).
pub(super) struct Reading {
    pub(super) set: String,
    pub(super) description: Listing<PermissionSet<'static>>,
    pub(super) tags: Listing<Tag<'static>>,
    /// `None` where they are left out.
    pub(super) policies: Option<Policies>,
}

/// The four reads that tell what a set allows.
pub(super) struct Policies {
    pub(super) inline: Listing<Text<'static>>,
    pub(super) managed: Listing<ManagedPolicy<'static>>,
    pub(super) customer_managed: Listing<CustomerManagedPolicyReference<'static>>,
    pub(super) boundary: Listing<PermissionsBoundary<'static>>,
}

/// The ARNs of the sets, sorted.
pub(super) async fn list(aws: &SsoAdmin<'_>) -> Listing<String> {
    let call = async |token| page_of_sets(aws, token).await;
    sorted(aws.executor.read(Operation::ListPermissionSets, "", call).await)
}

/// The same as they are now, whatever an earlier run kept.
pub(super) async fn list_now(aws: &SsoAdmin<'_>) -> Listing<String> {
    let call = async |token| page_of_sets(aws, token).await;
    sorted(aws.executor.read_now(Operation::ListPermissionSets, "", call).await)
}

async fn page_of_sets(aws: &SsoAdmin<'_>, token: Option<String>) -> Result<Page<String>, CallError> {
    let call = aws.client.list_permission_sets().instance_arn(aws.instance).max_results(100);
    let answer = call.set_next_token(token).send().await?;
    page(answer.permission_sets, answer.next_token, Ok)
}

fn sorted(mut listing: Listing<String>) -> Listing<String> {
    listing.items.sort();
    listing.items.dedup();
    listing
}

/// The six reads of each set, or two of them where the policies are left out.
pub(super) async fn read(aws: &SsoAdmin<'_>, sets: &BTreeSet<String>) -> Vec<Reading> {
    let has_policies = aws.families.has(Family::Policies);
    let parts = if has_policies { PARTS.len() } else { 2 };
    aws.executor.phase(Service::SsoAdmin, "permission sets", parts * sets.len());
    each(sets, async |set: &String| {
        let (description, tags, policies) = join!(describe(aws, set), tags(aws, set), async {
            if has_policies { Some(policies(aws, set).await) } else { None }
        });
        Reading { set: set.clone(), description, tags, policies }
    })
    .await
}

async fn policies(aws: &SsoAdmin<'_>, set: &str) -> Policies {
    let (inline, managed, customer_managed, boundary) = join!(
        inline_policy(aws, set),
        managed_policies(aws, set),
        customer_managed(aws, set),
        boundary(aws, set),
    );
    Policies { inline, managed, customer_managed, boundary }
}

async fn describe(aws: &SsoAdmin<'_>, set: &str) -> Listing<PermissionSet<'static>> {
    aws.executor
        .read_one(Operation::DescribePermissionSet, set, async || {
            let call =
                aws.client.describe_permission_set().instance_arn(aws.instance).permission_set_arn(set);
            let described = call.send().await?.permission_set;
            Ok(described.map(|described| PermissionSet {
                name: text(described.name),
                description: text(described.description),
                created_date: time(described.created_date),
                session_duration: text(described.session_duration),
                relay_state: text(described.relay_state),
                ..unread(set)
            }))
        })
        .await
}

/// A set of which nothing but the ARN is known.
pub(super) fn unread(set: &str) -> PermissionSet<'static> {
    PermissionSet {
        permission_set_arn: Text::owned(set),
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
    }
}

pub(super) async fn tags(aws: &SsoAdmin<'_>, set: &str) -> Listing<Tag<'static>> {
    aws.executor
        .read(Operation::ListTagsForResource, set, async |token| {
            let call = aws.client.list_tags_for_resource().instance_arn(aws.instance).resource_arn(set);
            let answer = call.set_next_token(token).send().await?;
            page(answer.tags, answer.next_token, |tag| {
                Ok(Tag { key: key(tag.key, "Key")?, value: Member::Value(Text::owned(tag.value)) })
            })
        })
        .await
}

/// AWS answers "" for none.
async fn inline_policy(aws: &SsoAdmin<'_>, set: &str) -> Listing<Text<'static>> {
    aws.executor
        .read_one(Operation::GetInlinePolicyForPermissionSet, set, async || {
            let call = aws.client.get_inline_policy_for_permission_set();
            let answer = call.instance_arn(aws.instance).permission_set_arn(set).send().await?;
            Ok(answer.inline_policy.filter(|document| !document.is_empty()).map(Text::owned))
        })
        .await
}

async fn managed_policies(aws: &SsoAdmin<'_>, set: &str) -> Listing<ManagedPolicy<'static>> {
    aws.executor
        .read(Operation::ListManagedPoliciesInPermissionSet, set, async |token| {
            let call = aws.client.list_managed_policies_in_permission_set().max_results(100);
            let call = call.instance_arn(aws.instance).permission_set_arn(set);
            let answer = call.set_next_token(token).send().await?;
            page(answer.attached_managed_policies, answer.next_token, |policy| {
                Ok(ManagedPolicy { arn: key(policy.arn, "Arn")?, name: text(policy.name) })
            })
        })
        .await
}

async fn customer_managed(aws: &SsoAdmin<'_>, set: &str) -> Listing<CustomerManagedPolicyReference<'static>> {
    aws.executor
        .read(Operation::ListCustomerManagedPolicyReferencesInPermissionSet, set, async |token| {
            let call =
                aws.client.list_customer_managed_policy_references_in_permission_set().max_results(100);
            let call = call.instance_arn(aws.instance).permission_set_arn(set);
            let answer = call.set_next_token(token).send().await?;
            page(answer.customer_managed_policy_references, answer.next_token, reference)
        })
        .await
}

fn reference(
    policy: types::CustomerManagedPolicyReference,
) -> Result<CustomerManagedPolicyReference<'static>, CallError> {
    let path = policy.path.unwrap_or_else(|| "/".to_owned());
    Ok(CustomerManagedPolicyReference {
        name: key(policy.name, "Name")?,
        path: Member::Value(Text::owned(path)),
    })
}

/// AWS answers ResourceNotFoundException for none; `settle.rs` says when that is to be believed.
async fn boundary(aws: &SsoAdmin<'_>, set: &str) -> Listing<PermissionsBoundary<'static>> {
    aws.executor
        .read_one(Operation::GetPermissionsBoundaryForPermissionSet, set, async || {
            let call = aws.client.get_permissions_boundary_for_permission_set();
            let answer = call.instance_arn(aws.instance).permission_set_arn(set).send().await?;
            let Some(boundary) = answer.permissions_boundary else {
                return Ok(None);
            };
            Ok(Some(PermissionsBoundary {
                managed_policy_arn: Member::if_learned(boundary.managed_policy_arn.map(Text::owned)),
                customer_managed_policy_reference: Member::if_learned(
                    boundary.customer_managed_policy_reference.map(reference).transpose()?,
                ),
            }))
        })
        .await
}
