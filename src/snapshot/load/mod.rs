//! From bytes to typed records and interned rows, in one pass, on all cores.
//!
//! The text is cut into chunks while it is read ([`chunks`]). Each thread takes the next chunk: rows are interned at
//! once and their text is dropped, so that of most of a file no more is ever in memory than a few chunks; all other
//! text is kept ([`Content`]). The records borrow from that ([`walk`]).

mod chunks;
mod content;
mod flat;
mod list;
mod part;
mod record;
mod walk;

pub use chunks::Chunks;
pub use content::Content;
pub use walk::{Walked, walk};
