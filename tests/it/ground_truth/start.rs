//! A small but rich organization to start from.

use fastrand::Rng;

use super::organization::{
    Account, AccountId, Boundary, Group, GroupId, Organization, Pair, Principal, Provisioned, ROOT, Set,
    SetId, Style, Unit, UnitId, User, UserId,
};
use super::policies::{
    ADMINISTRATOR, ATTACHABLE, CUSTOMER_BOUNDARIES, CUSTOMER_POLICIES, LISTS, MANAGED_BOUNDARIES, Policy,
    REGIONS, SHARED, WORK, customer, managed,
};

/// Names with and without a word that says production.
const ACCOUNT_NAMES: [&str; 14] = [
    "shop-prod",
    "shop-dev",
    "data-prd",
    "data-test",
    "payroll-live",
    "audit",
    "web-non-prod",
    "lab",
    "crm-production",
    "api-pre-prod",
    "reproduction",
    "logs",
    "network",
    "archive",
];
pub const ENVIRONMENTS: [Option<&str>; 5] =
    [None, Some("production"), Some("test"), Some("non-prod"), Some("prod")];

/// The organization of this seed; everything in it was read.
pub fn organization(rng: &mut Rng) -> Organization {
    let mut start = Organization::default();
    for name in ATTACHABLE.into_iter().chain(MANAGED_BOUNDARIES).chain([SHARED]) {
        start.managed.insert(name, managed(name));
    }
    units(&mut start, rng);
    let mut names = ACCOUNT_NAMES.to_vec();
    rng.shuffle(&mut names);
    for name in &names[..rng.usize(8..=14)] {
        start.add_account(name, rng);
    }
    start.accounts[0].state = "SUSPENDED";
    for _ in 0..rng.usize(20..=40) {
        let user = start.add_user();
        let enabled = rng.u8(..8) > 0;
        start.users.iter_mut().filter(|one| one.id == user).for_each(|one| one.enabled = enabled);
    }
    for _ in 0..rng.usize(8..=12) {
        let group = start.add_group();
        for _ in 0..rng.usize(2..=8) {
            let user = start.users[rng.usize(..start.users.len())].id;
            if !start.memberships.contains(&(group, user)) {
                start.memberships.push((group, user));
            }
        }
    }
    for kind in 0..rng.usize(6..=9) {
        set_of_kind(&mut start, kind);
    }
    assignments(&mut start, rng);
    start
}

fn units(start: &mut Organization, rng: &mut Rng) {
    let mut made = vec![ROOT];
    for name in ["Prod", "Sandbox", "Workloads", "Security", "Teams", "Suspended"] {
        let parent = made[rng.usize(..made.len())];
        made.push(start.add_unit(name, parent));
    }
}

fn set_of_kind(start: &mut Organization, kind: usize) {
    let id = start.add_set(Style::Plain);
    let set = start.set_mut(id);
    match kind {
        0 => {
            set.inline = Policy::default();
            set.managed.insert(ADMINISTRATOR);
        }
        1 => set.inline = Policy::of([LISTS[0], LISTS[1]]),
        2 => set.managed.extend(["GroundMessages", "GroundBatch"]),
        3 => set.boundary = Some(Boundary::Managed(MANAGED_BOUNDARIES[1])),
        4 => {
            set.style = Style::Conditioned;
            set.inline.region = Some(REGIONS[0]);
        }
        5 | 6 => {
            set.style = Style::Customer;
            set.customer.insert(CUSTOMER_POLICIES[kind - 5]);
            set.managed.insert(SHARED);
            set.boundary = (kind == 5).then_some(Boundary::Customer(CUSTOMER_BOUNDARIES[0]));
        }
        7 => set.inline = Policy::default(),
        _ => set.inline = Policy::of([WORK[3], WORK[4], LISTS[4]]),
    }
}

fn assignments(start: &mut Organization, rng: &mut Rng) {
    let sets: Vec<(SetId, Style)> = start.sets.iter().map(|set| (set.id, set.style)).collect();
    for (set, style) in sets {
        for _ in 0..rng.usize(2..=5) {
            let pair = (set, start.accounts[rng.usize(..start.accounts.len())].id);
            for _ in 0..rng.usize(1..=3) {
                let principal = start.any_principal(rng);
                start.assign(pair, principal);
            }
            if style != Style::Customer && rng.u8(..5) == 0 {
                start
                    .provisioned
                    .iter_mut()
                    .filter(|one| one.pair == pair)
                    .for_each(|one| one.latest = false);
            }
        }
    }
    // Here and there, a set is where nobody has it, is not where somebody has it, or is a deleted user's.
    for _ in 0..3 {
        let pair = start.any_pair(rng);
        if start.assignments_of(pair) == 0 && start.provisioned(pair).is_none() {
            start.provisioned.push(Provisioned { pair, latest: true });
        }
        let pair = start.any_pair(rng);
        if start.provisioned(pair).is_none() {
            let principal = start.any_principal(rng);
            start.list_assignment(pair, principal);
        }
    }
    let gone = UserId(start.fresh());
    let pair = start.any_pair(rng);
    start.assign(pair, Principal::User(gone));
}

/// How things are made.
impl Organization {
    pub fn add_user(&mut self) -> UserId {
        let number = self.fresh();
        let user = User {
            id: UserId(number),
            name: format!("user-{number}"),
            email: format!("user-{number}@example.com"),
            department: "orders".to_owned(),
            enabled: true,
        };
        self.users.push(user);
        UserId(number)
    }

    pub fn add_group(&mut self) -> GroupId {
        let number = self.fresh();
        self.groups.push(Group { id: GroupId(number), name: format!("group-{number}") });
        GroupId(number)
    }

    pub fn add_set(&mut self, style: Style) -> SetId {
        let number = self.fresh();
        self.sets.push(Set {
            id: SetId(number),
            name: format!("Set{number}"),
            style,
            description: "As it was made".to_owned(),
            owner: "platform".to_owned(),
            hours: 4,
            inline: Policy::of([LISTS[0], WORK[1]]),
            managed: [].into(),
            customer: [].into(),
            boundary: None,
        });
        SetId(number)
    }

    pub fn add_unit(&mut self, name: &str, parent: UnitId) -> UnitId {
        let id = UnitId(self.fresh());
        self.units.push(Unit { id, name: name.to_owned(), parent });
        id
    }

    pub fn add_account(&mut self, name: &str, rng: &mut Rng) -> AccountId {
        let id = AccountId(self.fresh());
        let parent = match rng.usize(..=self.units.len()) {
            0 => ROOT,
            place => self.units[place - 1].id,
        };
        let environment = ENVIRONMENTS[rng.usize(..ENVIRONMENTS.len())];
        self.accounts.push(Account { id, name: name.to_owned(), state: "ACTIVE", parent, environment });
        for name in CUSTOMER_POLICIES.into_iter().chain(CUSTOMER_BOUNDARIES) {
            self.customer.insert((id, name), customer(name));
        }
        id
    }

    pub fn any_pair(&self, rng: &mut Rng) -> Pair {
        let (set, account) = (rng.usize(..self.sets.len()), rng.usize(..self.accounts.len()));
        (self.sets[set].id, self.accounts[account].id)
    }

    pub fn any_principal(&self, rng: &mut Rng) -> Principal {
        if self.groups.is_empty() || rng.u8(..5) < 2 {
            Principal::User(self.users[rng.usize(..self.users.len())].id)
        } else {
            Principal::Group(self.groups[rng.usize(..self.groups.len())].id)
        }
    }
}
