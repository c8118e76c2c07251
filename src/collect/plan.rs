//! What a collection will cost, told from the lists that are cheap to read.

use std::cell::Cell;

use super::executor::limit;
use super::family::{Families, Family};
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

/// What the cheap lists showed: sizes, and the calls that it took to learn them.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) sets: Cell<u64>,
    pub(super) accounts: Cell<u64>,
    pub(super) users: Cell<u64>,
    pub(super) groups: Cell<u64>,
    pub(super) pairs: Cell<u64>,
    /// What applications, token issuers and requests will take.
    pub(super) parts: Cell<u64>,
    /// Regions, applications and providers, which the mode `exhaustive` asks about one by one.
    pub(super) repeated: Cell<u64>,
    /// What the policies of the organization will take.
    pub(super) organization_parts: Cell<u64>,
    /// Pages of all these lists, by service.
    pub(super) sso_admin_pages: Cell<u64>,
    pub(super) identity_pages: Cell<u64>,
    pub(super) organization_pages: Cell<u64>,
}

fn add(to: &Cell<u64>, count: u64) {
    to.set(to.get() + count);
}

/// The requests of a list: its pages, and the one that failed.
fn requests<T>(listing: &Listing<T>) -> u64 {
    listing.pages + u64::from(listing.failure.is_some())
}

impl Survey {
    pub(super) fn sso_admin<T>(&self, listing: &Listing<T>) {
        add(&self.sso_admin_pages, requests(listing));
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

    pub(super) fn users<T>(&self, listing: &Listing<T>) {
        self.users.set(listing.items.len() as u64);
        add(&self.identity_pages, requests(listing));
    }

    pub(super) fn groups<T>(&self, listing: &Listing<T>) {
        self.groups.set(listing.items.len() as u64);
        add(&self.identity_pages, requests(listing));
    }

    /// The calls to a service in a mode. Of a list over several pages whose length no cheap list tells, only
    /// the first page counts, and what each application has counts not at all; for the mode `principals` every group counts, though some will show through
    /// their users, and no pair that remains unexplained.
    pub(super) fn calls(&self, service: Service, mode: Mode, families: &Families) -> u64 {
        let has = |family| u64::from(families.has(family));
        let (users, groups) = (self.users.get(), self.groups.get());
        match service {
            Service::SsoAdmin => {
                // ListInstances, DescribeInstance, access control attributes; at the end, sets and requests.
                let fixed = 3 + 1 + 3 * has(Family::Operations);
                let of_set = 2 + 4 * has(Family::Policies);
                let assignments = match mode {
                    Mode::Pairs => self.pairs.get(),
                    Mode::Principals => users + groups,
                    Mode::Exhaustive => self.pairs.get() + users + groups,
                };
                let assignments = assignments * has(Family::Assignments);
                let again = u64::from(mode == Mode::Exhaustive)
                    * (self.repeated.get()
                        + self.other_axis() * has(Family::Provisioning)
                        + (users + groups) * has(Family::Applications));
                let pages = self.sso_admin_pages.get();
                fixed + pages + of_set * self.sets.get() + assignments + self.parts.get() + again
            }
            Service::IdentityStore => {
                let both_ways = u64::from(mode == Mode::Exhaustive) * users;
                (self.identity_pages.get() + groups + both_ways) * has(Family::Identity)
            }
            Service::Organizations => {
                let tags = self.accounts.get() * has(Family::AccountTags);
                self.organization_pages.get() + self.organization_parts.get() + tags
            }
            Service::Iam | Service::Sts | Service::AccountAccess => 0,
        }
    }

    fn other_axis(&self) -> u64 {
        2 * self.sets.get().max(self.accounts.get())
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
    /// Calls, retries aside.
    pub calls: u64,
    /// How long they take at the service's rate. The services are read side by side.
    pub seconds: f64,
}

/// The predictions of these modes.
pub(super) fn predict(survey: &Survey, families: &Families, modes: &[Mode], max_tps: f64) -> Vec<Predicted> {
    let of = |mode: Mode, service: Service| {
        let calls = survey.calls(service, mode, families);
        Predicted { mode, service, calls, seconds: calls as f64 / limit(service, max_tps) }
    };
    modes.iter().flat_map(|mode| PLANNED.map(|service| of(*mode, service))).collect()
}
