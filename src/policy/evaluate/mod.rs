//! Whether policies allow something.

mod analyse;
mod named_accounts;
mod policies;
mod reach;
mod regions;
mod simulate;
mod verdict;

pub use analyse::{analyse, granted_classes, grants, is_uniform, statements};
pub use named_accounts::NamedAccounts;
pub use policies::{List, Policies, Policy, PolicyKind, Unread};
pub use simulate::{Answer, Decision, Matched, Request, simulate};
pub use verdict::{Of, Outcome, Verdict};
