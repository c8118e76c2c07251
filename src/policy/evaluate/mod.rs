//! Whether policies allow something.

mod analyse;
mod policies;
mod reach;
mod regions;
mod simulate;
mod verdict;

pub use analyse::{analyse, is_uniform, statements};
pub use policies::{List, Policies, Policy, PolicyKind, Unread};
pub use simulate::{Answer, Decision, Matched, Request, simulate};
pub use verdict::{Of, Outcome, Verdict};
