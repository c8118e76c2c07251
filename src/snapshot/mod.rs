//! The contract between collector and analyzer: a versioned JSON file (`docs/snapshot-v1.md`).

pub mod member;
pub mod v1;

pub use member::{Member, Text};
