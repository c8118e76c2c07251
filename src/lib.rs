//! ssoscan

pub mod snapshot;
