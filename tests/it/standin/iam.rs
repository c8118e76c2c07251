//! `aws iam`: AWS managed policies, and the customer managed policies of the account that asks.

use serde_json::{Value, json};

use super::document::{Asked, part};
use super::text::percent_encoded;
use super::wire::{Answer, Failure, Protocol, Reply, Service, account_of, operation};

pub const SERVICE: Service = Service {
    name: "iam",
    protocol: Protocol::Query("2010-05-08"),
    signing_name: "iam",
    max_results: 1000,
    denied: "AccessDenied",
    invalid: "ValidationError",
    throttling: "Throttling",
    operations: &[
        operation("GetPolicy", &["PolicyArn"], &[], get_policy),
        operation("GetPolicyVersion", &["PolicyArn", "VersionId"], &[], get_policy_version),
    ],
};

/// The default version of customer managed policies. A snapshot does not tell it.
const VERSION: &str = "v3";

/// The policy that the request names, its path and its name.
fn policy<'a>(asked: &Asked<'a>) -> Result<(&'a Value, &'a str, &'a str), Failure> {
    let arn = asked.param("PolicyArn");
    let resource = arn.as_str().and_then(|arn| arn.split_once(":policy")).map(|(_, resource)| resource);
    let (path, name) = resource
        .and_then(|resource| resource.rsplit_once('/'))
        .map(|(path, name)| (&resource.unwrap_or_default()[..=path.len()], name))
        .ok_or_else(|| Failure::new("InvalidInput", "ARN is not valid."))?;
    let found = match account_of(arn) {
        Some("aws") => asked.document.find("managed_policies", &["Arn"], arn)?,
        Some(account) if account == asked.account => {
            let ids = [&json!(account), &json!(path), &json!(name)];
            let rows =
                asked.document.rows("customer_managed_policies", &["AccountId", "Path", "Name"], &ids)?;
            rows.first().copied()
        }
        _ => return Err(Failure::denied()),
    };
    let none = || Failure::new("NoSuchEntity", format!("Policy {arn} does not exist or is not attachable."));
    let found = found.ok_or_else(none)?;
    if part(found, "Document")?.is_null() { Err(none()) } else { Ok((found, path, name)) }
}

fn default_version(policy: &Value) -> &str {
    policy["DefaultVersionId"].as_str().unwrap_or(VERSION)
}

fn get_policy<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let (policy, path, name) = policy(asked)?;
    let mut answer = json!({
        "PolicyName": name,
        "PolicyId": "ANPAAAAAAAAAAAAAAAAAA",
        "Arn": asked.param("PolicyArn"),
        "Path": path,
        "DefaultVersionId": default_version(policy),
        "AttachmentCount": 1,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": true,
        "CreateDate": "2015-02-06T18:39:46Z",
    });
    if let Some(date) = policy["UpdateDate"].as_str() {
        answer["UpdateDate"] = json!(date);
    }
    Reply::record(json!({"Policy": answer}))
}

/// IAM percent-encodes the document.
fn get_policy_version<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let (policy, _, _) = policy(asked)?;
    let version = asked.param("VersionId");
    if version != default_version(policy) {
        return Err(Failure::new("NoSuchEntity", format!("Policy version {version} does not exist.")));
    }
    Reply::record(json!({"PolicyVersion": {
        "Document": percent_encoded(policy["Document"].as_str().expect("the text of a policy")),
        "VersionId": version,
        "IsDefaultVersion": true,
        "CreateDate": "2015-02-06T18:39:46Z",
    }}))
}
