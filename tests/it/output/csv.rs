//! CSV that an auditor can open in a spreadsheet and trust.

use serde_json::{Value, json};

use super::{LISTS, VERBS, hostile, northwind, records, run};

/// Header and rows, parsed by a reader that no one here wrote.
fn parse(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = ::csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let strings = |record: &::csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let header = strings(reader.headers().unwrap());
    (header, reader.records().map(|record| strings(&record.unwrap())).collect())
}

/// Takes away the one `'` that the writer may have put before a text.
fn undo(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}

/// A JSON value as a cell of CSV: `null` is empty, a list is joined.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

/// What the CSV's columns say about a record of the JSON.
fn expected(record: &Value, columns: &[String]) -> Vec<String> {
    let cell = |column: &str| match (column, record) {
        ("subject_kind", Value::Object(finding)) if finding.contains_key("subject") => {
            text(&finding["subject"]["kind"])
        }
        ("subject_name", Value::Object(finding)) if finding.contains_key("subject") => {
            text(&finding["subject"]["name"])
        }
        ("subject_id", Value::Object(finding)) if finding.contains_key("subject") => {
            let subject = finding["subject"].as_object().unwrap();
            let ids = subject.iter().filter(|(member, _)| !["kind", "name"].contains(&member.as_str()));
            ids.map(|(_, id)| text(id)).collect::<Vec<_>>().join(" ")
        }
        ("key", record) if record["witnesses"].is_array() => {
            json!({ "PermissionSetArn": record["permission_set_arn"] }).to_string()
        }
        ("new", record) if record["witnesses"].is_array() => record.to_string(),
        ("table", record) if record["causes"].is_array() => "access".to_owned(),
        ("key", record) if record["causes"].is_array() => json!({
            "UserId": record["user_id"], "AccountId": record["account_id"],
            "PermissionSetArn": record["permission_set_arn"],
        })
        .to_string(),
        ("name", record) if record["causes"].is_array() => {
            let named = |thing: &str, id: &str| match text(&record[thing]) {
                name if name.is_empty() => text(&record[id]),
                name => name,
            };
            let (set, account) =
                (named("permission_set_name", "permission_set_arn"), named("account_name", "account_id"));
            let name = format!("user {} has {set} in {account}", named("user_name", "user_id"));
            match text(&record["unknown"]) {
                unknown if unknown.is_empty() => name,
                unknown => format!("{name}; not known: {unknown}"),
            }
        }
        ("attribute", record) if record["causes"].is_array() => text(&record["causes"]),
        ("old" | "new", record) if record["causes"].is_array() => text(&record[format!("{column}_tier")]),
        ("evidence" | "key", record) => record[column].to_string(),
        ("old" | "new", record) => match &record[column] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        },
        ("table", record) if record["witnesses"].is_array() => "permissions".to_owned(),
        (column, record) => text(&record[column]),
    };
    columns.iter().map(|column| cell(column)).collect()
}

#[test]
fn csv_holds_the_rows_of_the_json() {
    for place in [northwind(), hostile()] {
        for verb in VERBS.into_iter().chain(LISTS) {
            let answer = run(&place, verb, "json").answer();
            let (columns, rows) = parse(&run(&place, verb, "csv").stdout);
            let records = records(&answer);
            assert_eq!(rows.len(), records.len(), "{verb:?}");
            for (row, record) in rows.iter().zip(&records) {
                let row: Vec<&str> = row.iter().map(|cell| undo(cell)).collect();
                assert_eq!(row, expected(record, &columns), "{verb:?}");
            }
            if let Some(Value::Object(first)) = answer["rows"].get(0) {
                assert_eq!(
                    columns,
                    first.keys().cloned().collect::<Vec<_>>(),
                    "{verb:?}: all columns, in order"
                );
            }
        }
    }
}

#[test]
fn no_cell_begins_a_formula() {
    let mut neutralised = 0;
    for place in [northwind(), hostile()] {
        for verb in VERBS {
            let (columns, rows) = parse(&run(&place, verb, "csv").stdout);
            for cell in rows.iter().chain([&columns]).flatten() {
                assert!(
                    !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']),
                    "{verb:?}: {cell:?}"
                );
                neutralised += usize::from(cell.starts_with('\''));
            }
        }
    }
    assert!(neutralised > 100, "hostile cells were there");
    let sql = "SELECT user_name AS \"=1+1\" FROM users LIMIT 1";
    let (columns, _) = parse(&run(&northwind(), &["query", "new.json", "--sql", sql], "csv").stdout);
    assert_eq!(columns, ["'=1+1"], "a column's name is a cell too");
}

/// The names of the sample that are hard on purpose.
#[test]
fn hard_names_come_back_whole() {
    let place = northwind();
    let read = |sql: &str| {
        let (_, rows) = parse(&run(&place, &["query", "new.json", "--sql", sql], "csv").stdout);
        rows.into_iter().map(|mut row| row.remove(0)).collect::<Vec<String>>()
    };
    let sets = read("SELECT permission_set_name FROM permission_sets");
    for name in ["=Finance-Cost-Explorer", "+OnCall", "-Support.Escalation", "@breakglass"] {
        assert!(sets.contains(&format!("'{name}")) && !sets.contains(&name.to_owned()), "{name}");
    }
    let description =
        "SELECT description FROM permission_sets WHERE permission_set_name = 'ERP-Administrator'";
    assert_eq!(read(description), ["Runs the ERP.\n\tTransports only with a change number."]);
    let name = "SELECT display_name FROM users WHERE user_name = 'mallory.webb@northwind.example.com'";
    assert_eq!(read(name), ["Mallory \u{1b}[31mWebb\u{1b}[0m"]);
    assert!(read("SELECT group_name FROM groups").contains(&"AWS \"Data, Analytics\" Readers".to_owned()));
}

#[test]
fn lines_end_in_crlf_and_the_header_is_first() {
    for place in [northwind(), hostile()] {
        for verb in VERBS.into_iter().chain(LISTS) {
            let csv = run(&place, verb, "csv").stdout;
            let (columns, _) = parse(&csv);
            assert!(csv.starts_with(&format!("{}\r\n", columns.join(","))), "{verb:?}");
            let mut quoted = false;
            let mut last = ' ';
            for character in csv.chars() {
                quoted ^= character == '"';
                if !quoted && (character == '\n') != (last == '\r') && (character == '\n' || last == '\r') {
                    panic!("{verb:?}: a line end that is not CRLF");
                }
                last = if quoted { ' ' } else { character };
            }
            assert!(csv.ends_with("\r\n") && !quoted, "{verb:?}");
        }
    }
}

#[test]
fn a_byte_order_mark_is_there_only_where_asked_for() {
    let place = northwind();
    for verb in VERBS {
        let plain = run(&place, verb, "csv").stdout;
        assert!(!plain.starts_with('\u{feff}'), "{verb:?}");
        let marked = run(&place, &[verb, &["--csv-bom"]].concat(), "csv").stdout;
        assert_eq!(marked.strip_prefix('\u{feff}'), Some(plain.as_str()), "{verb:?}");
        // It is about CSV alone.
        let json = run(&place, verb, "json").stdout;
        assert_eq!(run(&place, &[verb, &["--csv-bom"]].concat(), "json").stdout, json);
    }
}

/// A table without rows still tells its columns.
#[test]
fn the_header_is_there_without_rows() {
    let clean = super::sample("samples/clean/2026-10-01.json");
    let place = super::place(&clean, &clean);
    for verb in
        [&["check", "new.json"][..], &["diff", "old.json", "new.json"], &["report", "drift", "new.json"]]
    {
        let (columns, rows) = parse(&run(&place, verb, "csv").stdout);
        assert!(columns.len() > 3 && rows.is_empty(), "{verb:?}");
    }
}
