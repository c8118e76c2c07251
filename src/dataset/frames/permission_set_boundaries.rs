use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::super::frame::{FrameBuilder, Part};
use super::super::policies::{Group, Said, everything, said};
use super::permission_set_privileges::POLICY_OPERATIONS;
use super::{Table, permission_sets};
use crate::policy::compare::{Difference, Verdict, known_actions};
use crate::policy::{Policies, compare};
use crate::snapshot::State;

const EFFECT: Part = Part {
    state: "boundary_effect_state",
    words: "effect of the permissions boundary",
    of: &["permission_set_arn"],
    operations: &POLICY_OPERATIONS,
    covers: &["boundary_effect", "cut_actions", "cut_action", "cut_resource"],
    follows: &[],
    reason: Some("doubts"),
};

/// What a boundary does to the policies beside it.
struct Effect {
    word: &'static str,
    cut: Option<Difference>,
    actions: Option<u64>,
    doubts: Option<String>,
}

/// What permissions boundaries do.
pub const TABLE: Table = Table {
    name: "permission_set_boundaries",
    doc: "One row a permission set with a permissions boundary, and an account where it is provisioned or assigned: what \
          the boundary takes away from what the set's policies grant.",
    key: &["permission_set_arn", "account_id"],
    parts: &[EFFECT],
    build: |source| {
        let limited = || source.groups().iter().filter(|group| group.policies.boundary.is_some());
        let boundaries = Boundaries::new(limited());
        let limited: Vec<&Group> = limited().collect();
        let effects: Vec<Effect> =
            limited.par_iter().map(|group| boundaries.effect(&group.policies)).collect();
        let mut rows = Vec::new();
        for (group, effect) in limited.into_iter().zip(&effects) {
            let policy = group.policies.boundary.iter().flatten().next().map(|policy| &policy.name);
            let accounts = group.accounts.iter().map(|account| Some(*account));
            let none = group.accounts.is_empty().then_some(None);
            for account in accounts.chain(none) {
                rows.push((&*group.set.permission_set_arn, account, policy, effect));
            }
        }
        rows.sort_by(|one, other| (one.0, one.1).cmp(&(other.0, other.1)));
        FrameBuilder::new("permission_set_boundaries", &source.categories, rows.len())
            .id("permission_set_arn", "PermissionSetArn.", rows.iter().map(|row| Some(row.0)))
            .id("account_id", "The account; empty for a set that is in none.", rows.iter().map(|row| row.1))
            .text("boundary_policy", "The boundary: an ARN, or path and name.", rows.iter().map(|row| row.2))
            .id(
                "boundary_effect",
                "`lets_everything_through` (it would do so for any policy), `cuts_nothing` (of what this set grants), \
                 `cuts` or `undecided`.",
                rows.iter().map(|row| Some(row.3.word)),
            )
            .integer("cut_actions", "How many known actions it takes away, on some resource at least.", rows.iter().map(|row| row.3.actions))
            .text("cut_action", "One of them.", rows.iter().map(|row| row.3.cut.as_ref().map(|cut| &cut.action)))
            .text("cut_resource", "A resource that it is taken away on.", rows.iter().map(|row| row.3.cut.as_ref().map(|cut| &cut.resource)))
            .text("doubts", "Why it is undecided.", rows.iter().map(|row| row.3.doubts.as_deref()))
            .state(
                EFFECT,
                "`unknown` where a document was not read.",
                rows.iter().map(|row| if row.3.word == "undecided" { State::Unknown } else { State::Known }),
            )
            .finish()
    },
    gaps: |source| (permission_sets::TABLE.gaps)(source),
};

/// Which boundaries let everything through: each is looked at once.
struct Boundaries {
    lets_everything_through: FxHashMap<Vec<Said>, bool>,
}

impl Boundaries {
    fn new<'g>(groups: impl Iterator<Item = &'g Group<'g>>) -> Self {
        let everything = everything();
        let alone = groups.map(|group| alone(&group.policies));
        let alone: FxHashMap<Vec<Said>, Policies> = alone.map(|alone| (said(&alone), alone)).collect();
        let looked_at = alone.into_par_iter().map(|(said, alone)| {
            let limited = Policies { boundary: alone.boundary, ..everything.clone() };
            (said, compare(&everything, &limited).verdict == Verdict::Equal)
        });
        Boundaries { lets_everything_through: looked_at.collect() }
    }

    fn effect(&self, policies: &Policies) -> Effect {
        if self.lets_everything_through.get(&said(&alone(policies))) == Some(&true) {
            return Effect { word: "lets_everything_through", cut: None, actions: Some(0), doubts: None };
        }
        let unlimited = Policies { boundary: None, ..policies.clone() };
        let found = compare(&unlimited, policies);
        let cuts = || found.lost.iter().chain(&found.changed);
        let word = match found.verdict {
            Verdict::Equal => "cuts_nothing",
            Verdict::Undecided => "undecided",
            _ => "cuts",
        };
        let actions = (word != "undecided").then(|| known_actions(cuts()) as u64);
        let doubts = (word == "undecided").then(|| found.undecided.join("; "));
        Effect { word, actions, cut: cuts().next().cloned(), doubts }
    }
}

/// The boundary without the policies beside it.
fn alone(policies: &Policies) -> Policies {
    Policies { boundary: policies.boundary.clone(), ..Policies::default() }
}
