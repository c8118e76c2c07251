//! Words that every stage shares. Imports nothing of ssoscan.

pub mod cell;
pub mod formula;
pub mod gap;
pub mod parallel;
pub mod picture;
pub mod severity;
pub mod star;
pub mod stream;
pub mod summary;
pub mod table;
pub mod text;
pub mod time;

pub use cell::{Cell, Rows};
pub use gap::NotEvaluated;
pub use picture::{NodeKind, Picture, PictureEdge, PictureNode, Standing};
pub use severity::Severity;
pub use star::StarRows;
pub use stream::RowStream;
pub use summary::Summary;
pub use table::{CellRef, Selected, Table, TableRow};
pub use time::Timestamp;
