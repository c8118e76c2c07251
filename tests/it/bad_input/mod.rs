//! Bad input and bad output: one clear message each, exit code 2, and nothing left behind.

mod arguments;
mod compressed;
mod content;
mod folders;
mod outputs;

use crate::harness::repository;

/// A snapshot in which nothing is wrong.
pub fn clean() -> String {
    std::fs::read_to_string(repository("samples/clean/2026-10-01.json")).unwrap()
}
