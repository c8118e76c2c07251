//! How much of what was planted stands in the snapshot, counted as it was written: what the checks must find.

use std::collections::BTreeSet;
use std::fmt;

use super::assignments::Assignments;
use super::company::Company;
use super::permission_sets::{Boundary, PermissionSets};
use super::planted;
use super::policies::managed::EVERYTHING;
use super::provisioning::{Provisioned, Provisioning};

/// The numbers.
pub struct Summary {
    /// What there is.
    sizes: Vec<(usize, &'static str)>,
    memberships: usize,
    /// Check, findings, what each is about, and what stands behind them.
    found: Vec<(&'static str, usize, &'static str, String)>,
    group_has_access: Vec<bool>,
    empty_groups: usize,
    /// Whether each user may not sign in, and has access.
    disabled: Vec<(bool, bool)>,
}

impl Summary {
    /// All but what the memberships tell.
    pub fn of(
        company: &Company,
        assignments: &Assignments,
        provisioning: &Provisioning,
        sets: &PermissionSets,
    ) -> Self {
        let is_later = company.shape.is_later;
        let is_disabled =
            |user| company.users.is_listed(user, is_later) && planted::is_disabled(user as u64, is_later);
        let mut summary = Summary {
            sizes: vec![
                (assignments.len(), "assignments"),
                (provisioning.pairs.len(), "provisioned pairs"),
                (company.users.listed(is_later).count(), "users"),
                (company.groups.listed(is_later).count(), "groups"),
                (company.accounts.len(), "accounts"),
                (sets.all.len(), "permission sets"),
            ],
            memberships: 0,
            found: Vec::new(),
            group_has_access: vec![false; company.groups.total()],
            empty_groups: 0,
            disabled: (0..company.users.total()).map(|user| (is_disabled(user), false)).collect(),
        };
        summary.look_at_sets(company, sets);
        summary.look_at_provisioning(provisioning);
        summary.look_at_assignments(company, assignments);
        summary
    }

    fn add(&mut self, check: &'static str, findings: usize, about: &'static str, behind: String) {
        self.found.push((check, findings, about, behind));
    }

    fn look_at_sets(&mut self, company: &Company, sets: &PermissionSets) {
        let is_administrator =
            sets.count(|set| set.boundary.is_none() && set.managed_policies.contains(&EVERYTHING));
        let of_rank = |is_so: fn(u64) -> bool| (0..sets.all.len() as u64).filter(|rank| is_so(*rank)).count();
        let escalating = of_rank(planted::escalates);
        let more = "sets, or more";
        for (check, findings, about) in [
            ("permission-set-untagged", sets.count(|set| set.tags.is_empty()), "sets"),
            ("session-too-long", sets.count(|set| set.hours > 8), "sets"),
            ("boundary-missing", sets.count(|set| set.boundary.is_none()), "sets"),
            ("boundary-no-op", sets.count(|set| set.boundary == Some(Boundary::Managed(EVERYTHING))), "sets"),
            ("administrator-access", is_administrator, "sets"),
            ("privilege-escalation", escalating, more),
            ("boundary-missing-on-privileged-set", is_administrator + escalating, more),
            ("allow-with-not-action", of_rank(planted::allows_with_not_action), "sets"),
            ("element-never-matches", of_rank(planted::is_misspelt), "sets"),
            ("policy-near-quota", of_rank(planted::is_near_quota), "sets"),
        ] {
            self.add(check, findings, about, String::new());
        }
        let edited = of_rank(|rank| planted::edit(rank).is_some());
        if company.shape.is_later {
            self.sizes.push((edited, "of them edited since"));
        }
    }

    fn look_at_provisioning(&mut self, provisioning: &Provisioning) {
        let mut add = |check, is_meant: fn(&Provisioned) -> bool| {
            let pairs = || provisioning.pairs.iter().filter(|pair| is_meant(pair));
            let sets: BTreeSet<u32> = pairs().map(|pair| pair.set).collect();
            self.add(check, sets.len(), "sets", format!(" in {} pairs", pairs().count()));
        };
        add("provisioning-outdated", |pair| pair.is_outdated);
        add("provisioned-unassigned", |pair| !pair.is_assigned);
    }

    fn look_at_assignments(&mut self, company: &Company, assignments: &Assignments) {
        let is_later = company.shape.is_later;
        let (mut deleted, mut direct, mut suspended) = (Vec::new(), Vec::new(), BTreeSet::new());
        for pair in &assignments.pairs {
            for principal in assignments.of(pair) {
                let (number, is_user) = (principal.number(), principal.is_user());
                let among = if is_user { &company.users } else { &company.groups };
                if !among.is_listed(number, is_later) {
                    deleted.push(*principal);
                } else if is_user {
                    direct.push(*principal);
                    self.disabled[number].1 = true;
                } else {
                    self.group_has_access[number] = true;
                }
                if company.account_state(pair.account as usize) != "ACTIVE" {
                    suspended.insert(pair.account);
                }
            }
        }
        for (check, about, mut principals) in
            [("principal-deleted", "principals", deleted), ("user-assigned-directly", "users", direct)]
        {
            let behind = format!(" with {} assignments", principals.len());
            principals.sort_unstable();
            principals.dedup();
            self.add(check, principals.len(), about, behind);
        }
        self.add("suspended-account-with-access", suspended.len(), "accounts", String::new());
    }

    /// The members of a group; each group is told once.
    pub fn group_has(&mut self, group: usize, members: &[u32]) {
        self.memberships += members.len();
        if self.group_has_access[group] {
            self.empty_groups += usize::from(members.is_empty());
            for member in members {
                self.disabled[*member as usize].1 = true;
            }
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for (size, of) in self.sizes.iter().chain([&(self.memberships, "memberships")]) {
            writeln!(f, "{size:>10} {of}")?;
        }
        writeln!(f, "what the checks must find:")?;
        for (check, findings, about, behind) in &self.found {
            writeln!(f, "{findings:>10} {about}{behind}: {check}")?;
        }
        let disabled = self.disabled.iter().filter(|user| **user == (true, true)).count();
        writeln!(f, "{disabled:>10} users: disabled-user-with-access")?;
        writeln!(f, "{:>10} groups: empty-group-with-access", self.empty_groups)
    }
}
