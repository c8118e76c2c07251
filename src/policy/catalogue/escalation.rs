//! Known ways to gain rights: `escalation_paths.txt` and `identity_center_paths.txt`.

use std::sync::OnceLock;

use super::{Origin, lines};

/// Whose rights a path changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The caller's own role, user or group. A role of IAM Identity Center cannot be changed by anyone in the
    /// account, and its session is no user: such a path is closed to it.
    Caller,
    /// A policy that the caller's own role has.
    OwnPolicy,
    /// Another principal, or a resource.
    Other,
    /// Users, groups and permission sets of IAM Identity Center.
    IdentityCenter,
}

/// A way to gain rights.
#[derive(Clone, Debug)]
pub struct EscalationPath {
    /// Its id: pathfinding.cloud's, or `idc-...` for those of IAM Identity Center.
    pub id: &'static str,
    /// Its kind, as its source calls it.
    pub category: &'static str,
    /// The actions, in lower case, all of which it needs.
    pub actions: Vec<String>,
    /// A short name.
    pub name: &'static str,
    /// Whose rights it changes.
    pub target: Target,
}

impl EscalationPath {
    /// What it needs that no policy of the caller tells; nothing where the actions suffice.
    pub fn depends_on(&self) -> Option<&'static str> {
        let needs = |action: &str| self.actions.iter().any(|own| own == action);
        if self.category.ends_with("passrole") && !needs("iam:passrole") {
            Some("a resource that is there has a stronger role")
        } else if self.actions == ["sts:assumerole"] {
            Some("a stronger role trusts the account")
        } else {
            None
        }
    }
}

const IAM: &str = include_str!("escalation_paths.txt");
const IDENTITY_CENTER: &str = include_str!("identity_center_paths.txt");

/// Where the ids of the paths come from.
pub fn origin() -> Origin {
    Origin::of(IAM)
}

/// All paths: those of IAM, then those of IAM Identity Center, by id.
pub fn escalation_paths() -> &'static [EscalationPath] {
    static PATHS: OnceLock<Vec<EscalationPath>> = OnceLock::new();
    PATHS.get_or_init(|| {
        let iam = lines(IAM).filter_map(|line| read(line, Target::Other));
        iam.chain(lines(IDENTITY_CENTER).filter_map(|line| read(line, Target::IdentityCenter))).collect()
    })
}

fn read(line: &'static str, target: Target) -> Option<EscalationPath> {
    let mut fields = line.split('\t');
    let (id, category) = (fields.next()?, fields.next()?);
    let actions = fields.next()?.split('+').map(str::to_ascii_lowercase).collect();
    let name = fields.next()?;
    let target = match fields.next() {
        Some("self") => Target::Caller,
        Some("policy") => Target::OwnPolicy,
        _ => target,
    };
    Some(EscalationPath { id, category, actions, name, target })
}
