//! A folder in place of a snapshot: the newest in it.

use super::clean;
use crate::harness::Workplace;

fn dated(date: &str) -> String {
    let text = clean();
    assert!(text.contains("2026-10-01T01:15:09Z"), "the sample's finished_at");
    text.replace("2026-10-01T01:15:09Z", &format!("{date}T01:15:09Z"))
}

/// A folder with a good snapshot, whose name sorts last, and another file.
fn with(name: &str, content: &str) -> Workplace {
    let place = Workplace::new();
    place.write("folder/zz-old.json", &dated("2025-01-01"));
    place.write(&format!("folder/{name}"), content);
    place
}

#[test]
fn a_folder_without_snapshots_says_so() {
    let place = Workplace::new();
    place.write("folder/readme.txt", "nothing");
    place.write("folder/other.json", "{\"format\":\"other\"}");
    place.write("folder/list.json", "[1, 2]");
    place.write("folder/.hidden.json", &clean());
    for args in [&["check", "folder"][..], &["report", "drift", "folder"], &["snapshot", "info", "folder"]] {
        place.run(args).fails(&["folder: no snapshot"]);
    }
    place.run(&["check", "nowhere"]).fails(&["cannot read nowhere", "No such file"]);
}

#[test]
fn the_newest_by_its_content_is_taken() {
    let place = with("aa-new.json", &dated("2026-03-04"));
    let info = |place: &Workplace| {
        let answer = place.run(&["snapshot", "info", "folder", "--format", "json"]).exits(0).answer();
        answer["snapshot"]["finished_at"].as_str().unwrap().to_owned()
    };
    assert_eq!(info(&place), "2026-03-04T01:15:09Z");
    // Answers of ssoscan itself, notes and other JSON stand there too.
    place.write("folder/findings.json", &place.run(&["check", "folder", "--format", "json"]).exits(0).stdout);
    place.write("folder/other.json", "{\"collected\":{\"finished_at\":\"2030-01-01T00:00:00Z\"}}");
    place.write("folder/other-list.json", "[]");
    assert_eq!(info(&place), "2026-03-04T01:15:09Z");
}

/// Taking the newest but one because the newest is damaged would be an answer about the wrong day.
#[test]
fn a_damaged_snapshot_is_an_error_that_names_it() {
    let text = dated("2026-03-04");
    let cases = [
        ("broken off at its end", text[..text.len() / 2].to_owned(), "line "),
        ("broken off at its start", text[..70].to_owned(), "finished_at"),
        ("broken off before its format is told", text[..12].to_owned(), "damaged"),
        ("nothing", String::new(), "damaged"),
        (
            "without a time",
            text.replace("\"finished_at\":\"2026-03-04T01:15:09Z\",", ""),
            "name the file itself",
        ),
        ("without a real time", text.replace("2026-03-04T01:15:09Z", "yesterday"), "RFC 3339"),
    ];
    for (how, content, words) in cases {
        let place = with("aa-new.json", &content);
        let run = place.run(&["check", "folder"]);
        assert_eq!(run.code, 2, "{how}");
        run.fails(&["folder/aa-new.json", words]);
    }
    let place = with("aa-new.json.gz", "");
    place.write_bytes("folder/aa-new.json.gz", &[0x1f, 0x8b, 8, 0, 0]);
    place.run(&["check", "folder"]).fails(&["folder/aa-new.json.gz"]);
}
