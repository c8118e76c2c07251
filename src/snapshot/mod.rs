//! The contract between collector and analyzer: a versioned JSON file (`docs/snapshot-v1.md`).

pub mod assignments;
pub mod atomic;
pub mod coverage;
mod doubt;
pub mod error;
pub mod file;
pub mod folder;
pub mod keys;
mod load;
mod loaded;
pub mod member;
pub mod names;
pub mod object;
pub mod oddities;
pub mod packed;
pub mod read;
pub mod rows;
pub mod schema;
pub mod symbols;
pub mod v1;
pub mod validate;
pub mod write;

pub use coverage::{Knowledge, State};
pub use error::{Problem, SnapshotError};
pub use keys::{Key, Keyed};
pub use loaded::Snapshot;
pub use member::{Member, Text};
pub use names::Names;
pub use read::SnapshotFile;
pub use rows::{AssignmentRow, MembershipRow, ProvisioningRow};
pub use symbols::{Symbol, Symbols};
