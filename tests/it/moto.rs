//! The main job against moto, an implementation of these APIs that no one here wrote.

use serde_json::{Value, json};

use crate::collect::collect_with;
use crate::harness::Workplace;
use crate::python::{self, Moto};
use crate::snapshots::{assert_same, content, in_order};
use crate::standin::without_nulls;

/// What moto has no operation for (it answers 500), or answers with another error than AWS.
const UNSERVED: [&str; 13] = [
    "DescribeInstance",
    "DescribeInstanceAccessControlAttributeConfiguration",
    "GetPermissionsBoundaryForPermissionSet",
    "GetPolicy",
    "ListAccountAssignmentCreationStatus",
    "ListAccountAssignmentDeletionStatus",
    "ListApplicationProviders",
    "ListApplications",
    "ListDelegatedAdministrators",
    "ListPermissionSetProvisioningStatus",
    "ListRegions",
    "ListTagsForResource",
    "ListTrustedTokenIssuers",
];

#[test]
fn what_boto3_reads_from_moto_is_what_is_collected() {
    let moto = Moto::start();
    python::run("moto_organization.py", &[&moto.url], "");
    let read = python::run("read.py", &[&moto.url], "");
    let mut expected: Value = serde_json::from_str(&read).expect("JSON");
    let own = expected.as_object_mut().expect("an object");
    // It lists by account without looking at the account, so only the listing by set is meant.
    own.remove("axes_agree");
    assert_eq!(own.remove("unserved"), Some(json!(UNSERVED)));
    own.insert("format".to_owned(), json!("ssoscan-snapshot"));
    own.insert("format_version".to_owned(), json!(1));
    for (member, least) in [
        ("permission_sets", 8),
        ("account_assignments", 10),
        ("users", 120),
        ("groups", 5),
        ("group_memberships", 30),
    ] {
        let count = expected[member].as_array().map_or(0, Vec::len);
        assert!(count >= least, "boto3 read {count} {member}");
    }

    let place = Workplace::calling(&moto.url);
    collect_with(&place, &[]).exits(3);
    let snapshot = place.json("out.json");
    assert_same(&without_nulls(&content(snapshot.clone())), &in_order(expected));
    for set in snapshot["permission_sets"].as_array().expect("sets") {
        assert_eq!((set.get("Tags"), set.get("PermissionsBoundary")), (None, None), "unknown, not none");
    }
    // Two services have a ListTagsForResource; moto serves that of Organizations.
    let rows = snapshot["coverage"].as_array().expect("coverage");
    for operation in UNSERVED {
        let mut rows = rows.iter().filter(|row| row["operation"] == operation);
        assert!(rows.any(|row| row["status"] == "failed" || row["status"] == "unsupported"), "{operation}");
    }
}
