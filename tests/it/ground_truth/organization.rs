//! An organization and its IAM Identity Center as a few plain lists, and what is so in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::policies::Policy;

macro_rules! ids {
    ($($name:ident: $shape:literal),*) => {$(
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                write!(f, $shape, scattered(self.0))
            }
        }
    )*};
}

ids!(
    UserId: "{:08x}-0000-4000-8000-00000000000a",
    GroupId: "{:08x}-0000-4000-8000-00000000000b",
    SetId: "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-{:016x}",
    AccountId: "{:012}"
);

/// Different numbers for different numbers: the order of the ids is not the order in which things were made.
fn scattered(number: u32) -> u32 {
    number.wrapping_mul(0x9e37_79b1)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnitId(pub u32);

pub const ROOT: UnitId = UnitId(0);

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match *self {
            ROOT => f.write_str("r-ab12"),
            UnitId(number) => write!(f, "ou-ab12-{:08x}", scattered(number)),
        }
    }
}

#[derive(Clone, Debug)]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub department: String,
    pub enabled: bool,
}

#[derive(Clone, Debug)]
pub struct Group {
    pub id: GroupId,
    pub name: String,
}

/// What is done to a set: mixed, the meaning of some edits would be a matter of opinion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Style {
    /// An inline policy and policies of AWS that nobody edits.
    Plain,
    /// An inline policy for one Region, and no other.
    Conditioned,
    /// Policies that each account has for itself, and one of AWS that AWS edits. Always provisioned: what such
    /// an edit means where the set itself is outdated is not for this test to say.
    Customer,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Boundary {
    Managed(&'static str),
    Customer(&'static str),
}

#[derive(Clone, Debug)]
pub struct Set {
    pub id: SetId,
    pub name: String,
    pub style: Style,
    pub description: String,
    pub owner: String,
    pub hours: u8,
    pub inline: Policy,
    pub managed: BTreeSet<&'static str>,
    pub customer: BTreeSet<&'static str>,
    pub boundary: Option<Boundary>,
}

#[derive(Clone, Debug)]
pub struct Account {
    pub id: AccountId,
    pub name: String,
    pub state: &'static str,
    pub parent: UnitId,
    pub environment: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub struct Unit {
    pub id: UnitId,
    pub name: String,
    pub parent: UnitId,
}

pub type Pair = (SetId, AccountId);

#[derive(Clone, Debug)]
pub struct Provisioned {
    pub pair: Pair,
    pub latest: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principal {
    User(UserId),
    Group(GroupId),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    pub pair: Pair,
    pub principal: Principal,
}

/// Whether something is so, as far as the reader can know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    No,
    Unknown,
    Yes,
}

impl From<bool> for Truth {
    fn from(is_so: bool) -> Self {
        if is_so { Truth::Yes } else { Truth::No }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Organization {
    pub users: Vec<User>,
    pub groups: Vec<Group>,
    pub memberships: Vec<(GroupId, UserId)>,
    pub sets: Vec<Set>,
    pub accounts: Vec<Account>,
    pub units: Vec<Unit>,
    pub provisioned: Vec<Provisioned>,
    pub assignments: Vec<Assignment>,
    pub managed: BTreeMap<&'static str, Policy>,
    pub customer: BTreeMap<(AccountId, &'static str), Policy>,
    /// Groups whose members the reader could not list.
    pub unread_groups: Vec<GroupId>,
    /// Sets and accounts whose assignments the reader could not list.
    pub unread_pairs: Vec<Pair>,
    /// How many things were ever made, so that each has an id of its own.
    pub made: u32,
}

impl Organization {
    /// A number that nothing had before.
    pub fn fresh(&mut self) -> u32 {
        self.made += 1;
        self.made
    }

    pub fn user(&self, id: UserId) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    pub fn set(&self, id: SetId) -> Option<&Set> {
        self.sets.iter().find(|set| set.id == id)
    }

    pub fn set_mut(&mut self, id: SetId) -> &mut Set {
        self.sets.iter_mut().find(|set| set.id == id).expect("a set that was just seen")
    }

    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    /// What the account is under, from its parent up to the root.
    pub fn chain(&self, account: AccountId) -> Vec<UnitId> {
        let mut chain: Vec<UnitId> =
            self.account(account).map(|account| account.parent).into_iter().collect();
        while let Some(unit) = chain.last().and_then(|last| self.unit(*last)) {
            chain.push(unit.parent);
        }
        chain
    }

    pub fn is_active(&self, account: AccountId) -> bool {
        self.account(account).is_some_and(|account| account.state == "ACTIVE")
    }

    pub fn provisioned(&self, pair: Pair) -> Option<&Provisioned> {
        self.provisioned.iter().find(|provisioned| provisioned.pair == pair)
    }

    /// What the reader knows of whether this is assigned.
    pub fn assigned(&self, pair: Pair, principal: Principal) -> Truth {
        if self.unread_pairs.contains(&pair) && self.set(pair.0).is_some() {
            return Truth::Unknown;
        }
        let is_it = |one: &Assignment| one.pair == pair && one.principal == principal;
        self.assignments.iter().any(is_it).into()
    }

    /// What the reader knows of whether the user is in the group.
    pub fn is_member(&self, group: GroupId, user: UserId) -> Truth {
        if self.unread_groups.contains(&group) && self.group(group).is_some() {
            return Truth::Unknown;
        }
        self.memberships.contains(&(group, user)).into()
    }

    pub fn pairs_of(&self, set: SetId) -> Vec<Pair> {
        self.provisioned.iter().map(|one| one.pair).filter(|pair| pair.0 == set).collect()
    }

    pub fn assignments_of(&self, pair: Pair) -> usize {
        self.assignments.iter().filter(|one| one.pair == pair).count()
    }

    /// The set is assigned in the account, and not provisioned there.
    pub fn is_waiting(&self, pair: Pair) -> bool {
        self.provisioned(pair).is_none() && self.assignments_of(pair) > 0
    }

    /// Assigns it, as CreateAccountAssignment does: the set is provisioned in the account with it.
    pub fn assign(&mut self, pair: Pair, principal: Principal) {
        self.list_assignment(pair, principal);
        if self.provisioned(pair).is_none() {
            self.provisioned.push(Provisioned { pair, latest: true });
        }
    }

    /// An assignment without anything provisioned.
    pub fn list_assignment(&mut self, pair: Pair, principal: Principal) {
        let assignment = Assignment { pair, principal };
        if !self.assignments.contains(&assignment) {
            self.assignments.push(assignment);
        }
    }

    /// Takes assignments away; a set leaves an account with the last of them.
    pub fn unassign(&mut self, goes: impl Fn(&Assignment) -> bool) {
        let gone: Vec<Assignment> = self.assignments.iter().filter(|one| goes(one)).cloned().collect();
        self.assignments.retain(|one| !goes(one));
        for Assignment { pair, .. } in gone {
            if self.assignments_of(pair) == 0 {
                self.provisioned.retain(|one| one.pair != pair);
            }
        }
    }
}
