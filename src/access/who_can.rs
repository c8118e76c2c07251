//! The people who can do something in an account, each with the chain that lets them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::effective::{EffectiveAccess, Pair};
use super::question::Question;
use super::status::Status;
use crate::dataset::Source;
use crate::documents::Library;
use crate::policy::evaluate::{Outcome, Verdict};
use crate::policy::{Context, Policies, Policy};
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

/// The people, by account and user, and the answers that they refer to. `accounts` tells the accounts asked about;
/// with `all` those are among them whom nothing lets do it.
pub fn who_can<'s>(
    source: &Source<'_>,
    mut access: EffectiveAccess<'s>,
    question: &Question,
    accounts: impl Fn(&str) -> bool,
    all: bool,
) -> (Vec<Can<'s>>, Vec<Said>) {
    let answers = Answers::new(source, question);
    let mut leading: FxHashMap<Pair, usize> = FxHashMap::default();
    for pair in access.pairs() {
        let account_id = access.accounts.text(pair.account);
        // Where the set is known not to be provisioned there is no role to assume.
        if accounts(account_id) && access.pair_status(pair) != Status::NotProvisioned {
            let answer = answers.of(access.permission_sets.text(pair.permission_set), account_id);
            // A set that many hold and that does not allow it leads nobody to it.
            if all || answers.verdict(answer).may_allow() {
                leading.insert(pair, answer);
            }
        }
    }
    access.only(|pair| leading.contains_key(&pair));
    let mut people: BTreeMap<[&str; 2], Can> = BTreeMap::new();
    let mut ways = Vec::new();
    for user in access.users.places() {
        access.ways_of(user, &mut ways);
        let user_id = access.users.text(user);
        for way in &ways {
            let Some(answer) = leading.get(&way.pair).copied() else { continue };
            let account_id = access.accounts.text(way.pair.account);
            let chain = Chain {
                permission_set_arn: access.permission_sets.text(way.pair.permission_set),
                group_id: way.path.group().map(|group| access.groups.text(group)),
            };
            let chains = usize::from(answers.verdict(answer).may_allow());
            let new = Can { user_id, account_id, chain, answer, chains };
            match people.get_mut(&[account_id, user_id]) {
                None => {
                    people.insert([account_id, user_id], new);
                }
                Some(can) => {
                    let total = can.chains + chains;
                    if (answers.verdict(answer), chain) < (answers.verdict(can.answer), can.chain) {
                        *can = new;
                    }
                    can.chains = total;
                }
            }
        }
    }
    (people.into_values().collect(), answers.said.into_inner())
}

/// What the policies of sets say to a question, each asked once.
struct Answers<'a, 's> {
    library: &'a Library<'s>,
    question: &'a Question,
    known: Context,
    sets: FxHashMap<&'a str, &'a PermissionSet<'s>>,
    /// A set that is assigned and not listed: nobody knows what it allows.
    unlisted: Arc<Policies>,
    said: RefCell<Vec<Said>>,
    /// By the policies themselves, which the library gives out once: kept alive, so that an address stays one's own.
    asked: RefCell<FxHashMap<*const Policies, (Arc<Policies>, usize)>>,
}

impl<'a, 's> Answers<'a, 's> {
    fn new(source: &'a Source<'s>, question: &'a Question) -> Self {
        let sets = source.snapshot.permission_sets.records().iter();
        let library = source.library();
        Answers {
            library,
            question,
            known: library.known(),
            sets: sets.map(|set| (&*set.permission_set_arn, set)).collect(),
            unlisted: Arc::new(Policies {
                identity: vec![Policy::unlisted("the permission set", None)],
                ..Policies::default()
            }),
            said: RefCell::default(),
            asked: RefCell::default(),
        }
    }

    /// The place of the answer of a set in an account.
    fn of(&self, permission_set_arn: &str, account_id: &str) -> usize {
        let policies = match self.sets.get(permission_set_arn) {
            Some(set) => self.library.policies(set, account_id),
            None => Arc::clone(&self.unlisted),
        };
        let mut asked = self.asked.borrow_mut();
        let (_, place) = asked.entry(Arc::as_ptr(&policies)).or_insert_with(|| {
            let answer = self.question.ask(&policies, &self.known);
            let mut said = self.said.borrow_mut();
            said.push(Said::new(&policies, answer.outcome, answer.actions));
            (Arc::clone(&policies), said.len() - 1)
        });
        *place
    }

    fn verdict(&self, answer: usize) -> Verdict {
        self.said.borrow().get(answer).map_or(Verdict::NotGranted, |said| said.verdict)
    }
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
