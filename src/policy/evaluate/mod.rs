//! Whether policies allow something.

mod analyse;
mod policies;
mod simulate;

pub use analyse::{Of, Outcome, Verdict, analyse, statements};
pub use policies::{List, Policies, Policy};
pub use simulate::{Answer, Decision, Matched, Request, simulate};
