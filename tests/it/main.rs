//! The one integration test binary: the real `ssoscan` against stand-ins of AWS, as a user would run it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "all of it is tests, their helpers too, and a panic is how a test fails"
)]

mod access;
mod bad_input;
mod botocore;
mod checks;
mod collect;
mod diff;
mod docs;
mod edges;
mod frozen;
mod graph;
mod ground_truth;
mod harness;
mod loading;
mod moto;
mod output;
mod package;
mod pictures;
mod policy;
mod policy_statements;
mod principals;
mod privileges;
mod python;
mod readme;
mod review;
mod samples;
mod schemas;
mod snapshots;
mod standin;
mod switches;
mod unknown;
mod who_can;
mod whole;
