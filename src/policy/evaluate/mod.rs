//! Whether policies allow something.

mod policies;
mod simulate;

pub use policies::{List, Policies, Policy};
pub use simulate::{Answer, Decision, Matched, Request, simulate};
