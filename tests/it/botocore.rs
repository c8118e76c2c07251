//! AWS's own service models, as botocore has them, judge the stand-in and the requests it was sent.

use serde_json::{Value, json};

use crate::collect::snapshot_of;
use crate::python;
use crate::snapshots::{assert_same, content, in_order};
use crate::standin::{Organization, StandIn, without_nulls};

#[test]
fn boto3_reads_from_the_stand_in_what_it_serves() {
    let document = Organization::new(9, 23, 40, 6, 60).document();
    let standin = StandIn::of(&document).short_pages(7).empty_pages();
    let read = python::run("read.py", &[&standin.url(), "--strict"], "");
    let mut read: Value = serde_json::from_str(&read).expect("JSON");
    let own = read.as_object_mut().expect("an object");
    assert_eq!(own.remove("unserved"), Some(json!([])));
    assert_eq!(own.remove("axes_agree"), Some(json!(true)));
    own.insert("format".to_owned(), document["format"].clone());
    own.insert("format_version".to_owned(), document["format_version"].clone());
    assert_same(&in_order(read), &in_order(without_nulls(&content(document))));
}

#[test]
fn the_stand_in_refuses_as_aws_does() {
    let document = Organization::new(5, 3, 4, 2, 5).document();
    let set = document["permission_sets"][0]["PermissionSetArn"].as_str().expect("an ARN");
    let instance = document["instance"]["InstanceArn"].as_str().expect("an ARN");
    let store = document["instance"]["IdentityStoreId"].as_str().expect("an id");
    let standin = StandIn::of(&document)
        .deny("ListGroups")
        .throttle("ListUsers", 1)
        .throttle("ListRoots", 1)
        .unwell("ListAccounts", 503, 1)
        .hang_up("ListAccounts", 1)
        .not_found_because("GetPermissionsBoundaryForPermissionSet", set, "KMS_NotFoundException");
    let seen = python::run("errors.py", &[&standin.url(), instance, set, store], "");
    let expected = "\
unsigned: ClientError MissingAuthenticationTokenException 400 -
denied: AccessDeniedException AccessDeniedException 400 -
throttled: ThrottlingException ThrottlingException 400 -
organizations throttled: TooManyRequestsException TooManyRequestsException 400 -
unwell: ClientError ServiceUnavailableException 503 -
hung up: ConnectionClosedError
too many results: ValidationException ValidationException 400 -
too many accounts: InvalidInputException InvalidInputException 400 -
missing parameter: ValidationException ValidationException 400 -
unknown operation: ClientError UnknownOperationException 400 -
unknown set: ResourceNotFoundException ResourceNotFoundException 400 -
token of another list: ValidationException ValidationException 400 -
boundary with a reason: ResourceNotFoundException ResourceNotFoundException 400 KMS_NotFoundException
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
