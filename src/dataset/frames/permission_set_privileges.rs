use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

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
    /// The account that the resource is shown for, where it names that.
    named_account: Option<String>,
}

impl Shown {
    /// The resource in another account than the one that it is shown for, where it is another there.
    fn elsewhere(&self, account: &str) -> Option<String> {
        let (resource, shown_for) = (self.resource.as_deref()?, self.named_account.as_deref()?);
        (shown_for != account).then(|| resource.replace(shown_for, account))
    }
}

/// A row, by the places of its group, its account, what it shows, and the resource that shows it there.
struct Row {
    group: u32,
    account: u32,
    shown: u32,
    resource: u32,
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
        let groups = source.groups();
        let shown: Vec<Vec<Shown>> = groups.par_iter().map(|group| shown(library, group)).collect();
        let all: Vec<&Shown> = shown.iter().flatten().collect();
        let mut accounts: Vec<&str> = groups.iter().flat_map(|group| &group.accounts).copied().collect();
        accounts.sort_unstable();
        accounts.dedup();
        let place_of: FxHashMap<&str, u32> = accounts.iter().copied().zip(0..).collect();
        // The resources as they are shown, and after them those that are others in other accounts.
        let mut resources: Vec<Option<Cow<str>>> =
            all.iter().map(|shown| shown.resource.as_deref().map(Cow::Borrowed)).collect();
        let mut rows: Vec<Row> = Vec::new();
        let mut first = 0;
        // Groups are sorted by set, and an account is in one group of a set.
        let numbered: Vec<(u32, &Group)> = (0..).zip(groups).collect();
        let mut shown_of = shown.iter();
        for of_set in numbered.chunk_by(|(_, one), (_, next)| std::ptr::eq(one.set, next.set)) {
            let start = rows.len();
            for ((number, group), of_group) in of_set.iter().zip(&mut shown_of) {
                for id in &group.accounts {
                    let account = place_of.get(id).copied().unwrap_or_default();
                    for (place, one) in (first..).zip(of_group) {
                        let resource = match one.elsewhere(id) {
                            None => place,
                            Some(text) => {
                                resources.push(Some(Cow::Owned(text)));
                                u32::try_from(resources.len() - 1).unwrap_or(u32::MAX)
                            }
                        };
                        rows.push(Row { group: *number, account, shown: place, resource });
                    }
                }
                first += u32::try_from(of_group.len()).unwrap_or(u32::MAX);
            }
            rows.get_mut(start..).unwrap_or_default().sort_by_key(|row| row.account);
        }
        let sets = groups.iter().map(|group| &*group.set.permission_set_arn);
        let shown_at = || rows.iter().map(|row| row.shown);
        let places: Vec<u32> = shown_at().collect();
        let of_resources: Vec<u32> = rows.iter().map(|row| row.resource).collect();
        let texts = |text: fn(&Shown) -> Option<&str>| all.iter().map(move |shown| text(shown));
        FrameBuilder::new("permission_set_privileges", &source.categories, rows.len())
            .repeated_id("permission_set_arn", "PermissionSetArn.", sets, rows.iter().map(|row| row.group))
            .repeated_id(
                "account_id",
                "The account.",
                accounts.iter().copied(),
                rows.iter().map(|row| row.account),
            )
            .repeated_id(
                "privilege",
                "`administrator`, `administrator_equivalent` (a path leads there), `identity_center_administrator`, \
                 `own_policy_editor`, `own_boundary_editor`, `credential_exposure`, `resource_exposure`, `data_access`, \
                 `write`, `read_only`, or `unknown` where a document was not read.",
                all.iter().map(|shown| shown.privilege),
                shown_at(),
            )
            .repeated_id(
                "verdict",
                "`allowed`, `conditional` (a request must fulfil `conditions`) or `undecided`.",
                all.iter().map(|shown| shown.verdict),
                shown_at(),
            )
            .repeated_text(
                "escalation_paths",
                "The paths that lead there, `; ` between them: ids of pathfinding.cloud, or `idc-...` for those of IAM \
                 Identity Center (`docs/policy.md`).",
                texts(|shown| shown.paths.as_deref()), &places,
            )
            .repeated_text("action", "An action that shows it.", texts(|shown| shown.action.as_deref()), &places)
            .repeated_text("resource", "A resource that shows it.", resources.iter().map(Option::as_deref), &of_resources)
            .repeated_text("policy_name", "The policy that grants it.", texts(|shown| shown.policy.as_deref()), &places)
            .repeated_text("statement", "The statement's Sid, or `#` and its number.", texts(|shown| shown.statement.as_deref()), &places)
            .repeated_text("conditions", "What a request must fulfil, in words.", texts(|shown| shown.conditions.as_deref()), &places)
            .repeated_text("doubts", "What was not read or not understood.", texts(|shown| shown.doubts.as_deref()), &places)
            .state(
                PRIVILEGE,
                "`unknown` where a document was not read that could change the answer.",
                places.iter().map(|place| all.get(*place as usize).map_or(State::Unknown, |shown| shown.state)),
            )
            .finish()
    },
    gaps: |source| {
        let mut gaps = (permission_set_provisioning::TABLE.gaps)(source);
        gaps.extend((permission_sets::TABLE.gaps)(source));
        gaps
    },
};

/// What a set gives in the accounts of a group, sorted, as it is in the first.
fn shown(library: &Library, group: &Group) -> Vec<Shown> {
    let Some(first) = group.accounts.first() else { return Vec::new() };
    let held = classify(&group.policies, &library.place(group.set, first));
    let shown = held.into_iter().map(|held| {
        let grant = held.witness.grant;
        let is_named = held.witness.resource.contains(first);
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
            named_account: is_named.then(|| (*first).to_owned()),
        }
    });
    let mut shown: Vec<Shown> = shown.collect();
    shown.sort_by_key(|shown| shown.privilege);
    shown
}

/// Nothing for an empty text.
fn text(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
