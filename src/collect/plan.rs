//! What a collection will cost, told from the lists that are cheap to read.

use std::cell::Cell;

use super::family::{Families, Family};
use super::lane::limit;
use super::listing::Listing;
use super::operation::Service;

/// How account assignments are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// For each permission set and account where it is provisioned: complete, deleted principals included.
    #[default]
    Pairs,
    /// For each user and group, then for the pairs that they do not explain: cheaper where users are few.
    Principals,
    /// Both, and every other operation that repeats what another tells; differences become observations.
    Exhaustive,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Mode; 3] = [Mode::Pairs, Mode::Principals, Mode::Exhaustive];

    /// The name as the snapshot writes it.
    pub fn name(self) -> &'static str {
        match self {
            Mode::Pairs => "pairs",
            Mode::Principals => "principals",
            Mode::Exhaustive => "exhaustive",
        }
    }

    /// Whether what it asks about is read.
    pub(super) fn is_possible(self, families: &Families) -> bool {
        let needs_principals = self == Mode::Principals && families.has(Family::Assignments);
        !needs_principals || families.has(Family::Identity)
    }
}

/// What the cheap lists showed: sizes, and the calls that it took to learn them. A size that is not there was
/// not learned.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) sets: Cell<Option<u64>>,
    pub(super) accounts: Cell<Option<u64>>,
    pub(super) users: Cell<Option<u64>>,
    pub(super) groups: Cell<Option<u64>>,
    pub(super) pairs: Cell<Option<u64>>,
    /// What applications, token issuers and requests will take.
    parts: Cell<u64>,
    /// Regions, applications and providers, which the mode `exhaustive` asks about one by one.
    repeated: Cell<u64>,
    /// What the policies of the organization will take.
    organization_parts: Cell<u64>,
    /// Pages of all these lists, by service.
    sso_admin_pages: Cell<u64>,
    identity_pages: Cell<u64>,
    organization_pages: Cell<u64>,
}

fn add(to: &Cell<u64>, count: u64) {
    to.set(to.get() + count);
}

/// The requests of a list: its pages, and the one that failed.
fn requests<T>(listing: &Listing<T>) -> u64 {
    listing.pages + u64::from(listing.failure.is_some())
}

/// The size of a list that was read to its end.
fn size<T>(listing: &Listing<T>) -> Option<u64> {
    listing.failure.is_none().then_some(listing.items.len() as u64)
}

impl Survey {
    pub(super) fn sso_admin<T>(&self, listing: &Listing<T>) {
        add(&self.sso_admin_pages, requests(listing));
    }

    pub(super) fn sets<T>(&self, listing: &Listing<T>) {
        self.sets.set(size(listing));
        self.sso_admin(listing);
    }

    /// More calls that the lists made necessary.
    pub(super) fn parts(&self, calls: usize) {
        add(&self.parts, calls as u64);
    }

    /// Things that the mode `exhaustive` asks about once more.
    pub(super) fn repeated(&self, things: usize) {
        add(&self.repeated, things as u64);
    }

    pub(super) fn organization_parts(&self, calls: usize) {
        add(&self.organization_parts, calls as u64);
    }

    pub(super) fn organization<T>(&self, listing: &Listing<T>) {
        add(&self.organization_pages, requests(listing));
    }

    pub(super) fn accounts<T>(&self, listing: &Listing<T>) {
        self.accounts.set(size(listing));
        self.organization(listing);
    }

    pub(super) fn users<T>(&self, listing: &Listing<T>) {
        self.users.set(size(listing));
        add(&self.identity_pages, requests(listing));
    }

    pub(super) fn groups<T>(&self, listing: &Listing<T>) {
        self.groups.set(size(listing));
        add(&self.identity_pages, requests(listing));
    }

    /// The calls to a service in a mode; nothing where a list that decides it was not learned. Of a list whose
    /// length no cheap list tells, the first page counts; for the mode `principals` every group counts, though
    /// some will show through their users, and no pair that remains unexplained.
    fn calls(&self, service: Service, mode: Mode, families: &Families) -> Option<u64> {
        match service {
            Service::SsoAdmin => {
                // ListInstances, DescribeInstance, access control attributes; at the end, sets and requests.
                let fixed = 3 + 1 + 3 * u64::from(families.has(Family::Operations));
                let of_set = 2 + 4 * u64::from(families.has(Family::Policies));
                let sets = of_set * self.sets.get()?;
                let again = if mode == Mode::Exhaustive { self.again(families)? } else { 0 };
                let lists = self.sso_admin_pages.get() + self.parts.get();
                Some(fixed + lists + sets + self.assignments(mode, families)? + again)
            }
            Service::IdentityStore if !families.has(Family::Identity) => Some(0),
            Service::IdentityStore => {
                let of_users = if mode == Mode::Exhaustive { self.users.get()? } else { 0 };
                Some(self.identity_pages.get() + self.groups.get()? + of_users)
            }
            Service::Organizations => {
                let tags = if families.has(Family::AccountTags) { self.accounts.get()? } else { 0 };
                Some(self.organization_pages.get() + self.organization_parts.get() + tags)
            }
            Service::Iam | Service::Sts | Service::AccountAccess => None,
        }
    }

    fn assignments(&self, mode: Mode, families: &Families) -> Option<u64> {
        if !families.has(Family::Assignments) {
            return Some(0);
        }
        let principals = || Some(self.users.get()? + self.groups.get()?);
        match mode {
            Mode::Pairs => self.pairs.get(),
            Mode::Principals => principals(),
            Mode::Exhaustive if !families.has(Family::Identity) => self.pairs.get(),
            Mode::Exhaustive => Some(self.pairs.get()? + principals()?),
        }
    }

    /// What the mode `exhaustive` asks a second time: the longer axis of the provisioning, applications and
    /// their providers, and the applications of each principal.
    fn again(&self, families: &Families) -> Option<u64> {
        let (sets, accounts) = (self.sets.get()?, self.accounts.get());
        let axis = accounts.filter(|_| families.has(Family::Provisioning));
        let axis = axis.map_or(0, |accounts| 2 * sets.max(accounts));
        if !families.has(Family::Applications) {
            return Some(axis + self.repeated.get());
        }
        let principals = match families.has(Family::Identity) {
            true => self.users.get()? + self.groups.get()?,
            false => 0,
        };
        Some(axis + self.repeated.get() + principals)
    }
}

/// The services whose calls a plan tells. The others depend on what the permission sets turn out to name, and
/// are few.
const PLANNED: [Service; 3] = [Service::SsoAdmin, Service::IdentityStore, Service::Organizations];

/// What one mode would ask of one service.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// The mode.
    pub mode: Mode,
    /// The service.
    pub service: Service,
    /// Calls, retries aside; nothing where a list that decides it could not be read.
    pub calls: Option<u64>,
    /// How long they take at the service's rate. The services are read side by side.
    pub seconds: Option<f64>,
}

/// The predictions of these modes.
pub(super) fn predict(survey: &Survey, families: &Families, modes: &[Mode], max_tps: f64) -> Vec<Predicted> {
    let of = |mode: Mode, service: Service| {
        let calls = survey.calls(service, mode, families);
        Predicted { mode, service, calls, seconds: calls.map(|calls| calls as f64 / limit(service, max_tps)) }
    };
    modes.iter().flat_map(|mode| PLANNED.map(|service| of(*mode, service))).collect()
}
