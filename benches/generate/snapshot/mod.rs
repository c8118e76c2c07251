//! A company that does not exist, as a snapshot of version 1.
//!
//! Everything follows from the seed and from numbers: the n-th account always has the same id, name and tags.
//! So nearly nothing is kept in memory, and the company of three weeks later is the same company.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a generator that is wrong must stop")]

mod assignments;
mod collected;
mod company;
mod directory;
mod draw;
mod ids;
mod memberships;
mod names;
mod organization;
mod page;
mod permission_sets;
mod planted;
mod policies;
mod presence;
mod provisioning;
mod random;
mod shape;
mod summary;
mod tree;

use std::io::{self, Write};

use assignments::Assignments;
use company::Company;
use page::Page;
use permission_sets::PermissionSets;
use provisioning::Provisioning;

pub use shape::Shape;
pub use summary::Summary;

/// Writes a company of this shape.
pub fn write(shape: Shape, out: &mut dyn Write) -> io::Result<Summary> {
    let company = Company::new(shape);
    let assignments = Assignments::new(&company);
    let provisioning = Provisioning::new(&company, &assignments);
    let sets = PermissionSets::new(&company);
    let mut summary = Summary::of(&company, &assignments, &provisioning, &sets);

    let mut page = Page::new(out);
    page.value("format", "\"ssoscan-snapshot\"");
    page.value("format_version", "1");
    collected::write(&mut page, &company, &sets, provisioning.pairs.len())?;
    sets.write(&mut page)?;
    provisioning.write(&mut page, &company)?;
    assignments.write(&mut page, &company)?;
    for nothing_of in [
        "account_assignment_creation_statuses",
        "account_assignment_deletion_statuses",
        "permission_set_provisioning_statuses",
        "applications",
        "application_providers",
        "trusted_token_issuers",
    ] {
        page.value(nothing_of, "[]");
    }
    directory::write(&mut page, &company)?;
    memberships::write(&mut page, &company, &mut summary)?;
    organization::write(&mut page, &company)?;
    policies::managed::write(&mut page, &sets.managed_policies())?;
    for nothing_of in ["entitlements", "organization_policies", "observations"] {
        page.value(nothing_of, "[]");
    }
    page.end()?;
    Ok(summary)
}
