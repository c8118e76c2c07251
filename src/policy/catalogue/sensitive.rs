//! Actions that do harm of a kind: `sensitive_actions.txt`.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::{Origin, lines};

/// A kind of harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Harm {
    /// It gives out credentials.
    CredentialExposure,
    /// It reads what customers store.
    DataAccess,
    /// It helps to gain rights.
    PrivilegeEscalation,
    /// It opens resources to others.
    ResourceExposure,
}

const TEXT: &str = include_str!("sensitive_actions.txt");

/// Where the list comes from.
pub fn origin() -> Origin {
    Origin::of(TEXT)
}

fn all() -> &'static FxHashMap<String, Vec<Harm>> {
    static ALL: OnceLock<FxHashMap<String, Vec<Harm>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: FxHashMap<String, Vec<Harm>> = FxHashMap::default();
        for (kind, action) in lines(TEXT).filter_map(|line| line.split_once('\t')) {
            let harm = match kind {
                "CredentialExposure" => Harm::CredentialExposure,
                "DataAccess" => Harm::DataAccess,
                "PrivEsc" => Harm::PrivilegeEscalation,
                "ResourceExposure" => Harm::ResourceExposure,
                _ => continue,
            };
            all.entry(action.to_ascii_lowercase()).or_default().push(harm);
        }
        all
    })
}

/// The kinds of harm that an action, in lower case, can do.
pub fn sensitive(action: &str) -> impl Iterator<Item = Harm> {
    all().get(action).into_iter().flatten().copied()
}
