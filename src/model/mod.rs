//! Words that every stage shares. Imports nothing of ssoscan.

pub mod cell;
pub mod gap;
pub mod severity;
pub mod text;
pub mod time;

pub use cell::{Cell, Rows};
pub use gap::NotEvaluated;
pub use severity::Severity;
pub use time::Timestamp;
