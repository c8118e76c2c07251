//! AWS's own service models, as botocore has them, judge the stand-in and the requests it was sent.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::collect::snapshot_of;
use crate::harness::Workplace;
use crate::python;
use crate::snapshots::{assert_same, content, in_order};
use crate::standin::{self, Organization, StandIn, without_nulls};

const SERVICES: [&str; 6] = ["sso-admin", "identitystore", "organizations", "iam", "sts", "account-access"];

/// What boto3 reads is what is served, and each answer is one that botocore's model allows.
#[track_caller]
fn boto3_reads(document: &Value, standin: &StandIn) {
    let read = python::run("read.py", &[&standin.url(), "--strict"], "");
    let mut read: Value = serde_json::from_str(&read).expect("JSON");
    let own = read.as_object_mut().expect("an object");
    assert_eq!(own.remove("unserved"), Some(json!([])));
    own.insert("format".to_owned(), document["format"].clone());
    own.insert("format_version".to_owned(), document["format_version"].clone());
    assert_same(&in_order(read), &in_order(without_nulls(&content(document.clone()))));
}

#[test]
fn boto3_reads_from_the_stand_in_what_it_serves() {
    let document = Organization::new(9, 23, 40, 6, 60).document();
    let standin = StandIn::of(&document).short_pages(7).empty_pages();
    boto3_reads(&document, &standin);
    for service in SERVICES {
        for operation in standin::operations(service) {
            assert!(standin.calls_of(service, operation) > 0, "{service} {operation} was not judged");
        }
    }
}

#[test]
fn boto3_reads_an_organization_with_paths_and_many_pairs() {
    let document = Organization::with_pairs(7, 12, 50, 15, 8).document();
    assert_eq!(document["permission_set_provisioning"].as_array().map(Vec::len), Some(50));
    boto3_reads(&document, &StandIn::of(&document).with_paths());
}

#[test]
fn the_stand_in_has_the_read_operations_of_the_model() {
    let known = python::run("operations.py", &[], "");
    let known: BTreeSet<&str> = known.lines().collect();
    assert_eq!(standin::operations("sso-admin").into_iter().collect::<BTreeSet<_>>(), known);
}

/// What a newer model adds is told by `tests/python/operations.py --newer`.
#[test]
fn collect_knows_the_read_operations_of_the_model() {
    let known = python::run("operations.py", &[], "");
    let known: BTreeSet<&str> = known.lines().collect();
    let printed = Workplace::new().run(&["collect", "--print-policy"]).exits(0).answer();
    let actions = printed["Statement"][0]["Action"].as_array().expect("actions").iter();
    let called: BTreeSet<&str> = actions.filter_map(|action| action.as_str()?.strip_prefix("sso:")).collect();
    assert_eq!(called, known);
}

#[test]
fn the_stand_in_refuses_as_aws_does() {
    let mut document = Organization::new(5, 3, 4, 2, 5).document();
    document["access_control_attributes"] = Value::Null;
    document["organization"] = Value::Null;
    document.as_object_mut().expect("a snapshot").remove("application_providers");
    let ids = json!({
        "instance": document["instance"]["InstanceArn"],
        "store": document["instance"]["IdentityStoreId"],
        "set": document["permission_sets"][0]["PermissionSetArn"],
        "account": document["customer_managed_policies"][0]["AccountId"],
        "application": document["applications"][0]["ApplicationArn"],
        "entitling": document["entitlements"][0]["applicationArn"],
        "deleted_user": "9067f3a2b1-00000000-0001-4000-8000-000000000000",
    });
    let set = ids["set"].as_str().expect("an ARN");
    let standin = StandIn::of(&document)
        .deny("ListGroups")
        .throttle("ListUsers", 1)
        .retry_after("DescribeUser", 3, 1)
        .throttle("ListRoots", 1)
        .throttle("GetPolicy", 1)
        .throttle("account-access:ListApplications", 1)
        .token_bucket("organizations", 0.001, 12.0)
        .unwell("ListAccounts", 503, 1)
        .hang_up("ListAccounts", 1)
        .deny_roles_of("222222222222")
        .deny_for("ListEntitlements", ids["account"].as_str().expect("an id"))
        .refuse("ListRegions", "ValidationException", "not supported for <this> instance")
        .not_found_because("GetPermissionsBoundaryForPermissionSet", set, "KMS_NotFoundException");
    let seen = python::run("errors.py", &[&standin.url(), &ids.to_string()], "");
    let expected = "\
unsigned: ClientError MissingAuthenticationTokenException 400
signed for another service: ClientError InvalidSignatureException 400
denied: AccessDeniedException AccessDeniedException 400
throttled: ThrottlingException ThrottlingException 400
told when to come again: ThrottlingException ThrottlingException 400 3
organizations throttled: TooManyRequestsException TooManyRequestsException 400
unwell: ClientError ServiceUnavailableException 503
hung up: ConnectionClosedError
too many results: ValidationException ValidationException 400
too many scopes: ValidationException ValidationException 400
too many accounts: InvalidInputException InvalidInputException 400
missing parameter: ValidationException ValidationException 400
unknown operation: ClientError UnknownOperationException 400
unknown set: ResourceNotFoundException ResourceNotFoundException 400
token of another list: ValidationException ValidationException 400
boundary with a reason: ResourceNotFoundException ResourceNotFoundException 400 KMS_NotFoundException
no attributes: ResourceNotFoundException ResourceNotFoundException 400
rows of a deleted user: ResourceNotFoundException ResourceNotFoundException 400
refused in so many words: ValidationException ValidationException 400 not supported for <this> instance
not learned: AccessDeniedException AccessDeniedException 400
no organization: AWSOrganizationsNotInUseException AWSOrganizationsNotInUseException 400
no such policy of the organization: PolicyNotFoundException PolicyNotFoundException 400
no such account: TargetNotFoundException TargetNotFoundException 400
policy throttled: ClientError Throttling 400
no such policy: NoSuchEntityException NoSuchEntity 404
no such version: NoSuchEntityException NoSuchEntity 404
policy without an ARN: ClientError ValidationError 400
no such policy in the account: NoSuchEntityException NoSuchEntity 404
policy of another account: ClientError AccessDenied 403
role denied: ClientError AccessDenied 403
entitlements throttled: ThrottlingException ThrottlingException 429
unknown application: ResourceNotFoundException ResourceNotFoundException 404
entitlements without a filter: ValidationException ValidationException 400
entitlements in an account denied: AccessDeniedException AccessDeniedException 403
beyond the rate: TooManyRequestsException TooManyRequestsException 400
";
    assert_eq!(seen, expected);
}

#[test]
fn the_requests_of_collect_are_what_aws_takes() {
    let standin = StandIn::of(&Organization::new(6, 9, 12, 4, 20).document()).short_pages(4);
    snapshot_of(&standin, 0);
    let requests = standin.requests();
    let lines: String = requests
        .iter()
        .map(|request| {
            let (service, operation, params) = (request.service, &request.operation, &request.params);
            format!("{}\n", json!({"service": service, "operation": operation, "params": params}))
        })
        .collect();
    let checked = python::run("check_requests.py", &[], &lines);
    assert_eq!(checked.trim(), requests.len().to_string());
}
