//! ssoscan

pub mod model;
pub mod snapshot;
