//! The names that ids have.

use rustc_hash::FxHashMap;

use super::v1::Snapshot;

/// The kinds of things that have names, as people say them.
const KINDS: [&str; 8] = [
    "permission set",
    "user",
    "group",
    "account",
    "organizational unit",
    "application",
    "trusted token issuer",
    "organization policy",
];

/// Names by kind and id.
pub struct Names<'s>(FxHashMap<(&'static str, &'s str), Option<&'s str>>);

impl<'s> Names<'s> {
    /// The names in a snapshot.
    pub fn new(snapshot: &'s Snapshot<'_>) -> Self {
        let [
            set_kind,
            user_kind,
            group_kind,
            account_kind,
            unit_kind,
            application_kind,
            issuer_kind,
            policy_kind,
        ] = KINDS;
        let sets = snapshot.permission_sets.records().iter();
        let users = snapshot.users.records().iter();
        let groups = snapshot.groups.records().iter();
        let accounts = snapshot.accounts.records().iter();
        let units = snapshot.organizational_units.records().iter();
        let applications = snapshot.applications.records().iter();
        let issuers = snapshot.trusted_token_issuers.records().iter();
        let policies = snapshot.organization_policies.records().iter();
        Names(
            sets.map(|set| ((set_kind, &*set.permission_set_arn), set.name.text()))
                .chain(users.map(|user| ((user_kind, &*user.user_id), user.user_name.text())))
                .chain(groups.map(|group| ((group_kind, &*group.group_id), group.display_name.text())))
                .chain(accounts.map(|account| ((account_kind, &*account.id), account.name.text())))
                .chain(units.map(|unit| ((unit_kind, &*unit.id), unit.name.text())))
                .chain(applications.map(|one| ((application_kind, &*one.application_arn), one.name.text())))
                .chain(issuers.map(|one| ((issuer_kind, &*one.trusted_token_issuer_arn), one.name.text())))
                .chain(policies.map(|one| ((policy_kind, &*one.id), one.name.text())))
                .collect(),
        )
    }

    /// The name of a thing, if it has one.
    pub fn get(&self, kind: &'static str, id: &str) -> Option<&'s str> {
        self.0.get(&(kind, id)).copied().flatten()
    }

    /// Kind and name: `group Finance`, with the id where names need not be unique. An id that is in no list is
    /// told by its shape.
    pub fn describe(&self, id: &str) -> String {
        let kind = KINDS.into_iter().find(|kind| self.0.contains_key(&(*kind, id)));
        let kind = match kind {
            Some(kind) => kind,
            None if id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()) => "account",
            None if id.contains(":permissionSet/") => "permission set",
            None if id.contains(":application/") => "application",
            None if id.starts_with("ou-") => "organizational unit",
            None => return id.to_owned(),
        };
        match self.get(kind, id) {
            Some(name) if matches!(kind, "account" | "organizational unit") => {
                format!("{kind} {name} ({id})")
            }
            Some(name) => format!("{kind} {name}"),
            None => format!("{kind} {id}"),
        }
    }
}
