//! What is unusual about a valid snapshot: data, not errors, and worth knowing.

use rustc_hash::FxHashSet;

use super::coverage::{Knowledge, Operation, describe, is_gap, operation::*};
use super::loaded::Snapshot;
use super::member::{Member, Text};
use super::rows::Row;
use super::symbols::Symbol;

/// One unusual thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Oddity {
    /// `dangling-id`, `unknown-value`, `unknown-part` or `observation`.
    pub kind: &'static str,
    /// The member and the record's key.
    pub place: String,
    /// What is unusual.
    pub detail: String,
}

/// The values that AWS documents for the enumerations that analysis reads.
const KNOWN_VALUES: [(&str, &[&str]); 6] = [
    ("PrincipalType", &["USER", "GROUP"]),
    ("ProvisioningStatus", &["LATEST_PERMISSION_SET_PROVISIONED", "LATEST_PERMISSION_SET_NOT_PROVISIONED"]),
    ("UserStatus", &["ENABLED", "DISABLED"]),
    ("State", &["PENDING_ACTIVATION", "ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED"]),
    ("Status", &["ACTIVE", "SUSPENDED", "PENDING_CLOSURE"]),
    ("status", &["complete", "partial", "denied", "unsupported", "failed", "skipped"]),
];

struct Finder(Vec<Oddity>);

impl Finder {
    fn add(&mut self, kind: &'static str, place: String, detail: String) {
        self.0.push(Oddity { kind, place, detail });
    }

    fn value(&mut self, member: &str, value: Option<&str>, place: impl Fn() -> String) {
        let known = KNOWN_VALUES.iter().find(|(name, _)| *name == member).map(|(_, values)| *values);
        if let (Some(value), Some(known)) = (value, known)
            && !known.contains(&value)
        {
            self.add("unknown-value", place(), format!("{member} is `{value}`"));
        }
    }

    /// An id that names nothing. Only where the list it should be in is there.
    fn id(&mut self, known: Option<&FxHashSet<&str>>, member: &str, id: &str, place: impl Fn() -> String) {
        if known.is_some_and(|known| !known.contains(id)) {
            self.add("dangling-id", place(), format!("{member} {id} is in no list"));
        }
    }
}

/// The ids of a list, where all of them are known.
fn known<'s, T>(
    know: &Knowledge,
    list: &'s Member<Vec<T>>,
    operation: Operation,
    id: impl Fn(&'s T) -> &'s Text<'s>,
) -> Option<FxHashSet<&'s str>> {
    let all = know.absence_is_known(list, &[operation], &[]);
    all.then(|| list.records().iter().map(|record| &**id(record)).collect())
}

/// All oddities, sorted.
pub fn oddities(snapshot: &Snapshot) -> Vec<Oddity> {
    let mut find = Finder(Vec::new());
    let know = Knowledge::new(&snapshot.coverage);
    let sets = known(&know, &snapshot.permission_sets, LIST_PERMISSION_SETS, |set| &set.permission_set_arn);
    let users = known(&know, &snapshot.users, LIST_USERS, |user| &user.user_id);
    let groups = known(&know, &snapshot.groups, LIST_GROUPS, |group| &group.group_id);
    let accounts = known(&know, &snapshot.accounts, LIST_ACCOUNTS, |account| &account.id);
    let units = known(&know, &snapshot.organizational_units, LIST_ORGANIZATIONAL_UNITS, |unit| &unit.id);
    let roots = known(&know, &snapshot.roots, LIST_ROOTS, |root| &root.id);
    let parents = units.zip(roots).map(|(units, roots)| units.union(&roots).copied().collect());

    let id = |symbol: Symbol| snapshot.id(symbol);
    for pair in snapshot.permission_set_provisioning.records() {
        let [set, account] = [pair.permission_set, pair.account].map(id);
        let place = || format!("permission_set_provisioning {set} {account}");
        find.value("ProvisioningStatus", pair.status.map(id), place);
        find.id(sets.as_ref(), "PermissionSetArn", set, place);
        find.id(accounts.as_ref(), "AccountId", account, place);
    }
    for row in snapshot.account_assignments.records() {
        let [account, set, kind, principal] = row.key().map(id);
        let place = || format!("account_assignments {account} {set} {kind} {principal}");
        find.value("PrincipalType", Some(kind), place);
        find.id(sets.as_ref(), "PermissionSetArn", set, place);
        find.id(accounts.as_ref(), "AccountId", account, place);
        let principals = match kind {
            "USER" => users.as_ref(),
            "GROUP" => groups.as_ref(),
            _ => None,
        };
        find.id(principals, "PrincipalId", principal, place);
    }
    for application in snapshot.applications.records() {
        for row in application.assignments.records() {
            let place = || format!("applications {} Assignments", application.application_arn);
            find.value("PrincipalType", Some(&row.principal_type), place);
            let principals = match &*row.principal_type {
                "USER" => users.as_ref(),
                "GROUP" => groups.as_ref(),
                _ => None,
            };
            find.id(principals, "PrincipalId", &row.principal_id, place);
        }
    }
    for row in snapshot.group_memberships.records() {
        let [group, user] = [row.group, row.user].map(id);
        let place = || format!("group_memberships {group} {user}");
        find.id(groups.as_ref(), "GroupId", group, place);
        find.id(users.as_ref(), "UserId", user, place);
    }
    for user in snapshot.users.records() {
        find.value("UserStatus", user.user_status.text(), || format!("users {}", user.user_id));
    }
    for account in snapshot.accounts.records() {
        let place = || format!("accounts {}", account.id);
        find.value("State", account.state.text(), place);
        find.value("Status", account.status.text(), place);
        if let Some(parent) = account.parent_id.text() {
            find.id(parents.as_ref(), "ParentId", parent, place);
        }
    }
    for unit in snapshot.organizational_units.records() {
        if let Some(parent) = unit.parent_id.text() {
            find.id(parents.as_ref(), "ParentId", parent, || format!("organizational_units {}", unit.id));
        }
    }
    for row in snapshot.coverage.records() {
        let place =
            || format!("coverage {} {} {}", row.service, row.operation, row.scope.text().unwrap_or_default());
        find.value("status", row.status.text(), || place().trim_end().to_owned());
        if is_gap(row) {
            find.add("unknown-part", place().trim_end().to_owned(), describe(row));
        }
    }
    for seen in snapshot.observations.records() {
        let place = format!("{} {} {}", seen.service, seen.operation, seen.scope);
        find.add("observation", place, format!("{}: {}", seen.kind, seen.detail));
    }
    let mut oddities = find.0;
    oddities.sort();
    oddities
}
