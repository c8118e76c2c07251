//! A snapshot as tables (polars) and as an access graph (petgraph).

pub mod error;
pub mod frame;
pub mod frames;
pub mod source;
pub mod symbols;

pub use error::DatasetError;
pub use source::Source;
