//! The verbs: one file each, arguments and run side by side.

pub mod blast_radius;
pub mod check;
pub mod collect;
pub mod completions;
pub mod diff;
pub mod explain;
pub mod graph;
mod output;
pub mod policy;
pub mod query;
pub mod report;
mod review;
pub mod snapshot;
mod source;
mod terminal;
pub mod who_can;

pub use terminal::{ColorChoice, Terminal};
