//! Access is exact: an assignment is one fact about three things, and stays one.

use petgraph::Direction;
use petgraph::visit::EdgeRef;
use serde_json::{Value, json};
use ssoscan::access::{EffectiveAccess, Path};
use ssoscan::dataset::Dataset;
use ssoscan::dataset::graph::{AccessGraph, Edge, Node};
use ssoscan::snapshot::SnapshotFile;

use crate::harness::{Workplace, repository};
use crate::samples::snapshots;

pub const ACCOUNTS: usize = 91;
/// Where Ann has the set; everybody else in the group has it everywhere else.
pub const OF_ANN: [usize; 3] = [4, 17, 90];
pub const SET: &str = "arn:aws:sso:::permissionSet/ssoins-1/ps-admin";
const OTHER_SET: &str = "arn:aws:sso:::permissionSet/ssoins-1/ps-view";

pub fn account(number: usize) -> String {
    format!("{:012}", 100_000_000_000 + number)
}

/// An admin set is provisioned in all 91 accounts. `ann` (a user, or a group that Ann is the only member of) has
/// it in three of them, the group Operators, of which Ann is no member, in the others. Everyone, Ann too, has
/// the other set in account 1.
pub fn counter_example(ann: (&str, &str)) -> Value {
    let assignment = |account: String, set: &str, (kind, id): (&str, &str)| json!({"AccountId": account, "PermissionSetArn": set, "PrincipalType": kind, "PrincipalId": id});
    let principal = |number| if OF_ANN.contains(&number) { ann } else { ("GROUP", "operators") };
    let mut assignments: Vec<Value> =
        (0..ACCOUNTS).map(|number| assignment(account(number), SET, principal(number))).collect();
    assignments.push(assignment(account(1), OTHER_SET, ("GROUP", "everyone")));
    let provisioned = |(set, number)| json!({"PermissionSetArn": set, "AccountId": account(number)});
    let pairs = (0..ACCOUNTS).map(|number| (SET, number)).chain([(OTHER_SET, 1)]);
    json!({
        "format": "ssoscan-snapshot",
        "format_version": 1,
        "permission_sets": [
            {"PermissionSetArn": SET, "Name": "Admin"},
            {"PermissionSetArn": OTHER_SET, "Name": "View"},
        ],
        "permission_set_provisioning": pairs.map(provisioned).collect::<Value>(),
        "account_assignments": assignments,
        "users": [{"UserId": "ann", "UserName": "ann"}, {"UserId": "olga", "UserName": "olga"}],
        "groups": [
            {"GroupId": "everyone", "DisplayName": "Everyone"},
            {"GroupId": "operators", "DisplayName": "Operators"},
            {"GroupId": "three", "DisplayName": "Three"},
        ],
        "group_memberships": [
            {"GroupId": "everyone", "UserId": "ann"},
            {"GroupId": "everyone", "UserId": "olga"},
            {"GroupId": "operators", "UserId": "olga"},
            {"GroupId": "three", "UserId": "ann"},
        ],
        "accounts": (0..ACCOUNTS).map(|number| json!({"Id": account(number)})).collect::<Value>(),
    })
}

/// Builds the graph of a document and hands it on.
fn with_graph<T>(document: &Value, look: impl FnOnce(&AccessGraph, &Dataset) -> T) -> T {
    let file = SnapshotFile::from_bytes("document", document.to_string().into_bytes());
    let snapshot = file.parse().unwrap();
    let dataset = Dataset::new(&snapshot);
    look(&AccessGraph::build(&snapshot), &dataset)
}

/// Account, permission set and group of every path of a user, in order.
fn reach<'d>(dataset: &'d Dataset, user: &str) -> Vec<(&'d str, &'d str, Option<&'d str>)> {
    let access = EffectiveAccess::of(dataset.source());
    let ways = access.ways_of_id(user).into_iter().map(|way| {
        let (account, set) = (access.accounts.text(way.pair.account), way.pair.permission_set);
        (account, access.permission_sets.text(set), way.path.group().map(|group| access.groups.text(group)))
    });
    ways.collect()
}

#[test]
fn a_user_with_a_set_in_three_accounts_reaches_three_of_the_91_where_it_is_provisioned() {
    let three: Vec<String> = OF_ANN.map(account).to_vec();
    for (ann, group) in [(("USER", "ann"), None), (("GROUP", "three"), Some("three"))] {
        with_graph(&counter_example(ann), |_, dataset| {
            let one = account(1);
            let mut expected: Vec<(&str, &str, Option<&str>)> =
                three.iter().map(|account| (account.as_str(), SET, group)).collect();
            expected.push((&one, OTHER_SET, Some("everyone")));
            expected.sort();
            assert_eq!(reach(dataset, "ann"), expected);

            // And olga, through her groups, the 88 others, and account 1 by two sets.
            let olga = reach(dataset, "olga");
            assert_eq!(olga.len(), ACCOUNTS - three.len() + 1);
            assert!(olga.iter().all(|(account, ..)| !three.iter().any(|of_ann| of_ann == account)));
            assert_eq!(reach(dataset, "nobody"), []);
        });
    }
}

#[test]
fn the_report_shows_three_rows_for_that_user() {
    let place = Workplace::new();
    place.write("s.json", &counter_example(("USER", "ann")).to_string());
    // Much was left out of this snapshot, so the report says what it could not show: 3.
    let answer = place.run(&["report", "assignments", "s.json", "--format", "json"]).exits(3).answer();
    let rows = answer["rows"].as_array().unwrap();
    assert_eq!(rows.len(), ACCOUNTS + 1, "one row an assignment");
    let of_ann = rows.iter().filter(|row| row["principal_name"] == "ann");
    let of_ann: Vec<(&str, &str)> = of_ann
        .map(|row| (row["account_id"].as_str().unwrap(), row["permission_set_name"].as_str().unwrap()))
        .collect();
    let three = OF_ANN.map(account);
    assert_eq!(of_ann, three.iter().map(|account| (account.as_str(), "Admin")).collect::<Vec<_>>());
}

/// The direct answer of the graph and the one of SQL are about the same thing, in every sample.
#[test]
fn each_assignment_is_one_node_with_one_principal_one_set_and_one_account() {
    for path in snapshots() {
        let document: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        with_graph(&document, |graph, dataset| {
            let symbols = &dataset.source().snapshot.symbols;
            let mut joined = Vec::new();
            for node in graph.graph().node_indices().filter(|node| graph.graph()[*node] == Node::Assignment) {
                let neighbours = |edge: Edge, direction| {
                    let edges = graph.graph().edges_directed(node, direction);
                    let edges: Vec<_> = edges.filter(|found| *found.weight() == edge).collect();
                    let [only] = edges.as_slice() else {
                        panic!("{} neighbours by {edge:?}", edges.len());
                    };
                    let other = if direction == Direction::Incoming { only.source() } else { only.target() };
                    match graph.graph()[other] {
                        Node::User(id) => ("USER", symbols.text(id)),
                        Node::Group(id) => ("GROUP", symbols.text(id)),
                        Node::PermissionSet(id) => ("set", symbols.text(id)),
                        Node::Account(id) => ("account", symbols.text(id)),
                        node => panic!("{node:?}"),
                    }
                };
                assert_eq!(graph.graph().edges_directed(node, Direction::Incoming).count(), 1);
                assert_eq!(graph.graph().edges_directed(node, Direction::Outgoing).count(), 2);
                let (kind, principal) = neighbours(Edge::Has, Direction::Incoming);
                let (set, account) = (
                    neighbours(Edge::Grants, Direction::Outgoing),
                    neighbours(Edge::In, Direction::Outgoing),
                );
                assert_eq!((set.0, account.0), ("set", "account"));
                joined.push(json!({
                    "AccountId": account.1, "PermissionSetArn": set.1, "PrincipalType": kind, "PrincipalId": principal,
                }));
            }
            let order = |row: &Value| row.to_string();
            let mut assignments = document["account_assignments"].as_array().unwrap().clone();
            joined.sort_by_key(order);
            assignments.sort_by_key(order);
            assert_eq!(joined, assignments);
        });
    }
}

/// A deleted principal's access is still there to be found.
#[test]
fn deleted_principals_are_nodes_with_their_assignments() {
    let path = repository("samples/northwind/2026-10-01.json");
    let document: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    // The sample's README names these as deleted.
    let (user, group) = ("0d5aa2a1-d9f5-5434-b7e2-731bc98f3073", "b2ab6b7d-c940-51b3-9e78-77390b888b84");
    with_graph(&document, |graph, dataset| {
        let symbol = |id: &str| dataset.source().snapshot.symbols.find(id).unwrap();
        for node in [Node::User(symbol(user)), Node::Group(symbol(group))] {
            let found = graph.find(node).expect("a node");
            assert_eq!(graph.graph().edges_directed(found, Direction::Outgoing).count(), 1, "{node:?}");
        }
        let access = EffectiveAccess::of(dataset.source());
        let paths: Vec<Path> = access.ways_of_id(user).iter().map(|way| way.path).collect();
        assert_eq!(paths, [Path::Direct]);
    });
}

/// The same ids of a user and a group are two principals.
#[test]
fn a_user_and_a_group_of_one_id_do_not_share_access() {
    let mut document = counter_example(("GROUP", "three"));
    for row in document["account_assignments"].as_array_mut().unwrap() {
        if row["PrincipalId"] == "three" {
            row["PrincipalId"] = json!("ann");
        }
    }
    with_graph(&document, |_, dataset| assert_eq!(reach(dataset, "ann").len(), 1, "by Everyone alone"));
}
