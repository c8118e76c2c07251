//! ssoscan

pub mod dataset;
pub mod model;
pub mod snapshot;
