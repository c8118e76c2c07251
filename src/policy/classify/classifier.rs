//! Which privileges policies give.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::kinds::Kinds;
use super::privilege::{Held, Place, Privilege};
use crate::policy::catalogue::{ActionCatalogue, Target, actions, escalation_paths, filled};
use crate::policy::evaluate::{
    Matched, Of, Outcome, Policies, Policy, Verdict, analyse, granted_classes, grants, is_uniform, statements,
};
use crate::policy::space::{ActionClass, classes_among, shapes};

/// A resource of no particular name: what an unrestricted grant covers and a restricted one does not.
const ANY_NAME: &str = "zzz-any";

/// What an administrator can do and nobody else: an action of a service yet to come, and IAM.
const ADMINISTRATOR: [&str; 5] =
    ["zzz:zzz", "iam:attachrolepolicy", "iam:createpolicyversion", "iam:createuser", "iam:createaccesskey"];

/// Either of these makes another text of a policy apply.
const EDITS_POLICY: [&str; 2] = ["iam:createpolicyversion", "iam:setdefaultpolicyversion"];

/// Classifies policies, for a place. The strongest privilege first; each at most once.
pub fn classify<'p>(policies: &'p Policies, place: &Place) -> Vec<Held<'p>> {
    let classifier = Classifier::new(policies, place);
    let mut held: Vec<Held> = Vec::new();
    held.extend(classifier.administrator());
    held.extend(classifier.escalations());
    // Who is an administrator needs no path to it.
    let administers =
        held.iter().find(|held| held.privilege == Privilege::Administrator).map(|held| held.verdict);
    held.retain(|held| {
        held.privilege != Privilege::AdministratorEquivalent
            || administers.is_none_or(|verdict| verdict > held.verdict)
    });
    held.extend(classifier.editor(Privilege::OwnPolicyEditor, &place.own_policies));
    held.extend(classifier.editor(Privilege::OwnBoundaryEditor, place.own_boundary.as_slice()));
    held.extend(classifier.kinds());
    let unread: Vec<String> = policies.all_unread().map(Policy::words).collect();
    if !unread.is_empty() {
        held.push(Held {
            privilege: Privilege::Unknown,
            verdict: Verdict::Undecided,
            paths: Vec::new(),
            witness: Outcome { doubts: unread, ..Outcome::none() },
        });
    }
    held.sort_by_key(|held| held.privilege);
    held
}

struct Classifier<'p, 'c> {
    policies: &'p Policies,
    place: &'c Place,
    statements: Vec<Matched<'p>>,
    /// Those that a statement grants.
    classes: Vec<ActionClass>,
    /// Of each known action its class, from 1; 0 where no statement grants it.
    class_of: Vec<u32>,
    catalogue: &'static ActionCatalogue,
    /// The Regions that the policies name, and one that they need not.
    regions: Vec<String>,
    /// Resources of no particular name, by their format: actions share these.
    resources: RefCell<FxHashMap<&'static str, Rc<[String]>>>,
    /// What was asked already: paths share their actions.
    on_anything: RefCell<FxHashMap<String, Option<Outcome<'p>>>>,
}

impl<'p, 'c> Classifier<'p, 'c> {
    fn new(policies: &'p Policies, place: &'c Place) -> Self {
        let statements = statements(policies);
        let classes = granted_classes(&statements);
        let catalogue = actions();
        let mut class_of = vec![0; catalogue.len()];
        for (number, class) in (1_u32..).zip(&classes) {
            for action in &class.known {
                if let Some(of) = class_of.get_mut(*action as usize) {
                    *of = number;
                }
            }
        }
        Classifier {
            regions: regions(&statements),
            policies,
            place,
            statements,
            classes,
            class_of,
            catalogue,
            resources: RefCell::default(),
            on_anything: RefCell::default(),
        }
    }

    /// The class of an action, in lower case, where a statement grants it.
    fn class(&self, action: &str) -> Option<Cow<'_, ActionClass>> {
        match self.catalogue.place(action) {
            Some(place) => {
                let number = self.class_of.get(place).copied().unwrap_or_default();
                self.classes.get((number as usize).checked_sub(1)?).map(Cow::Borrowed)
            }
            None => {
                let statements: Vec<_> = self.statements.iter().map(|matched| matched.statement).collect();
                let class = classes_among(&statements, &[], Some(action)).pop()?;
                let is_granted =
                    class.among(&self.statements).any(|matched| grants(matched.list, matched.statement));
                is_granted.then_some(Cow::Owned(class))
            }
        }
    }

    fn ask(&self, class: &ActionClass, of: Of) -> Outcome<'p> {
        analyse(self.policies, &self.statements, class, of, &self.place.known)
    }

    /// The answer for an action, in lower case, on these resources, where it may be allowed.
    fn on(&self, action: &str, of: Of) -> Option<Outcome<'p>> {
        self.in_class(&*self.class(action)?, action, of)
    }

    fn in_class(&self, class: &ActionClass, action: &str, of: Of) -> Option<Outcome<'p>> {
        let mut outcome = self.ask(class, of);
        if let Some(known) = self.catalogue.find(action) {
            known.name.clone_into(&mut outcome.action);
        }
        (outcome.verdict.may_allow() && outcome.grant.is_some()).then_some(outcome)
    }

    /// The answer for an action, in lower case, on a resource of no particular name. Of several types of resource one
    /// suffices; where not all are allowed, the answer is conditional.
    fn on_anything(&self, action: &str) -> Option<Outcome<'p>> {
        if let Some(outcome) = self.on_anything.borrow().get(action) {
            return outcome.clone();
        }
        let outcome = self.ask_on_anything(action);
        self.on_anything.borrow_mut().insert(action.to_owned(), outcome.clone());
        outcome
    }

    fn ask_on_anything(&self, action: &str) -> Option<Outcome<'p>> {
        let class = self.class(action)?;
        let formats: Vec<&'static str> = self.catalogue.resource_formats(action).collect();
        if formats.is_empty() {
            let is_known = self.catalogue.find(action).is_some();
            let any = format!("arn:{}:{ANY_NAME}:::{ANY_NAME}", self.place.partition);
            return self.in_class(&class, action, Of::One(if is_known { "*" } else { &any }));
        }
        let in_any_region = |format: &&'static str| {
            let texts = self.anything(format);
            let outcomes = texts.iter().filter_map(|text| self.in_class(&class, action, Of::One(text)));
            outcomes.min_by_key(|outcome| outcome.verdict)
        };
        let outcomes: Vec<Option<Outcome>> = formats.iter().map(in_any_region).collect();
        let is_partial = outcomes.iter().any(Option::is_none);
        let mut best = outcomes.into_iter().flatten().min_by_key(|outcome| outcome.verdict)?;
        if is_partial && best.verdict == Verdict::Allowed {
            best.verdict = Verdict::Conditional;
            best.conditions.push("the types of resource that are granted suffice".to_owned());
        }
        Some(best)
    }

    /// A resource of a format, of no particular name, in each Region.
    fn anything(&self, format: &'static str) -> Rc<[String]> {
        let in_region = |region: &String| {
            filled(format, |variable| match variable {
                "Partition" => &self.place.partition,
                "Region" => region,
                "Account" => &self.place.account_id,
                _ => ANY_NAME,
            })
        };
        let mut known = self.resources.borrow_mut();
        Rc::clone(known.entry(format).or_insert_with(|| self.regions.iter().map(in_region).collect()))
    }

    /// All of these actions, each on any resource: the weakest answer; nothing where one is not allowed.
    fn all_on_anything<'a>(&self, actions: impl Iterator<Item = &'a str>) -> Option<Outcome<'p>> {
        let mut weakest: Option<Outcome> = None;
        for action in actions {
            let outcome = self.on_anything(action)?;
            if weakest.as_ref().is_none_or(|weakest| outcome.verdict > weakest.verdict) {
                weakest = Some(outcome);
            }
        }
        weakest
    }

    fn administrator(&self) -> Option<Held<'p>> {
        let witness = self.all_on_anything(ADMINISTRATOR.into_iter())?;
        Some(Held {
            privilege: Privilege::Administrator,
            verdict: witness.verdict,
            paths: Vec::new(),
            witness,
        })
    }

    /// The paths that are open, one privilege for those of IAM and one for those of IAM Identity Center.
    fn escalations(&self) -> Vec<Held<'p>> {
        let mut held: Vec<Held> = Vec::new();
        for path in escalation_paths() {
            let actions = || path.actions.iter().map(String::as_str);
            let found = match path.target {
                Target::Caller => None,
                Target::OwnPolicy => self.place.own_policies.iter().find_map(|arn| {
                    let outcomes = actions().map(|action| self.on(action, Of::One(arn)));
                    outcomes
                        .collect::<Option<Vec<Outcome>>>()?
                        .into_iter()
                        .max_by_key(|outcome| outcome.verdict)
                }),
                Target::Other => self.all_on_anything(actions()),
                Target::IdentityCenter if !self.place.administers_identity_center => None,
                Target::IdentityCenter => self.all_on_anything(actions()),
            };
            let Some(mut witness) = found else { continue };
            if let Some(condition) = path.depends_on()
                && witness.verdict <= Verdict::Conditional
            {
                witness.verdict = Verdict::Conditional;
                witness.conditions.push(condition.to_owned());
            }
            let privilege = match path.target {
                Target::IdentityCenter => Privilege::IdentityCenterAdministrator,
                _ => Privilege::AdministratorEquivalent,
            };
            match held.iter_mut().find(|held| held.privilege == privilege) {
                None => {
                    held.push(Held { privilege, verdict: witness.verdict, paths: vec![path.id], witness })
                }
                Some(held) => {
                    held.paths.push(path.id);
                    if witness.verdict < held.verdict {
                        held.verdict = witness.verdict;
                        held.witness = witness;
                    }
                }
            }
        }
        held
    }

    /// Whether a new version of one of these policies can be made the one that applies.
    fn editor(&self, privilege: Privilege, arns: &[String]) -> Option<Held<'p>> {
        let requests = arns.iter().flat_map(|arn| EDITS_POLICY.map(|action| self.on(action, Of::One(arn))));
        let witness = requests.flatten().min_by_key(|outcome| outcome.verdict)?;
        Some(Held { privilege, verdict: witness.verdict, paths: Vec::new(), witness })
    }

    /// Exposure, data access, write and read, by the kinds of the actions that are allowed on any resource at all.
    fn kinds(&self) -> Vec<Held<'p>> {
        let mut held: Vec<Held> = Vec::new();
        for class in self.classes.iter().filter(|class| !class.known.is_empty()) {
            // What is known to be allowed needs no further witness, and who does more than read is no reader.
            let settled = |held: &[Held]| -> Kinds {
                let allowed = held.iter().filter(|held| held.verdict == Verdict::Allowed);
                let reads = held.iter().any(|held| held.privilege != Privilege::ReadOnly);
                allowed.map(|held| held.privilege).chain(reads.then_some(Privilege::ReadOnly)).collect()
            };
            let mut done = settled(&held);
            let of_class =
                class.known.iter().fold(Kinds::default(), |all, place| all.with(Kinds::of(*place)));
            if of_class.without(done).is_empty() {
                continue;
            }
            let of_any = self.ask(class, Of::Any(&[]));
            if !of_any.verdict.may_allow() || of_any.grant.is_none() {
                continue;
            }
            let is_uniform = class.takes_only_star || is_uniform(&self.statements, class);
            // By the types of resource: what holds of one type need not of another.
            let mut outcomes: FxHashMap<&str, Outcome> = FxHashMap::default();
            for place in &class.known {
                let wanted = Kinds::of(*place).without(done);
                let Some(action) = self.catalogue.all().get(*place as usize) else { continue };
                for privilege in wanted.each() {
                    let types = if is_uniform { "" } else { action.resource_types_text() };
                    let outcome = outcomes.entry(types).or_insert_with(|| {
                        if is_uniform {
                            return of_any.clone();
                        }
                        let account =
                            Some(self.place.account_id.as_str()).filter(|account| !account.is_empty());
                        self.ask(class, Of::Any(&shapes(action.lower, account)))
                    });
                    if !outcome.verdict.may_allow() || outcome.grant.is_none() {
                        continue;
                    }
                    let verdict = outcome.verdict;
                    let witness = || Outcome { action: action.name.to_owned(), ..outcome.clone() };
                    match held.iter_mut().find(|held| held.privilege == privilege) {
                        Some(held) if held.verdict <= verdict => {}
                        Some(held) => (held.verdict, held.witness) = (verdict, witness()),
                        None => held.push(Held { privilege, verdict, paths: Vec::new(), witness: witness() }),
                    }
                }
                if !wanted.is_empty() {
                    done = settled(&held);
                }
            }
        }
        if held.iter().any(|held| held.privilege != Privilege::ReadOnly) {
            held.retain(|held| held.privilege != Privilege::ReadOnly);
        }
        held
    }
}

/// The Regions that statements name, `*` in one filled in, and one more.
fn regions(statements: &[Matched]) -> Vec<String> {
    const REGION: usize = 3;
    let elements = statements.iter().flat_map(|matched| &matched.statement.resources.patterns);
    let named = elements.filter_map(|element| element.source.split(':').nth(REGION));
    let mut regions: Vec<String> =
        named.filter(|region| !region.contains('$')).map(|region| region.replace(['*', '?'], "x")).collect();
    regions.push("us-east-1".to_owned());
    regions.retain(|region| !region.is_empty());
    regions.sort();
    regions.dedup();
    regions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Document;
    use crate::policy::catalogue::managed_policy;

    fn of(name: &str, administers_identity_center: bool) -> Vec<(Privilege, Verdict)> {
        let arn = format!("arn:aws:iam::aws:policy/{name}");
        let policies = Policies::of(Document::parse(managed_policy(&arn).unwrap().document));
        let place = Place {
            partition: "aws".to_owned(),
            account_id: "111122223333".to_owned(),
            administers_identity_center,
            ..Place::default()
        };
        classify(&policies, &place).into_iter().map(|held| (held.privilege, held.verdict)).collect()
    }

    #[test]
    fn managed_policies_are_what_they_are() {
        let has = |name, privilege| of(name, true).contains(&(privilege, Verdict::Allowed));
        assert!(has("AdministratorAccess", Privilege::Administrator));
        assert!(has("IAMFullAccess", Privilege::AdministratorEquivalent));
        assert!(
            !of("IAMFullAccess", true).iter().any(|(privilege, _)| *privilege == Privilege::Administrator)
        );
        assert!(has("PowerUserAccess", Privilege::IdentityCenterAdministrator));
        assert!(
            !of("PowerUserAccess", false)
                .iter()
                .any(|(privilege, _)| *privilege <= Privilege::IdentityCenterAdministrator
                    && *privilege != Privilege::AdministratorEquivalent)
        );
        assert!(has("AmazonS3ReadOnlyAccess", Privilege::DataAccess));
        assert_eq!(
            of("job-function/Billing", false).first().map(|(privilege, _)| *privilege),
            Some(Privilege::Write)
        );
        assert_eq!(of("IAMReadOnlyAccess", false), [(Privilege::ReadOnly, Verdict::Allowed)]);
    }

    #[test]
    fn what_is_too_much_to_follow_is_undecided_and_not_left_out() {
        let buckets: Vec<String> =
            ('a'..='z').map(|letter| format!(r#""arn:aws:s3:::*-{letter}{letter}-*/key""#)).collect();
        let statements = buckets.iter().map(|bucket| {
            format!(
                r#"{{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {bucket}}},
                   {{"Effect": "Deny", "Action": "s3:GetObject", "Resource": {bucket}}}"#
            )
        });
        let statements: Vec<String> = statements.collect();
        let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, statements.join(","));
        let policies = Policies::of(Document::parse(&text));
        let held = classify(&policies, &Place { partition: "aws".to_owned(), ..Place::default() });
        let held: Vec<_> = held.iter().map(|held| (held.privilege, held.verdict)).collect();
        assert_eq!(held, [(Privilege::DataAccess, Verdict::Undecided)]);
    }
}
