//! A snapshot is read in pieces and on all cores, and is the same as if it were read in one.

use std::fmt::Write;

use serde_json::{Value, json};
use ssoscan::snapshot::{SnapshotFile, v1};

use crate::harness::Workplace;

/// Large enough that the long lists are cut into several pieces.
const RECORDS: usize = 60_000;

fn account(number: usize) -> String {
    format!("{number:012}")
}

/// Records that are spelt in every way that JSON allows, of which some look as if another began inside them.
fn document(hostile: bool) -> Value {
    let arn = |set: usize| format!("arn:aws:sso:::permissionSet/ssoins-1111222233334444/ps-{set:016x}");
    let odd = |number: usize| hostile && number.is_multiple_of(97);
    let assignment = |number: usize| {
        let principal = match odd(number) {
            true => format!("a \\ \"quoted\" é\u{1f} }},{{\"AccountId\":\"x\" {number}"),
            false => format!("{number:08x}-0000-4000-8000-000000000000"),
        };
        json!({
            "AccountId": account(number / 7), "PermissionSetArn": arn(number % 7),
            "PrincipalType": if number.is_multiple_of(3) { "USER" } else { "GROUP" }, "PrincipalId": principal,
        })
    };
    let provisioning = |number: usize| {
        let mut pair = json!({"PermissionSetArn": arn(number / 9000), "AccountId": account(number % 9000)});
        if !odd(number) {
            pair["ProvisioningStatus"] = "LATEST_PERMISSION_SET_PROVISIONED".into();
        }
        pair
    };
    let membership = |number: usize| {
        let mut membership = json!({
            "GroupId": format!("group {}", number / 11), "UserId": format!("user {number:06}"),
        });
        if odd(number) {
            membership["MembershipId"] = format!("}},\n{{\"GroupId\":\"{number}\"").into();
            membership["CreatedAt"] = Value::Null;
        }
        membership
    };
    let user = |number: usize| {
        let emails = json!([
            {"Value": format!("{number}@example.com"), "Primary": true},
            {"Value": "},{\"UserId\":", "Type": "work"},
        ]);
        json!({"UserId": format!("user {number:06}"), "UserName": format!("u{number}"), "Emails": emails})
    };
    let list = |record: &dyn Fn(usize) -> Value| (0..RECORDS).map(record).collect::<Value>();
    json!({
        "format": "ssoscan-snapshot",
        "format_version": 1,
        "permission_sets": [{"PermissionSetArn": arn(0), "Description": "\"account_assignments\": [{\"AccountId\":"}],
        "permission_set_provisioning": list(&provisioning),
        "account_assignments": list(&assignment),
        "users": list(&user),
        "groups": null,
        "group_memberships": list(&membership),
        "accounts": [],
    })
}

/// One record a line, as ssoscan writes.
fn by_line(document: &Value) -> String {
    let mut text = String::from("{\n");
    for (number, (name, value)) in document.as_object().unwrap().iter().enumerate() {
        let comma = if number == 0 { "" } else { ",\n" };
        write!(text, "{comma}\"{name}\": ").unwrap();
        match value.as_array().filter(|records| !records.is_empty()) {
            None => write!(text, "{value}").unwrap(),
            Some(records) => {
                let records: Vec<String> = records.iter().map(Value::to_string).collect();
                write!(text, "[\n{}\n]", records.join(",\n")).unwrap();
            }
        }
    }
    text + "\n}\n"
}

fn in_one(text: &str) -> v1::Snapshot<'_> {
    let mut snapshot: v1::Snapshot = serde_json::from_str(text).unwrap();
    snapshot.sort();
    snapshot
}

#[test]
fn pieces_are_the_same_as_the_whole_in_every_layout() {
    for hostile in [false, true] {
        let document = document(hostile);
        let texts =
            [by_line(&document), document.to_string(), serde_json::to_string_pretty(&document).unwrap()];
        for (layout, text) in texts.into_iter().enumerate() {
            let file = SnapshotFile::from_bytes("s", text.clone().into_bytes());
            let parsed = file.parse().unwrap();
            assert_eq!(parsed.account_assignments.records().len(), RECORDS);
            let mut whole = parsed.whole();
            let expected = in_one(&text);
            let is_sorted = whole.account_assignments == expected.account_assignments
                && whole.permission_set_provisioning == expected.permission_set_provisioning
                && whole.group_memberships == expected.group_memberships;
            assert!(is_sorted, "rows come sorted: layout {layout}, hostile {hostile}");
            whole.sort();
            assert!(whole == expected, "layout {layout}, hostile {hostile}");
        }
    }
}

/// Members that the format does not have, of which the text looks as if a record, or a list, began where none does.
#[test]
fn where_a_cut_was_wrong_the_snapshot_is_read_all_the_same() {
    let mut document = document(false);
    let like_users = json!([{"UserId": "no"}, {"UserId": "none"}]);
    for user in document["users"].as_array_mut().unwrap() {
        user["OfLater"] = like_users.clone();
    }
    let mut text = by_line(&document);
    let like_lists = r#""of_later": {"users": [{"UserId":"no"}],"account_assignments": []},"#;
    text.insert_str(text.find("\"permission_sets\"").unwrap(), like_lists);
    let file = SnapshotFile::from_bytes("s", text.clone().into_bytes());
    let parsed = file.parse().unwrap();
    let mut whole = parsed.whole();
    whole.sort();
    assert!(whole == in_one(&text));
}

#[test]
fn files_and_streams_are_read_alike() {
    let text = by_line(&document(true));
    let place = Workplace::new();
    place.write_bytes("s.json", text.as_bytes());
    place.write_bytes("s.json.zst", &zstd::encode_all(text.as_bytes(), 1).unwrap());
    let report = |name| ["report", "untagged", name, "--format", "json"];
    let [plain, compressed] = ["s.json", "s.json.zst"].map(|name| place.run(&report(name)).stdout);
    let stream = place.run_with_input(&report("-"), text.as_bytes());
    assert!(plain.contains("ps-0000000000000000"), "{plain}");
    assert!(plain == compressed && plain == stream.stdout);
    let [read, parsed] = [
        SnapshotFile::read(&place.path("s.json.zst"), u64::MAX).unwrap(),
        SnapshotFile::from_bytes("s", text.into_bytes()),
    ];
    assert!(read.parse().unwrap().whole() == parsed.parse().unwrap().whole(), "the same records");
}

/// What is wrong in the middle of a large list is found and told, wherever the pieces are cut.
#[test]
fn one_bad_byte_in_a_large_list_is_refused() {
    let text = by_line(&document(true));
    let places: Vec<usize> = text.match_indices("\n{\"AccountId\"").map(|(at, _)| at + 1).collect();
    for at in [places[1], places[places.len() / 2], places[places.len() - 1]] {
        for bad in ["[", "{,", "{\"AccountId\":1,"] {
            let mut broken = text.clone();
            broken.replace_range(at..=at, bad);
            let error = SnapshotFile::from_bytes("s", broken.into_bytes()).parse().err().expect("an error");
            let line = text[..at].matches('\n').count() + 1;
            assert!(error.to_string().contains(&format!("line {line} ")), "{bad}: {error}");
        }
    }
    // What is no UTF-8, and an end that comes too early.
    let at = places[places.len() / 2];
    let mut bytes = text.clone().into_bytes();
    bytes[at + 2] = 0xff;
    let error = SnapshotFile::from_bytes("s", bytes).parse().err().expect("an error");
    assert!(error.to_string().contains("not UTF-8"), "{error}");
    let error =
        SnapshotFile::from_bytes("s", text.as_bytes()[..at].to_vec()).parse().err().expect("an error");
    assert!(error.to_string().contains("EOF"), "{error}");
    // A record that comes twice, far from its twin.
    let first = &text[places[0]..places[1] - 2];
    let mut twice = text.clone();
    twice.insert_str(places[places.len() - 1], &format!("{first},\n"));
    let error = SnapshotFile::from_bytes("s", twice.into_bytes()).parse().err().expect("an error");
    assert!(error.to_string().contains("too"), "{error}");
}
