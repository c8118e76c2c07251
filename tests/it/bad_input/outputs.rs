//! Outputs that cannot be written: what was there is as it was, and nothing is left beside it.

use std::fs::OpenOptions;
use std::io::Read;
use std::process::Stdio;

use crate::harness::{Run, Workplace, argument};

const NORTHWIND: &str = "samples/northwind/2026-10-01.json";
const FORMATS: [&str; 5] = ["table", "json", "ndjson", "csv", "markdown"];

/// A report of far more than a pipe or a buffer holds.
fn assignments(format: &str) -> Vec<String> {
    ["report", "assignments", &argument(NORTHWIND), "--format", format].map(str::to_owned).to_vec()
}

fn run_to(place: &Workplace, format: &str, output: &str) -> Run {
    let args = [assignments(format), vec!["--output".to_owned(), output.to_owned()]].concat();
    place.run(&args.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_folder_that_is_not_there_or_is_none_is_named_with_the_output() {
    let place = Workplace::new();
    place.write("file", "old");
    std::fs::create_dir(place.path("folder")).unwrap();
    for format in FORMATS {
        for (output, why) in [
            ("nowhere/out", "No such file or directory"),
            ("file/out", "Not a directory"),
            ("folder", "is a directory"),
            ("folder/", "is a directory"),
        ] {
            let run = run_to(&place, format, output).fails(&[&format!("cannot write {output}: "), why]);
            assert!(!run.stderr.contains(".tmp"), "the temporary file is our own business: {}", run.stderr);
        }
    }
    assert_eq!(place.names(), ["file", "folder"]);
    assert_eq!(place.read("file"), "old");
    assert_eq!(std::fs::read_dir(place.path("folder")).unwrap().count(), 0);
}

#[test]
fn a_full_disk_is_told_wherever_the_output_goes() {
    let place = Workplace::new();
    for format in FORMATS {
        run_to(&place, format, "/dev/full").fails(&["cannot write /dev/full: No space left on device"]);
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let args = assignments(format);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let output = place.ssoscan(&args).stdout(full).stderr(Stdio::piped()).output().unwrap();
        Run::of(output).fails(&["cannot write to standard output: No space left on device"]);
    }
    for args in
        [&["completions", "bash"][..], &["snapshot", "schema"], &["check", "--explain", "boundary-missing"]]
    {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = place.ssoscan(args).stdout(full).stderr(Stdio::piped()).output().unwrap();
        Run::of(output).fails(&["cannot write to standard output: No space left on device"]);
    }
    assert!(place.names().is_empty());
}

/// A file that may not grow past 8 KiB stands in for a disk that is full halfway.
#[test]
fn a_disk_that_is_full_halfway_leaves_the_old_output() {
    for format in FORMATS {
        let place = Workplace::new();
        place.write("out", "old");
        let mut shell = place.command("/bin/sh");
        shell.args(["-c", "ulimit -f 8; trap '' XFSZ; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_ssoscan")]);
        shell.args(assignments(format)).args(["--output", "out"]);
        Run::of(shell.output().unwrap()).fails(&["cannot write out: File too large"]);
        assert_eq!(
            (place.read("out"), place.names()),
            ("old".to_owned(), vec!["out".to_owned()]),
            "{format}"
        );
    }
}

/// CSV and its notes appear together or not at all.
#[test]
fn notes_that_cannot_be_written_leave_the_old_output() {
    let place = Workplace::new();
    place.write("out.csv", "old");
    std::fs::create_dir(place.path("out.csv.notes.json")).unwrap();
    run_to(&place, "csv", "out.csv").fails(&["cannot write out.csv.notes.json: is a directory"]);
    assert_eq!(place.read("out.csv"), "old");
    assert_eq!(place.names(), ["out.csv", "out.csv.notes.json"]);
}

/// A device has nothing beside it.
#[test]
fn no_notes_stand_beside_a_device() {
    let run = run_to(&Workplace::new(), "csv", "/dev/null").exits(0);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""));
    assert!(!std::path::Path::new("/dev/null.notes.json").exists());
}

#[test]
fn bad_input_leaves_the_old_output() {
    let place = Workplace::new();
    place.write("out", "old");
    place.write("s.json", "{");
    place.run(&["check", "s.json", "--output", "out"]).fails(&["s.json"]);
    assert_eq!((place.read("out").as_str(), place.names().len()), ("old", 2));
}

/// Whoever read our output has seen enough: no failure of ours.
#[test]
fn a_closed_pipe_is_no_error() {
    let place = Workplace::new();
    for format in FORMATS {
        let args = assignments(format);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        assert!(place.run(&args).stdout.len() > 65_536, "{format}: more than a pipe holds");
        let mut child = place.ssoscan(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((child.wait().unwrap().code(), said.as_str()), (Some(0), ""), "{format}");
    }
}
