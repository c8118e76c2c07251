//! Tables and Markdown: text from AWS stays text.

use super::{VERBS, hostile, northwind, records, run};

#[test]
fn no_control_character_reaches_a_reader_raw() {
    for place in [northwind(), hostile()] {
        for verb in VERBS {
            for format in ["table", "markdown"] {
                let text = run(&place, verb, format).stdout;
                let raw = text.chars().find(|c| c.is_control() && *c != '\n');
                assert_eq!(raw, None, "{verb:?} {format}");
                for hidden in ['\u{202e}', '\u{200b}'] {
                    assert!(!text.contains(hidden), "{verb:?} {format}: {hidden:?}");
                }
            }
        }
    }
}

#[test]
fn they_are_visible_escapes() {
    let place = northwind();
    let sql = "SELECT display_name FROM users WHERE user_name = 'mallory.webb@northwind.example.com'";
    let table = run(&place, &["query", "new.json", "--sql", sql], "table").stdout;
    assert!(table.contains(r"Mallory \u{1b}[31mWebb\u{1b}[0m"), "{table}");
    let sql = "SELECT description FROM permission_sets WHERE permission_set_name = 'ERP-Administrator'";
    let table = run(&place, &["query", "new.json", "--sql", sql], "table").stdout;
    assert!(table.contains(r"Runs the ERP.\n\tTransports only"), "{table}");
}

/// One line a row on a pipe, so that `grep` and `wc` work, and a name cannot forge one.
#[test]
fn a_row_is_one_line() {
    for place in [northwind(), hostile()] {
        for verb in VERBS {
            let rows = records(&run(&place, verb, "json").answer()).len();
            if rows > 0 {
                // A diff has what it comes to, then people's access, then the rest.
                let (before, tables) = if verb[0] == "diff" { (1, 2) } else { (0, 1) };
                let table = run(&place, verb, "table").stdout;
                let blocks: Vec<&str> = table.split("\n\n").skip(before).take(tables).collect();
                let lines: usize = blocks.iter().map(|block| block.lines().count()).sum();
                assert_eq!(lines, rows + tables, "{verb:?}: headers and rows");
                let markdown = run(&place, verb, "markdown").stdout;
                assert_eq!(
                    markdown.lines().filter(|line| line.starts_with("| ")).count(),
                    rows + 2 * tables,
                    "{verb:?}"
                );
            }
        }
    }
}

/// The places of these characters that no `\` before them makes plain.
fn live(line: &str, characters: &[char]) -> usize {
    let mut found = 0;
    let mut escaped = false;
    for character in line.chars() {
        if !escaped && characters.contains(&character) {
            found += 1;
        }
        escaped = character == '\\' && !escaped;
    }
    found
}

#[test]
fn markdown_cells_hold_no_markup() {
    for place in [northwind(), hostile()] {
        for verb in VERBS {
            let text = run(&place, verb, "markdown").stdout;
            for table in text.split("\n\n") {
                let lines: Vec<&str> = table.lines().filter(|line| line.starts_with('|')).collect();
                let cells = lines.first().map_or(0, |header| live(header, &['|']));
                for line in &lines {
                    assert_eq!(live(line, &['|']), cells, "{verb:?}: {line}");
                    if !line.starts_with("| --- |") {
                        let markup = ['<', '`', '*', '[', ']', '~', '#', '!'];
                        assert_eq!(live(line, &markup), 0, "{verb:?}: {line}");
                    }
                }
            }
            for note in text.lines().filter(|line| line.starts_with("- ")) {
                assert_eq!(live(note, &['<', '`', '*', '[', ']', '|']), 0, "{verb:?}: {note}");
            }
        }
    }
}

/// The counts below a table are the counts of the JSON.
#[test]
fn the_summary_counts_what_there_is() {
    let place = northwind();
    let answer = run(&place, &["check", "new.json"], "json").answer();
    let count =
        |severity: &str| records(&answer).iter().filter(|finding| finding["severity"] == severity).count();
    let expected = format!(
        "{} findings: {} high, {} medium, {} low, {} info; {} not evaluated",
        records(&answer).len(),
        count("high"),
        count("medium"),
        count("low"),
        count("info"),
        answer["not_evaluated"].as_array().unwrap().len()
    );
    for format in ["table", "markdown"] {
        let text = run(&place, &["check", "new.json"], format).stdout;
        assert!(text.lines().any(|line| line == expected), "{expected} in {text}");
    }
    // The sample's README counts them.
    let text = run(&place, &["diff", "old.json", "new.json"], "table").stdout;
    assert!(text.contains("\n99 changes: "), "{text}");
}

/// What is not known stands below the table, whoever reads only that.
#[test]
fn gaps_are_told_in_the_text_itself() {
    let partial = super::sample("samples/partial/2026-10-01.json");
    let place = super::place(&partial, &partial);
    for format in ["table", "markdown"] {
        let text = run(&place, &["check", "new.json"], format).stdout;
        assert!(text.contains("not evaluated\n"), "{text}");
        assert!(text.contains("Not evaluated:"), "{text}");
        assert!(
            text.contains("GetPermissionsBoundaryForPermissionSet was denied (AccessDeniedException)"),
            "{text}"
        );
    }
}
