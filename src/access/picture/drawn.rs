//! The picture for people: nothing is said that is not so, and what is alike is said once.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::Pictures;
use super::select::{Fact, Focus, Principal, Selection};
use super::sketch::Sketch;
use crate::access::status::Status;
use crate::access::tier::Tier;
use crate::model::{NodeKind, Picture, PictureNode};

/// How many names a summary gives.
const NAMES: usize = 12;

/// What an assignment gives, but for where and to whom.
type Grant = (u32, Tier, Status);

/// Who has what, of an account.
type Holding = (Principal, Grant);

/// Nodes of the sketch, in order.
type Ends = Vec<usize>;

impl Pictures<'_> {
    /// What a person looks at. A permission set is the name of its assignments. Assignments of one set become one
    /// node where every principal has the set in every account it leads to; accounts of one unit, and people, that
    /// are alike in all of that become one node where they are many.
    pub fn drawn(&self, focus: Focus) -> Picture {
        let selection = Selection::new(self.access, focus);
        let alone = if focus == Focus::Everything { 3 } else { 30 };
        let mut sketch = Sketch::default();
        let accounts = self.draw_accounts(&mut sketch, &selection.facts, alone);

        let mut held: BTreeMap<Holding, BTreeSet<usize>> = BTreeMap::new();
        for fact in &selection.facts {
            let ends = held.entry((fact.principal, self.grant(fact))).or_default();
            ends.extend(accounts.get(&fact.pair.account));
        }
        let mut alike: BTreeMap<(Grant, Ends), Vec<Principal>> = BTreeMap::new();
        for ((principal, grant), ends) in held {
            alike.entry((grant, ends.into_iter().collect())).or_default().push(principal);
        }
        let mut people: BTreeMap<u32, Ends> = BTreeMap::new();
        for ((grant, ends), principals) in alike {
            let assignment = self.draw_assignment(&mut sketch, grant, &ends);
            for principal in principals {
                match principal {
                    Principal::User(user) => people.entry(user).or_default().push(assignment),
                    Principal::Group(group) => {
                        let group = self.draw_group(&mut sketch, group);
                        sketch.edge(group, assignment, "has");
                    }
                }
            }
        }
        let mut groups: BTreeMap<u32, Ends> = BTreeMap::new();
        if matches!(focus, Focus::User(_) | Focus::Group(_) | Focus::Paths { .. }) {
            for (user, group) in selection.memberships {
                people.entry(user).or_default();
                groups.entry(user).or_default().push(self.draw_group(&mut sketch, group));
            }
        }
        self.draw_people(&mut sketch, people, &groups, alone);
        self.with_focus(sketch, focus)
    }

    fn grant(&self, fact: &Fact) -> Grant {
        (fact.pair.permission_set, self.tier(fact.pair), fact.status)
    }

    /// The nodes of the accounts, by account.
    fn draw_accounts(&self, sketch: &mut Sketch, facts: &[Fact], alone: usize) -> FxHashMap<u32, usize> {
        let mut of_account: BTreeMap<u32, Vec<Holding>> = BTreeMap::new();
        for fact in facts {
            of_account.entry(fact.pair.account).or_default().push((fact.principal, self.grant(fact)));
        }
        let id = |account: u32| self.access.accounts.text(account);
        let mut alike: BTreeMap<(&str, Status, Vec<Holding>), Vec<u32>> = BTreeMap::new();
        for (account, held) in of_account {
            let unit = self.directory.ou_path(id(account)).unwrap_or_default();
            alike.entry((unit, self.access.account_status(account), held)).or_default().push(account);
        }
        let mut nodes = FxHashMap::default();
        for ((unit, status, _), accounts) in alike {
            if accounts.len() > alone {
                let names = accounts.iter().map(|account| self.account_label(id(*account)));
                let node = summary("accounts", &accounts, names, status);
                let summary = sketch.add(PictureNode { cluster: unit.to_owned(), ..node });
                nodes.extend(accounts.into_iter().map(|account| (account, summary)));
                continue;
            }
            for account in accounts {
                let node = sketch.thing(NodeKind::Account, account, || {
                    let node = self.account_node(id(account));
                    let details = if node.label == node.id { vec![] } else { vec![node.id.clone()] };
                    PictureNode { details, ..node }
                });
                nodes.insert(account, node);
            }
        }
        nodes
    }

    fn draw_assignment(&self, sketch: &mut Sketch, (set, tier, status): Grant, accounts: &[usize]) -> usize {
        let arn = self.access.permission_sets.text(set);
        let drawn = sketch.len();
        let assignment = sketch.add(PictureNode {
            kind: NodeKind::Assignment,
            id: format!("{arn} {drawn:09}"),
            label: self.set_label(arn).to_owned(),
            details: vec![match tier {
                Tier::Is(privilege) => privilege.as_str().to_owned(),
                Tier::Nothing | Tier::Unknown => format!("tier {}", tier.as_str()),
            }],
            cluster: String::new(),
            status: status.as_str(),
            marked: tier.is_administrator(),
        });
        accounts.iter().for_each(|account| sketch.edge(assignment, *account, "in"));
        assignment
    }

    fn draw_group(&self, sketch: &mut Sketch, group: u32) -> usize {
        sketch.thing(NodeKind::Group, group, || {
            let node = self.group_node(self.access.groups.text(group));
            PictureNode { details: vec![self.members_in_words(group)], ..node }
        })
    }

    fn members_in_words(&self, group: u32) -> String {
        let members = self.access.members_of(group);
        let known = self.access.statuses().knows_members(self.access.groups.text(group));
        let mut words = match (members.len(), known) {
            (0, true) => "nobody".to_owned(),
            (0, false) => "members unknown".to_owned(),
            (1, true) => "1 person".to_owned(),
            (many, true) => format!("{many} people"),
            (many, false) => format!("at least {many} people"),
        };
        let out = members.iter().filter(|user| !self.access.user_status(**user).may_work()).count();
        if out > 0 {
            words.push_str(&format!(", {out} of them disabled or deleted"));
        }
        words
    }

    /// People, each with the assignments and groups that are theirs.
    fn draw_people(
        &self,
        sketch: &mut Sketch,
        people: BTreeMap<u32, Ends>,
        groups: &BTreeMap<u32, Ends>,
        alone: usize,
    ) {
        let mut alike: BTreeMap<(Status, Ends, &[usize]), Vec<u32>> = BTreeMap::new();
        for (user, assignments) in people {
            let of_user = groups.get(&user).map(Vec::as_slice).unwrap_or_default();
            alike.entry((self.access.user_status(user), assignments, of_user)).or_default().push(user);
        }
        for ((status, assignments, groups), users) in alike {
            let nodes = if users.len() > alone {
                let names = users.iter().map(|user| self.user_label(self.access.users.text(*user)));
                vec![sketch.add(summary("people", &users, names, status))]
            } else {
                users.into_iter().map(|user| self.user(sketch, user)).collect()
            };
            for user in nodes {
                assignments.iter().for_each(|assignment| sketch.edge(user, *assignment, "has"));
                groups.iter().for_each(|group| sketch.edge(user, *group, "member-of"));
            }
        }
    }
}

/// Things that are alike, as one. A thing is in one summary of its kind at most, so the first tells them apart.
fn summary<'n>(
    things: &str,
    places: &[u32],
    names: impl Iterator<Item = &'n str>,
    status: Status,
) -> PictureNode {
    let mut details: Vec<String> = names.take(NAMES).map(str::to_owned).collect();
    if places.len() > details.len() {
        details.push(format!("and {} more", places.len() - details.len()));
    }
    let first = places.first().copied().unwrap_or_default();
    PictureNode {
        kind: NodeKind::Summary,
        id: format!("{things} {first:09}"),
        label: format!("{} {things}", places.len()),
        details,
        cluster: String::new(),
        status: status.as_str(),
        marked: false,
    }
}
