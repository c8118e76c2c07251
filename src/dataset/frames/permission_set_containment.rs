use rayon::prelude::*;

use super::super::frame::FrameBuilder;
use super::super::policies::{Group, said};
use super::{Table, policy_statements};
use crate::policy::catalogue::actions;
use crate::policy::compare::is_within;
use crate::policy::evaluate::{Of, analyse, statements};
use crate::policy::space::all_classes;
use crate::policy::{Context, Policies};

/// Sets within sets.
pub const TABLE: Table = Table {
    name: "permission_set_containment",
    doc: "One row two permission sets where everything that the first allows the second allows too, whatever the resource \
          and the conditions. Sets whose policies differ from account to account, or were not all read, are left out, and \
          so are sets that allow nothing.",
    key: &["permission_set_arn", "within_permission_set_arn"],
    parts: &[],
    build: |source| {
        let sets = comparable(source.groups());
        let mut rows: Vec<(&str, &str)> =
            sets.par_iter().flat_map_iter(|inner| within(inner, &sets)).collect();
        rows.sort_unstable();
        FrameBuilder::new("permission_set_containment", &source.categories, rows.len())
            .id(
                "permission_set_arn",
                "PermissionSetArn of the one that allows no more.",
                rows.iter().map(|row| Some(row.0)),
            )
            .id(
                "within_permission_set_arn",
                "PermissionSetArn of the other. Two sets that allow the same have a row each way.",
                rows.iter().map(|row| Some(row.1)),
            )
            .finish()
    },
    gaps: |source| (policy_statements::TABLE.gaps)(source),
};

/// The sets that a set lies within.
fn within<'g>(inner: &Comparable<'g>, sets: &[Comparable<'g>]) -> Vec<(&'g str, &'g str)> {
    let others = sets.iter().filter(|outer| outer.arn != inner.arn && inner.may_be_within(outer));
    let outer = others.filter(|outer| is_within(inner.policies, outer.policies) == Some(true));
    outer.map(|outer| (inner.arn, outer.arn)).collect()
}

/// A set whose policies are the same everywhere and were all read.
struct Comparable<'g> {
    arn: &'g str,
    policies: &'g Policies,
    /// The known actions that it may allow on some resource, one bit each.
    actions: Vec<u64>,
}

impl Comparable<'_> {
    /// False where an action shows at once that it is not: most pairs end here.
    fn may_be_within(&self, outer: &Comparable) -> bool {
        self.actions.iter().zip(&outer.actions).all(|(inner, outer)| inner & !outer == 0)
    }
}

fn comparable<'g>(groups: &'g [Group]) -> Vec<Comparable<'g>> {
    let sets: Vec<&[Group]> =
        groups.chunk_by(|one, next| one.set.permission_set_arn == next.set.permission_set_arn).collect();
    sets.par_iter().filter_map(|of_set| compared(of_set)).collect()
}

/// A set from its groups, where it can be compared and may allow something.
fn compared<'g>(of_set: &'g [Group]) -> Option<Comparable<'g>> {
    let (first, rest) = of_set.split_first()?;
    let is_read = first.policies.all_unread().next().is_none();
    let is_same = |group: &Group| said(&group.policies) == said(&first.policies);
    if !is_read || !rest.iter().all(is_same) {
        return None;
    }
    let actions = allowed(&first.policies);
    actions.iter().any(|word| *word != 0).then_some(Comparable {
        arn: &first.set.permission_set_arn,
        policies: &first.policies,
        actions,
    })
}

fn allowed(policies: &Policies) -> Vec<u64> {
    let mut allowed = vec![0_u64; actions().len().div_ceil(64)];
    let statements = statements(policies);
    let bare: Vec<_> = statements.iter().map(|matched| matched.statement).collect();
    for class in all_classes(&bare) {
        if analyse(policies, &statements, &class, Of::Any(&[]), &Context::default()).verdict.may_allow() {
            for action in &class.known {
                if let Some(word) = allowed.get_mut(*action as usize / 64) {
                    *word |= 1 << (action % 64);
                }
            }
        }
    }
    allowed
}
