//! Which instance is read.

use aws_sdk_ssoadmin::types::InstanceMetadata;

use super::Reader;
use super::call::CallError;
use super::error::CollectError;
use super::executor::{Executor, Page};
use super::operation::{DESCRIBE_INSTANCE, LIST_INSTANCES};
use super::record::{text, time};
use crate::snapshot::v1::Instance;
use crate::snapshot::{Member, Text};

/// The chosen instance, or the only one that is visible.
///
/// # Errors
/// None is visible, the chosen one is not, or several are and none was chosen.
pub async fn choose(
    executor: &Executor<'_>,
    sso: &aws_sdk_ssoadmin::Client,
    chosen: Option<&str>,
    region: &str,
) -> Result<Instance<'static>, CollectError> {
    executor.expect(LIST_INSTANCES, 1);
    let listing = executor
        .list(LIST_INSTANCES, &[], |token| async {
            let answer = sso.list_instances().max_results(100).set_next_token(token).send().await?;
            let items = answer.instances.unwrap_or_default().into_iter().filter_map(instance).collect();
            Ok(Page { items, next_token: answer.next_token })
        })
        .await;
    if let Some(source) = listing.error {
        return Err(CollectError::Call { operation: LIST_INSTANCES.name, source });
    }
    let mut instances = listing.items;
    instances.sort_by(|one, other| one.instance_arn.cmp(&other.instance_arn));
    let names = |instances: &[Instance]| instances.iter().map(describe).collect::<Vec<_>>();
    if let Some(arn) = chosen {
        let instances_seen = names(&instances);
        return instances.into_iter().find(|instance| instance.instance_arn == arn).ok_or_else(|| {
            CollectError::NoSuchInstance {
                arn: arn.to_owned(),
                region: region.to_owned(),
                instances: instances_seen,
            }
        });
    }
    match instances.as_slice() {
        [] => Err(CollectError::NoInstance { region: region.to_owned() }),
        [only] => Ok(only.clone()),
        _ => Err(CollectError::SeveralInstances { instances: names(&instances) }),
    }
}

/// ARN, name and owner: what a person needs to choose.
fn describe(instance: &Instance) -> String {
    let owner = instance.owner_account_id.text().unwrap_or("an unknown account");
    match instance.name.text() {
        Some(name) => format!("{} ({name}, owned by {owner})", instance.instance_arn),
        None => format!("{} (owned by {owner})", instance.instance_arn),
    }
}

fn instance(found: InstanceMetadata) -> Option<Instance<'static>> {
    Some(Instance {
        instance_arn: Text::owned(found.instance_arn?),
        identity_store_id: text(found.identity_store_id),
        identity_store_arn: text(found.identity_store_arn),
        owner_account_id: text(found.owner_account_id),
        name: text(found.name),
        created_date: time(found.created_date),
        status: text(found.status.map(|status| status.as_str().to_owned())),
        status_reason: text(found.status_reason),
        primary_region: text(found.primary_region),
    })
}

impl Reader<'_> {
    /// The instance with what DescribeInstance adds to what ListInstances said.
    pub(super) async fn describe_instance(&self, listed: Instance<'static>) -> Instance<'static> {
        self.executor.expect(DESCRIBE_INSTANCE, 1);
        let described = self
            .executor
            .get(DESCRIBE_INSTANCE, &[], || async {
                let answer = self.sso.describe_instance().instance_arn(&self.instance_arn).send().await?;
                Ok::<_, CallError>(Instance {
                    instance_arn: Text::owned(self.instance_arn.clone()),
                    identity_store_id: text(answer.identity_store_id),
                    identity_store_arn: text(answer.identity_store_arn),
                    owner_account_id: text(answer.owner_account_id),
                    name: text(answer.name),
                    created_date: time(answer.created_date),
                    status: text(answer.status.map(|status| status.as_str().to_owned())),
                    status_reason: text(answer.status_reason),
                    primary_region: text(answer.primary_region),
                })
            })
            .await;
        let Ok(described) = described else { return listed };
        let either = |one: Member<Text<'static>>, other| if one.value().is_some() { one } else { other };
        Instance {
            instance_arn: listed.instance_arn,
            identity_store_id: either(described.identity_store_id, listed.identity_store_id),
            identity_store_arn: either(described.identity_store_arn, listed.identity_store_arn),
            owner_account_id: either(described.owner_account_id, listed.owner_account_id),
            name: either(described.name, listed.name),
            created_date: either(described.created_date, listed.created_date),
            status: either(described.status, listed.status),
            status_reason: either(described.status_reason, listed.status_reason),
            primary_region: either(described.primary_region, listed.primary_region),
        }
    }
}
