use super::super::frame::{FrameBuilder, Part};
use super::{Table, permission_set_provisioning, permission_sets};
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

#[derive(Clone)]
struct Row<'s> {
    permission_set_arn: &'s str,
    account_id: &'s str,
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
        let mut rows = Vec::new();
        for group in source.groups() {
            let Some(first) = group.accounts.first() else { continue };
            let of_first = rows.len();
            for held in classify(&group.policies, &library.place(group.set, first)) {
                let grant = held.witness.grant;
                rows.push(Row {
                    permission_set_arn: &group.set.permission_set_arn,
                    account_id: first,
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
                });
            }
            let count = rows.len() - of_first;
            for account in group.accounts.iter().skip(1) {
                for place in of_first..of_first + count {
                    if let Some(row) = rows.get(place) {
                        let row = Row {
                            account_id: account,
                            resource: row.resource.as_ref().map(|resource| resource.replace(first, account)),
                            ..row.clone()
                        };
                        rows.push(row);
                    }
                }
            }
        }
        rows.sort_by(|one, other| one.key().cmp(&other.key()));
        FrameBuilder::new("permission_set_privileges", &source.categories, rows.len())
            .id("permission_set_arn", "PermissionSetArn.", rows.iter().map(|row| Some(row.permission_set_arn)))
            .id("account_id", "The account.", rows.iter().map(|row| Some(row.account_id)))
            .id(
                "privilege",
                "`administrator`, `administrator_equivalent` (a path leads there), `identity_center_administrator`, \
                 `own_policy_editor`, `own_boundary_editor`, `credential_exposure`, `resource_exposure`, `data_access`, \
                 `write`, `read_only`, or `unknown` where a document was not read.",
                rows.iter().map(|row| Some(row.privilege)),
            )
            .id(
                "verdict",
                "`allowed`, `conditional` (a request must fulfil `conditions`) or `undecided`.",
                rows.iter().map(|row| Some(row.verdict)),
            )
            .text(
                "escalation_paths",
                "The paths that lead there, `; ` between them: ids of pathfinding.cloud, or `idc-...` for those of IAM \
                 Identity Center (`docs/policy.md`).",
                rows.iter().map(|row| row.paths.as_deref()),
            )
            .text("action", "An action that shows it.", rows.iter().map(|row| row.action.as_deref()))
            .text("resource", "A resource that shows it.", rows.iter().map(|row| row.resource.as_deref()))
            .text("policy_name", "The policy that grants it.", rows.iter().map(|row| row.policy.as_deref()))
            .text("statement", "The statement's Sid, or `#` and its number.", rows.iter().map(|row| row.statement.as_deref()))
            .text("conditions", "What a request must fulfil, in words.", rows.iter().map(|row| row.conditions.as_deref()))
            .text("doubts", "What was not read or not understood.", rows.iter().map(|row| row.doubts.as_deref()))
            .state(
                PRIVILEGE,
                "`unknown` where a document was not read that could change the answer.",
                rows.iter().map(|row| row.state),
            )
            .finish()
    },
    gaps: |source| {
        let mut gaps = (permission_set_provisioning::TABLE.gaps)(source);
        gaps.extend((permission_sets::TABLE.gaps)(source));
        gaps
    },
};

impl<'s> Row<'s> {
    fn key(&self) -> [&str; 3] {
        [self.permission_set_arn, self.account_id, self.privilege]
    }
}

/// Nothing for an empty text.
fn text(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
