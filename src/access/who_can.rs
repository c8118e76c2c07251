//! The people who can do something in an account, each with the chain that lets them.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::effective::{EffectiveAccess, Pair};
use super::question::Question;
use super::status::Status;
use crate::dataset::Source;
use crate::policy::evaluate::{Outcome, Verdict};
use crate::policy::{Policies, Policy};
use crate::snapshot::v1::PermissionSet;

/// How a person comes to it: the assignment, and through whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chain<'s> {
    /// The permission set's ARN.
    pub permission_set_arn: &'s str,
    /// The group; nothing where the person is assigned directly.
    pub group_id: Option<&'s str>,
}

/// A person and an account, with the strongest answer.
#[derive(Clone, Debug)]
pub struct Can<'s> {
    /// UserId.
    pub user_id: &'s str,
    /// The account.
    pub account_id: &'s str,
    /// The chain of the strongest answer.
    pub chain: Chain<'s>,
    /// Which of the answers of [`who_can`] it is.
    pub answer: usize,
    /// How many chains may allow it.
    pub chains: usize,
}

/// What one set of policies says, without borrowing it.
#[derive(Clone, Debug)]
pub struct Said {
    /// The verdict.
    pub verdict: Verdict,
    /// An action and a resource that show it.
    pub action: String,
    /// See `action`.
    pub resource: String,
    /// How many of the actions asked about may be allowed.
    pub actions: usize,
    /// The policy and the statement that grant it.
    pub grant: Option<(String, String)>,
    /// The policy and the statement that deny it.
    pub deny: Option<(String, String)>,
    /// The boundary, and its statement that lets it through; nothing where there is no boundary.
    pub boundary: Option<(String, Option<String>)>,
    /// What a request must fulfil.
    pub conditions: Vec<String>,
    /// What was not read or not understood.
    pub doubts: Vec<String>,
}

/// The people, by account and user, and the answers that they refer to. `accounts` tells the accounts asked about.
pub fn who_can<'s>(
    source: &Source<'_>,
    access: &EffectiveAccess<'s>,
    question: &Question,
    accounts: impl Fn(&str) -> bool,
) -> (Vec<Can<'s>>, Vec<Said>) {
    let library = source.library();
    let known = library.known();
    let sets: FxHashMap<&str, &PermissionSet> =
        source.snapshot.permission_sets.records().iter().map(|set| (&*set.permission_set_arn, set)).collect();
    // A set that is assigned and not listed: nobody knows what it allows.
    let unlisted = Arc::new(Policies {
        identity: vec![Policy::unlisted("the permission set", None)],
        ..Policies::default()
    });
    let mut answers: Vec<Said> = Vec::new();
    // By the policies themselves, which the library gives out once: kept alive, so that an address stays one's own.
    let mut asked: FxHashMap<*const Policies, (Arc<Policies>, usize)> = FxHashMap::default();
    let mut of_pair: FxHashMap<Pair, Option<usize>> = FxHashMap::default();
    let mut people: BTreeMap<[&str; 2], Can> = BTreeMap::new();
    let mut ways = Vec::new();
    for user in access.users.places() {
        access.ways_of(user, &mut ways);
        let user_id = access.users.text(user);
        for way in &ways {
            let permission_set_arn = access.permission_sets.text(way.pair.permission_set);
            let account_id = access.accounts.text(way.pair.account);
            let answer = *of_pair.entry(way.pair).or_insert_with(|| {
                // Where the set is known not to be provisioned there is no role to assume.
                if !accounts(account_id) || access.pair_status(way.pair) == Status::NotProvisioned {
                    return None;
                }
                let policies = match sets.get(permission_set_arn) {
                    Some(set) => library.policies(set, account_id),
                    None => Arc::clone(&unlisted),
                };
                let (_, answer) = asked.entry(Arc::as_ptr(&policies)).or_insert_with(|| {
                    let answer = question.ask(&policies, &known);
                    answers.push(Said::new(&policies, answer.outcome, answer.actions));
                    (Arc::clone(&policies), answers.len() - 1)
                });
                Some(*answer)
            });
            let Some(answer) = answer else { continue };
            let verdict =
                |answer: usize| answers.get(answer).map_or(Verdict::NotGranted, |said| said.verdict);
            let group_id = way.path.group().map(|group| access.groups.text(group));
            let chain = Chain { permission_set_arn, group_id };
            let chains = usize::from(verdict(answer).may_allow());
            let new = Can { user_id, account_id, chain, answer, chains };
            match people.get_mut(&[account_id, user_id]) {
                None => {
                    people.insert([account_id, user_id], new);
                }
                Some(can) => {
                    let total = can.chains + chains;
                    if (verdict(answer), chain) < (verdict(can.answer), can.chain) {
                        *can = new;
                    }
                    can.chains = total;
                }
            }
        }
    }
    (people.into_values().collect(), answers)
}

impl Said {
    fn new(policies: &Policies, outcome: Outcome, actions: usize) -> Self {
        let named = |matched: &crate::policy::evaluate::Matched| {
            (matched.policy.name.clone(), matched.statement.name())
        };
        let boundary = policies.boundary.as_ref().and_then(|policies| policies.first());
        Said {
            verdict: outcome.verdict,
            actions,
            grant: outcome.grant.as_ref().map(named),
            deny: outcome.deny.as_ref().map(named),
            boundary: boundary.map(|policy| {
                (policy.name.clone(), outcome.boundary.map(|matched| matched.statement.name()))
            }),
            action: outcome.action,
            resource: outcome.resource,
            conditions: outcome.conditions,
            doubts: outcome.doubts,
        }
    }
}
