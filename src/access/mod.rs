//! Who can do what, and why.

mod question;
mod who_can;

pub use question::Question;
pub use who_can::{Can, Chain, Said, who_can};
