//! The instance: itself, its Regions, its attributes for access control, the tags of what is in it.

use serde_json::Value;

use super::super::document::{Asked, list, part};
use super::super::record::pick;
use super::super::wire::{Answer, Failure, Reply};

const LISTED: &[&str] = &[
    "InstanceArn",
    "IdentityStoreId",
    "IdentityStoreArn",
    "OwnerAccountId",
    "Name",
    "CreatedDate",
    "Status",
    "StatusReason",
    "PrimaryRegion",
];

pub const DESCRIBED: &[&str] = &[
    "InstanceArn",
    "IdentityStoreId",
    "IdentityStoreArn",
    "OwnerAccountId",
    "Name",
    "CreatedDate",
    "Status",
    "StatusReason",
    "PrimaryRegion",
    "EncryptionConfigurationDetails",
    "PermissionSetsEnabled",
];

pub const REGION: &[&str] = &["RegionName", "Status", "AddedDate", "IsPrimaryRegion"];

/// `other_instances` is the stand-in's own member: instances that are seen and not read.
pub fn list_instances<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let others = asked.document.get("other_instances").and_then(Value::as_array);
    let own = asked.document.get("instance").ok_or_else(Failure::denied)?;
    let all = [own].into_iter().filter(|own| !own.is_null()).chain(others.into_iter().flatten());
    Reply::list("Instances", all.collect(), |instance| pick(instance, LISTED))
}

pub fn describe_instance<'a>(asked: &Asked<'a>) -> Answer<'a> {
    Reply::record(pick(instance(asked)?, DESCRIBED))
}

/// The instance, where it is the one that the request names.
pub fn instance<'a>(asked: &Asked<'a>) -> Result<&'a Value, Failure> {
    let own = asked.document.get("instance").ok_or_else(Failure::denied)?;
    if &own["InstanceArn"] == asked.param("InstanceArn") {
        Ok(own)
    } else {
        Err(Failure::not_found("the instance"))
    }
}

pub fn describe_access_control_attributes<'a>(asked: &Asked<'a>) -> Answer<'a> {
    const MEMBERS: &[&str] = &["Status", "StatusReason", "InstanceAccessControlAttributeConfiguration"];
    instance(asked)?;
    match asked.document.get("access_control_attributes") {
        None => Err(Failure::denied()),
        Some(Value::Null) => Err(Failure::not_found("a configuration of attributes for access control")),
        Some(attributes) => Reply::record(pick(attributes, MEMBERS)),
    }
}

pub fn list_regions<'a>(asked: &Asked<'a>) -> Answer<'a> {
    instance(asked)?;
    let regions = asked.document.list("regions")?.iter().collect();
    Reply::list("Regions", regions, |region| pick(region, REGION))
}

pub fn describe_region<'a>(asked: &Asked<'a>) -> Answer<'a> {
    instance(asked)?;
    let region = asked.record("regions", &["RegionName"])?;
    part(region, "Status")?;
    Reply::record(pick(region, REGION))
}

/// The tags of a permission set, an application or a trusted token issuer.
pub fn list_tags<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let arn = asked.param("ResourceArn");
    let kind = arn.as_str().and_then(|arn| arn.split(':').nth(5)?.split('/').next());
    let document = asked.document;
    let tagged = match kind {
        Some("permissionSet") => document.find("permission_sets", &["PermissionSetArn"], arn)?,
        Some("application") => document.find("applications", &["ApplicationArn"], arn)?,
        Some("trustedTokenIssuer") => {
            document.find("trusted_token_issuers", &["TrustedTokenIssuerArn"], arn)?
        }
        _ => None,
    };
    let tagged = tagged.ok_or_else(|| Failure::not_found("the resource"))?;
    Reply::list("Tags", list(tagged, "Tags")?.iter().collect(), Value::clone)
}
