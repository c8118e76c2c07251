//! `aws account-access`: applications of account access manager, and what they entitle to.

use serde_json::{Value, json};

use super::document::Asked;
use super::record::without_nulls;
use super::text::percent_decoded;
use super::wire::{Answer, Failure, Params, Protocol, Reply, Service, operation};

pub const SERVICE: Service = Service {
    name: "account-access",
    protocol: Protocol::Rest,
    signing_name: "account-access",
    max_results: 100,
    denied: "AccessDeniedException",
    invalid: "ValidationException",
    throttling: "ThrottlingException",
    operations: &[
        operation("GetApplication", &["applicationArn"], &[], get_application),
        operation("ListApplications", &[], PAGED, list_applications),
        operation("ListEntitlements", &["applicationArn", "filter"], PAGED, list_entitlements),
        operation("ListTagsForResource", &["resourceArn"], &[], list_tags),
    ],
};

const PAGED: &[&str] = &["maxResults", "nextToken"];
const TIME: &str = "2025-01-02T03:04:05Z";

/// The operation that a method and path name, and the parameters in the path.
pub fn route(method: &str, path: &str) -> Option<(&'static str, Params)> {
    let in_path =
        |name: &str, arn| [(name.to_owned(), json!(percent_decoded(arn)))].into_iter().collect::<Params>();
    match (method, path.trim_start_matches('/').split_once('/')) {
        ("POST", None) if path == "/applications-list" => Some(("ListApplications", Params::new())),
        ("POST", None) if path == "/entitlements-list" => Some(("ListEntitlements", Params::new())),
        ("GET", Some(("applications", arn))) => Some(("GetApplication", in_path("applicationArn", arn))),
        ("GET", Some(("tags", arn))) => Some(("ListTagsForResource", in_path("resourceArn", arn))),
        _ => None,
    }
}

/// A snapshot tells of no application but by its entitlements: without one, this is the application.
fn lone_application(asked: &Asked) -> Value {
    json!(format!("arn:aws:account-access:us-east-1:{}:application/a1b2c3d4", asked.account))
}

fn list_applications<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let application = |arn: &Value| json!({"applicationArn": arn, "createdAt": TIME, "updatedAt": TIME});
    let mut firsts: Vec<&Value> = asked.document.list("entitlements")?.iter().collect();
    firsts.sort_by_key(|entitlement| entitlement["applicationArn"].as_str());
    firsts.dedup_by_key(|entitlement| &entitlement["applicationArn"]);
    if firsts.is_empty() {
        return Reply::record(json!({"applications": [application(&lone_application(asked))]}));
    }
    Reply::list("applications", firsts, move |entitlement| application(&entitlement["applicationArn"]))
}

/// The entitlements of the application `arn`, where there is such an application.
fn entitlements<'a>(asked: &Asked<'a>, arn: &Value) -> Result<Vec<&'a Value>, Failure> {
    let found = asked.document.rows("entitlements", &["applicationArn"], &[arn])?;
    let lone = asked.document.list("entitlements")?.is_empty() && *arn == lone_application(asked);
    if found.is_empty() && !lone { Err(Failure::not_found("the application")) } else { Ok(found) }
}

fn get_application<'a>(asked: &Asked<'a>) -> Answer<'a> {
    entitlements(asked, asked.param("applicationArn"))?;
    let instance = asked.document.get("instance").ok_or_else(Failure::denied)?;
    Reply::record(json!({
        "identitySource": {"identityCenter": {"instanceArn": instance["InstanceArn"]}},
        "status": "ACTIVE",
        "createdAt": TIME,
        "updatedAt": TIME,
    }))
}

fn list_entitlements<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let wanted = &asked.param("filter")["principalRole"];
    if !wanted.is_object() {
        return Err(Failure::invalid("the filter must be one for roles"));
    }
    let mut rows = entitlements(asked, asked.param("applicationArn"))?;
    rows.retain(|row| includes(&row["entitlement"]["principalRole"], wanted));
    Reply::list("entitlements", rows, |row| {
        let mut answer = without_nulls(row);
        answer.as_object_mut().expect("a record").remove("applicationArn");
        answer
    })
}

/// True where the record has all that is wanted.
fn includes(record: &Value, wanted: &Value) -> bool {
    match wanted {
        Value::Object(members) => members.iter().all(|(name, wanted)| includes(&record[name], wanted)),
        wanted => record == wanted,
    }
}

fn list_tags<'a>(asked: &Asked<'a>) -> Answer<'a> {
    entitlements(asked, asked.param("resourceArn"))?;
    Reply::record(json!({"tags": {}}))
}
