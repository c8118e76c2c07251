//! The review in a spreadsheet: nothing runs, nothing is lost.

use std::process::Command;

use serde_json::{Value, json};

use super::{COLUMNS, review, rows, small};
use crate::harness::Workplace;
use crate::{output, python};

/// A workbook as a reader sees it that nobody here wrote.
fn workbook(place: &Workplace, name: &str) -> Value {
    serde_json::from_str(&python::run("workbook.py", &[&place.path(name).display().to_string()], "")).unwrap()
}

#[test]
fn a_workbook_is_text_with_a_frozen_header_and_filters() {
    let place = Workplace::new();
    let mut snapshot = small();
    snapshot["users"][0]["UserName"] = json!("=cmd|' /C calc'!A0");
    snapshot["users"][1]["UserName"] = json!("0012");
    snapshot["users"][2]["UserName"] = json!("\u{1b}[31m_x0041_ & <b>");
    review(&place, &snapshot, &["--output", "r.xlsx", "--format", "xlsx"]).exits(0);
    let book = workbook(&place, "r.xlsx");
    assert_eq!(book["created"], "2026-10-01T02:00:00Z");
    let [sheet, about] = &book["sheets"].as_array().unwrap()[..] else { panic!("{book}") };
    assert_eq!((&sheet["name"], &about["name"]), (&json!("Access review"), &json!("About")));
    assert_eq!(sheet["columns"], json!(COLUMNS.split(',').collect::<Vec<_>>()));
    assert_eq!(sheet["types"], json!(["inlineStr"]), "every cell is text");
    assert_eq!((&sheet["formulas"], &sheet["frozen_rows"]), (&json!(0), &json!(1)));
    assert_eq!((&sheet["filter"], &sheet["choices"]), (&json!("A1:X6"), &json!(["\"approve,revoke\""])));
    let names: Vec<&Value> = sheet["rows"].as_array().unwrap().iter().map(|row| &row["user_name"]).collect();
    assert_eq!((names[0], names[1]), (&json!("=cmd|' /C calc'!A0"), &json!("0012")));
    assert_eq!(names[3], "\u{1b}[31m_x0041_ & <b>");
    let said: Vec<String> = about["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{}: {}", row["about"], row["value"]))
        .collect();
    for words in
        ["\"rows\": \"5\"", "3 users, 2 accounts", "Not considered: service", "2026-10-01", "ssoins-1"]
    {
        assert!(said.iter().any(|line| line.contains(words)), "{words} in {said:?}");
    }
}

/// The rows of both formats are the same, whatever things are called.
#[test]
fn hostile_names_harm_neither_format() {
    let place = output::hostile();
    let args = ["report", "access-review", "new.json", "--output"];
    let csv = place.run(&[&args[..], &["r.csv"]].concat());
    let xlsx = place.run(&[&args[..], &["r.xlsx"]].concat());
    assert_eq!(csv.code, xlsx.code);
    let csv = rows(&place.read("r.csv"));
    let sheet = &workbook(&place, "r.xlsx")["sheets"][0];
    assert_eq!((&sheet["formulas"], &sheet["types"]), (&json!(0), &json!(["inlineStr"])));
    let sheet = sheet["rows"].as_array().unwrap();
    assert_eq!(csv.len(), sheet.len());
    let mut neutralised = 0;
    for (of_csv, of_sheet) in csv.iter().zip(sheet) {
        for (column, cell) in of_csv.as_object().unwrap() {
            let cell = cell.as_str().unwrap();
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']), "{column}: {cell:?}");
            neutralised += usize::from(cell.starts_with('\''));
            let plain = cell.strip_prefix('\'').unwrap_or(cell);
            assert_eq!(of_sheet[column].as_str().unwrap(), plain, "{column}");
        }
    }
    assert!(neutralised > 100, "hostile cells were there");
    // JSON has null where the others have nothing.
    let json = place.run(&["report", "access-review", "new.json", "--format", "json"]).answer();
    for (record, of_sheet) in json["rows"].as_array().unwrap().iter().zip(sheet) {
        for (column, value) in record.as_object().unwrap() {
            assert_eq!(value.as_str().unwrap_or_default(), of_sheet[column].as_str().unwrap(), "{column}");
        }
    }
}

#[test]
fn the_same_snapshot_gives_the_same_workbook() {
    let place = Workplace::new();
    let bytes = |name: &str| {
        review(&place, &small(), &["--format", "xlsx", "--output", name]).exits(0);
        std::fs::read(place.path(name)).unwrap()
    };
    let first = bytes("one.xlsx");
    // The stamps of a zip have two seconds; nothing of the clock may be in it.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert_eq!(first, bytes("two.xlsx"));
    // On a pipe too.
    place.write("s.json", &small().to_string());
    let args = ["report", "access-review", "s.json", "--format", "xlsx"];
    let piped = place.ssoscan(&args).output().unwrap();
    assert_eq!(piped.stdout, first);
}

/// LibreOffice reads as many rows as were written, and what it makes of them has no formula.
#[test]
fn libreoffice_opens_both_formats() {
    let has_it = Command::new("soffice").arg("--version").output().is_ok_and(|run| run.status.success());
    if !has_it {
        eprintln!("skipped: soffice is not installed");
        return;
    }
    let place = output::hostile();
    for (name, expected) in [("r.csv", "from-csv"), ("r.xlsx", "from-xlsx")] {
        place.run(&["report", "access-review", "new.json", "--output", name]);
        // Every column as text, as the README says to import it.
        let columns: Vec<String> = (1..=24).map(|column| format!("{column}/2")).collect();
        let import = format!("--infilter=CSV:44,34,76,1,{}", columns.join("/"));
        let mut soffice = place.command("soffice");
        soffice.args(["--headless", &format!("-env:UserInstallation=file://{}", place.home().display())]);
        if name.ends_with(".csv") {
            soffice.arg(&import);
        }
        soffice.args(["--convert-to", "fods", "--outdir", expected, name]);
        let run = soffice.output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let document = place.read(&format!("{expected}/r.fods"));
        assert!(!document.contains("table:formula"), "{name}");
        let written = rows(&{
            place.run(&["report", "access-review", "new.json", "--output", "plain.csv"]);
            place.read("plain.csv")
        });
        let first = &document[..document.find("</table:table>").unwrap()];
        for row in &written {
            assert!(first.contains(row["row_id"].as_str().unwrap()), "{name}: {row}");
            assert!(first.contains(&format!(">{}<", row["account_id"].as_str().unwrap())), "{name}: {row}");
        }
        let ids = first.matches("office:value-type=\"float\"").count();
        assert_eq!(ids, 0, "{name}: no cell became a number");
    }
}
