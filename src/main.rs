//! The `ssoscan` program; everything is in the library.

use std::process::ExitCode;

/// Analysis makes and drops many small things, on all cores at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ssoscan::cli::main()
}
