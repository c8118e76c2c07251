//! The access graph: principal, permission set and account, joined by assignment nodes.
//!
//! An assignment is one fact about three things. As a node of its own it stays one; as two or three plain
//! edges it would let a set that someone holds in one account seem to reach every account it is provisioned in.

mod build;

pub use build::{AccessGraph, Edge, Node};
