//! Colours, and what a person at a terminal sees.

use std::process::Stdio;

use super::{FORMATS, hostile, northwind, run};
use crate::harness::{Run, Workplace};

#[test]
fn colours_are_for_tables_and_on_a_pipe_only_where_asked_for() {
    let place = northwind();
    for verb in [&["check", "new.json"][..], &["diff", "old.json", "new.json"]] {
        for format in FORMATS {
            let plain = run(&place, verb, format).stdout;
            let with = |color: &str| run(&place, &[verb, &["--color", color]].concat(), format).stdout;
            assert!(with("never") == plain && with("auto") == plain, "{format}");
            let always = with("always");
            assert_eq!(always.contains("\u{1b}["), format == "table", "{verb:?} {format}");
            let text = if format == "table" { without_colours(&always) } else { always };
            assert!(text == plain, "{format}: colours change no text");
        }
    }
}

/// The text without SGR sequences, the only ones we write, and without the blanks that they colour.
fn without_colours(text: &str) -> String {
    let mut pieces = text.split("\u{1b}[");
    let first = pieces.next().unwrap_or_default().to_owned();
    let text = pieces.fold(first, |mut text, piece| {
        let (codes, rest) = piece.split_once('m').expect("an SGR sequence");
        assert!(codes.chars().all(|c| c.is_ascii_digit() || c == ';'), "{codes:?}");
        text.push_str(rest);
        text
    });
    text.lines().map(|line| line.trim_end_matches(' ').to_owned() + "\n").collect()
}

/// A name cannot bring colours of its own.
#[test]
fn what_is_coloured_is_our_own() {
    let place = hostile();
    let always = run(&place, &["check", "new.json", "--color", "always"], "table").stdout;
    let plain = run(&place, &["check", "new.json"], "table").stdout;
    assert_eq!(without_colours(&always), plain);
}

/// Runs ssoscan on a pseudo-terminal of 100 columns.
fn at_a_terminal(place: &Workplace, args: &[&str]) -> Run {
    const SPAWN: &str = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    let mut python = place.command("python3");
    python.args(["-c", SPAWN, "/bin/sh", "-c", "stty cols 100 rows 40 -onlcr; exec \"$@\"", "sh"]);
    python.arg(env!("CARGO_BIN_EXE_ssoscan")).args(args);
    Run::of(python.stdin(Stdio::null()).output().expect("python3 starts"))
}

#[test]
fn a_terminal_gets_colours_unless_told_otherwise() {
    let args = ["check", "new.json"];
    let place = northwind();
    let seen = at_a_terminal(&place, &args).exits(1).stdout;
    assert!(seen.contains("\u{1b}["), "{seen}");
    for line in without_colours(&seen).lines() {
        assert!(line.chars().count() <= 100, "wider than the terminal: {line}");
    }
    assert!(!at_a_terminal(&place, &[&args[..], &["--color", "never"]].concat()).stdout.contains('\u{1b}'));
    let place = place.env("NO_COLOR", "1");
    assert!(!at_a_terminal(&place, &args).stdout.contains('\u{1b}'));
    assert!(at_a_terminal(&place, &[&args[..], &["--color", "always"]].concat()).stdout.contains("\u{1b}["));
}

/// JSON and CSV are for machines; a person who lets them scroll by is safe all the same.
#[test]
fn a_terminal_is_never_steered_by_a_name() {
    let place = hostile();
    for format in FORMATS {
        let args = ["report", "assignments", "new.json", "--format", format, "--color", "never"];
        let seen = at_a_terminal(&place, &args);
        assert_ne!(seen.code, 2, "{}", seen.stdout);
        let raw = seen.stdout.chars().find(|c| c.is_control() && !['\n', '\r', '\t'].contains(c));
        assert_eq!(raw, None, "{format}");
        assert!(!seen.stdout.contains('\u{202e}'), "{format}");
    }
}
