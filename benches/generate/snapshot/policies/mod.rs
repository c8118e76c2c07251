//! What policies say.

pub mod inline;
pub mod managed;
pub mod statements;
