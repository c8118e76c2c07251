//! The instance: its Regions, and which attributes become session tags.

use super::Compared;
use crate::snapshot::coverage::{Operation, operation::*};
use crate::snapshot::v1::{AccessControlAttribute, Region};

impl Compared for AccessControlAttribute<'_> {
    const TABLE: &'static str = "access_control_attributes";
    const ONE: &'static str = "attribute for access control";
    const OPERATIONS: &'static [Operation] = &[DESCRIBE_ACCESS_CONTROL_ATTRIBUTES];
}

impl Compared for Region<'_> {
    const TABLE: &'static str = "regions";
    const ONE: &'static str = "Region";
    const OPERATIONS: &'static [Operation] = &[LIST_REGIONS];
}
