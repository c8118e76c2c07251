//! The kinds of step: what happens to an organization between two readings.

mod accounts;
mod assignments;
mod edits;
mod groups;
mod sets;
mod unread;
mod users;

use fastrand::Rng;

use super::organization::Organization;

/// Something that happens. It chooses what it happens to, and says no where there is nothing to choose.
type Step = fn(&mut Organization, &mut Rng) -> Option<()>;

#[derive(Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    step: Step,
    /// The lists of the snapshot whose changes tell of it, each of them somewhere.
    pub tables: &'static [&'static str],
    /// All that it can change in people's access, where it happens alone: the change, and the cause.
    pub shows: &'static [&'static str],
    /// It is a new name.
    pub renames: bool,
    /// It does not happen in AWS: the reader of one side could not read something.
    pub hides: bool,
    /// It is the older side that it happens to.
    pub is_before: bool,
}

const fn kind(name: &'static str, step: Step, tables: &'static [&'static str]) -> Kind {
    Kind { name, step, tables, shows: &[], renames: false, hides: false, is_before: false }
}

impl Kind {
    const fn shows(mut self, shows: &'static [&'static str]) -> Self {
        self.shows = shows;
        self
    }

    const fn renames(mut self) -> Self {
        self.renames = true;
        self
    }

    const fn hides(mut self) -> Self {
        self.hides = true;
        self
    }

    const fn before(mut self) -> Self {
        self.is_before = true;
        self
    }

    /// Lets it happen. False where it cannot, and then nothing has happened.
    pub fn happens(&self, old: &mut Organization, new: &mut Organization, rng: &mut Rng) -> bool {
        let side = if self.is_before { old } else { new };
        let mut next = side.clone();
        let happened = (self.step)(&mut next, rng).is_some();
        if happened {
            *side = next;
        }
        happened
    }
}

/// One of these, if there is one.
fn one<T>(rng: &mut Rng, of: impl Iterator<Item = T>) -> Option<T> {
    let mut of: Vec<T> = of.collect();
    (!of.is_empty()).then(|| of.swap_remove(rng.usize(..of.len())))
}

/// One to three of these, if there are so many.
fn some<T>(rng: &mut Rng, of: impl Iterator<Item = T>) -> Vec<T> {
    let mut of: Vec<T> = of.collect();
    rng.shuffle(&mut of);
    of.truncate(rng.usize(1..=3));
    of
}

const SETS: &str = "permission_sets";
const PAIRS: &str = "permission_set_provisioning";
const ASSIGNED: &str = "account_assignments";
const USERS: &str = "users";
const GROUPS: &str = "groups";
const MEMBERS: &str = "group_memberships";
const ACCOUNTS: &str = "accounts";
const UNITS: &str = "organizational_units";
const MANAGED: &str = "managed_policies";
const CUSTOMER: &str = "customer_managed_policies";

const WIDENED: &str = "changed policies-widened";
const NARROWED: &str = "changed policies-narrowed";
const BOUND: &str = "changed boundary-changed";
const MAYBE_WIDENED: &str = "unknown policies-widened";
const MAYBE_NARROWED: &str = "unknown policies-narrowed";
const MAYBE_BOUND: &str = "unknown boundary-changed";
const CAUGHT_UP: &str = "changed provisioning-caught-up";
const MOVED: &str = "changed account-moved";
const PROVISIONED: &str = "gained provisioned";
const DEPROVISIONED: &str = "lost deprovisioned";
/// Nobody knows whether the user has it still, or had it.
const UNREAD: &str = "unknown";

pub const KINDS: &[Kind] = &[
    kind("user created in groups", users::created, &[USERS, MEMBERS]).shows(&["gained user-created"]),
    kind("user created without any access", users::created_without_any, &[USERS]),
    kind("user created with an assignment", users::created_with_an_assignment, &[USERS, ASSIGNED])
        .shows(&["gained user-created"]),
    kind(
        "user created in a group that gets more",
        users::created_in_a_group_that_gets_more,
        &[USERS, MEMBERS, ASSIGNED],
    )
    .shows(&["gained user-created", "gained group-assignment"]),
    kind("user deleted with all assignments", users::deleted_with_all, &[USERS, MEMBERS, ASSIGNED])
        .shows(&["lost user-deleted"]),
    kind("user deleted, assignments stay", users::deleted_alone, &[USERS, MEMBERS])
        .shows(&["lost user-deleted"]),
    kind("user disabled", users::disabled, &[USERS]).shows(&["lost user-disabled"]),
    kind("user enabled", users::enabled, &[USERS]).shows(&["gained user-enabled"]),
    kind("user renamed", users::renamed, &[USERS]).renames(),
    kind("user's e-mail changed", users::got_another_email, &[USERS]),
    kind("user's department changed", users::changed_department, &[USERS]),
    kind("user made again", users::made_again, &[USERS, MEMBERS, ASSIGNED])
        .shows(&["gained user-recreated", "lost user-recreated"]),
    kind("user joined a group", users::joined_a_group, &[MEMBERS]).shows(&["gained joined-group"]),
    kind("user left a group", users::left_a_group, &[MEMBERS]).shows(&["lost left-group"]),
    kind("user moved between groups", users::moved_between_groups, &[MEMBERS])
        .shows(&["gained joined-group", "lost left-group"]),
    kind(
        "user got a group for an assignment",
        users::got_a_group_for_an_assignment,
        &[GROUPS, MEMBERS, ASSIGNED],
    ),
    kind("user got assignments for a group", users::got_assignments_for_a_group, &[MEMBERS, ASSIGNED]),
    kind("group created", groups::created, &[GROUPS, MEMBERS, ASSIGNED, PAIRS])
        .shows(&["gained group-created"]),
    kind("group created empty", groups::created_empty, &[GROUPS]),
    kind("group deleted with all assignments", groups::deleted_with_all, &[GROUPS, MEMBERS, ASSIGNED, PAIRS])
        .shows(&["lost group-deleted"]),
    kind("group deleted, assignments stay", groups::deleted_alone, &[GROUPS, MEMBERS])
        .shows(&["lost group-deleted"]),
    kind("group renamed", groups::renamed, &[GROUPS]).renames(),
    kind("group made again", groups::made_again, &[GROUPS, MEMBERS, ASSIGNED]),
    kind("group made again without access", groups::made_again_without_access, &[GROUPS, MEMBERS, ASSIGNED])
        .shows(&["lost group-recreated"]),
    kind("group made again with others", groups::made_again_with_others, &[GROUPS, MEMBERS, ASSIGNED])
        .shows(&["gained group-recreated", "lost group-recreated"]),
    kind("assignment to a user added", assignments::direct_added, &[ASSIGNED, PAIRS])
        .shows(&["gained direct-assignment"]),
    kind("assignment to a user removed", assignments::direct_removed, &[ASSIGNED, PAIRS])
        .shows(&["lost direct-assignment-removed"]),
    kind("assignment to a group added", assignments::group_added, &[ASSIGNED, PAIRS])
        .shows(&["gained group-assignment"]),
    kind("assignment to a group removed", assignments::group_removed, &[ASSIGNED, PAIRS])
        .shows(&["lost group-assignment-removed"]),
    kind("last assignment removed", assignments::last_removed, &[ASSIGNED, PAIRS])
        .shows(&["lost direct-assignment-removed", "lost group-assignment-removed"]),
    kind(
        "last assignment removed, left provisioned",
        assignments::last_removed_and_left_provisioned,
        &[ASSIGNED],
    )
    .shows(&["lost direct-assignment-removed", "lost group-assignment-removed"]),
    kind("assignment added, not provisioned", assignments::added_and_not_provisioned, &[ASSIGNED]),
    kind("provisioned later", assignments::provisioned_later, &[PAIRS]).shows(&[PROVISIONED]),
    kind("assignment added where others wait", assignments::added_where_others_wait, &[ASSIGNED, PAIRS])
        .shows(&[PROVISIONED, "gained direct-assignment", "gained group-assignment"]),
    kind("deprovisioned, assignments stay", assignments::deprovisioned, &[PAIRS]).shows(&[DEPROVISIONED]),
    kind("provisioned for nobody", assignments::provisioned_for_nobody, &[PAIRS]),
    kind("deprovisioned for nobody", assignments::deprovisioned_for_nobody, &[PAIRS]),
    kind("provisioning caught up", assignments::provisioning_caught_up, &[PAIRS]).shows(&[CAUGHT_UP]),
    kind("provisioning fell behind", assignments::provisioning_fell_behind, &[PAIRS, SETS]),
    kind("set created", sets::created, &[SETS, ASSIGNED, PAIRS]).shows(&["gained permission-set-created"]),
    kind("set created unassigned", sets::created_unassigned, &[SETS]),
    kind("set deleted", sets::deleted, &[SETS, ASSIGNED, PAIRS]).shows(&["lost permission-set-deleted"]),
    kind("set made again", sets::made_again, &[SETS, ASSIGNED, PAIRS])
        .shows(&["gained permission-set-recreated", "lost permission-set-recreated"]),
    kind("set renamed", sets::renamed, &[SETS]).renames(),
    kind("set's tags changed", sets::got_another_tag, &[SETS]),
    kind("set's description changed", sets::described_otherwise, &[SETS]),
    kind("set's sessions are longer", sets::got_longer_sessions, &[SETS]),
    kind("inline policy widened", edits::inline_widened, &[SETS]).shows(&[WIDENED, MAYBE_WIDENED]),
    kind("inline policy narrowed", edits::inline_narrowed, &[SETS]).shows(&[NARROWED, MAYBE_NARROWED]),
    kind("inline policy exchanged", edits::inline_exchanged, &[SETS]).shows(&[
        WIDENED,
        NARROWED,
        MAYBE_WIDENED,
        MAYBE_NARROWED,
    ]),
    kind("inline policy widened, provisioned everywhere", edits::inline_widened_everywhere, &[SETS, PAIRS])
        .shows(&[WIDENED, CAUGHT_UP]),
    kind(
        "inline policy widened, not provisioned everywhere",
        edits::inline_widened_here_and_there,
        &[SETS, PAIRS],
    )
    .shows(&[WIDENED, MAYBE_WIDENED]),
    kind(
        "inline policy narrowed, not provisioned everywhere",
        edits::inline_narrowed_here_and_there,
        &[SETS, PAIRS],
    )
    .shows(&[NARROWED, MAYBE_NARROWED]),
    kind("condition changed", edits::condition_changed, &[SETS])
        .shows(&["changed conditions-changed", "unknown conditions-changed"]),
    kind(
        "condition changed, not provisioned everywhere",
        edits::condition_changed_here_and_there,
        &[SETS, PAIRS],
    )
    .shows(&["changed conditions-changed", "unknown conditions-changed"]),
    kind("inline policy written otherwise", edits::written_otherwise, &[SETS]),
    kind("managed policy attached", edits::managed_attached, &[SETS]).shows(&[WIDENED, MAYBE_WIDENED]),
    kind("AdministratorAccess attached", edits::administrator_attached, &[SETS])
        .shows(&[WIDENED, MAYBE_WIDENED]),
    kind("managed policy detached", edits::managed_detached, &[SETS]).shows(&[NARROWED, MAYBE_NARROWED]),
    kind("managed policy written into the inline policy", edits::managed_written_out, &[SETS]),
    kind(
        "customer managed policy widened in one account",
        edits::customer_widened_in_an_account,
        &[CUSTOMER],
    )
    .shows(&[WIDENED]),
    kind(
        "customer managed policy narrowed in one account",
        edits::customer_narrowed_in_an_account,
        &[CUSTOMER],
    )
    .shows(&[NARROWED]),
    kind("AWS widened a managed policy", edits::shared_widened, &[MANAGED]).shows(&[WIDENED]),
    kind("AWS narrowed a managed policy", edits::shared_narrowed, &[MANAGED]).shows(&[NARROWED]),
    kind("boundary added", edits::boundary_added, &[SETS]).shows(&[BOUND, MAYBE_BOUND]),
    kind("boundary added, not provisioned everywhere", edits::boundary_added_here_and_there, &[SETS, PAIRS])
        .shows(&[BOUND, MAYBE_BOUND]),
    kind("boundary exchanged", edits::boundary_exchanged, &[SETS]).shows(&[BOUND, MAYBE_BOUND]),
    kind("boundary removed", edits::boundary_removed, &[SETS]).shows(&[BOUND, MAYBE_BOUND]),
    kind("boundary's document edited in one account", edits::boundary_edited_in_an_account, &[CUSTOMER])
        .shows(&[BOUND]),
    kind("account added", accounts::added, &[ACCOUNTS, ASSIGNED, PAIRS]).shows(&["gained account-added"]),
    kind("account added without any access", accounts::added_without_any, &[ACCOUNTS]),
    kind("account removed with all assignments", accounts::removed_with_all, &[ACCOUNTS, ASSIGNED, PAIRS])
        .shows(&["lost account-removed"]),
    kind("account removed, assignments stay", accounts::removed_alone, &[ACCOUNTS])
        .shows(&["lost account-removed"]),
    kind("account suspended", accounts::suspended, &[ACCOUNTS]).shows(&["lost account-suspended"]),
    kind("account reactivated", accounts::reactivated, &[ACCOUNTS]).shows(&["gained account-reactivated"]),
    kind("account renamed", accounts::renamed, &[ACCOUNTS]).renames(),
    kind("account's tags changed", accounts::got_another_tag, &[ACCOUNTS]),
    kind("account moved", accounts::moved, &[ACCOUNTS]).shows(&[MOVED]),
    kind("unit moved", accounts::unit_moved, &[UNITS]).shows(&[MOVED]),
    kind("unit renamed", accounts::unit_renamed, &[UNITS]).renames(),
    kind("unit created", accounts::unit_created, &[UNITS]),
    kind("unit dissolved", accounts::unit_dissolved, &[UNITS, ACCOUNTS]).shows(&[MOVED]),
    kind("members of a group unread", unread::members, &[MEMBERS]).shows(&[UNREAD]).hides(),
    kind("members of a group unread before", unread::members, &[MEMBERS]).shows(&[UNREAD]).hides().before(),
    kind("assignments unread", unread::assignments, &[ASSIGNED]).shows(&[UNREAD]).hides(),
    kind("assignments unread before", unread::assignments, &[ASSIGNED]).shows(&[UNREAD]).hides().before(),
];
