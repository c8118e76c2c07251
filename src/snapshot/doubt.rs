//! An exporter that writes "none" where coverage says "denied" is not believed.

use super::coverage::{Knowledge, Operation, Standing, operation::*};
use super::member::{Member, Text};
use super::object::Object;
use super::v1::{Application, PermissionSet, Snapshot};

impl Snapshot<'_> {
    /// Takes out every part that says "none" while coverage says that it was not read, or where there is always
    /// something.
    /// After this a part that is there was learned.
    pub(super) fn doubt(&mut self) {
        let know = Knowledge::new(&self.coverage);
        if let Member::Value(users) = &mut self.users {
            for user in users {
                doubt(&know, LIST_USERS, &user.user_id, &mut user.user_status, |_| false);
                doubt(&know, LIST_USERS, &user.user_id, &mut user.extensions, Object::is_empty);
            }
        }
        if let Member::Value(accounts) = &mut self.accounts {
            for account in accounts.iter_mut().filter(|account| account.parent_id == Member::Null) {
                // An account is somewhere: none is a place that was not learned.
                account.parent_id = Member::Absent;
            }
            for account in accounts {
                doubt_list(&know, LIST_ACCOUNT_TAGS, &account.id, &mut account.tags);
            }
        }
        if let Member::Value(applications) = &mut self.applications {
            applications.iter_mut().for_each(|application| doubt_application(&know, application));
        }
        if let Member::Value(policies) = &mut self.customer_managed_policies {
            for policy in policies {
                for operation in [ASSUME_ROLE, GET_POLICY, GET_POLICY_VERSION] {
                    doubt(&know, operation, &policy.account_id, &mut policy.document, |text| text.is_empty());
                }
            }
        }
        let Member::Value(sets) = &mut self.permission_sets else {
            return;
        };
        for set in sets {
            // A tag whose value was not learned leaves all of them unknown.
            if set.tags.records().iter().any(|tag| tag.value.is_absent()) {
                set.tags = Member::Absent;
            }
            if set.name.value().is_none()
                && matches!(
                    know.standing(DESCRIBE_PERMISSION_SET, &[&set.permission_set_arn]),
                    Standing::Gap(_)
                )
            {
                for member in [
                    &mut set.name,
                    &mut set.description,
                    &mut set.created_date,
                    &mut set.session_duration,
                    &mut set.relay_state,
                ] {
                    *member = Member::Absent;
                }
            }
            // A boundary of a kind that this version does not know is there, but unknown.
            if set.permissions_boundary.value().is_some_and(|boundary| {
                boundary.managed_policy_arn.value().is_none()
                    && boundary.customer_managed_policy_reference.value().is_none()
            }) {
                set.permissions_boundary = Member::Absent;
            }
            let PermissionSet {
                permission_set_arn,
                tags,
                inline_policy,
                managed_policies,
                customer_managed_policy_references,
                permissions_boundary,
                ..
            } = set;
            doubt_list(&know, LIST_TAGS, permission_set_arn, tags);
            doubt_list(&know, LIST_MANAGED_POLICIES, permission_set_arn, managed_policies);
            doubt_list(
                &know,
                LIST_CUSTOMER_MANAGED_POLICIES,
                permission_set_arn,
                customer_managed_policy_references,
            );
            doubt(&know, GET_INLINE_POLICY, permission_set_arn, inline_policy, |text| text.is_empty());
            doubt(&know, GET_BOUNDARY, permission_set_arn, permissions_boundary, |_| false);
        }
    }
}

fn doubt_application(know: &Knowledge, application: &mut Application) {
    let arn = &application.application_arn;
    doubt_list(know, LIST_APPLICATION_ASSIGNMENTS, arn, &mut application.assignments);
    doubt(know, GET_ASSIGNMENT_CONFIGURATION, arn, &mut application.assignment_configuration, |_| false);
    doubt(know, GET_SESSION_CONFIGURATION, arn, &mut application.session_configuration, |_| false);
    doubt_list(know, LIST_ACCESS_SCOPES, arn, &mut application.access_scopes);
    doubt_list(know, LIST_AUTHENTICATION_METHODS, arn, &mut application.authentication_methods);
    doubt_list(know, LIST_GRANTS, arn, &mut application.grants);
    doubt_list(know, LIST_TAGS, arn, &mut application.tags);
}

fn doubt_list<T>(know: &Knowledge, operation: Operation, arn: &Text, list: &mut Member<Vec<T>>) {
    doubt(know, operation, arn, list, Vec::is_empty);
}

fn doubt<T>(
    know: &Knowledge,
    operation: Operation,
    arn: &Text,
    member: &mut Member<T>,
    is_none: impl Fn(&T) -> bool,
) {
    let says_none = match member {
        Member::Absent => false,
        Member::Null => true,
        Member::Value(value) => is_none(value),
    };
    if says_none && matches!(know.standing(operation, &[arn]), Standing::Gap(_)) {
        *member = Member::Absent;
    }
}
