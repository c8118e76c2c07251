use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::super::frame::FrameBuilder;
use super::super::policies::{Group, Said, everything, said};
use super::{Table, policy_statements};
use crate::policy::compare::is_within;
use crate::policy::evaluate::{Of, analyse, granted_classes, statements};
use crate::policy::{Context, Policies, catalogue};

/// Sets within sets.
pub const TABLE: Table = Table {
    name: "permission_set_containment",
    doc: "One row two permission sets where everything that the first allows the second allows too, whatever the resource \
          and the conditions. Sets whose policies differ from account to account, or were not all read, are left out, and \
          so are sets that allow nothing.",
    key: &["permission_set_arn", "within_permission_set_arn"],
    parts: &[],
    build: |source| {
        let all = comparable(source.groups());
        let mut rows: Vec<(&str, &str)> = all.par_iter().flat_map_iter(|inner| within(inner, &all)).collect();
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

/// The sets of these policies, each with every set that it lies within.
fn within<'g>(inner: &Comparable<'g>, all: &[Comparable<'g>]) -> Vec<(&'g str, &'g str)> {
    let others = all.iter().filter(|outer| inner.may_be_within(outer));
    let outer = others
        .filter(|outer| outer.allows_everything || is_within(inner.policies, outer.policies) == Some(true));
    let rows = outer
        .flat_map(|outer| inner.arns.iter().flat_map(|arn| outer.arns.iter().map(|other| (*arn, *other))));
    rows.filter(|(arn, other)| arn != other).collect()
}

/// Policies that were all read, and the sets that have them, the same in every account.
struct Comparable<'g> {
    arns: Vec<&'g str>,
    policies: &'g Policies,
    /// The known actions that they may allow on some resource, one bit each.
    actions: Vec<u64>,
    allows_everything: bool,
}

impl<'g> Comparable<'g> {
    fn new(arns: Vec<&'g str>, policies: &'g Policies, everything: &Policies) -> Self {
        let actions = allowed(policies);
        let count: u32 = actions.iter().map(|word| word.count_ones()).sum();
        let allows_everything =
            count as usize == catalogue::actions().len() && is_within(everything, policies) == Some(true);
        Comparable { arns, policies, actions, allows_everything }
    }

    /// False where an action shows at once that they are not: most pairs end here.
    fn may_be_within(&self, outer: &Comparable) -> bool {
        self.actions.iter().zip(&outer.actions).all(|(inner, outer)| inner & !outer == 0)
    }
}

/// Those of all sets that can be compared and may allow something.
fn comparable<'g>(groups: &'g [Group]) -> Vec<Comparable<'g>> {
    let mut distinct: Vec<(Vec<&str>, &Policies)> = Vec::new();
    let mut places: FxHashMap<Vec<Said>, usize> = FxHashMap::default();
    for of_set in groups.chunk_by(|one, next| one.set.permission_set_arn == next.set.permission_set_arn) {
        let Some((said, policies)) = the_same_everywhere(of_set) else { continue };
        let place = *places.entry(said).or_insert_with(|| {
            distinct.push((Vec::new(), policies));
            distinct.len() - 1
        });
        if let (Some((arns, _)), Some(group)) = (distinct.get_mut(place), of_set.first()) {
            arns.push(&group.set.permission_set_arn);
        }
    }
    let everything = everything();
    let comparable =
        distinct.into_par_iter().map(|(arns, policies)| Comparable::new(arns, policies, &everything));
    comparable.filter(|one| one.actions.iter().any(|word| *word != 0)).collect()
}

/// The policies of a set, where they were all read and are the same in every account.
fn the_same_everywhere<'g>(of_set: &'g [Group]) -> Option<(Vec<Said>, &'g Policies)> {
    let (first, rest) = of_set.split_first()?;
    let said_first = said(&first.policies);
    let is_read = first.policies.all_unread().next().is_none();
    let is_same = rest.iter().all(|group| said(&group.policies) == said_first);
    (is_read && is_same).then_some((said_first, &*first.policies))
}

fn allowed(policies: &Policies) -> Vec<u64> {
    let mut allowed = vec![0_u64; catalogue::actions().len().div_ceil(64)];
    let statements = statements(policies);
    for class in granted_classes(&statements) {
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
