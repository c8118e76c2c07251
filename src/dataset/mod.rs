//! A snapshot as tables (polars) and as an access graph (petgraph).

pub mod categories;
pub mod error;
pub mod frame;
pub mod frames;
pub mod graph;
mod order;
pub mod policies;
pub mod query;
pub mod rows;
pub mod source;

pub use error::DatasetError;
pub use query::{Dataset, Extra, Need};
pub use rows::FrameRows;
pub use source::Source;
