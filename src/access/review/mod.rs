//! The access review: who reaches what, for people to decide on (`docs/access.md`).

mod history;
mod person;
mod presence;
mod previous;
mod row;
mod rows;
mod split;
mod verify;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;

use rustc_hash::{FxHashMap, FxHashSet};

use super::directory::Directory;
use super::effective::{EffectiveAccess, Pair, Path};
use super::status::Status;
use super::tier::{Tier, Tiers};
use crate::dataset::Dataset;
use crate::dataset::frames::POLICY_OPERATIONS;
use crate::model::NotEvaluated;
use crate::snapshot::Knowledge;
use crate::snapshot::coverage::UNSAID;
use crate::snapshot::coverage::operation::LIST_GROUP_MEMBERSHIPS;

pub use history::History;
pub use person::UserStatus;
pub use presence::{Evidence, Presence};
pub use previous::{Facts, Judged, Previous, ReviewError, State};
pub use row::{Ids as RowIds, Row};
pub use rows::{Standing, Table};
pub use split::{Part, SplitBy};
pub use verify::{Verified, verify};

/// What the review stands on beside what the report `access` does.
pub const NEEDS: [&str; 4] =
    ["groups.members_state", "users.enterprise_state", "permission_sets.tags_state", "accounts.tags_state"];

/// What the tiers of a review do not consider.
pub const NOT_CONSIDERED: &str = "Not considered: service control policies, resource control policies, resource policies \
                                  and session policies.";

/// The rows of a review, factored: see [`EffectiveAccess`].
pub struct Review<'a> {
    knowledge: &'a Knowledge<'a>,
    evidence: Evidence<'a>,
    access: &'a EffectiveAccess<'a>,
    directory: Directory<'a>,
    tiers: Tiers<'a>,
    known_tiers: RefCell<FxHashMap<Pair, Tier>>,
    /// Groups that are assigned something to people whom nobody can name.
    faceless: Vec<u32>,
}

impl<'a> Review<'a> {
    /// Of a dataset and its access.
    pub fn new(dataset: &'a Dataset<'_>, access: &'a EffectiveAccess<'a>) -> Self {
        let source = dataset.source();
        let evidence = Evidence::new(source, access);
        let is_faceless = |group: &u32| {
            let is_deleted = access.group_status(*group) == Status::GroupDeleted;
            !access.held_by_group(*group).is_empty()
                && match is_deleted {
                    true => access.members_of(*group).is_empty(),
                    false => evidence.knows_members(access.groups.text(*group)).is_err(),
                }
        };
        let faceless = access.groups.places().filter(is_faceless).collect();
        Review {
            knowledge: &source.knowledge,
            access,
            directory: Directory::new(&[source]),
            tiers: Tiers::new(source),
            known_tiers: RefCell::default(),
            faceless,
            evidence,
        }
    }

    /// Calls back with every row and its number: the paths of people by user, account, permission set and path, then
    /// those of groups without known members.
    ///
    /// # Errors
    /// What `each` says.
    pub fn try_each(&self, each: &mut dyn FnMut(usize, Row) -> io::Result<()>) -> io::Result<()> {
        let mut number = 0;
        let mut ways = Vec::new();
        for user in self.access.users.places() {
            self.access.ways_of(user, &mut ways);
            for way in &ways {
                each(number, Row { user: Some(user), pair: way.pair, path: way.path, status: way.status })?;
                number += 1;
            }
        }
        for group in &self.faceless {
            // Who is not known may be disabled.
            let of_path = self.access.group_status(*group).min(Status::Unknown);
            for (pair, status) in self.access.held_by_group(*group) {
                let status = of_path.min(*status);
                each(number, Row { user: None, pair: *pair, path: Path::Group(*group), status })?;
                number += 1;
            }
        }
        Ok(())
    }

    /// As [`Review::try_each`], where nothing can fail.
    pub fn for_each(&self, mut each: impl FnMut(usize, Row)) {
        let whole = self.try_each(&mut |number, row| {
            each(number, row);
            Ok(())
        });
        debug_assert!(whole.is_ok());
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        let faceless = self.faceless.iter().map(|group| self.access.held_by_group(*group).len());
        self.access.count() + faceless.sum::<usize>()
    }

    /// How many users and how many accounts the rows are about.
    pub fn scope(&self) -> (usize, usize) {
        let mut users = FxHashSet::default();
        let mut accounts = FxHashSet::default();
        self.for_each(|_, row| {
            users.extend(row.user);
            accounts.insert(row.pair.account);
        });
        (users.len(), accounts.len())
    }

    /// The ids of a row.
    pub fn ids(&self, row: &Row) -> RowIds<'a> {
        RowIds {
            user: row.user.map_or("", |user| self.access.users.text(user)),
            account: self.access.accounts.text(row.pair.account),
            permission_set: self.access.permission_sets.text(row.pair.permission_set),
            group: row.path.group().map_or("", |group| self.access.groups.text(group)),
        }
    }

    /// What decides whether a decision still holds.
    pub fn facts(&self, row: &Row) -> Facts<'static> {
        Facts {
            tier: self.tier(row.pair).as_str(),
            status: row.status.as_str(),
            user_status: self.user_status(row).as_str(),
        }
    }

    /// What the set is in the account.
    pub fn tier(&self, pair: Pair) -> Tier {
        if let Some(tier) = self.known_tiers.borrow().get(&pair) {
            return *tier;
        }
        let set = self.access.permission_sets.text(pair.permission_set);
        let tier = self.tiers.of(set, self.access.accounts.text(pair.account));
        self.known_tiers.borrow_mut().insert(pair, tier);
        tier
    }

    fn user_status(&self, row: &Row) -> UserStatus {
        match row.user {
            Some(user) => UserStatus::of(self.access.user_status(user)),
            None if row.status == Status::GroupDeleted => UserStatus::GroupDeleted,
            None => UserStatus::MembersUnknown,
        }
    }

    /// The permission sets whose tier is unknown in some account, and the groups that nobody could list.
    pub fn not_evaluated(&self) -> Vec<NotEvaluated> {
        let mut sets: BTreeMap<u32, u32> = BTreeMap::new();
        let mut pairs: FxHashSet<Pair> = FxHashSet::default();
        self.for_each(|_, row| {
            if pairs.insert(row.pair) && self.tier(row.pair) == Tier::Unknown {
                sets.entry(row.pair.permission_set).or_insert(row.pair.account);
            }
        });
        let of_sets = sets.into_iter().map(|(set, account)| {
            let (set, account) = (self.access.permission_sets.text(set), self.access.accounts.text(account));
            let (why, asked_for) = self.knowledge.why(&POLICY_OPERATIONS, &[set]);
            let why = match self.tiers.doubts(set, account) {
                Some(doubts) if why == UNSAID => doubts,
                Some(doubts) => format!("{doubts}: {why}"),
                None => why,
            };
            let name = self.directory.permission_set_name(set).unwrap_or(set);
            NotEvaluated { what: format!("tier of permission set {name}"), why, asked_for }
        });
        let unlisted = |group: &&u32| self.access.group_status(**group) == Status::Unknown;
        let of_groups = self.faceless.iter().filter(unlisted).map(|group| {
            let group = self.access.groups.text(*group);
            let (why, asked_for) = self.knowledge.why(&[LIST_GROUP_MEMBERSHIPS], &[group]);
            NotEvaluated {
                what: format!("members of group {}", self.directory.group_name(group).unwrap_or(group)),
                why,
                asked_for,
            }
        });
        of_sets.chain(of_groups).collect()
    }
}
