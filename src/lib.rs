//! ssoscan

pub mod checks;
pub mod dataset;
pub mod diff;
pub mod findings;
pub mod model;
pub mod queries;
pub mod report;
pub mod snapshot;
