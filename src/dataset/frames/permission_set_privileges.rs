use std::borrow::Cow;

use rayon::prelude::*;

use super::super::frame::{FrameBuilder, Part};
use super::super::policies::Group;
use super::{Table, permission_set_provisioning, permission_sets};
use crate::documents::Library;
use crate::policy::classify;
use crate::policy::evaluate::Verdict;
use crate::snapshot::State;
use crate::snapshot::coverage::Operation;
use crate::snapshot::coverage::operation::{
    ASSUME_ROLE, GET_BOUNDARY, GET_INLINE_POLICY, GET_POLICY, GET_POLICY_VERSION,
    LIST_CUSTOMER_MANAGED_POLICIES, LIST_MANAGED_POLICIES,
};

/// Everything that tells what a set allows.
pub const POLICY_OPERATIONS: [Operation; 7] = [
    GET_INLINE_POLICY,
    LIST_MANAGED_POLICIES,
    LIST_CUSTOMER_MANAGED_POLICIES,
    GET_BOUNDARY,
    GET_POLICY,
    GET_POLICY_VERSION,
    ASSUME_ROLE,
];

const PRIVILEGE: Part = Part {
    state: "privilege_state",
    words: "what the policies allow",
    of: &["permission_set_arn"],
    operations: &POLICY_OPERATIONS,
    covers: &["privilege", "verdict", "escalation_paths"],
    follows: &[],
    reason: Some("doubts"),
};

/// A privilege that a set gives, the same in all accounts of a group.
struct Shown {
    privilege: &'static str,
    verdict: &'static str,
    state: State,
    paths: Option<String>,
    action: Option<String>,
    resource: Option<String>,
    policy: Option<String>,
    statement: Option<String>,
    conditions: Option<String>,
    doubts: Option<String>,
}

struct Row<'s> {
    permission_set_arn: &'s str,
    account_id: &'s str,
    shown: &'s Shown,
    /// The place of `shown` among all.
    place: u32,
    /// The resource that shows it, in this account.
    resource: Option<Cow<'s, str>>,
}

/// What sets amount to.
pub const TABLE: Table = Table {
    name: "permission_set_privileges",
    doc: "One row a permission set, an account where it is provisioned or assigned, and a privilege that it gives there, \
          with a request that shows it. Not considered: service control policies, resource control policies, resource \
          policies, session policies.",
    key: &["permission_set_arn", "account_id", "privilege"],
    parts: &[PRIVILEGE],
    build: |source| {
        let library = source.library();
        let shown: Vec<Vec<Shown>> = source.groups().par_iter().map(|group| shown(library, group)).collect();
        let all: Vec<&Shown> = shown.iter().flatten().collect();
        let mut rows = Vec::new();
        let mut first = 0;
        for (group, shown) in source.groups().iter().zip(&shown) {
            for account in &group.accounts {
                rows.extend((first..).zip(shown).map(|(place, shown)| Row {
                    permission_set_arn: &group.set.permission_set_arn,
                    account_id: account,
                    shown,
                    place,
                    resource: in_account(shown, group, account),
                }));
            }
            first += u32::try_from(shown.len()).unwrap_or(u32::MAX);
        }
        rows.sort_by(|one, other| one.key().cmp(&other.key()));
        let places: Vec<u32> = rows.iter().map(|row| row.place).collect();
        let texts = |text: fn(&Shown) -> Option<&str>| all.iter().map(move |shown| text(shown));
        FrameBuilder::new("permission_set_privileges", &source.categories, rows.len())
            .id("permission_set_arn", "PermissionSetArn.", rows.iter().map(|row| Some(row.permission_set_arn)))
            .id("account_id", "The account.", rows.iter().map(|row| Some(row.account_id)))
            .id(
                "privilege",
                "`administrator`, `administrator_equivalent` (a path leads there), `identity_center_administrator`, \
                 `own_policy_editor`, `own_boundary_editor`, `credential_exposure`, `resource_exposure`, `data_access`, \
                 `write`, `read_only`, or `unknown` where a document was not read.",
                rows.iter().map(|row| Some(row.shown.privilege)),
            )
            .id(
                "verdict",
                "`allowed`, `conditional` (a request must fulfil `conditions`) or `undecided`.",
                rows.iter().map(|row| Some(row.shown.verdict)),
            )
            .repeated_text(
                "escalation_paths",
                "The paths that lead there, `; ` between them: ids of pathfinding.cloud, or `idc-...` for those of IAM \
                 Identity Center (`docs/policy.md`).",
                texts(|shown| shown.paths.as_deref()), &places,
            )
            .repeated_text("action", "An action that shows it.", texts(|shown| shown.action.as_deref()), &places)
            .text("resource", "A resource that shows it.", rows.iter().map(|row| row.resource.as_deref()))
            .repeated_text("policy_name", "The policy that grants it.", texts(|shown| shown.policy.as_deref()), &places)
            .repeated_text("statement", "The statement's Sid, or `#` and its number.", texts(|shown| shown.statement.as_deref()), &places)
            .repeated_text("conditions", "What a request must fulfil, in words.", texts(|shown| shown.conditions.as_deref()), &places)
            .repeated_text("doubts", "What was not read or not understood.", texts(|shown| shown.doubts.as_deref()), &places)
            .state(
                PRIVILEGE,
                "`unknown` where a document was not read that could change the answer.",
                rows.iter().map(|row| row.shown.state),
            )
            .finish()
    },
    gaps: |source| {
        let mut gaps = (permission_set_provisioning::TABLE.gaps)(source);
        gaps.extend((permission_sets::TABLE.gaps)(source));
        gaps
    },
};

impl Row<'_> {
    fn key(&self) -> [&str; 3] {
        [self.permission_set_arn, self.account_id, self.shown.privilege]
    }
}

/// What a set gives in the accounts of a group, sorted, as it is in the first.
fn shown(library: &Library, group: &Group) -> Vec<Shown> {
    let Some(first) = group.accounts.first() else { return Vec::new() };
    let held = classify(&group.policies, &library.place(group.set, first));
    let shown = held.into_iter().map(|held| {
        let grant = held.witness.grant;
        Shown {
            privilege: held.privilege.as_str(),
            verdict: held.verdict.as_str(),
            state: if held.verdict == Verdict::Undecided { State::Unknown } else { State::Known },
            paths: text(held.paths.join("; ")),
            action: text(held.witness.action),
            resource: text(held.witness.resource),
            policy: grant.map(|grant| grant.policy.name.clone()),
            statement: grant.map(|grant| grant.statement.name()),
            conditions: text(held.witness.conditions.join("; ")),
            doubts: text(held.witness.doubts.join("; "))
                .map(|doubts| format!("{doubts} was not read or not understood")),
        }
    });
    let mut shown: Vec<Shown> = shown.collect();
    shown.sort_by_key(|shown| shown.privilege);
    shown
}

/// The resource of the first account's row, in another account.
fn in_account<'s>(shown: &'s Shown, group: &Group, account: &str) -> Option<Cow<'s, str>> {
    let resource = shown.resource.as_deref()?;
    Some(match group.accounts.first() {
        Some(first) if *first != account && resource.contains(first) => {
            Cow::Owned(resource.replace(first, account))
        }
        _ => Cow::Borrowed(resource),
    })
}

/// Nothing for an empty text.
fn text(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
