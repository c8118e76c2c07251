//! Pictures of access (`docs/access.md`): exact ones for programs, drawn ones for people.
//!
//! Neither has an edge between a principal and a permission set, or between a set and an account: two such edges
//! would give a person every account where the set is assigned to anyone.

mod drawn;
mod exact;
mod select;
mod sketch;

use std::cell::RefCell;

use rustc_hash::FxHashMap;

pub use self::select::Focus;
use self::sketch::Sketch;
use super::directory::Directory;
use super::effective::{EffectiveAccess, Pair};
use super::status::Status;
use super::tier::{Tier, Tiers};
use crate::model::{NodeKind, Picture, PictureNode};

/// Makes pictures of one snapshot.
pub struct Pictures<'a> {
    access: &'a EffectiveAccess<'a>,
    directory: &'a Directory<'a>,
    tiers: &'a Tiers<'a>,
    known_tiers: RefCell<FxHashMap<Pair, Tier>>,
}

/// The paths of one user to one account, as a person would draw them.
pub fn paths_picture<'a>(
    access: &'a EffectiveAccess<'a>,
    directory: &'a Directory<'a>,
    tiers: &'a Tiers<'a>,
    user_id: &str,
    account_id: &str,
) -> Picture {
    Pictures::new(access, directory, tiers).drawn(Focus::Paths { user: user_id, account: account_id })
}

impl<'a> Pictures<'a> {
    /// Of a snapshot.
    pub fn new(access: &'a EffectiveAccess<'a>, directory: &'a Directory<'a>, tiers: &'a Tiers<'a>) -> Self {
        Pictures { access, directory, tiers, known_tiers: RefCell::default() }
    }

    fn tier(&self, pair: Pair) -> Tier {
        let set = self.access.permission_sets.text(pair.permission_set);
        let of_pair = || self.tiers.of(set, self.access.accounts.text(pair.account));
        *self.known_tiers.borrow_mut().entry(pair).or_insert_with(of_pair)
    }

    /// Ends a picture: what it is about is in it, even where nothing leads there.
    fn with_focus(&self, mut sketch: Sketch, focus: Focus) -> Picture {
        let about = match focus {
            Focus::Everything => vec![],
            Focus::User(id) => vec![self.user_node(id)],
            Focus::Group(id) => vec![self.group_node(id)],
            Focus::PermissionSet(id) => vec![self.set_node(id)],
            Focus::Account(id) => vec![self.account_node(id)],
            Focus::Paths { user, account } => vec![self.user_node(user), self.account_node(account)],
        };
        for node in about {
            let drawn_by_name = node.kind == NodeKind::PermissionSet && sketch.has_assignments();
            if !sketch.has(node.kind, &node.id) && !drawn_by_name {
                sketch.add(node);
            }
        }
        sketch.finish(match focus {
            Focus::Everything => "Access".to_owned(),
            Focus::User(id) => format!("Access of user {}", self.user_label(id)),
            Focus::Group(id) => format!("Access of group {}", self.group_label(id)),
            Focus::PermissionSet(id) => format!("Access by permission set {}", self.set_label(id)),
            Focus::Account(id) => format!("Access to account {}", self.account_label(id)),
            Focus::Paths { user, account } => {
                format!("Access of user {} to account {}", self.user_label(user), self.account_label(account))
            }
        })
    }

    fn user_label<'l>(&'l self, id: &'l str) -> &'l str {
        self.directory.user_name(id).unwrap_or(id)
    }

    fn group_label<'l>(&'l self, id: &'l str) -> &'l str {
        self.directory.group_name(id).unwrap_or(id)
    }

    fn set_label<'l>(&'l self, arn: &'l str) -> &'l str {
        self.directory.permission_set_name(arn).unwrap_or(arn)
    }

    fn account_label<'l>(&'l self, id: &'l str) -> &'l str {
        self.directory.account_name(id).unwrap_or(id)
    }

    fn user_node(&self, id: &str) -> PictureNode {
        node(NodeKind::User, id, self.user_label(id), self.access.statuses().user(id))
    }

    fn group_node(&self, id: &str) -> PictureNode {
        node(NodeKind::Group, id, self.group_label(id), self.access.statuses().group(id))
    }

    fn set_node(&self, arn: &str) -> PictureNode {
        PictureNode { status: "", ..node(NodeKind::PermissionSet, arn, self.set_label(arn), Status::Active) }
    }

    fn account_node(&self, id: &str) -> PictureNode {
        PictureNode {
            cluster: self.directory.ou_path(id).unwrap_or_default().to_owned(),
            ..node(NodeKind::Account, id, self.account_label(id), self.access.statuses().account(id))
        }
    }
}

fn node(kind: NodeKind, id: &str, label: &str, status: Status) -> PictureNode {
    PictureNode {
        kind,
        id: id.to_owned(),
        label: label.to_owned(),
        details: Vec::new(),
        cluster: String::new(),
        status: status.as_str(),
        marked: false,
    }
}
