//! `ssoscan report access-review`: what an auditor gets, and what comes of what the auditor decides.

mod decisions;
mod parts;
mod spreadsheet;

use serde_json::{Value, json};

use crate::harness::{Run, Workplace};
use crate::who_can::{HEAD, SECURITY, SHOP, allow, arn, assign, company};

const COLUMNS: &str = "row_id,user_id,user_name,email,department,manager,user_status,account_id,account_name,ou_path,\
                       permission_set_arn,permission_set_name,tier,path,group_id,group_name,status,account_tags,\
                       permission_set_tags,first_seen,reviewer,decision,justification,decided_on";

/// Ann has `Write` in the shop; the group ops, of bob and cyd, has `Read` there and at the head.
fn small() -> Value {
    let mut snapshot = company(&[
        ("Write", json!({"InlinePolicy": allow(&["sqs:SendMessage"], &["*"])})),
        ("Read", json!({"InlinePolicy": allow(&["sqs:GetQueueAttributes"], &["*"])})),
    ]);
    assign(&mut snapshot, "Write", SHOP, "u-ann");
    assign(&mut snapshot, "Read", SHOP, "g-ops");
    assign(&mut snapshot, "Read", HEAD, "g-ops");
    snapshot["roots"] = json!([{"Id": "r-1", "Name": "Root"}]);
    snapshot["organizational_units"] = json!([]);
    for account in snapshot["accounts"].as_array_mut().unwrap() {
        account["ParentId"] = json!("r-1");
    }
    read_on(&mut snapshot, "2026-10-01");
    snapshot
}

fn read_on(snapshot: &mut Value, date: &str) {
    snapshot["collected"] =
        json!({"finished_at": format!("{date}T02:00:00Z"), "mode": "exhaustive", "ssoscan_version": "0.1.0"});
}

fn review(place: &Workplace, snapshot: &Value, more: &[&str]) -> Run {
    place.write("s.json", &snapshot.to_string());
    let format: &[&str] = if more.contains(&"--format") { &[] } else { &["--format", "csv"] };
    place.run(&[&["report", "access-review", "s.json"], more, format].concat())
}

/// The rows of a CSV, each by its columns.
fn rows(csv: &str) -> Vec<Value> {
    let mut reader = ::csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let object = |record: ::csv::StringRecord| {
        header.iter().zip(&record).map(|(name, cell)| (name.to_owned(), json!(cell))).collect()
    };
    reader.records().map(|record| Value::Object(object(record.unwrap()))).collect()
}

fn of_small(more: &[&str]) -> Vec<Value> {
    rows(&review(&Workplace::new(), &small(), more).exits(0).stdout)
}

/// The cells of these columns.
fn cells<'v>(row: &'v Value, columns: &[&str]) -> Vec<&'v str> {
    columns
        .iter()
        .map(|column| row[*column].as_str().unwrap_or_else(|| panic!("{column} of {row}")))
        .collect()
}

#[test]
fn a_row_has_what_an_auditor_asks_for() {
    let mut snapshot = small();
    snapshot["users"][0]["Emails"] = json!([{"Value": "ann@example.com", "Primary": true}]);
    snapshot["users"][0]["Extensions"] = json!({"aws:identitystore:enterprise":
        {"department": "Shop", "manager": {"value": "u-bob", "displayName": "Bob"}}});
    snapshot["accounts"][2]["Tags"] = json!([{"Key": "Stage", "Value": "prod"}]);
    snapshot["permission_sets"][0]["Tags"] = json!([{"Key": "Owner", "Value": "ann"}]);
    let csv = review(&Workplace::new(), &snapshot, &[]).exits(0).stdout;
    assert_eq!(csv.lines().next(), Some(COLUMNS));
    let rows = rows(&csv);
    assert_eq!(rows.len(), 5, "one of ann, two each of bob and cyd");
    let expected = [
        "u-ann",
        "ann",
        "ann@example.com",
        "Shop",
        "Bob",
        "enabled",
        SHOP,
        "Shop",
        "Root",
        &arn("Write"),
        "Write",
        "write",
        "direct",
        "",
        "",
        "active",
        "Stage=prod",
        "Owner=ann",
        "",
        "",
        "",
        "",
        "",
    ];
    let columns: Vec<&str> = COLUMNS.split(',').skip(1).collect();
    assert_eq!(cells(&rows[0], &columns), expected);
    assert_eq!(
        cells(&rows[1], &["user_id", "account_id", "tier", "path", "group_id", "group_name"]),
        ["u-bob", HEAD, "read_only", "group", "g-ops", "Ops"]
    );
}

/// A set that is provisioned in 91 accounts, and a user who has it in 3.
#[test]
fn provisioning_is_no_access() {
    let mut snapshot = small();
    let accounts: Vec<String> = (0..88).map(|number| format!("5{number:011}")).collect();
    for id in &accounts {
        snapshot["accounts"]
            .as_array_mut()
            .unwrap()
            .push(json!({"Id": id, "Name": id, "State": "ACTIVE", "Tags": [], "ParentId": "r-1"}));
        snapshot["permission_set_provisioning"].as_array_mut().unwrap().push(json!({"AccountId": id,
            "PermissionSetArn": arn("Write"), "ProvisioningStatus": "LATEST_PERMISSION_SET_PROVISIONED"}));
    }
    assign(&mut snapshot, "Write", &accounts[7], "u-ann");
    assign(&mut snapshot, "Write", SECURITY, "u-ann");
    let rows = rows(&review(&Workplace::new(), &snapshot, &[]).exits(0).stdout);
    let of_ann: Vec<&str> = rows
        .iter()
        .filter(|row| row["user_id"] == "u-ann")
        .map(|row| row["account_id"].as_str().unwrap())
        .collect();
    assert_eq!(of_ann, [SECURITY, SHOP, &accounts[7]]);
}

#[test]
fn a_row_keeps_its_id_when_names_change() {
    let ids = |snapshot: &Value| {
        let rows = rows(&review(&Workplace::new(), snapshot, &[]).exits(0).stdout);
        rows.iter().map(|row| row["row_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let before = ids(&small());
    // `printf 'u-ann\n333333333333\narn:aws:sso:::permissionSet/ssoins-1/ps-write\ndirect\n' | sha256sum`
    assert_eq!(before[0], "9af9dc3dee1165a3");
    let mut renamed = small();
    for (list, member) in
        [("users", "UserName"), ("groups", "DisplayName"), ("accounts", "Name"), ("permission_sets", "Name")]
    {
        for record in renamed[list].as_array_mut().unwrap() {
            record[member] = json!("another");
        }
    }
    assert_eq!(ids(&renamed), before);
    let mut unique = before.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), before.len());
}

/// Who is behind it is unknown, or gone: the row is there all the same.
#[test]
fn nobody_is_silently_missing() {
    let mut snapshot = small();
    snapshot["groups"][0]["members_read"] = json!(false);
    snapshot["group_memberships"] = json!([]);
    snapshot["coverage"] = json!([
        {"service": "identitystore", "operation": "ListGroupMemberships", "status": "partial"},
        {"service": "identitystore", "operation": "ListGroupMemberships", "scope": "g-ops", "status": "denied",
         "error": {"code": "AccessDeniedException"}}]);
    assign(&mut snapshot, "Write", HEAD, "u-gone");
    assign(&mut snapshot, "Write", HEAD, "g-gone");
    let run = review(&Workplace::new(), &snapshot, &[]).exits(3).says(&["not evaluated"]);
    let rows = rows(&run.stdout);
    let short = |row: &Value| {
        let columns = ["user_id", "user_name", "user_status", "account_id", "group_id", "status"];
        cells(row, &columns).join(" ")
    };
    assert_eq!(
        rows.iter().map(short).collect::<Vec<_>>(),
        [
            format!("u-ann ann enabled {SHOP}  active"),
            format!("u-gone  user-deleted {HEAD}  user-deleted"),
            format!("  group-deleted {HEAD} g-gone group-deleted"),
            format!("  members-unknown {HEAD} g-ops unknown"),
            format!("  members-unknown {SHOP} g-ops unknown"),
        ]
    );
    let json = review(&Workplace::new(), &snapshot, &["--format", "json"]).exits(3).answer();
    let gaps = json["not_evaluated"].as_array().unwrap();
    assert!(gaps.iter().any(|gap| gap["what"] == "members of group Ops"), "{gaps:?}");
}

/// A tier that nobody knows is said, and the set that has it.
#[test]
fn a_tier_that_is_unknown_is_not_evaluated() {
    let mut snapshot = small();
    snapshot["permission_sets"][0].as_object_mut().unwrap().remove("InlinePolicy");
    let run = review(&Workplace::new(), &snapshot, &["--format", "json"]).exits(3);
    let answer = run.answer();
    assert_eq!(answer["rows"][0]["tier"], "unknown");
    assert_eq!(answer["not_evaluated"][0]["what"], "tier of permission set Write");
}

#[test]
fn first_seen_is_since_when_it_is_there_without_interruption() {
    let place = Workplace::new();
    let earlier = |date: &str, change: &dyn Fn(&mut Value)| {
        let mut snapshot = small();
        change(&mut snapshot);
        read_on(&mut snapshot, date);
        place.write(&format!("nightly/{date}.json"), &snapshot.to_string());
    };
    let without_ann =
        |snapshot: &mut Value| drop(snapshot["account_assignments"].as_array_mut().unwrap().remove(0));
    earlier("2026-06-01", &|_| {});
    earlier("2026-07-01", &without_ann);
    earlier("2026-08-01", &|_| {});
    // That night nobody could tell who is in the group: no interruption.
    earlier("2026-09-01", &|snapshot| {
        snapshot["groups"][0]["members_read"] = json!(false);
        snapshot["group_memberships"] = json!([]);
    });
    // A folder may hold later ones.
    earlier("2026-11-01", &|_| {});
    let run = review(&place, &small(), &["--earlier", "nightly"]).exits(0);
    let first_seen: Vec<_> =
        rows(&run.stdout).iter().map(|row| cells(row, &["user_id", "first_seen"]).join(" ")).collect();
    assert_eq!(
        first_seen,
        ["u-ann 2026-08-01", "u-bob 2026-06-01", "u-bob 2026-06-01", "u-cyd 2026-06-01", "u-cyd 2026-06-01"]
    );
    let both = ["--earlier", "nightly/2026-08-01.json", "--earlier", "nightly/2026-06-01.json"];
    let rows_of_both = rows(&review(&place, &small(), &both).exits(0).stdout);
    assert_eq!(rows_of_both[0]["first_seen"], "2026-06-01", "only given snapshots count");
    let later = review(&place, &small(), &["--earlier", "nightly/2026-11-01.json"]);
    later.fails(&["nightly/2026-11-01.json", "is not before"]);
    let mut other = small();
    other["instance"]["InstanceArn"] = json!("arn:aws:sso:::instance/ssoins-2");
    read_on(&mut other, "2026-01-01");
    place.write("other.json", &other.to_string());
    review(&place, &small(), &["--earlier", "other.json"]).fails(&["another instance", "ssoins-2"]);
}

#[test]
fn its_options_and_its_workbook_are_its_own() {
    let place = Workplace::new();
    place.write("s.json", &small().to_string());
    for (args, words) in [
        (&["report", "drift", "s.json", "--previous", "x"][..], &["--previous", "access-review"][..]),
        (&["report", "access", "s.json", "--earlier", "x"], &["--earlier", "access-review"]),
        (&["report", "access", "s.json", "--verify", "x"], &["--verify", "access-review"]),
        (&["report", "access", "s.json", "--split-by", "ou"], &["--split-by", "access-review"]),
        (&["report", "access", "s.json", "--format", "xlsx"], &["access-review", "csv"]),
        (&["query", "s.json", "--sql", "SELECT 1 AS x", "--output", "x.xlsx"], &["access-review", "csv"]),
        (&["report", "access-review", "s.json", "--split-by", "ou"], &["--output DIR"]),
    ] {
        place.run(args).fails(words);
    }
    assert_eq!(place.names(), ["s.json"]);
}
