//! The organization, its accounts and units, its policies, and who administers the instance.

use super::{Compared, Part, unread};
use crate::snapshot::Key;
use crate::snapshot::coverage::{Operation, operation::*};
use crate::snapshot::v1::{
    Account, DelegatedAdministrator, Organization, OrganizationPolicy, OrganizationalUnit,
};

impl Compared for Account<'_> {
    const TABLE: &'static str = "accounts";
    const ONE: &'static str = "account";
    const NAME: Option<&'static str> = Some("Name");
    const OPERATIONS: &'static [Operation] = &[LIST_ACCOUNTS];
    const PARTS: &'static [Part] = &[
        ("ParentId", &[LIST_ACCOUNTS_FOR_PARENT, LIST_ORGANIZATIONAL_UNITS, LIST_ROOTS]),
        ("Tags", &[LIST_ACCOUNT_TAGS]),
    ];

    fn unread_parts(&self) -> Vec<&'static str> {
        unread([
            ("ParentId", self.parent_id.is_absent()),
            ("State", self.state.is_absent()),
            ("Tags", self.tags.is_absent()),
        ])
    }
}

impl Compared for OrganizationalUnit<'_> {
    const TABLE: &'static str = "organizational_units";
    const ONE: &'static str = "organizational unit";
    const NAME: Option<&'static str> = Some("Name");
    const OPERATIONS: &'static [Operation] = &[LIST_ORGANIZATIONAL_UNITS];
}

impl Compared for Organization<'_> {
    const TABLE: &'static str = "organization";
    const ONE: &'static str = "organization";
    const OPERATIONS: &'static [Operation] = &[DESCRIBE_ORGANIZATION];
}

impl Compared for DelegatedAdministrator<'_> {
    const TABLE: &'static str = "delegated_administrators";
    const ONE: &'static str = "delegated administrator";
    const OPERATIONS: &'static [Operation] = &[LIST_DELEGATED_ADMINISTRATORS];

    fn words(key: &Key, name: impl Fn(&'static str, &str) -> String) -> String {
        let [id, ..] = key;
        name("account", id)
    }
}

impl Compared for OrganizationPolicy<'_> {
    const TABLE: &'static str = "organization_policies";
    const ONE: &'static str = "organization policy";
    const NAME: Option<&'static str> = Some("Name");
    const OPERATIONS: &'static [Operation] = &[LIST_POLICIES];
    const PARTS: &'static [Part] =
        &[("Content", &[DESCRIBE_POLICY]), ("Targets", &[LIST_TARGETS_FOR_POLICY])];

    fn unread_parts(&self) -> Vec<&'static str> {
        unread([("Content", self.content.is_absent()), ("Targets", self.targets.is_absent())])
    }
}
