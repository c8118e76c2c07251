//! What people decided: carried over, and verified.

use serde_json::{Value, json};

use super::{cells, of_small, review, rows, small};
use crate::harness::Workplace;
use crate::who_can::{HEAD, SHOP, allow, assign};

/// The review of the small company with each row of these users decided.
fn decided(decisions: &[(&str, &str)]) -> String {
    let mut csv = ::csv::Writer::from_writer(Vec::new());
    let rows = of_small(&[]);
    csv.write_record(rows[0].as_object().unwrap().keys()).unwrap();
    for row in &rows {
        let decision =
            decisions.iter().find(|(user, _)| row["user_id"] == *user).map(|(_, decision)| *decision);
        let cell = |(column, value): (&String, &Value)| match (column.as_str(), decision) {
            ("reviewer", Some(_)) => "rita".to_owned(),
            ("decision", Some(decision)) => decision.to_owned(),
            ("justification", Some(_)) => "'=ticket 7; urgent".to_owned(),
            ("decided_on", Some(_)) => "2026-07-02".to_owned(),
            _ => value.as_str().unwrap().to_owned(),
        };
        csv.write_record(row.as_object().unwrap().iter().map(cell)).unwrap();
    }
    String::from_utf8(csv.into_inner().unwrap()).unwrap()
}

fn with_previous(snapshot: &Value, previous: &str) -> (Vec<Value>, String) {
    let place = Workplace::new();
    place.write("q2.csv", previous);
    let run = review(&place, snapshot, &["--previous", "q2.csv"]).exits(0);
    (rows(&run.stdout), run.stderr)
}

const CARRIED: [&str; 8] = [
    "user_id",
    "review_state",
    "reviewer",
    "decision",
    "justification",
    "decided_on",
    "changes",
    "previous_decision",
];

#[test]
fn a_decision_holds_as_long_as_the_access_is_the_same() {
    let previous = decided(&[("u-ann", "approve"), ("u-bob", "Keep")]);
    let (same, said) = with_previous(&small(), &previous);
    assert!(said.contains("5 unchanged, 0 changed, 0 new; 0 rows of it are gone"), "{said}");
    let of_ann = ["u-ann", "unchanged", "rita", "approve", "'=ticket 7; urgent", "2026-07-02", "", ""];
    assert_eq!(cells(&same[0], &CARRIED), of_ann);
    assert_eq!(cells(&same[1], &CARRIED)[..4], ["u-bob", "unchanged", "rita", "Keep"]);
    assert_eq!(cells(&same[3], &CARRIED)[..4], ["u-cyd", "unchanged", "", ""]);

    let mut now = small();
    now["permission_sets"][0]["InlinePolicy"] = json!(allow(&["*"], &["*"]).to_string());
    now["users"][1]["UserStatus"] = json!("DISABLED");
    now["account_assignments"].as_array_mut().unwrap().remove(2);
    assign(&mut now, "Write", HEAD, "u-cyd");
    let (changed, said) = with_previous(&now, &previous);
    assert!(said.contains("1 unchanged, 2 changed, 1 new; 2 rows of it are gone"), "{said}");
    let expected = [
        ["u-ann", "changed", "", "", "", "", "tier: write -> administrator", "approve"],
        [
            "u-bob",
            "changed",
            "",
            "",
            "",
            "",
            "status: active -> user-disabled; user_status: enabled -> disabled",
            "Keep",
        ],
        ["u-cyd", "new", "", "", "", "", "", ""],
        ["u-cyd", "unchanged", "", "", "", "", "", ""],
    ];
    assert_eq!(changed.iter().map(|row| cells(row, &CARRIED)).collect::<Vec<_>>(), expected);
}

#[test]
fn a_spreadsheet_may_have_saved_it_again() {
    let plain = decided(&[("u-ann", "approve")]);
    let (expected, _) = with_previous(&small(), &plain);
    let mut semicolons = ::csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    for record in ::csv::ReaderBuilder::new().has_headers(false).from_reader(plain.as_bytes()).records() {
        semicolons.write_record(&record.unwrap()).unwrap();
    }
    let semicolons = String::from_utf8(semicolons.into_inner().unwrap()).unwrap();
    for saved in [format!("\u{FEFF}{plain}"), plain.replace('\n', "\r\n"), format!("\u{FEFF}{semicolons}")] {
        assert_eq!(with_previous(&small(), &saved).0, expected);
    }
}

#[test]
fn a_file_that_is_not_right_is_told_with_line_and_column() {
    let good = decided(&[("u-ann", "approve")]);
    let second = good.lines().nth(1).unwrap();
    for (content, words) in [
        (format!("{good}{second}\n"), &["line 7", "row_id", "line 2"][..]),
        (good.replace(",decision,", ",decided,"), &["line 1", "`decision`"]),
        (good.replace("approve", "maybe"), &["line 2", "decision", "\"maybe\"", "revoke"]),
        (good.replace(&second[..16], "1.23E+15"), &["line 2", "row_id", "1.23E+15"]),
        ("PK\u{3}\u{4}...".to_owned(), &["workbook", "CSV"]),
        (String::new(), &["line 1", "`row_id`"]),
    ] {
        for option in ["--previous", "--verify"] {
            let place = Workplace::new();
            place.write("q2.csv", &content);
            review(&place, &small(), &[option, "q2.csv"]).fails(&[&["q2.csv"], words].concat());
        }
    }
    review(&Workplace::new(), &small(), &["--verify", "no.csv"]).fails(&["cannot read no.csv"]);
}

fn verified(snapshot: &Value, filled_in: &str, code: i32) -> Vec<Vec<String>> {
    let place = Workplace::new();
    place.write("q2.csv", filled_in);
    let run = review(&place, snapshot, &["--verify", "q2.csv"]).exits(code);
    let short = |row: &Value| {
        let columns = ["line", "verdict", "user_id", "account_id", "group_id", "status", "reviewer"];
        cells(row, &columns).into_iter().map(str::to_owned).collect()
    };
    rows(&run.stdout).iter().map(short).collect()
}

#[test]
fn a_revocation_that_was_not_carried_out_is_found() {
    let filled_in = decided(&[("u-ann", "Revoked"), ("u-bob", "remove"), ("u-cyd", "approve")]);
    assert_eq!(
        verified(&small(), &filled_in, 1),
        [
            ["2", "not-carried-out", "u-ann", SHOP, "", "active", "rita"],
            ["3", "not-carried-out", "u-bob", HEAD, "g-ops", "active", "rita"],
            ["4", "not-carried-out", "u-bob", SHOP, "g-ops", "active", "rita"],
        ]
    );
    let mut done = small();
    done["account_assignments"].as_array_mut().unwrap().remove(0);
    done["group_memberships"].as_array_mut().unwrap().retain(|row| row["UserId"] != "u-bob");
    assert_eq!(verified(&done, &filled_in, 0), Vec::<Vec<String>>::new());
    assert_eq!(verified(&small(), &decided(&[("u-ann", "approve")]), 0), Vec::<Vec<String>>::new());
    // The set was taken from the group instead: nobody has it by this path.
    let mut other = small();
    other["account_assignments"] = json!([]);
    assert_eq!(verified(&other, &filled_in, 0), Vec::<Vec<String>>::new());
}

#[test]
fn a_revocation_of_which_nobody_knows_is_unknown() {
    let filled_in = decided(&[("u-bob", "revoke")]);
    let mut unread = small();
    unread["groups"][0]["members_read"] = json!(false);
    unread["group_memberships"] = json!([]);
    let unknown = verified(&unread, &filled_in, 3);
    assert_eq!(
        unknown,
        [
            ["3", "unknown", "u-bob", HEAD, "g-ops", "", "rita"],
            ["4", "unknown", "u-bob", SHOP, "g-ops", "", "rita"]
        ]
    );
    // What is known not to be done counts more.
    let both = decided(&[("u-ann", "revoke"), ("u-bob", "revoke")]);
    assert_eq!(verified(&unread, &both, 1).len(), 3);
    // The assignment is gone: whoever is in the group, nobody has it by this path.
    unread["account_assignments"] = json!([]);
    assert_eq!(verified(&unread, &filled_in, 0), Vec::<Vec<String>>::new());
    // A spreadsheet made numbers of the account ids: by its row_id a row is found all the same, not missed.
    let mangled = filled_in.replace(HEAD, "1.11E+11").replace(SHOP, "3.33E+11");
    assert_eq!(verified(&small(), &mangled, 1).len(), 2);
    assert_eq!(verified(&unread, &mangled, 3).len(), 2, "nobody can tell which access it was");
}
