//! Who reaches what, who can do what, and why (`docs/access.md`).

mod blast_radius;
mod directory;
mod effective;
mod explain;
mod ids;
mod listing;
mod lookup;
mod picture;
mod production;
mod question;
pub mod review;
mod status;
mod tier;
mod who_can;

pub use blast_radius::{Reached, Through, Whose, blast_radius, reaches};
pub use directory::{Directory, columns};
pub use effective::{EffectiveAccess, Pair, Path, Way};
pub use explain::{Explained, explain};
pub use ids::{Ids, Lists};
pub use listing::{NEEDS as LISTING_NEEDS, access_rows};
pub use lookup::{Lookup, LookupError};
pub use picture::{Focus, Pictures, paths_picture};
pub use production::Production;
pub use question::Question;
pub use status::{Status, Statuses};
pub use tier::{Tier, Tiers, not_considered};
pub use who_can::{Can, Chain, Said, who_can};
