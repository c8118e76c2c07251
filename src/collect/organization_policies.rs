//! Service and resource control policies, and what each is attached to.

use aws_sdk_organizations::types::PolicyType;
use tokio::join;

use crate::snapshot::v1::{OrganizationPolicy, PolicyTarget};
use crate::snapshot::{Member, Text};

use super::executor::each;
use super::listing::Listing;
use super::operation::{Operation, Service};
use super::organization::{Organization, PAGE};
use super::wire::{key, page, text};

const KINDS: [PolicyType; 2] = [PolicyType::ServiceControlPolicy, PolicyType::ResourceControlPolicy];

impl Organization<'_> {
    /// All service and resource control policies.
    pub(super) async fn policies(&self) -> Member<Vec<OrganizationPolicy<'static>>> {
        let ledger = &self.executor.ledger;
        let all = self.listed_policies().await;
        if let Some(error) = &all.failure {
            let operations = [Operation::DescribePolicy, Operation::ListTargetsForPolicy];
            ledger.unreached(&operations, "PoliciesUnknown", "which policies there are", error);
        }
        let learned = all.learned();
        let listed = all.items;
        self.executor.phase(Service::Organizations, "policies", 2 * listed.len());
        let policies = each(listed, async |policy: OrganizationPolicy<'static>| {
            let (content, targets) = join!(self.content(&policy.id), self.targets(&policy.id));
            OrganizationPolicy {
                content: Member::if_learned(ledger.learn(Operation::DescribePolicy, &policy.id, content))
                    .first(),
                targets: Member::if_learned(ledger.learn(
                    Operation::ListTargetsForPolicy,
                    &policy.id,
                    targets,
                )),
                ..policy
            }
        });
        let policies = policies.await;
        Member::if_learned(learned.then_some(policies))
    }

    /// The policies of all kinds, without what they say and are attached to.
    pub(super) async fn listed_policies(&self) -> Listing<OrganizationPolicy<'static>> {
        self.executor.phase(Service::Organizations, "policies", KINDS.len());
        let mut all = Listing::default();
        for kind in KINDS {
            let listing = self.policies_of(&kind).await;
            self.executor.ledger.record(Operation::ListPolicies, Some(kind.as_str()), &listing);
            self.executor.survey.organization(&listing);
            all = all.and(listing);
        }
        let all = all.unique();
        self.executor.survey.organization_parts(2 * all.items.len());
        all
    }

    async fn policies_of(&self, kind: &PolicyType) -> Listing<OrganizationPolicy<'static>> {
        let call = async |token| {
            let call = self.client.list_policies().filter(kind.clone()).max_results(PAGE);
            let answer = call.set_next_token(token).send().await?;
            page(answer.policies, answer.next_token, |policy| {
                Ok(OrganizationPolicy {
                    id: key(policy.id, "Id")?,
                    arn: text(policy.arn),
                    name: text(policy.name),
                    description: text(policy.description),
                    r#type: Member::Value(Text::owned(
                        policy.r#type.as_ref().map_or(kind.as_str(), PolicyType::as_str),
                    )),
                    aws_managed: Member::Value(policy.aws_managed),
                    content: Member::Absent,
                    targets: Member::Absent,
                })
            })
        };
        self.executor.read(Operation::ListPolicies, kind.as_str(), call).await
    }

    async fn content(&self, id: &str) -> Listing<Text<'static>> {
        self.executor
            .read_one(Operation::DescribePolicy, id, async || {
                let policy = self.client.describe_policy().policy_id(id).send().await?.policy;
                Ok(policy.and_then(|policy| policy.content).map(Text::owned))
            })
            .await
    }

    async fn targets(&self, id: &str) -> Listing<PolicyTarget<'static>> {
        let call = async |token| {
            let call = self.client.list_targets_for_policy().policy_id(id).max_results(PAGE);
            let answer = call.set_next_token(token).send().await?;
            page(answer.targets, answer.next_token, |target| {
                Ok(PolicyTarget {
                    target_id: key(target.target_id, "TargetId")?,
                    r#type: text(target.r#type.map(|kind| kind.as_str().to_owned())),
                })
            })
        };
        self.executor.read(Operation::ListTargetsForPolicy, id, call).await
    }
}
