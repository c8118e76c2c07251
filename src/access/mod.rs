//! Who reaches what, who can do what, and why (`docs/access.md`).

mod directory;
mod effective;
mod ids;
mod listing;
mod production;
mod question;
mod status;
mod tier;
mod who_can;

pub use directory::{Directory, columns};
pub use effective::{EffectiveAccess, Pair, Path, Way};
pub use ids::{Ids, Lists};
pub use listing::{NEEDS as LISTING_NEEDS, access_rows};
pub use production::Production;
pub use question::Question;
pub use status::{Status, Statuses};
pub use tier::{Tier, Tiers};
pub use who_can::{Can, Chain, Said, who_can};
