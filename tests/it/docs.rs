//! The pages that are made from the program are current. `UPDATE_DOCS=1 cargo test --test it docs` rewrites them.

use std::fmt::Write;

use serde_json::Value;
use ssoscan::dataset::frames::TABLES;
use ssoscan::{checks, queries};

use crate::harness::{Workplace, repository};
use crate::schemas::Schema;

/// Holds a page of docs/ against what it should be, or writes it.
#[track_caller]
fn is_current(name: &str, page: &str) {
    let path = repository("docs").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, page).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page, "docs/{name} is not current: `UPDATE_DOCS=1 cargo test --test it docs` writes it");
}

/// The rows that a verb answers with.
fn rows(args: &[&str]) -> Vec<Value> {
    let answer = Workplace::new().run(&[args, &["--format", "json"]].concat()).exits(0).answer();
    answer["rows"].as_array().unwrap().clone()
}

fn text<'v>(row: &'v Value, column: &str) -> &'v str {
    row[column].as_str().unwrap()
}

/// Text in a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

const TABLES_INTRODUCTION: &str = "\
# The tables

What `ssoscan query` and the queries in `queries/` see of a snapshot. Made by a test from `ssoscan query --tables`; do \
not edit.

A column that is empty (NULL) has no value. Whether that is because there is none or because it was not read is told \
by the state column beside it: `known`, `none` or `unknown`. Of the kinds, `id` is an identifier or a word of a small \
set (compared and joined as an integer), `state` is a state column.
";

#[test]
fn tables_are_described() {
    let columns = rows(&["query", "--tables"]);
    let mut page = TABLES_INTRODUCTION.to_owned();
    for table in &TABLES {
        writeln!(page, "\n## {}\n\n{} Key: {}.\n", table.name, table.doc, table.key.join(", ")).unwrap();
        page.push_str("| column | type | meaning |\n| --- | --- | --- |\n");
        for row in columns.iter().filter(|row| row["table"] == table.name) {
            let [column, kind, meaning] = ["column", "type", "description"].map(|column| text(row, column));
            assert!(meaning.ends_with('.'), "{column}: {meaning}");
            writeln!(page, "| `{column}` | {kind} | {} |", cell(meaning)).unwrap();
        }
    }
    is_current("tables.md", &page);
}

const CHECKS_INTRODUCTION: &str = "\
# The checks

What `ssoscan check` looks for, by area. Made by a test from the files in `queries/checks/` and from those that are written in Rust (`src/checks/`); do not edit. \
`queries/README.md` tells how to add one.

A check *needs* the parts of the snapshot that are named here: where one was not read, the check does not answer for \
what it would have been about, says so, and `ssoscan check` exits 3 if it found nothing else.
";

#[test]
fn checks_are_described() {
    let mut page = CHECKS_INTRODUCTION.to_owned();
    let mut area = String::new();
    for check in checks::all(queries::load(None).unwrap()) {
        let about = check.about();
        if about.area != area {
            area = about.area.clone();
            writeln!(page, "\n## {area}").unwrap();
        }
        writeln!(
            page,
            "\n### {}\n\n{}. Severity: {}. One finding for each {}.\n",
            about.id,
            about.title,
            about.severity,
            about.subject.replace('_', " ")
        )
        .unwrap();
        writeln!(page, "- Why: {}\n- Fix: {}", about.why, about.fix).unwrap();
        let needs: Vec<String> = check.needs().iter().map(|need| format!("`{need}`")).collect();
        writeln!(page, "- Needs: {}", needs.join(", ")).unwrap();
        let links: Vec<String> = about.refs.iter().map(|link| format!("<{link}>")).collect();
        writeln!(page, "- See: {}", links.join(" ")).unwrap();
    }
    is_current("checks.md", &page);
}

#[test]
fn the_schema_of_the_snapshot_is_published() {
    let printed = Workplace::new().run(&["snapshot", "schema"]).exits(0).stdout;
    is_current("snapshot-v1.schema.json", &printed);
    let published = std::fs::read(repository("docs/snapshot-v1.schema.json")).unwrap();
    let schema: Value = serde_json::from_slice(&published).unwrap();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let schema = Schema::new(&schema);
    for path in crate::samples::snapshots() {
        let document = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        schema.accepts(&document, &path.display().to_string());
    }
}

/// The members that a snapshot may have, as the page for readers and writers tells them.
#[test]
fn the_page_on_the_format_names_every_member() {
    let page = std::fs::read_to_string(repository("docs/snapshot-v1.md")).unwrap();
    let schema = ssoscan::snapshot::schema::schema();
    let top = schema["properties"].as_object().unwrap().keys();
    let records = schema["$defs"].as_object().unwrap().values();
    let members =
        records.filter_map(|record| record["properties"].as_object()).flat_map(|members| members.keys());
    for member in top {
        assert!(page.contains(&format!("| `{member}`")), "docs/snapshot-v1.md has no row for {member}");
    }
    // Of the API's own records the page names what is not simply the API's: everything in snake_case.
    for member in members.filter(|member| member.contains('_')) {
        assert!(page.contains(&format!("`{member}`")), "docs/snapshot-v1.md does not name {member}");
    }
}

/// The header entries that queries have are the ones that the page on writing them tells.
#[test]
fn the_page_on_queries_names_every_entry() {
    let page = std::fs::read_to_string(repository("queries/README.md")).unwrap();
    let mut folders = vec![repository("queries")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "sql") {
                let text = std::fs::read_to_string(&path).unwrap();
                let header = text.lines().map_while(|line| line.strip_prefix("-- "));
                for (name, _) in
                    header.filter(|line| !line.starts_with(' ')).filter_map(|line| line.split_once(": "))
                {
                    assert!(
                        page.contains(&format!("| `{name}` |")),
                        "queries/README.md does not tell of `{name}`"
                    );
                }
            }
        }
    }
}

/// The code blocks of a page in one language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let text = std::fs::read_to_string(repository(page)).unwrap();
    let blocks = text.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix(language));
    let blocks: Vec<String> = blocks.map(|block| block.trim_start().to_owned()).collect();
    assert!(!blocks.is_empty(), "{page} has an example");
    blocks
}

#[test]
fn examples_are_what_they_say() {
    let place = Workplace::new();
    for sql in blocks("queries/README.md", "sql") {
        place.write("own/checks/sessions/example.sql", &sql);
        let northwind = crate::harness::argument("samples/northwind/2026-10-01.json");
        let args = ["check", &northwind, "--queries", "own", "--select", "example", "--format", "json"];
        let found = place.run(&args).exits(1).answer()["findings"].clone();
        assert!(found[0]["message"].as_str().unwrap().ends_with(" lets a session last PT12H"), "{found}");
    }
    let schema = std::fs::read(repository("docs/output.schema.json")).unwrap();
    let schema = Schema::new(&serde_json::from_slice(&schema).unwrap());
    for answer in blocks("docs/exit-codes.md", "json") {
        schema.accepts(&serde_json::from_str(&answer).unwrap(), "docs/exit-codes.md");
    }
    for snapshot in blocks("docs/snapshot-v1.md", "json") {
        place.write("s.json", &snapshot);
        place.run(&["check", "s.json"]).exits(3);
        place.run(&["snapshot", "verify", "s.json"]).exits(0);
    }
}

/// Links between the pages lead somewhere.
#[test]
fn links_between_pages_lead_somewhere() {
    let mut checked = 0;
    for folder in ["docs", "queries"] {
        for path in std::fs::read_dir(repository(folder)).unwrap().map(|entry| entry.unwrap().path()) {
            if path.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            let page = std::fs::read_to_string(&path).unwrap();
            for link in page.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
                if !link.starts_with("http") && !link.starts_with('#') {
                    let target = path.parent().unwrap().join(link.split('#').next().unwrap());
                    assert!(target.exists(), "{}: {link}", path.display());
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 3, "the links were read");
}
