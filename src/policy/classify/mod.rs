//! What a principal with these policies amounts to: administrator, in effect or by a path, down to read-only.

mod classifier;
mod kinds;
mod privilege;

pub use classifier::classify;
pub use privilege::{Held, Place, Privilege};
