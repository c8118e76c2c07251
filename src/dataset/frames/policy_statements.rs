use super::super::frame::{FrameBuilder, Part};
use super::super::policies::Group;
use super::permission_set_privileges::POLICY_OPERATIONS;
use super::{Table, permission_sets};
use crate::documents::differs_by_account;
use crate::policy::evaluate::{List, PolicyKind};
use crate::policy::{Policy, Statement};
use crate::snapshot::State;

const DOCUMENT: Part = Part {
    state: "document_state",
    words: "policies",
    of: &["permission_set_arn"],
    operations: &POLICY_OPERATIONS,
    covers: &["policy_kind", "effect", "sid", "actions", "resources", "conditions"],
    follows: &[],
    reason: Some("not_understood"),
};

/// One policy of a set, in an account where that matters.
pub struct Used<'g> {
    pub permission_set_arn: &'g str,
    pub list: List,
    pub policy: &'g Policy,
    pub account_id: Option<&'g str>,
}

/// Every policy of every set once, and the customer managed ones once an account.
pub fn used<'g>(groups: &'g [Group]) -> Vec<Used<'g>> {
    let mut all = Vec::new();
    let mut before: Option<&str> = None;
    for group in groups {
        let permission_set_arn = &*group.set.permission_set_arn;
        let is_first = before != Some(permission_set_arn);
        before = Some(permission_set_arn);
        for (list, policy) in group.policies.all() {
            if policy.kind == Some(PolicyKind::CustomerManaged) && differs_by_account(group.set) {
                let accounts: Vec<Option<&str>> = match group.accounts.as_slice() {
                    [] => vec![None],
                    accounts => accounts.iter().map(|account| Some(*account)).collect(),
                };
                all.extend(accounts.into_iter().map(|account_id| Used {
                    permission_set_arn,
                    list,
                    policy,
                    account_id,
                }));
            } else if is_first {
                all.push(Used { permission_set_arn, list, policy, account_id: None });
            }
        }
    }
    all.sort_by_key(Used::key);
    all
}

impl<'g> Used<'g> {
    fn key(&self) -> (&'g str, &'static str, &'g str, &'g str) {
        (self.permission_set_arn, self.word(), &self.policy.name, self.account_id.unwrap_or_default())
    }

    /// `boundary` or `identity`.
    pub fn word(&self) -> &'static str {
        if self.list == List::Boundary { "boundary" } else { "identity" }
    }
}

/// The columns that tell the policy of a row.
pub fn policy_columns<'s, T>(frame: FrameBuilder<'s>, rows: &[(&Used, T)]) -> FrameBuilder<'s> {
    frame
        .id(
            "permission_set_arn",
            "PermissionSetArn.",
            rows.iter().map(|(used, _)| Some(used.permission_set_arn)),
        )
        .id(
            "policy_use",
            "`identity`, or `boundary` for the permissions boundary.",
            rows.iter().map(|(used, _)| Some(used.word())),
        )
        .id(
            "policy_kind",
            "`inline`, `aws_managed` or `customer_managed`; empty where it is not known which boundary there is.",
            rows.iter().map(|(used, _)| used.policy.kind.map(PolicyKind::as_str)),
        )
        .text(
            "policy_name",
            "`inline policy`, an ARN, or path and name.",
            rows.iter().map(|(used, _)| Some(&used.policy.name)),
        )
        .id(
            "account_id",
            "The account of a customer managed policy.",
            rows.iter().map(|(used, _)| used.account_id),
        )
}

/// The statements of all policies.
pub const TABLE: Table = Table {
    name: "policy_statements",
    doc: "One row a statement of a policy of a permission set or its boundary. A customer managed policy has its rows \
          once an account, all others have no account. A policy that was not read has one row, without a statement.",
    key: &["permission_set_arn", "policy_use", "policy_name", "account_id", "statement_number"],
    parts: &[DOCUMENT],
    build: |source| {
        let used = used(source.groups());
        let rows: Vec<(&Used, Option<&Statement>)> = used
            .iter()
            .flat_map(|used| {
                let statements = used.policy.readable().map(|document| &document.statements);
                match statements {
                    None => vec![(used, None)],
                    Some(statements) => statements.iter().map(|statement| (used, Some(statement))).collect(),
                }
            })
            .collect();
        let of_statement = |text: fn(&Statement) -> Option<String>| {
            rows.iter().map(move |(_, statement)| statement.and_then(text))
        };
        policy_columns(FrameBuilder::new("policy_statements", &source.categories, rows.len()), &rows)
            .integer(
                "statement_number",
                "From 1, in the order of the document.",
                rows.iter().map(|(_, statement)| statement.map(|statement| statement.index as u64 + 1)),
            )
            .text("sid", "Sid.", of_statement(|statement| statement.sid.clone()))
            .id(
                "effect",
                "`Allow` or `Deny`.",
                rows.iter().map(|(_, statement)| {
                    statement.and_then(|statement| statement.effect).map(|effect| effect.as_str())
                }),
            )
            .id(
                "action_element",
                "`Action` or `NotAction`.",
                rows.iter().map(|(_, statement)| {
                    statement.map(|statement| if statement.actions.negated { "NotAction" } else { "Action" })
                }),
            )
            .text(
                "actions",
                "Its elements, `, ` between them.",
                of_statement(|statement| {
                    Some(
                        statement
                            .actions
                            .patterns
                            .iter()
                            .map(|one| one.source.as_str())
                            .collect::<Vec<_>>()
                            .join(", "),
                    )
                }),
            )
            .id(
                "resource_element",
                "`Resource` or `NotResource`.",
                rows.iter().map(|(_, statement)| {
                    statement
                        .map(|statement| if statement.resources.negated { "NotResource" } else { "Resource" })
                }),
            )
            .text(
                "resources",
                "Its elements, `, ` between them.",
                of_statement(|statement| {
                    Some(
                        statement
                            .resources
                            .patterns
                            .iter()
                            .map(|one| one.source.as_str())
                            .collect::<Vec<_>>()
                            .join(", "),
                    )
                }),
            )
            .text(
                "conditions",
                "The conditions in words.",
                of_statement(|statement| {
                    Some(statement.conditions_words()).filter(|words| !words.is_empty())
                }),
            )
            .text(
                "not_understood",
                "The parts that were not understood, or the policy that was not read, in words.",
                rows.iter().map(|(used, statement)| match statement {
                    None => Some(format!("{} was not read", used.policy.words())),
                    Some(statement) => (!statement.unknown.is_empty()).then(|| statement.unknown.join("; ")),
                }),
            )
            .state(
                DOCUMENT,
                "Whether the policy was read.",
                rows.iter()
                    .map(|(_, statement)| if statement.is_some() { State::Known } else { State::Unknown }),
            )
            .finish()
    },
    gaps: |source| (permission_sets::TABLE.gaps)(source),
};
