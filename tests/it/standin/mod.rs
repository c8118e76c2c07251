//! A small stand-in for IAM Identity Center, the identity store and Organizations.
//!
//! What it serves *is* a snapshot document: hand it any snapshot, and a perfect collector reads that snapshot
//! back. A member that the document does not have is answered with AccessDeniedException, as the format's
//! "absent is not learned" asks for. Lists are served in another order than the snapshot's.
//!
//! `tests/it/botocore.rs` holds its answers against AWS's own service models.

mod faults;
mod identity_store;
mod organization;
mod organizations;
mod pages;
mod server;
mod sso_admin;
mod wire;

pub use organization::Organization;
pub use server::StandIn;
pub use wire::without_nulls;
