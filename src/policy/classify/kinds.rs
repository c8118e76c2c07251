//! The kinds of privilege that single actions give.

use std::sync::OnceLock;

use super::privilege::Privilege;
use crate::policy::catalogue::{Harm, Level, actions, sensitive};

/// All of them.
const ALL: [Privilege; 5] = [
    Privilege::CredentialExposure,
    Privilege::ResourceExposure,
    Privilege::DataAccess,
    Privilege::Write,
    Privilege::ReadOnly,
];

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    /// The kinds of a known action, by its place in the catalogue.
    pub fn of(action: u32) -> Self {
        static KNOWN: OnceLock<Vec<Kinds>> = OnceLock::new();
        let known = KNOWN.get_or_init(|| {
            let kinds = actions().all().iter().map(|action| kinds_of(action.lower, action.level).collect());
            kinds.collect()
        });
        known.get(action as usize).copied().unwrap_or_default()
    }

    /// These and those.
    pub fn with(self, other: Self) -> Self {
        Kinds(self.0 | other.0)
    }

    /// These but for those.
    pub fn without(self, other: Self) -> Self {
        Kinds(self.0 & !other.0)
    }

    /// True where there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them.
    pub fn each(self) -> impl Iterator<Item = Privilege> {
        ALL.into_iter().filter(move |privilege| self.0 & bit(*privilege) != 0)
    }
}

impl FromIterator<Privilege> for Kinds {
    fn from_iter<I: IntoIterator<Item = Privilege>>(privileges: I) -> Self {
        Kinds(privileges.into_iter().fold(0, |bits, privilege| bits | bit(privilege)))
    }
}

fn bit(privilege: Privilege) -> u16 {
    1 << privilege as u16
}

/// The kinds of an action in lower case.
fn kinds_of(action: &str, level: Level) -> impl Iterator<Item = Privilege> {
    let harms = sensitive(action).filter_map(|harm| match harm {
        Harm::CredentialExposure => Some(Privilege::CredentialExposure),
        Harm::DataAccess => Some(Privilege::DataAccess),
        Harm::ResourceExposure => Some(Privilege::ResourceExposure),
        // The paths tell these.
        Harm::PrivilegeEscalation => None,
    });
    let by_level = match level {
        Level::List | Level::Read => Privilege::ReadOnly,
        Level::Tagging | Level::Write | Level::PermissionManagement => Privilege::Write,
    };
    harms.chain([by_level])
}
