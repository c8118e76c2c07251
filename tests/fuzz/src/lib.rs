//! The policy library alone: it is pure, and stands on `model` and a few small crates.

#[path = "../../../src/model/mod.rs"]
pub mod model;
#[path = "../../../src/policy/mod.rs"]
pub mod policy;
