//! Words on the command line and in the configuration that name nothing.

use super::clean;
use crate::harness::{Workplace, argument};

fn place() -> Workplace {
    let place = Workplace::new();
    place.write("s.json", &clean());
    place
}

#[test]
fn names_that_nothing_has() {
    let place = place();
    let lists_checks = "`ssoscan check --list`";
    for (args, words) in [
        (&["check", "s.json", "--select", "no-such-check"][..], &["`no-such-check`", lists_checks][..]),
        (&["check", "s.json", "--select", "boundary-missing,drifts"], &["`drifts`", lists_checks]),
        (&["check", "s.json", "--ignore", "boundary"], &["`boundary`", lists_checks]),
        (&["check", "--explain", "no-such-check"], &["`no-such-check`", lists_checks]),
        (
            &["report", "boundary", "s.json"],
            &["`boundary`", "access, access-review, assignments, boundaries, boundary-effects"],
        ),
        (&["query", "s.json", "--sql", "SELECT * FROM people"], &["'people'", "`ssoscan query --tables`"]),
        (&["query", "s.json", "--sql", "SELECT shoe FROM users"], &["shoe", "user_name"]),
        (&["query", "s.json", "--sql", "SELEC 1"], &["SELEC", "Line: 1"]),
        (&["query", "s.json", "--sql", ""], &["only SELECT is understood"]),
        (&["query", "s.json", "no.sql"], &["cannot read no.sql"]),
        (&["query", "s.json"], &["--sql TEXT or FILE.sql"]),
        (&["check", "s.json", "--queries", "nowhere"], &["cannot read nowhere"]),
        (&["check", "nowhere.json"], &["cannot read nowhere.json", "ssoscan collect"]),
        (&["diff", "s.json", "--from", "2026-01-01", "--to", "2026-02-01"], &["s.json is not a folder"]),
    ] {
        place.run(args).fails(words);
    }
}

#[test]
fn words_that_are_no_choice_tell_the_choices() {
    let place = place();
    for (args, words) in [
        (&["check", "s.json", "--fail-on", "bad"][..], &["info, low, medium, high or critical"][..]),
        (&["check", "s.json", "--format", "xml"], &["table, json, ndjson, csv, markdown"]),
        (&["check", "s.json", "--max-size", "much"], &["--max-size"]),
        (&["report", "drift"], &["SNAPSHOT"]),
        (&["chek", "s.json"], &["check"]),
        (&["completions", "cmd"], &["bash"]),
    ] {
        let run = place.run(args).exits(2).says(words);
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn a_configuration_that_is_not_right_is_named_with_its_place() {
    for (content, words) in [
        ("[tags]\nrequierd = []\n", &["line 2", "requierd", "required"][..]),
        ("[rules]\n", &["line 1", "rules"]),
        ("[check]\nfail-on = \"grave\"\n", &["line 2", "grave", "critical"]),
        ("[tags]\nrequired = \"Owner\"\n", &["line 2"]),
        ("[tags\n", &["line 1"]),
    ] {
        let place = place();
        place.write("ssoscan.toml", content);
        place.run(&["check", "s.json"]).fails(&[&["ssoscan.toml"], words].concat());
        place.write("other.toml", content);
        // Every verb: a file that was named is not passed over.
        for verb in [&["check"][..], &["report", "drift"], &["snapshot", "info"]] {
            let args = [verb, &["s.json", "--config", "other.toml"]].concat();
            place.run(&args).fails(&[&["other.toml"], words].concat());
        }
    }
    for verb in [&["check"][..], &["report", "drift"]] {
        place().run(&[verb, &["s.json", "--config", "no.toml"]].concat()).fails(&["cannot read no.toml"]);
    }
    let place = place();
    place.write("ssoscan.toml", "[check]\nselect = [\"no-such-check\"]\n");
    place.run(&["check", "s.json"]).fails(&["`no-such-check`"]);
    place.write("empty.toml", "");
    place.run(&["check", "s.json", "--config", "empty.toml"]).exits(0);
}

#[test]
fn a_query_file_that_is_not_right_is_named() {
    let header = "-- title: T\n-- why: W\n";
    for (path, content, words) in [
        ("reports/mine.sql", "SELECT 1\n".to_owned(), &["reports/mine.sql", "`title`"][..]),
        (
            "reports/mine.sql",
            format!("{header}-- wy: x\nSELECT 1\n"),
            &["reports/mine.sql", "unknown entry `wy`"],
        ),
        ("reports/mine.sql", format!("{header}-- what\nSELECT 1\n"), &["reports/mine.sql", "-- what"]),
        ("mine.sql", format!("{header}SELECT 1\n"), &["mine.sql", "reports/<id>.sql"]),
        ("checks/tags/mine.sql", format!("{header}SELECT 1\n"), &["checks/tags/mine.sql", "`severity`"]),
        (
            "checks/tags/mine.sql",
            format!("{header}-- severity: bad\nSELECT 1\n"),
            &["`bad` is not a severity"],
        ),
        (
            "reports/mine.sql",
            format!("{header}-- needs: people\nSELECT 1 AS x\n"),
            &["`people`", "permission_sets"],
        ),
        (
            "reports/mine.sql",
            format!("{header}-- needs: users.x_state\nSELECT 1 AS x\n"),
            &["users", "`x_state`"],
        ),
    ] {
        let place = place();
        place.write(&format!("own/{path}"), &content);
        place.run(&["report", "mine", "s.json", "--queries", "own"]).fails(words);
    }
}

#[test]
fn only_questions_are_asked_of_a_snapshot() {
    let sample = argument("samples/clean/2026-10-01.json");
    for sql in ["DELETE FROM users", "SHOW TABLES", "DROP TABLE users"] {
        Workplace::new()
            .run(&["query", &sample, "--sql", sql])
            .exits(2)
            .says(&["only SELECT", "query --tables"]);
    }
}
