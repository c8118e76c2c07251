//! Compressed snapshots, damaged ones, and those that unpack to more than anyone asked for.

use std::io::Write;

use ssoscan::snapshot::{SnapshotFile, file};

use super::clean;
use crate::harness::Workplace;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    ::zstd::encode_all(text, 19).unwrap()
}

const MIB: usize = 1024 * 1024;

/// A valid snapshot in so many bytes, nearly all of them blanks.
fn blown_up(size: usize) -> Vec<u8> {
    let text = clean();
    let blanks = " ".repeat(size - text.len());
    text.replacen('{', &format!("{{{blanks}"), 1).into_bytes()
}

#[test]
fn a_bomb_is_refused_at_the_limit_and_read_within_it() {
    let text = blown_up(4 * MIB);
    let place = Workplace::new();
    for (name, content) in [("s.json.gz", gzip(&text)), ("s.json.zst", zstd(&text)), ("s.json", text)] {
        assert!(name == "s.json" || content.len() < 64 * 1024, "{name} is a bomb");
        place.write_bytes(name, &content);
        let check = |limit: &str| place.run(&["check", name, "--max-size", limit]);
        for limit in ["1", "3"] {
            check(limit).fails(&[name, &format!("more than {limit} MiB"), "--max-size"]);
        }
        check("4").exits(0);
        place.run(&["check", name]).exits(0);
        place
            .run_with_input(&["check", "-", "--max-size", "1"], &content)
            .fails(&["standard input", "--max-size"]);
    }
    for args in [&["report", "drift"][..], &["snapshot", "verify"], &["snapshot", "info"]] {
        place.run(&[args, &["s.json.zst", "--max-size", "1"]].concat()).fails(&["--max-size"]);
    }
    place.run(&["diff", "s.json.gz", "s.json.gz", "--max-size", "1"]).fails(&["--max-size"]);
}

/// The limit is on the JSON, to the byte.
#[test]
fn a_file_as_large_as_the_limit_is_within_it() {
    let place = Workplace::new();
    for (size, code) in [(MIB, 0), (MIB + 1, 2)] {
        place.write_bytes("s.json.zst", &zstd(&blown_up(size)));
        place.run(&["check", "s.json.zst", "--max-size", "1"]).exits(code);
    }
}

#[test]
fn a_damaged_stream_names_the_file() {
    let place = Workplace::new();
    let source = SnapshotFile::from_bytes("clean", clean().into_bytes());
    for name in ["s.json.gz", "s.json.zst"] {
        // As the collector writes it, with a checksum.
        file::write(&place.path(name), &source.parse().unwrap().whole()).unwrap();
        let whole = std::fs::read(place.path(name)).unwrap();
        std::fs::remove_file(place.path(&format!("{name}.sha256"))).unwrap();
        let cut = whole[..whole.len() / 2].to_vec();
        let mut flipped = whole.clone();
        flipped[whole.len() / 2] ^= 0xff;
        let only_the_start = whole[..4].to_vec();
        for content in [cut, flipped, only_the_start] {
            place.write_bytes(name, &content);
            place.run(&["check", name]).fails(&["cannot decompress", name]);
            place.run(&["snapshot", "verify", name]).fails(&["cannot decompress", name]);
        }
    }
}

/// How a snapshot is packed and what it is called makes no difference to what is said about it.
#[test]
fn packed_piped_or_misnamed_it_is_the_same_snapshot() {
    let text = std::fs::read(crate::harness::repository("samples/northwind/2026-10-01.json")).unwrap();
    let (gz, zst) = (gzip(&text), zstd(&text));
    let place = Workplace::new();
    let files = [
        ("plain.json", &text),
        ("packed.json.gz", &gz),
        ("packed.json.zst", &zst),
        ("misnamed.json", &zst),
        ("misnamed.json.gz", &text),
        ("misnamed.json.zst", &gz),
    ];
    for (name, content) in files {
        place.write_bytes(name, content);
    }
    for verb in [&["check"][..], &["report", "assignments"], &["snapshot", "info"], &["snapshot", "verify"]] {
        for format in ["json", "csv", "table"] {
            let args = |name| [verb, &[name, "--format", format]].concat();
            let expected = place.run(&args("plain.json"));
            assert!(expected.code < 2, "{}", expected.stderr);
            for (name, content) in files {
                for run in [place.run(&args(name)), place.run_with_input(&args("-"), content)] {
                    assert_eq!(run.code, expected.code, "{verb:?} {name}");
                    assert!(run.stdout == expected.stdout, "{verb:?} {name} {format}");
                }
            }
        }
    }
}
