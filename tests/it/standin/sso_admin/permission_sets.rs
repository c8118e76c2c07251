//! Permission sets, their parts, and where they are provisioned.

use serde_json::{Value, json};

use super::super::document::{Asked, list, part};
use super::super::record::pick;
use super::super::wire::{Answer, Failure, Reply};
use super::instance::instance;

pub fn list_permission_sets<'a>(asked: &Asked<'a>) -> Answer<'a> {
    instance(asked)?;
    let sets = asked.document.list("permission_sets")?.iter().collect();
    Reply::list("PermissionSets", sets, |set| set["PermissionSetArn"].clone())
}

/// The set that the request names.
pub fn set<'a>(asked: &Asked<'a>) -> Result<&'a Value, Failure> {
    instance(asked)?;
    asked.record("permission_sets", &["PermissionSetArn"])
}

pub fn describe_permission_set<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let members = ["PermissionSetArn", "Name", "Description", "CreatedDate", "SessionDuration", "RelayState"];
    let set = set(asked)?;
    part(set, "Name")?;
    Reply::record(json!({"PermissionSet": pick(set, &members)}))
}

pub fn get_inline_policy<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let policy = part(set(asked)?, "InlinePolicy")?;
    Reply::record(json!({"InlinePolicy": policy.as_str().unwrap_or_default()}))
}

pub fn list_managed_policies<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let policies = list(set(asked)?, "ManagedPolicies")?.iter().collect();
    Reply::list("AttachedManagedPolicies", policies, Value::clone)
}

pub fn list_references<'a>(asked: &Asked<'a>) -> Answer<'a> {
    const MEMBER: &str = "CustomerManagedPolicyReferences";
    Reply::list(MEMBER, list(set(asked)?, MEMBER)?.iter().collect(), reference)
}

/// AWS may leave out a Path that is `/`.
fn reference(reference: &Value) -> Value {
    if reference["Path"] == "/" { pick(reference, &["Name"]) } else { reference.clone() }
}

pub fn get_boundary<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let boundary = part(set(asked)?, "PermissionsBoundary")?;
    let boundary = match boundary.get("CustomerManagedPolicyReference") {
        Some(customer_managed) => json!({"CustomerManagedPolicyReference": reference(customer_managed)}),
        None if boundary.is_null() => return Err(Failure::not_found("a permissions boundary")),
        None => boundary.clone(),
    };
    Reply::record(json!({"PermissionsBoundary": boundary}))
}

pub fn list_accounts_of_set<'a>(asked: &Asked<'a>) -> Answer<'a> {
    set(asked)?;
    let pairs = asked.rows("permission_set_provisioning", &["PermissionSetArn"])?;
    Reply::list("AccountIds", of_status(asked, pairs), |pair| pair["AccountId"].clone())
}

pub fn list_sets_of_account<'a>(asked: &Asked<'a>) -> Answer<'a> {
    instance(asked)?;
    let pairs = asked.rows("permission_set_provisioning", &["AccountId"])?;
    Reply::list("PermissionSets", of_status(asked, pairs), |pair| pair["PermissionSetArn"].clone())
}

/// The provisioned pairs of the status that is asked for. One without a status is listed under both.
fn of_status<'a>(asked: &Asked<'a>, mut pairs: Vec<&'a Value>) -> Vec<&'a Value> {
    if let Some(wanted) = asked.params.get("ProvisioningStatus") {
        pairs.retain(|pair| pair.get("ProvisioningStatus").is_none_or(|status| status == wanted));
    }
    pairs
}
