//! Which instance: ListInstances, the choice, DescribeInstance.

use aws_sdk_ssoadmin::{Client, types};

use crate::snapshot::v1::{
    AccessControlAttribute, AccessControlAttributeConfiguration, AccessControlAttributeValue,
    AccessControlAttributes, EncryptionConfigurationDetails, Instance, Observation, Region,
};
use crate::snapshot::{Member, Text};

use super::call_error::Kind;
use super::compare::disagreement;
use super::error::{CollectError, InstanceChoice};
use super::executor::Executor;
use super::listing::{Listing, unique};
use super::operation::{Operation, Service};
use super::wire::{key, page, text, time};

/// The instance to read: the one asked for, or the only one there is.
pub(super) async fn find(
    client: &Client,
    executor: &Executor<'_>,
    wanted: Option<&str>,
    region: &str,
) -> Result<Instance<'static>, CollectError> {
    executor.phase(Service::SsoAdmin, "instance", 1);
    let listing = executor
        .read(Operation::ListInstances, "", async |token| {
            let answer = client.list_instances().max_results(100).set_next_token(token).send().await?;
            page(answer.instances, answer.next_token, |instance| {
                Ok(Instance {
                    instance_arn: key(instance.instance_arn, "InstanceArn")?,
                    identity_store_id: given(instance.identity_store_id),
                    identity_store_arn: given(instance.identity_store_arn),
                    owner_account_id: given(instance.owner_account_id),
                    name: given(instance.name),
                    created_date: instance.created_date.map_or(Member::Absent, |date| time(Some(date))),
                    status: given(instance.status.map(|status| status.as_str().to_owned())),
                    status_reason: given(instance.status_reason),
                    primary_region: given(instance.primary_region),
                    encryption_configuration_details: Member::Absent,
                    permission_sets_enabled: Member::Absent,
                })
            })
        })
        .await;
    executor.ledger.record(Operation::ListInstances, None, &listing);
    match listing.failure {
        Some(error) => Err(CollectError::call(Operation::ListInstances, error)),
        None => choose(listing.items, wanted, region),
    }
}

/// ListInstances is the shorter answer: what it leaves out, DescribeInstance may give.
fn given(member: Option<String>) -> Member<Text<'static>> {
    Member::if_learned(member.map(Text::owned))
}

fn choose(
    instances: Vec<Instance<'static>>,
    wanted: Option<&str>,
    region: &str,
) -> Result<Instance<'static>, CollectError> {
    let mut instances = unique(instances);
    let choices = || instances.iter().map(InstanceChoice::of).collect();
    match (wanted, instances.len()) {
        (_, 0) => Err(CollectError::NoInstance { region: region.to_owned() }),
        (None, 1) => instances.pop().ok_or_else(|| CollectError::NoInstance { region: region.to_owned() }),
        (None, _) => Err(CollectError::SeveralInstances { instances: choices() }),
        (Some(wanted), _) => {
            let missing =
                CollectError::InstanceNotVisible { wanted: wanted.to_owned(), instances: choices() };
            instances.into_iter().find(|instance| instance.instance_arn == wanted).ok_or(missing)
        }
    }
}

/// Fills in what DescribeInstance gives. It is not fatal: ListInstances gave what the collection needs.
pub(super) async fn describe(
    client: &Client,
    executor: &Executor<'_>,
    listed: Instance<'static>,
) -> Instance<'static> {
    let listing = executor
        .read_one(Operation::DescribeInstance, "", async || {
            let arn = listed.instance_arn.to_string();
            let answer = client.describe_instance().instance_arn(arn).send().await?;
            Ok(Some(Instance {
                instance_arn: listed.instance_arn.clone(),
                identity_store_id: text(answer.identity_store_id),
                identity_store_arn: text(answer.identity_store_arn),
                owner_account_id: text(answer.owner_account_id),
                name: text(answer.name),
                created_date: time(answer.created_date),
                status: text(answer.status.map(|status| status.as_str().to_owned())),
                status_reason: text(answer.status_reason),
                primary_region: text(answer.primary_region),
                encryption_configuration_details: Member::learned(
                    answer.encryption_configuration_details.map(encryption),
                ),
                permission_sets_enabled: Member::learned(answer.permission_sets_enabled),
            }))
        })
        .await;
    executor.ledger.record(Operation::DescribeInstance, None, &listing);
    let Some(described) = listing.items.into_iter().next() else {
        return listed;
    };
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
        encryption_configuration_details: described.encryption_configuration_details,
        permission_sets_enabled: described.permission_sets_enabled,
    }
}

fn encryption(details: types::EncryptionConfigurationDetails) -> EncryptionConfigurationDetails<'static> {
    EncryptionConfigurationDetails {
        key_type: text(details.key_type.map(|kind| kind.as_str().to_owned())),
        kms_key_arn: text(details.kms_key_arn),
        encryption_status: text(details.encryption_status.map(|status| status.as_str().to_owned())),
        encryption_status_reason: text(details.encryption_status_reason),
    }
}

/// The attributes for access control. "Not found" is how AWS says that there are none.
pub(super) async fn access_control_attributes(
    client: &Client,
    executor: &Executor<'_>,
    instance: &str,
) -> Member<AccessControlAttributes<'static>> {
    let operation = Operation::DescribeInstanceAccessControlAttributeConfiguration;
    let listing = executor.read_one(operation, "", async || {
        let call = client.describe_instance_access_control_attribute_configuration();
        let answer = call.instance_arn(instance).send().await?;
        let configuration = answer.instance_access_control_attribute_configuration;
        Ok(Some(AccessControlAttributes {
            status: text(answer.status.map(|status| status.as_str().to_owned())),
            status_reason: text(answer.status_reason),
            instance_access_control_attribute_configuration: Member::learned(configuration.map(attributes)),
        }))
    });
    let listing = listing.await;
    let none =
        listing.failure.as_ref().is_some_and(|error| error.kind == Kind::NotFound && error.reason.is_none());
    let listing = if none { Listing { failure: None, ..listing } } else { listing };
    executor.ledger.record(operation, None, &listing);
    match (listing.failure, listing.items.into_iter().next()) {
        (Some(_), _) => Member::Absent,
        (None, found) => Member::learned(found),
    }
}

fn attributes(
    configuration: types::InstanceAccessControlAttributeConfiguration,
) -> AccessControlAttributeConfiguration<'static> {
    let attribute = |attribute: types::AccessControlAttribute| AccessControlAttribute {
        key: Text::owned(attribute.key),
        value: Member::learned(attribute.value.map(|value| AccessControlAttributeValue {
            source: Member::Value(value.source.into_iter().map(Text::owned).collect()),
        })),
    };
    let attributes = configuration.access_control_attributes.into_iter().map(attribute);
    AccessControlAttributeConfiguration { access_control_attributes: Member::Value(attributes.collect()) }
}

/// The Regions of the instance. `describe_each` asks about each of them once more, and tells what differs.
pub(super) async fn regions(
    client: &Client,
    executor: &Executor<'_>,
    instance: &str,
    describe_each: bool,
) -> (Member<Vec<Region<'static>>>, Vec<Observation<'static>>) {
    let listing = executor.read(Operation::ListRegions, "", async |token| {
        let call = client.list_regions().instance_arn(instance).max_results(100);
        let answer = call.set_next_token(token).send().await?;
        page(answer.regions, answer.next_token, |region| {
            Ok(Region {
                region_name: key(region.region_name, "RegionName")?,
                status: text(region.status.map(|status| status.as_str().to_owned())),
                added_date: time(region.added_date),
                is_primary_region: Member::Value(region.is_primary_region),
            })
        })
    });
    let listing = listing.await.unique();
    executor.survey.sso_admin(&listing);
    executor.survey.repeated(listing.items.len());
    executor.ledger.record(Operation::ListRegions, None, &listing);
    let mut observations = Vec::new();
    if describe_each {
        for region in &listing.items {
            observations.extend(describe_region(client, executor, instance, region).await);
        }
    } else {
        executor.ledger.not_needed(Operation::DescribeRegion, Operation::ListRegions);
    }
    (Member::if_learned(listing.learned().then_some(listing.items)), observations)
}

async fn describe_region(
    client: &Client,
    executor: &Executor<'_>,
    instance: &str,
    listed: &Region<'static>,
) -> Option<Observation<'static>> {
    let name = &*listed.region_name;
    let operation = Operation::DescribeRegion;
    let listing = executor.read_one(operation, name, async || {
        let answer = client.describe_region().instance_arn(instance).region_name(name).send().await?;
        Ok(Some(Region {
            region_name: key(answer.region_name, "RegionName")?,
            status: text(answer.status.map(|status| status.as_str().to_owned())),
            added_date: time(answer.added_date),
            is_primary_region: Member::Value(answer.is_primary_region),
        }))
    });
    let described = executor.ledger.learn(operation, name, listing.await)?;
    let differs = described.first().is_some_and(|described| described != listed);
    differs.then(|| disagreement(operation, name, "ListRegions tells the Region differently".to_owned()))
}

/// What one of the two calls gave is known, though the other left it out.
fn either(described: Member<Text<'static>>, listed: Member<Text<'static>>) -> Member<Text<'static>> {
    if described.value().is_some() || listed.is_absent() { described } else { listed }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instances(names: &[&str]) -> Vec<Instance<'static>> {
        let instance = |name: &&str| Instance {
            instance_arn: Text::owned(*name),
            identity_store_id: Member::Absent,
            identity_store_arn: Member::Absent,
            owner_account_id: Member::Absent,
            name: Member::Absent,
            created_date: Member::Absent,
            status: Member::Absent,
            status_reason: Member::Absent,
            primary_region: Member::Absent,
            encryption_configuration_details: Member::Absent,
            permission_sets_enabled: Member::Absent,
        };
        names.iter().map(instance).collect()
    }

    #[test]
    fn the_only_instance_needs_no_choice_and_several_are_never_guessed_at() {
        assert_eq!(choose(instances(&["a"]), None, "r").unwrap().instance_arn, "a");
        assert_eq!(choose(instances(&["a", "b"]), Some("b"), "r").unwrap().instance_arn, "b");
        assert!(matches!(choose(instances(&[]), Some("a"), "r"), Err(CollectError::NoInstance { .. })));
        assert!(matches!(
            choose(instances(&["b", "a"]), None, "r"),
            Err(CollectError::SeveralInstances { instances }) if instances.len() == 2 && instances[0].arn == "a"
        ));
        assert!(matches!(
            choose(instances(&["a"]), Some("z"), "r"),
            Err(CollectError::InstanceNotVisible { instances, .. }) if instances.len() == 1
        ));
    }
}
