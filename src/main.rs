//! The `ssoscan` program; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ssoscan::cli::main()
}
