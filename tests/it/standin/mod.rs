//! A small stand-in for the services that a snapshot is read from: IAM Identity Center, the identity store,
//! Organizations, IAM, STS and account access manager.
//!
//! What it serves *is* a snapshot document: hand it any snapshot, and a perfect collector reads that snapshot
//! back. A member that the document does not have is answered with access denied, as the format's "absent is
//! not learned" asks for. Lists are served in another order than the snapshot's.
//!
//! `tests/it/botocore.rs` holds its answers against AWS's own service models.

mod account_access;
mod bucket;
mod document;
mod faults;
mod iam;
mod identity_store;
mod organization;
mod organizations;
mod pages;
mod protocol;
mod record;
mod server;
mod sso_admin;
mod sts;
mod switches;
mod text;
mod wire;
mod world;

pub use organization::{Organization, without_optional};
pub use record::without_nulls;
pub use server::StandIn;
pub use wire::Outcome;

/// The names of the operations of a service that the stand-in answers.
pub fn operations(service: &str) -> Vec<&'static str> {
    let service = protocol::SERVICES.iter().find(|known| known.name == service).expect("a service");
    service.operations.iter().map(|operation| operation.name).collect()
}
