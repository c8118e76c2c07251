//! The picture for programs: every assignment a node of its own, nothing merged.

use super::Pictures;
use super::select::{Focus, Principal, Selection};
use super::sketch::Sketch;
use crate::model::{NodeKind, Picture, PictureNode};

impl Pictures<'_> {
    /// Everything there is about something, each assignment one node with three neighbours.
    pub fn exact(&self, focus: Focus) -> Picture {
        let access = self.access;
        let selection = Selection::new(access, focus);
        let mut sketch = Sketch::default();
        if focus == Focus::Everything {
            for user in access.users.places() {
                self.user(&mut sketch, user);
            }
            for group in access.groups.places() {
                self.group(&mut sketch, group);
            }
        }
        for (user, group) in selection.memberships {
            let (user, group) = (self.user(&mut sketch, user), self.group(&mut sketch, group));
            sketch.edge(user, group, "member-of");
        }
        for fact in selection.facts {
            let (kind, id, principal) = match fact.principal {
                Principal::User(user) => ("user", access.users.text(user), self.user(&mut sketch, user)),
                Principal::Group(group) => {
                    ("group", access.groups.text(group), self.group(&mut sketch, group))
                }
            };
            let (set, account) = (fact.pair.permission_set, fact.pair.account);
            let (arn, account_id) = (access.permission_sets.text(set), access.accounts.text(account));
            let tier = self.tier(fact.pair);
            let assignment = sketch.add(PictureNode {
                kind: NodeKind::Assignment,
                id: format!("{kind} {id} {arn} {account_id}"),
                label: format!("{} in {}", self.set_label(arn), self.account_label(account_id)),
                details: vec![tier.as_str().to_owned()],
                cluster: String::new(),
                status: fact.status.as_str(),
                marked: tier.is_administrator(),
            });
            let set = sketch.thing(NodeKind::PermissionSet, set, || self.set_node(arn));
            let account = sketch.thing(NodeKind::Account, account, || self.account_node(account_id));
            sketch.edge(principal, assignment, "has");
            sketch.edge(assignment, set, "grants");
            sketch.edge(assignment, account, "in");
        }
        self.with_focus(sketch, focus)
    }

    /// The node of a user.
    pub(super) fn user(&self, sketch: &mut Sketch, user: u32) -> usize {
        sketch.thing(NodeKind::User, user, || self.user_node(self.access.users.text(user)))
    }

    fn group(&self, sketch: &mut Sketch, group: u32) -> usize {
        sketch.thing(NodeKind::Group, group, || self.group_node(self.access.groups.text(group)))
    }
}
