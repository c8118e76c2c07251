//! What each list needs to be compared: which operations tell it, and when it is known to lack a record.

use serde::Serialize;

use crate::snapshot::assignments::{DELETED_UNSEEN, UNPROVISIONED_UNSEEN};
use crate::snapshot::coverage::{Operation, Standing, operation::*};
use crate::snapshot::v1::*;
use crate::snapshot::{Key, Keyed, Knowledge, Member, Names, Snapshot};

/// A member that a call of its own gives, and that call.
pub type Part = (&'static str, &'static [Operation]);

/// Why something is unknown, and whether the collector was asked for it.
pub type Why = (String, bool);

/// One of the two snapshots.
pub struct Side<'s> {
    pub snapshot: &'s Snapshot<'s>,
    pub knowledge: Knowledge<'s>,
    pub names: Names<'s>,
    /// `older` or `newer`.
    pub word: &'static str,
    /// The attributes as a list: none where there is no configuration.
    pub access_control_attributes: Member<Vec<AccessControlAttribute<'s>>>,
    /// The organization as a list: none where the account is in none.
    pub organization: Member<Vec<Organization<'s>>>,
}

impl<'s> Side<'s> {
    pub fn new(snapshot: &'s Snapshot<'s>, word: &'static str) -> Self {
        let (knowledge, names) = (Knowledge::new(&snapshot.coverage), Names::new(snapshot));
        let organization = match &snapshot.organization {
            Member::Absent => Member::Absent,
            Member::Null => Member::Null,
            Member::Value(one) => Member::Value(vec![one.clone()]),
        };
        let access_control_attributes = match &snapshot.access_control_attributes {
            Member::Absent => Member::Absent,
            Member::Null => Member::Null,
            Member::Value(all) => match &all.instance_access_control_attribute_configuration {
                Member::Value(configuration) => configuration.access_control_attributes.clone(),
                Member::Null => Member::Null,
                Member::Absent => Member::Absent,
            },
        };
        Side { snapshot, knowledge, names, word, access_control_attributes, organization }
    }

    /// Why something with these ids is not known.
    pub fn why(&self, operations: &[Operation], ids: &[&str]) -> Why {
        self.knowledge.why(operations, ids)
    }

    /// Whether the sets were all listed, where this one is not among them: what is not listed is not asked about.
    fn lists(&self, permission_set_arn: &str) -> Result<(), Why> {
        let sets = self.snapshot.permission_sets.records();
        match sets.binary_search_by(|set| (*set.permission_set_arn).cmp(permission_set_arn)) {
            Ok(_) => Ok(()),
            Err(_) => self.has_read(&[LIST_PERMISSION_SETS], &[]),
        }
    }

    /// True for mode `pairs`.
    fn asks_only_where_provisioned(&self) -> bool {
        self.snapshot.collected.value().is_some_and(|collected| collected.mode.text() == Some("pairs"))
    }

    /// Whether a set is provisioned in an account, where that is known.
    fn is_provisioned(&self, [set, account]: [&str; 2]) -> Result<bool, Why> {
        let pairs = self.snapshot.permission_set_provisioning.records();
        if pairs.binary_search_by(|pair| pair.key().cmp(&[set, account, "", ""])).is_ok() {
            return Ok(true);
        }
        self.lists(set)?;
        self.has_read(&PROVISIONING, &[set, account]).map(|()| false)
    }

    /// Whether what these operations give for these ids was read.
    fn has_read(&self, operations: &[Operation], ids: &[&str]) -> Result<(), Why> {
        match self.knowledge.standing_of_any(operations, ids) {
            Standing::Gap(_) => Err(self.why(operations, ids)),
            Standing::Unsaid | Standing::Complete => Ok(()),
        }
    }
}

/// The lists that diff compares, in the order of its answer.
pub const TABLES: [&str; 19] = [
    AccessControlAttribute::TABLE,
    Region::TABLE,
    PermissionSet::TABLE,
    Provisioning::TABLE,
    AccountAssignment::TABLE,
    Application::TABLE,
    ApplicationProvider::TABLE,
    TrustedTokenIssuer::TABLE,
    User::TABLE,
    Group::TABLE,
    GroupMembership::TABLE,
    Organization::TABLE,
    Account::TABLE,
    OrganizationalUnit::TABLE,
    DelegatedAdministrator::TABLE,
    ManagedPolicyDocument::TABLE,
    CustomerManagedPolicy::TABLE,
    Entitlement::TABLE,
    OrganizationPolicy::TABLE,
];

/// A record that diff compares.
pub trait Compared: Keyed + PartialEq + Serialize {
    /// The snapshot's member.
    const TABLE: &'static str;
    /// One record, as people say it; also the kind that its name is found under.
    const ONE: &'static str;
    /// The member that holds the record's name.
    const NAME: Option<&'static str> = None;
    /// The operations, any one of which gives the list.
    const OPERATIONS: &'static [Operation];
    /// True for a list that holds what other records name: what comes and goes is told by those.
    const IS_NAMED_BY_OTHERS: bool = false;
    /// The members that calls of their own give.
    const PARTS: &'static [Part] = &[];

    /// Those of the parts that this record lacks; unknown even where both sides lack them.
    fn unread_parts(&self) -> Vec<&'static str> {
        Vec::new()
    }

    /// The record with this key in words; `name` gives the name of an id of a kind.
    fn words(key: &Key, name: impl Fn(&'static str, &str) -> String) -> String {
        let [id, ..] = key;
        name(Self::ONE, id)
    }

    /// Whether a side that does not have this record is known to lack it; if not, why. `_holding` has it.
    ///
    /// # Errors
    /// Why it is not known.
    fn absence_is_known(&self, side: &Side, _holding: &Side) -> Result<(), Why> {
        side.has_read(Self::OPERATIONS, &[])
    }
}

impl Compared for PermissionSet<'_> {
    const TABLE: &'static str = "permission_sets";
    const ONE: &'static str = "permission set";
    const NAME: Option<&'static str> = Some("Name");
    const OPERATIONS: &'static [Operation] = &[LIST_PERMISSION_SETS];
    const PARTS: &'static [Part] = &[
        ("Name", &[DESCRIBE_PERMISSION_SET]),
        ("Description", &[DESCRIBE_PERMISSION_SET]),
        ("CreatedDate", &[DESCRIBE_PERMISSION_SET]),
        ("SessionDuration", &[DESCRIBE_PERMISSION_SET]),
        ("RelayState", &[DESCRIBE_PERMISSION_SET]),
        ("Tags", &[LIST_TAGS]),
        ("InlinePolicy", &[GET_INLINE_POLICY]),
        ("ManagedPolicies", &[LIST_MANAGED_POLICIES]),
        ("CustomerManagedPolicyReferences", &[LIST_CUSTOMER_MANAGED_POLICIES]),
        ("PermissionsBoundary", &[GET_BOUNDARY]),
    ];

    fn unread_parts(&self) -> Vec<&'static str> {
        let parts = [
            ("Name", self.name.is_absent()),
            ("Description", self.description.is_absent()),
            ("SessionDuration", self.session_duration.is_absent()),
            ("RelayState", self.relay_state.is_absent()),
            ("Tags", self.tags.is_absent()),
            ("InlinePolicy", self.inline_policy.is_absent()),
            ("ManagedPolicies", self.managed_policies.is_absent()),
            ("CustomerManagedPolicyReferences", self.customer_managed_policy_references.is_absent()),
            ("PermissionsBoundary", self.permissions_boundary.is_absent()),
        ];
        unread(parts)
    }
}

fn unread<const N: usize>(parts: [(&'static str, bool); N]) -> Vec<&'static str> {
    parts.into_iter().filter(|(_, is_absent)| *is_absent).map(|(member, _)| member).collect()
}

impl Compared for Provisioning<'_> {
    const TABLE: &'static str = "permission_set_provisioning";
    const ONE: &'static str = "provisioning";
    const OPERATIONS: &'static [Operation] = &PROVISIONING;

    fn unread_parts(&self) -> Vec<&'static str> {
        unread([("ProvisioningStatus", self.provisioning_status.is_absent())])
    }

    fn absence_is_known(&self, side: &Side, _: &Side) -> Result<(), Why> {
        side.lists(&self.permission_set_arn)?;
        side.has_read(&PROVISIONING, &[&self.permission_set_arn, &self.account_id])
    }

    fn words(key: &Key, name: impl Fn(&'static str, &str) -> String) -> String {
        let [set, account, ..] = key;
        format!("{} in {}", name("permission set", set), name("account", account))
    }
}

impl Compared for AccountAssignment<'_> {
    const TABLE: &'static str = "account_assignments";
    const ONE: &'static str = "assignment";
    const OPERATIONS: &'static [Operation] = &ASSIGNMENTS;

    fn absence_is_known(&self, side: &Side, holding: &Side) -> Result<(), Why> {
        let pair = [&*self.permission_set_arn, &*self.account_id];
        if side.knowledge.reads_by_principal() {
            // What nobody can have needs no principal to tell it.
            let is_told = !side.snapshot.permission_set_provisioning.is_absent();
            return self.principal_is_read(side).or_else(|why| match side.is_provisioned(pair) {
                Ok(false) if is_told => Ok(()),
                _ => Err(why),
            });
        }
        // Assignments are asked for where the set is provisioned: where that is not known, nor are they.
        side.lists(&self.permission_set_arn)?;
        side.has_read(&[LIST_ACCOUNT_ASSIGNMENTS], &pair)?;
        let is_asked = side.is_provisioned(pair)? || !side.asks_only_where_provisioned();
        match holding.is_provisioned(pair) {
            // It was there without being provisioned, so it may still be.
            Ok(false) if !is_asked && !holding.snapshot.permission_set_provisioning.is_absent() => {
                Err((UNPROVISIONED_UNSEEN.to_owned(), false))
            }
            _ => Ok(()),
        }
    }

    fn words(key: &Key, name: impl Fn(&'static str, &str) -> String) -> String {
        let [account, set, kind, id] = key;
        let principal = match *kind {
            "USER" => name("user", id),
            "GROUP" => name("group", id),
            _ => (*id).to_owned(),
        };
        let (set, account) = (name("permission set", set), name("account", account));
        format!("{} {principal} has {set} in {account}", kind.to_lowercase())
    }
}

impl AccountAssignment<'_> {
    /// Whether all assignments of this one's principal were read: no deleted principal is asked about.
    fn principal_is_read(&self, side: &Side) -> Result<(), Why> {
        let id = &*self.principal_id;
        let users = side.snapshot.users.records();
        let groups = side.snapshot.groups.records();
        let (is_listed, list) = match &*self.principal_type {
            "USER" => (users.binary_search_by(|user| (*user.user_id).cmp(id)).is_ok(), LIST_USERS),
            _ => (groups.binary_search_by(|group| (*group.group_id).cmp(id)).is_ok(), LIST_GROUPS),
        };
        if is_listed {
            return side.has_read(&[LIST_ACCOUNT_ASSIGNMENTS_FOR_PRINCIPAL], &[id]);
        }
        side.has_read(&[list], &[])?;
        Err((DELETED_UNSEEN.to_owned(), false))
    }
}

impl Compared for User<'_> {
    const TABLE: &'static str = "users";
    const ONE: &'static str = "user";
    const NAME: Option<&'static str> = Some("UserName");
    const OPERATIONS: &'static [Operation] = &[LIST_USERS];

    fn unread_parts(&self) -> Vec<&'static str> {
        unread([("UserName", self.user_name.is_absent()), ("UserStatus", self.user_status.is_absent())])
    }
}

impl Compared for Group<'_> {
    const TABLE: &'static str = "groups";
    const ONE: &'static str = "group";
    const NAME: Option<&'static str> = Some("DisplayName");
    const OPERATIONS: &'static [Operation] = &[LIST_GROUPS];
}

impl Compared for GroupMembership<'_> {
    const TABLE: &'static str = "group_memberships";
    const ONE: &'static str = "membership";
    const OPERATIONS: &'static [Operation] = &[LIST_GROUP_MEMBERSHIPS];

    fn absence_is_known(&self, side: &Side, _: &Side) -> Result<(), Why> {
        side.has_read(Self::OPERATIONS, &[&self.group_id])?;
        let groups = side.snapshot.groups.records();
        let group = groups.binary_search_by(|group| (*group.group_id).cmp(&self.group_id));
        match group.ok().and_then(|at| groups.get(at)) {
            Some(group) if group.members_read.value() == Some(&false) => {
                Err(side.why(Self::OPERATIONS, &[&self.group_id]))
            }
            Some(_) => Ok(()),
            None => side.has_read(&[LIST_GROUPS], &[]),
        }
    }

    fn words(key: &Key, name: impl Fn(&'static str, &str) -> String) -> String {
        let [group, user, ..] = key;
        format!("{} in {}", name("user", user), name("group", group))
    }
}

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

impl Compared for Application<'_> {
    const TABLE: &'static str = "applications";
    const ONE: &'static str = "application";
    const NAME: Option<&'static str> = Some("Name");
    const OPERATIONS: &'static [Operation] = &[LIST_APPLICATIONS];
    const PARTS: &'static [Part] = &[
        ("Name", &[DESCRIBE_APPLICATION]),
        ("Assignments", &[LIST_APPLICATION_ASSIGNMENTS]),
        ("AssignmentConfiguration", &[GET_ASSIGNMENT_CONFIGURATION]),
        ("SessionConfiguration", &[GET_SESSION_CONFIGURATION]),
        ("AccessScopes", &[LIST_ACCESS_SCOPES]),
        ("AuthenticationMethods", &[LIST_AUTHENTICATION_METHODS]),
        ("Grants", &[LIST_GRANTS]),
        ("Tags", &[LIST_TAGS]),
    ];

    fn unread_parts(&self) -> Vec<&'static str> {
        unread([
            ("Name", self.name.is_absent()),
            ("Assignments", self.assignments.is_absent()),
            ("AssignmentConfiguration", self.assignment_configuration.is_absent()),
            ("SessionConfiguration", self.session_configuration.is_absent()),
            ("AccessScopes", self.access_scopes.is_absent()),
            ("AuthenticationMethods", self.authentication_methods.is_absent()),
            ("Grants", self.grants.is_absent()),
            ("Tags", self.tags.is_absent()),
        ])
    }
}

impl Compared for ApplicationProvider<'_> {
    const TABLE: &'static str = "application_providers";
    const ONE: &'static str = "application provider";
    const OPERATIONS: &'static [Operation] = &[LIST_APPLICATION_PROVIDERS];
}

impl Compared for TrustedTokenIssuer<'_> {
    const TABLE: &'static str = "trusted_token_issuers";
    const ONE: &'static str = "trusted token issuer";
    const NAME: Option<&'static str> = Some("Name");
    const OPERATIONS: &'static [Operation] = &[LIST_TRUSTED_TOKEN_ISSUERS];
    const PARTS: &'static [Part] =
        &[("TrustedTokenIssuerConfiguration", &[DESCRIBE_TRUSTED_TOKEN_ISSUER]), ("Tags", &[LIST_TAGS])];

    fn unread_parts(&self) -> Vec<&'static str> {
        unread([
            ("TrustedTokenIssuerConfiguration", self.trusted_token_issuer_configuration.is_absent()),
            ("Tags", self.tags.is_absent()),
        ])
    }
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

impl Compared for Entitlement<'_> {
    const TABLE: &'static str = "entitlements";
    const ONE: &'static str = "entitlement";
    const OPERATIONS: &'static [Operation] = &[LIST_ENTITLEMENTS];

    /// They are listed application by application.
    fn absence_is_known(&self, side: &Side, _: &Side) -> Result<(), Why> {
        side.has_read(&[LIST_ACCESS_APPLICATIONS], &[])?;
        side.has_read(Self::OPERATIONS, &[])
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

/// Sorts, and writes what AWS tells in two ways in one.
pub fn normalise(snapshot: &mut Snapshot) {
    snapshot.sort();
    if let Member::Value(accounts) = &mut snapshot.accounts {
        for account in accounts {
            // Status was retired for State on 2026-09-09: the same fact under a new name is no change.
            match std::mem::take(&mut account.status) {
                Member::Absent => {}
                status if account.state.is_absent() => account.state = status,
                _ => {}
            }
        }
    }
    if let Member::Value(accounts) = &mut snapshot.delegated_administrators {
        for account in accounts {
            match std::mem::take(&mut account.status) {
                Member::Absent => {}
                status if account.state.is_absent() => account.state = status,
                _ => {}
            }
        }
    }
    if let Member::Value(sets) = &mut snapshot.permission_sets {
        for set in sets {
            if let Member::Value(policies) = &mut set.customer_managed_policy_references {
                for policy in policies.iter_mut().filter(|policy| policy.path.is_absent()) {
                    policy.path = Member::Value("/".into());
                }
            }
        }
    }
}
