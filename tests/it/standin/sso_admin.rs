//! `aws sso-admin`: instances, permission sets, provisioning, assignments.

use serde_json::{Value, json};

use super::wire::{Failure, Operation, Params, Reply, Service, find, list, pick};

pub const SERVICE: Service = Service {
    name: "sso-admin",
    target: "SWBExternalService",
    max_results: 100,
    invalid: "ValidationException",
    throttling: "ThrottlingException",
    operations: &[
        operation("ListInstances", &[], PAGED, list_instances),
        operation("DescribeInstance", &["InstanceArn"], &[], describe_instance),
        operation("ListPermissionSets", &["InstanceArn"], PAGED, list_permission_sets),
        operation("DescribePermissionSet", SET, &[], describe_permission_set),
        operation("ListTagsForResource", &["ResourceArn"], &["InstanceArn", "NextToken"], list_tags),
        operation("GetInlinePolicyForPermissionSet", SET, &[], get_inline_policy),
        operation("ListManagedPoliciesInPermissionSet", SET, PAGED, list_managed_policies),
        operation("ListCustomerManagedPolicyReferencesInPermissionSet", SET, PAGED, list_references),
        operation("GetPermissionsBoundaryForPermissionSet", SET, &[], get_boundary),
        operation("ListAccountsForProvisionedPermissionSet", SET, PAGED_BY_STATUS, list_accounts_of_set),
        operation("ListPermissionSetsProvisionedToAccount", ACCOUNT, PAGED_BY_STATUS, list_sets_of_account),
        operation("ListAccountAssignments", PAIR, PAGED, list_assignments),
    ],
};

const PAGED: &[&str] = &["MaxResults", "NextToken"];
const PAGED_BY_STATUS: &[&str] = &["MaxResults", "NextToken", "ProvisioningStatus"];
const SET: &[&str] = &["InstanceArn", "PermissionSetArn"];
const ACCOUNT: &[&str] = &["InstanceArn", "AccountId"];
const PAIR: &[&str] = &["InstanceArn", "PermissionSetArn", "AccountId"];

type Handler = fn(&Value, &Params) -> Result<Reply, Failure>;

const fn operation(
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    answer: Handler,
) -> Operation {
    Operation { name, required, optional, answer }
}

pub const INSTANCE: &[&str] = &[
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

/// `other_instances` is the stand-in's own member: instances that are seen and not read.
fn list_instances(document: &Value, _: &Params) -> Result<Reply, Failure> {
    let others = document.get("other_instances").and_then(Value::as_array);
    let own = document.get("instance").ok_or_else(Failure::denied)?;
    let all = [own].into_iter().filter(|own| !own.is_null()).chain(others.into_iter().flatten());
    Ok(Reply::List("Instances", all.map(|instance| pick(instance, INSTANCE)).collect()))
}

fn describe_instance(document: &Value, params: &Params) -> Result<Reply, Failure> {
    Ok(Reply::Record(pick(instance(document, params)?, INSTANCE)))
}

fn instance<'a>(document: &'a Value, params: &Params) -> Result<&'a Value, Failure> {
    let own = document.get("instance").ok_or_else(Failure::denied)?;
    if own["InstanceArn"] == params["InstanceArn"] {
        Ok(own)
    } else {
        Err(Failure::not_found("the instance"))
    }
}

fn list_permission_sets(document: &Value, params: &Params) -> Result<Reply, Failure> {
    instance(document, params)?;
    let sets = list(document, "permission_sets")?;
    Ok(Reply::List("PermissionSets", sets.iter().map(|set| set["PermissionSetArn"].clone()).collect()))
}

fn set<'a>(document: &'a Value, arn: &Value) -> Result<&'a Value, Failure> {
    find(list(document, "permission_sets")?, "PermissionSetArn", arn)
        .ok_or_else(|| Failure::not_found("the permission set"))
}

/// The set that `params` names, where the caller may see its part `member`.
fn set_with<'a>(document: &'a Value, params: &Params, member: &str) -> Result<&'a Value, Failure> {
    instance(document, params)?;
    let set = set(document, &params["PermissionSetArn"])?;
    if set.get(member).is_some() { Ok(set) } else { Err(Failure::denied()) }
}

fn describe_permission_set(document: &Value, params: &Params) -> Result<Reply, Failure> {
    let set = set_with(document, params, "Name")?;
    let members = ["PermissionSetArn", "Name", "Description", "CreatedDate", "SessionDuration", "RelayState"];
    Ok(Reply::Record(json!({"PermissionSet": pick(set, &members)})))
}

fn list_tags(document: &Value, params: &Params) -> Result<Reply, Failure> {
    let tags = list(set(document, &params["ResourceArn"])?, "Tags")?;
    Ok(Reply::List("Tags", tags.to_vec()))
}

fn get_inline_policy(document: &Value, params: &Params) -> Result<Reply, Failure> {
    let set = set_with(document, params, "InlinePolicy")?;
    Ok(Reply::Record(json!({"InlinePolicy": set["InlinePolicy"].as_str().unwrap_or_default()})))
}

fn list_managed_policies(document: &Value, params: &Params) -> Result<Reply, Failure> {
    let policies = list(set_with(document, params, "ManagedPolicies")?, "ManagedPolicies")?;
    Ok(Reply::List("AttachedManagedPolicies", policies.to_vec()))
}

fn list_references(document: &Value, params: &Params) -> Result<Reply, Failure> {
    const MEMBER: &str = "CustomerManagedPolicyReferences";
    let references = list(set_with(document, params, MEMBER)?, MEMBER)?;
    Ok(Reply::List(MEMBER, references.iter().map(reference).collect()))
}

/// AWS may leave out a Path that is `/`.
fn reference(reference: &Value) -> Value {
    if reference["Path"] == "/" { pick(reference, &["Name"]) } else { reference.clone() }
}

fn get_boundary(document: &Value, params: &Params) -> Result<Reply, Failure> {
    let boundary = &set_with(document, params, "PermissionsBoundary")?["PermissionsBoundary"];
    let boundary = match boundary.get("CustomerManagedPolicyReference") {
        Some(customer_managed) => json!({"CustomerManagedPolicyReference": reference(customer_managed)}),
        None if boundary.is_null() => return Err(Failure::not_found("a permissions boundary")),
        None => boundary.clone(),
    };
    Ok(Reply::Record(json!({"PermissionsBoundary": boundary})))
}

/// The provisioned pairs of the set or account that `params` names. A row without a status is listed under
/// both.
fn pairs(document: &Value, params: &Params, given: &str, wanted: &str) -> Result<Vec<Value>, Failure> {
    instance(document, params)?;
    let asked = params.get("ProvisioningStatus");
    let rows = list(document, "permission_set_provisioning")?.iter();
    let rows = rows.filter(|row| row[given] == params[given]).filter(|row| {
        let status = row.get("ProvisioningStatus");
        asked.is_none() || status.is_none() || status == asked
    });
    Ok(rows.map(|row| row[wanted].clone()).collect())
}

fn list_accounts_of_set(document: &Value, params: &Params) -> Result<Reply, Failure> {
    set(document, &params["PermissionSetArn"])?;
    Ok(Reply::List("AccountIds", pairs(document, params, "PermissionSetArn", "AccountId")?))
}

fn list_sets_of_account(document: &Value, params: &Params) -> Result<Reply, Failure> {
    Ok(Reply::List("PermissionSets", pairs(document, params, "AccountId", "PermissionSetArn")?))
}

fn list_assignments(document: &Value, params: &Params) -> Result<Reply, Failure> {
    instance(document, params)?;
    set(document, &params["PermissionSetArn"])?;
    let rows = list(document, "account_assignments")?.iter();
    let of_pair = |row: &&Value| ["PermissionSetArn", "AccountId"].iter().all(|key| row[key] == params[*key]);
    Ok(Reply::List("AccountAssignments", rows.filter(of_pair).cloned().collect()))
}
