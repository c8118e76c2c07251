//! What `docs/access.md` says of two organizations, worked out for every user, set and account, one by one.

use super::amounts::{self, Tier, tier};
use super::organization::{AccountId, GroupId, Organization, Pair, Principal, SetId, Truth, UserId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    Gained,
    Lost,
    Changed,
    Unknown,
}

impl Change {
    pub fn word(self) -> &'static str {
        match self {
            Change::Gained => "gained",
            Change::Lost => "lost",
            Change::Changed => "changed",
            Change::Unknown => "unknown",
        }
    }
}

pub type Cause = (&'static str, Option<GroupId>);

/// What is said of a user, a set and an account.
#[derive(Clone, Debug)]
pub struct Row {
    pub user: UserId,
    pub set: SetId,
    pub account: AccountId,
    pub change: Change,
    /// Sorted. None where the specification does not say.
    pub causes: Option<Vec<Cause>>,
    pub old_tier: Tier,
    pub new_tier: Tier,
}

/// The causes of gained and those of lost, which are the same the other way round.
#[derive(Clone, Copy)]
enum Fact {
    Direct,
    GroupAssignment,
    Membership,
    User,
    UserAgain,
    Group,
    GroupAgain,
    Set,
    SetAgain,
    Account,
    Enabled,
    Active,
    Provisioned,
}

impl Fact {
    fn word(self, change: Change) -> &'static str {
        let (gained, lost) = match self {
            Fact::Direct => ("direct-assignment", "direct-assignment-removed"),
            Fact::GroupAssignment => ("group-assignment", "group-assignment-removed"),
            Fact::Membership => ("joined-group", "left-group"),
            Fact::User => ("user-created", "user-deleted"),
            Fact::UserAgain => ("user-recreated", "user-recreated"),
            Fact::Group => ("group-created", "group-deleted"),
            Fact::GroupAgain => ("group-recreated", "group-recreated"),
            Fact::Set => ("permission-set-created", "permission-set-deleted"),
            Fact::SetAgain => ("permission-set-recreated", "permission-set-recreated"),
            Fact::Account => ("account-added", "account-removed"),
            Fact::Enabled => ("user-enabled", "user-disabled"),
            Fact::Active => ("account-reactivated", "account-suspended"),
            Fact::Provisioned => ("provisioned", "deprovisioned"),
        };
        if change == Change::Gained { gained } else { lost }
    }
}

/// A user, a set and an account.
#[derive(Clone, Copy)]
struct Question {
    user: UserId,
    pair: Pair,
}

/// A path as far as it is known: by the group, or direct.
type Path = Option<GroupId>;

/// All rows, in no particular order.
pub fn rows(old: &Organization, new: &Organization) -> Vec<Row> {
    let users = either(old.users.iter().map(|user| user.id), new.users.iter().map(|user| user.id));
    let sets = either(old.sets.iter().map(|set| set.id), new.sets.iter().map(|set| set.id));
    let accounts =
        either(old.accounts.iter().map(|account| account.id), new.accounts.iter().map(|account| account.id));
    let mut rows = Vec::new();
    for user in users {
        for set in &sets {
            for account in &accounts {
                rows.extend(row(old, new, Question { user, pair: (*set, *account) }));
            }
        }
    }
    rows
}

fn either<T: Ord>(old: impl Iterator<Item = T>, new: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = old.chain(new).collect();
    all.sort();
    all.dedup();
    all
}

fn row(old: &Organization, new: &Organization, asked: Question) -> Option<Row> {
    let (change, causes) = match (access(old, asked), access(new, asked)) {
        (Truth::No, Truth::Yes) => (Change::Gained, came(old, new, asked, Change::Gained)),
        (Truth::Yes, Truth::No) => (Change::Lost, came(new, old, asked, Change::Lost)),
        (Truth::Yes, Truth::Yes) => changed(old, new, asked.pair)?,
        (Truth::Yes, Truth::Unknown) | (Truth::Unknown, Truth::Yes) => (Change::Unknown, Some(Vec::new())),
        (Truth::No | Truth::Unknown, Truth::No | Truth::Unknown) => return None,
    };
    let causes = causes.map(|mut causes| {
        causes.sort_unstable();
        causes.dedup();
        causes
    });
    let (old_tier, new_tier) = (tier(old, asked.pair), tier(new, asked.pair));
    let Question { user, pair: (set, account) } = asked;
    Some(Row { user, set, account, change, causes, old_tier, new_tier })
}

/// Whether a path leads there and works. What is not known of the paths is nothing, where none would work.
fn access(side: &Organization, asked: Question) -> Truth {
    let Question { user, pair } = asked;
    let could_work = side.user(user).is_some_and(|user| user.enabled)
        && side.is_active(pair.1)
        && side.provisioned(pair).is_some();
    if !could_work {
        return Truth::No;
    }
    all_paths(side).map(|path| leads(side, asked, path)).max().unwrap_or(Truth::No)
}

fn all_paths(side: &Organization) -> impl Iterator<Item = Path> {
    side.groups.iter().map(|group| Some(group.id)).chain([None])
}

fn leads(side: &Organization, Question { user, pair }: Question, path: Path) -> Truth {
    match path {
        None => side.assigned(pair, Principal::User(user)),
        Some(group) => side.assigned(pair, Principal::Group(group)).min(side.is_member(group, user)),
    }
}

/// What is so on the side that has access and not on the other, for each path that leads there.
/// None where that turns on something that is not known of the other.
fn came(without: &Organization, with: &Organization, asked: Question, change: Change) -> Option<Vec<Cause>> {
    let Question { user, pair } = asked;
    let mut causes = Vec::new();
    let mut is_told = true;
    for path in all_paths(with).filter(|path| leads(with, asked, *path) == Truth::Yes) {
        let mut tell = |fact: Fact| {
            let is_of_group =
                matches!(fact, Fact::GroupAssignment | Fact::Membership | Fact::Group | Fact::GroupAgain);
            causes.push((fact.word(change), path.filter(|_| is_of_group)));
        };
        let (had_user, had_set, had_account) =
            (without.user(user), without.set(pair.0), without.account(pair.1));
        match had_user {
            None => tell(if user_again(without, with, user) { Fact::UserAgain } else { Fact::User }),
            Some(user) if !user.enabled => tell(Fact::Enabled),
            Some(_) => {}
        }
        if had_set.is_none() {
            tell(if set_again(without, with, pair.0) { Fact::SetAgain } else { Fact::Set });
        }
        match had_account {
            None => tell(Fact::Account),
            Some(account) if account.state != "ACTIVE" => tell(Fact::Active),
            Some(_) => {}
        }
        let had_pair = had_set.is_some() && had_account.is_some();
        let assignment = without.assigned(pair, path.map_or(Principal::User(user), Principal::Group));
        // Assigning provisions: that explains it, unless it was assigned on both sides.
        if had_pair && without.provisioned(pair).is_none() {
            match assignment {
                Truth::Yes => tell(Fact::Provisioned),
                Truth::Unknown => is_told = false,
                Truth::No => {}
            }
        }
        let mut was = |truth: Truth, fact: Fact| match truth {
            Truth::Yes => {}
            Truth::Unknown => is_told = false,
            Truth::No => tell(fact),
        };
        match path {
            None if had_pair && had_user.is_some() => {
                was(assignment, Fact::Direct);
            }
            None => {}
            Some(group) if without.group(group).is_none() => {
                tell(if group_again(without, with, group) { Fact::GroupAgain } else { Fact::Group });
            }
            Some(group) => {
                if had_pair {
                    was(assignment, Fact::GroupAssignment);
                }
                if had_user.is_some() {
                    was(without.is_member(group, user), Fact::Membership);
                }
            }
        }
    }
    is_told.then_some(causes)
}

/// One of the same name is on the other side, and only there.
fn user_again(without: &Organization, with: &Organization, user: UserId) -> bool {
    let name = with.user(user).map(|user| &user.name);
    without.users.iter().any(|other| Some(&other.name) == name && with.user(other.id).is_none())
}

fn group_again(without: &Organization, with: &Organization, group: GroupId) -> bool {
    let name = with.group(group).map(|group| &group.name);
    without.groups.iter().any(|other| Some(&other.name) == name && with.group(other.id).is_none())
}

fn set_again(without: &Organization, with: &Organization, set: SetId) -> bool {
    let name = with.set(set).map(|set| &set.name);
    without.sets.iter().any(|other| Some(&other.name) == name && with.set(other.id).is_none())
}

/// What the set is in the account, where somebody had it and has it.
fn changed(old: &Organization, new: &Organization, pair: Pair) -> Option<(Change, Option<Vec<Cause>>)> {
    let edits: Vec<Cause> = amounts::edits(old, new, pair).into_iter().map(|edit| (edit, None)).collect();
    let is_latest = |side: &Organization| side.provisioned(pair).is_some_and(|one| one.latest);
    let is_unsure = !is_latest(new) && !edits.is_empty();
    let mut causes = edits;
    if is_latest(new) && !is_latest(old) {
        causes.push(("provisioning-caught-up", None));
    }
    if old.chain(pair.1) != new.chain(pair.1) {
        causes.push(("account-moved", None));
    }
    let change = if is_unsure { Change::Unknown } else { Change::Changed };
    (!causes.is_empty()).then_some((change, Some(causes)))
}
