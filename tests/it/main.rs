//! The one integration test binary: the real `ssoscan` against stand-ins of AWS, as a user would run it.

mod botocore;
mod collect;
mod harness;
mod moto;
mod package;
mod python;
mod snapshots;
mod standin;
