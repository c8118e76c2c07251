//! `aws sts`: who asks, and roles in other accounts.

use serde_json::{Value, json};

use super::document::{Asked, Document};
use super::wire::{Answer, Failure, Protocol, Reply, Service, account_of, operation};

pub const SERVICE: Service = Service {
    name: "sts",
    protocol: Protocol::Query("2011-06-15"),
    signing_name: "sts",
    max_results: 1000,
    denied: "AccessDenied",
    invalid: "ValidationError",
    throttling: "Throttling",
    operations: &[
        operation("AssumeRole", &["RoleArn", "RoleSessionName"], ROLE, assume_role),
        operation("GetCallerIdentity", &[], &[], get_caller_identity),
    ],
};

const ROLE: &[&str] =
    &["DurationSeconds", "ExternalId", "Policy", "PolicyArns", "SourceIdentity", "Tags", "TransitiveTagKeys"];

/// An access key id of a role carries the account after this.
const ROLE_KEY: &str = "ASIA";

/// The account whose credentials these are.
pub fn account(document: &Document, access_key_id: &str) -> String {
    let assumed = access_key_id.strip_prefix(ROLE_KEY).filter(|account| account.len() == 12);
    let caller = document.get("collected").map(|collected| &collected["caller"]["account_id"]);
    let owner = document.get("instance").map(|instance| &instance["OwnerAccountId"]);
    let own = caller.and_then(Value::as_str).or_else(|| owner.and_then(Value::as_str));
    assumed.or(own).unwrap_or("111111111111").to_owned()
}

fn get_caller_identity<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let caller = asked.document.get("collected").map(|collected| &collected["caller"]);
    let own = caller.filter(|caller| caller["account_id"] == asked.account);
    let arn = own
        .and_then(|caller| caller["arn"].as_str())
        .map_or_else(|| format!("arn:aws:sts::{}:assumed-role/Audit/stand-in", asked.account), str::to_owned);
    Reply::record(json!({"UserId": "AROAAAAAAAAAAAAAAAAAA:stand-in", "Account": asked.account, "Arn": arn}))
}

fn assume_role<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let (role, session) = (asked.param("RoleArn"), asked.param("RoleSessionName"));
    let name = role.as_str().and_then(|role| role.split_once(":role/")?.1.rsplit('/').next());
    let account = account_of(role).filter(|account| account.len() == 12);
    let (Some(account), Some(name), Some(session)) = (account, name, session.as_str()) else {
        return Err(Failure::invalid(format!("{role} is invalid")));
    };
    Reply::record(json!({
        "Credentials": {
            "AccessKeyId": format!("{ROLE_KEY}{account}"),
            "SecretAccessKey": "secret",
            "SessionToken": "the-session-of-a-role",
            "Expiration": "2099-01-01T00:00:00Z",
        },
        "AssumedRoleUser": {
            "AssumedRoleId": format!("AROAAAAAAAAAAAAAAAAAA:{session}"),
            "Arn": format!("arn:aws:sts::{account}:assumed-role/{name}/{session}"),
        },
        "PackedPolicySize": 1,
    }))
}
