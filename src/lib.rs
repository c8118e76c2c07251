//! ssoscan

pub mod checks;
pub mod cli;
pub mod collect;
pub mod commands;
pub mod config;
pub mod dataset;
pub mod diff;
pub mod error;
pub mod exit;
pub mod findings;
pub mod model;
pub mod queries;
pub mod report;
pub mod snapshot;
