//! What changed between two snapshots, record by record, and what cannot be told.
//!
//! Both sides are sorted by key and walked side by side. A record that one side lacks came or went only where
//! that side is known to lack it.

mod access;
mod compare;
mod normalise;
mod permissions;
mod side;
mod tables;

pub use access::{AccessDiff, Seen};
pub use compare::{Diff, diff};
pub use tables::TABLES;
