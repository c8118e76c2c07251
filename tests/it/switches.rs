//! The stand-in's switches do what they say, to a client that is not ssoscan.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::standin::{Organization, Outcome, StandIn, without_optional};

const LIST_SETS: &str = "SWBExternalService.ListPermissionSets";
const LIST_OF_PRINCIPAL: &str = "SWBExternalService.ListAccountAssignmentsForPrincipal";

fn document() -> Value {
    without_optional(&Organization::with_pairs(5, 6, 20, 9, 4).document())
}

/// A connection that asks sso-admin.
struct Connection(BufReader<TcpStream>);

impl Connection {
    fn to(standin: &StandIn) -> Self {
        let address = standin.url().replace("http://", "");
        Connection(BufReader::new(TcpStream::connect(address).expect("a connection")))
    }

    fn send(&mut self, target: &str, body: &Value) {
        let body = body.to_string();
        let request = format!(
            "POST / HTTP/1.1\r\nhost: stand-in\r\nx-amz-target: {target}\r\nauthorization: AWS4-HMAC-SHA256 \
             Credential=test/20260101/us-east-1/sso/aws4_request\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0.get_mut().write_all(request.as_bytes()).expect("a request");
    }

    fn receive(&mut self) -> Value {
        let (mut length, mut line) = (0, String::new());
        while line != "\r\n" {
            line.clear();
            self.0.read_line(&mut line).expect("a header");
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().expect("a number");
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).expect("a body");
        serde_json::from_slice(&body).expect("JSON")
    }

    fn ask(&mut self, target: &str, body: &Value) -> Value {
        self.send(target, body);
        self.receive()
    }
}

fn about(document: &Value) -> Value {
    json!({"InstanceArn": document["instance"]["InstanceArn"]})
}

#[test]
fn after_so_many_answers_there_are_no_more() {
    let document = document();
    let standin = StandIn::of(&document).hold_after(2);
    let mut connection = Connection::to(&standin);
    for _ in 0..2 {
        assert!(connection.ask(LIST_SETS, &about(&document))["PermissionSets"].is_array());
    }
    connection.send(LIST_SETS, &about(&document));
    standin.wait_until_held();
    let outcomes: Vec<Outcome> = standin.requests().into_iter().map(|request| request.outcome).collect();
    assert_eq!(outcomes, [Outcome::Success, Outcome::Success, Outcome::Silence]);
}

#[test]
fn answers_take_their_time_and_do_not_wait_for_each_other() {
    const LATENCY: Duration = Duration::from_secs(1);
    let document = document();
    let standin = StandIn::of(&document).latency(LATENCY);
    let mut connections = [Connection::to(&standin), Connection::to(&standin)];
    let sent = Instant::now();
    connections.iter_mut().for_each(|connection| connection.send(LIST_SETS, &about(&document)));
    connections.iter_mut().for_each(|connection| drop(connection.receive()));
    assert!(sent.elapsed() >= LATENCY);
    let requests = standin.requests();
    assert!(requests[1].arrived - requests[0].arrived < LATENCY);
}

#[test]
fn the_first_answers_are_slow() {
    const BY: Duration = Duration::from_millis(300);
    let document = document();
    let standin = StandIn::of(&document).slow("ListPermissionSets", BY, 1);
    let mut connections = [Connection::to(&standin), Connection::to(&standin)];
    let sent = Instant::now();
    let first = connections[0].ask(LIST_SETS, &about(&document));
    assert!(sent.elapsed() >= BY);
    assert_eq!(connections[1].ask(LIST_SETS, &about(&document)), first);
}

#[test]
fn beyond_the_rate_requests_are_told_to_slow_down() {
    let document = document();
    let standin = StandIn::of(&document).token_bucket("sso-admin", 0.001, 3.0);
    let mut connection = Connection::to(&standin);
    let answers: Vec<Value> = (0..5).map(|_| connection.ask(LIST_SETS, &about(&document))).collect();
    assert_eq!(answers[4]["__type"], "ThrottlingException");
    assert_eq!(standin.requests().iter().filter(|request| request.succeeded()).count(), 3);
    assert_eq!((standin.throttled("sso-admin"), standin.throttled("organizations")), (2, 0));
    assert_eq!(standin.calls_of("sso-admin", "*"), 5);
}

#[test]
fn inherited_rows_may_be_left_out() {
    let document = document();
    let rows = |standin: &StandIn| {
        let mut connection = Connection::to(standin);
        let mut kinds = Vec::new();
        for user in document["users"].as_array().expect("users") {
            let mut about = about(&document);
            (about["PrincipalType"], about["PrincipalId"]) = (json!("USER"), user["UserId"].clone());
            let answer = connection.ask(LIST_OF_PRINCIPAL, &about);
            let rows = answer["AccountAssignments"].as_array().expect("rows").iter();
            kinds.extend(rows.map(|row| row["PrincipalType"].clone()));
        }
        kinds
    };
    assert!(rows(&StandIn::of(&document)).contains(&json!("GROUP")));
    let own = rows(&StandIn::of(&document).without_inherited_rows());
    assert!(own.contains(&json!("USER")) && !own.contains(&json!("GROUP")));
}

#[test]
fn a_change_is_seen_by_the_requests_after_it() {
    let document = document();
    let row = &document["permission_set_provisioning"][0];
    let mut about = about(&document);
    about["AccountId"] = row["AccountId"].clone();
    let target = "SWBExternalService.ListPermissionSetsProvisionedToAccount";
    let account = row["AccountId"].clone();
    let standin =
        StandIn::of(&document).change_after("ListPermissionSetsProvisionedToAccount", move |document| {
            let pairs = document["permission_set_provisioning"].as_array_mut().expect("pairs");
            pairs.retain(|pair| pair["AccountId"] != account);
        });
    let mut connection = Connection::to(&standin);
    let listed = |answer: Value| answer["PermissionSets"].as_array().map_or(0, Vec::len);
    assert!(listed(connection.ask(target, &about)) > 0);
    assert_eq!(listed(connection.ask(target, &about)), 0);
}

#[test]
fn many_pairs_are_as_many_as_asked_for() {
    let (accounts, groups) = (12, 8);
    let document = Organization::with_pairs(10, accounts, 100, 30, groups).document();
    let rows = |member: &str| document[member].as_array().expect("rows").clone();
    assert_eq!(rows("permission_set_provisioning").len(), 100);
    let assignments = rows("account_assignments");
    assert!((150..=250).contains(&assignments.len()), "{}", assignments.len());
    let of_groups = assignments.iter().filter(|row| row["PrincipalType"] == "GROUP");
    let assigned: std::collections::BTreeSet<String> =
        of_groups.map(|row| row["PrincipalId"].to_string()).collect();
    let known: Vec<String> = rows("groups").iter().map(|group| group["GroupId"].to_string()).collect();
    assert_eq!(known.iter().filter(|group| !assigned.contains(*group)).count(), groups / 4);
    assert!(assigned.iter().any(|group| !known.contains(group)), "some were deleted");
}
