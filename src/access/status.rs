//! Whether a path works now.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::dataset::Source;
use crate::dataset::source::account_status;
use crate::snapshot::coverage::operation::{
    LIST_ACCOUNTS, LIST_GROUP_MEMBERSHIPS, LIST_GROUPS, LIST_USERS, PROVISIONING,
};
use crate::snapshot::v1::{Account, Group, User};
use crate::snapshot::{Knowledge, Snapshot, Symbol};

/// The states of Organizations in which nobody gets into an account.
const CLOSED: [&str; 3] = ["SUSPENDED", "PENDING_CLOSURE", "CLOSED"];

/// What keeps a path from working; what comes first hides what comes after (`docs/access.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The user is in the identity store no more.
    UserDeleted,
    /// UserStatus is DISABLED.
    UserDisabled,
    /// The group is in the identity store no more.
    GroupDeleted,
    /// The account is not in the organization.
    AccountRemoved,
    /// The account is suspended or closed.
    AccountSuspended,
    /// The set is not provisioned in the account: there is no role.
    NotProvisioned,
    /// Nobody knows.
    Unknown,
    /// It works.
    Active,
}

impl Status {
    /// All, in their order.
    pub const ALL: [Status; 8] = [
        Status::UserDeleted,
        Status::UserDisabled,
        Status::GroupDeleted,
        Status::AccountRemoved,
        Status::AccountSuspended,
        Status::NotProvisioned,
        Status::Unknown,
        Status::Active,
    ];

    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::UserDeleted => "user-deleted",
            Status::UserDisabled => "user-disabled",
            Status::GroupDeleted => "group-deleted",
            Status::AccountRemoved => "account-removed",
            Status::AccountSuspended => "account-suspended",
            Status::NotProvisioned => "not-provisioned",
            Status::Unknown => "unknown",
            Status::Active => "active",
        }
    }

    /// True where nothing shows that the path does not work.
    pub fn may_work(self) -> bool {
        matches!(self, Status::Active | Status::Unknown)
    }

    /// The place in [`Status::ALL`].
    pub fn place(self) -> u32 {
        self as u32
    }
}

/// The status that users, groups, accounts and pairs of set and account bring to a path.
pub struct Statuses<'s> {
    snapshot: &'s Snapshot<'s>,
    knowledge: &'s Knowledge<'s>,
    users: FxHashMap<&'s str, &'s User<'s>>,
    groups: FxHashMap<&'s str, &'s Group<'s>>,
    accounts: FxHashMap<&'s str, &'s Account<'s>>,
    /// Where sets are provisioned: set and account.
    pairs: FxHashSet<[Symbol; 2]>,
    knows_all_users: bool,
    knows_all_groups: bool,
    knows_all_accounts: bool,
}

impl<'s> Statuses<'s> {
    /// Of a snapshot.
    pub fn new(source: &'s Source<'_>) -> Self {
        let (snapshot, know) = (source.snapshot, &source.knowledge);
        let pairs = snapshot.permission_set_provisioning.records().iter();
        Statuses {
            snapshot,
            knowledge: know,
            users: snapshot.users.records().iter().map(|user| (&*user.user_id, user)).collect(),
            groups: snapshot.groups.records().iter().map(|group| (&*group.group_id, group)).collect(),
            accounts: snapshot.accounts.records().iter().map(|account| (&*account.id, account)).collect(),
            pairs: pairs.map(|pair| [pair.permission_set, pair.account]).collect(),
            knows_all_users: know.absence_is_known(&snapshot.users, &[LIST_USERS], &[]),
            knows_all_groups: know.absence_is_known(&snapshot.groups, &[LIST_GROUPS], &[]),
            knows_all_accounts: know.absence_is_known(&snapshot.accounts, &[LIST_ACCOUNTS], &[]),
        }
    }

    /// Of a user.
    pub fn user(&self, id: &str) -> Status {
        match self.users.get(id) {
            None if self.knows_all_users => Status::UserDeleted,
            None => Status::Unknown,
            Some(user) => match user.user_status.text() {
                Some("DISABLED") => Status::UserDisabled,
                Some(_) => Status::Active,
                None => Status::Unknown,
            },
        }
    }

    /// Of a group.
    pub fn group(&self, id: &str) -> Status {
        match (self.groups.contains_key(id), self.knows_all_groups) {
            (true, _) => Status::Active,
            (false, true) => Status::GroupDeleted,
            (false, false) => Status::Unknown,
        }
    }

    /// True where all members of a group are known; a group that was deleted has none.
    pub fn knows_members(&self, group_id: &str) -> bool {
        let read = self.knowledge.absence_is_known(
            self.snapshot.group_memberships,
            &[LIST_GROUP_MEMBERSHIPS],
            &[group_id],
        );
        match self.groups.get(group_id) {
            Some(group) => read && group.members_read.value() != Some(&false),
            None => self.knows_all_groups,
        }
    }

    /// Of an account.
    pub fn account(&self, id: &str) -> Status {
        match self.accounts.get(id) {
            None if self.knows_all_accounts => Status::AccountRemoved,
            None => Status::Unknown,
            Some(account) => match account_status(account).value() {
                Some(state) if CLOSED.contains(state) => Status::AccountSuspended,
                Some(_) => Status::Active,
                None => Status::Unknown,
            },
        }
    }

    /// Of a set in an account, the account's own aside.
    pub fn pair(&self, permission_set_arn: &str, account_id: &str) -> Status {
        match [permission_set_arn, account_id].map(|id| self.snapshot.symbols.find(id)) {
            [Some(set), Some(account)] if self.pairs.contains(&[set, account]) => Status::Active,
            _ => self.unprovisioned([permission_set_arn, account_id]),
        }
    }

    /// The same, of symbols of the snapshot.
    pub fn pair_of(&self, permission_set: Symbol, account: Symbol) -> Status {
        if self.pairs.contains(&[permission_set, account]) {
            return Status::Active;
        }
        self.unprovisioned([permission_set, account].map(|symbol| self.snapshot.id(symbol)))
    }

    fn unprovisioned(&self, pair: [&str; 2]) -> Status {
        let list = &self.snapshot.permission_set_provisioning;
        if self.knowledge.absence_is_known(list, &PROVISIONING, &pair) {
            Status::NotProvisioned
        } else {
            Status::Unknown
        }
    }
}
