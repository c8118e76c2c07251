//! The tables, one file each. A new table is one file and one line in [`TABLES`].

mod account_assignments;
mod account_tags;
mod accounts;
mod application_assignments;
mod applications;
mod coverage;
mod customer_managed_policies;
mod customer_managed_policy_references;
mod delegated_administrators;
mod deleted_principals;
pub mod enterprise;
mod entitlements;
mod group_memberships;
mod groups;
mod instances;
mod managed_policies;
mod managed_policy_attachments;
mod observations;
mod operations;
mod organization;
mod organizational_units;
mod permission_set_boundaries;
mod permission_set_containment;
mod permission_set_privileges;
mod permission_set_provisioning;
mod permission_set_tags;
mod permission_sets;
mod policy_lints;
mod policy_statements;
mod regions;
mod unprovisioned_assignments;
mod users;

pub use permission_set_privileges::POLICY_OPERATIONS;

use super::error::DatasetError;
use super::frame::{Frame, Part};
use super::source::Source;
use crate::model::NotEvaluated;
use crate::snapshot::Member;
use crate::snapshot::coverage::Operation;

/// A table: its rows come from a snapshot, and it knows what it lacks.
pub struct Table {
    /// The name in SQL.
    pub name: &'static str,
    /// One row is what.
    pub doc: &'static str,
    /// The columns that identify a row, and its order.
    pub key: &'static [&'static str],
    /// The parts that have a state column.
    pub parts: &'static [Part],
    /// Builds the rows, in the order of the key.
    pub build: fn(&Source) -> Result<Frame, DatasetError>,
    /// The rows that may be missing, and why.
    pub gaps: fn(&Source) -> Vec<NotEvaluated>,
}

/// All tables.
pub static TABLES: [Table; 31] = [
    instances::TABLE,
    regions::TABLE,
    permission_sets::TABLE,
    permission_set_tags::TABLE,
    managed_policy_attachments::TABLE,
    customer_managed_policy_references::TABLE,
    managed_policies::TABLE,
    customer_managed_policies::TABLE,
    policy_statements::TABLE,
    policy_lints::TABLE,
    permission_set_privileges::TABLE,
    permission_set_boundaries::TABLE,
    permission_set_containment::TABLE,
    permission_set_provisioning::TABLE,
    account_assignments::TABLE,
    deleted_principals::TABLE,
    unprovisioned_assignments::TABLE,
    operations::TABLE,
    applications::TABLE,
    application_assignments::TABLE,
    entitlements::TABLE,
    users::TABLE,
    groups::TABLE,
    group_memberships::TABLE,
    organization::TABLE,
    accounts::TABLE,
    account_tags::TABLE,
    organizational_units::TABLE,
    delegated_administrators::TABLE,
    coverage::TABLE,
    observations::TABLE,
];

/// The tables that the policy library makes of others: what they lack is what those lack, and the documents that
/// they name. They are built only where something asks for them.
pub const DERIVED: [&str; 5] = [
    "policy_statements",
    "policy_lints",
    "permission_set_privileges",
    "permission_set_boundaries",
    "permission_set_containment",
];

/// The records of a member in the order of their key, whatever the file's order.
fn sorted<T: crate::snapshot::Keyed>(list: &Member<Vec<T>>) -> Vec<&T> {
    let mut records: Vec<&T> = list.records().iter().collect();
    if !records.is_sorted_by(|one, next| one.key() <= next.key()) {
        records.sort_by(|one, other| one.key().cmp(&other.key()));
    }
    records
}

/// What is missing of a list that any one of the operations gives.
fn list_gaps<T>(
    source: &Source,
    list: &Member<Vec<T>>,
    operations: &[Operation],
    thing: &str,
) -> Vec<NotEvaluated> {
    source.knowledge.gaps(operations, thing, list.is_absent(), |_| true, |ids| source.describe(ids))
}

/// What is missing of something that takes several operations, one after the other: each may lack something.
fn gaps_of_steps(source: &Source, absent: bool, steps: &[Operation], thing: &str) -> Vec<NotEvaluated> {
    let gaps_of = |operations: &[Operation], absent| {
        source.knowledge.gaps(operations, thing, absent, |_| true, |ids| source.describe(ids))
    };
    let mut gaps = steps.iter().map(|step| gaps_of(&[*step], false)).filter(|gaps| !gaps.is_empty());
    if absent {
        // Where a step gave nothing, the later ones were not asked.
        gaps.next().unwrap_or_else(|| gaps_of(&[], true))
    } else {
        gaps.flatten().collect()
    }
}
