//! Who can reach what in AWS IAM Identity Center.
//!
//! One way through, from AWS to bytes:
//!
//! ```text
//! commands -> collect -> snapshot -> dataset {frames, graph} -> access -> checks, diff -> findings -> report -> bytes
//! ```
//!
//! [`collect`] reads an instance into a [`snapshot`], which is the contract: everything after it works offline and
//! never sees AWS. [`dataset`] turns a snapshot into tables and an access graph, [`access`] tells who reaches what,
//! [`checks`] and [`diff`] make [`findings`] of it, and [`report`] gives these a format. [`model`] holds the words that all stages share, [`queries`]
//! the SQL of checks and reports, and [`commands`] alone sees everything.
//!
//! Unknown is not none: what could not be read is absent from the snapshot, named in its coverage, and said by every
//! answer that needed it.

pub mod access;
pub mod checks;
pub mod cli;
pub mod collect;
pub mod commands;
pub mod config;
pub mod dataset;
pub mod diff;
pub mod documents;
pub mod error;
pub mod exit;
pub mod findings;
pub mod model;
pub mod policy;
pub mod queries;
pub mod report;
pub mod snapshot;
