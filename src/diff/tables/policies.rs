//! The documents of the policies that sets name.

use super::{Compared, Part, unread};
use crate::snapshot::Key;
use crate::snapshot::coverage::{Operation, operation::*};
use crate::snapshot::v1::{CustomerManagedPolicy, ManagedPolicyDocument};

impl Compared for ManagedPolicyDocument<'_> {
    const TABLE: &'static str = "managed_policies";
    const ONE: &'static str = "AWS managed policy";
    const OPERATIONS: &'static [Operation] = &[GET_POLICY];
    const IS_NAMED_BY_OTHERS: bool = true;
    const PARTS: &'static [Part] = &[("Document", &[GET_POLICY_VERSION, GET_POLICY])];

    fn unread_parts(&self) -> Vec<&'static str> {
        unread([("Document", self.document.is_absent())])
    }
}

impl Compared for CustomerManagedPolicy<'_> {
    const TABLE: &'static str = "customer_managed_policies";
    const ONE: &'static str = "customer managed policy";
    const OPERATIONS: &'static [Operation] = &[ASSUME_ROLE];
    const IS_NAMED_BY_OTHERS: bool = true;
    const PARTS: &'static [Part] = &[("Document", &[GET_POLICY, GET_POLICY_VERSION, ASSUME_ROLE])];

    fn unread_parts(&self) -> Vec<&'static str> {
        unread([("Document", self.document.is_absent())])
    }

    fn words(key: &Key, name: impl Fn(&'static str, &str) -> String) -> String {
        let [account, path, policy, ..] = key;
        format!("{path}{policy} in {}", name("account", account))
    }
}
