//! The lists that are cut between their records.

/// A list of the top level that can be long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// `permission_sets`
    PermissionSets,
    /// `permission_set_provisioning`
    Provisioning,
    /// `account_assignments`
    Assignments,
    /// `users`
    Users,
    /// `groups`
    Groups,
    /// `group_memberships`
    Memberships,
    /// `accounts`
    Accounts,
    /// `customer_managed_policies`
    CustomerManagedPolicies,
}

impl List {
    const ALL: [(&str, List); 8] = [
        ("permission_sets", List::PermissionSets),
        ("permission_set_provisioning", List::Provisioning),
        ("account_assignments", List::Assignments),
        ("users", List::Users),
        ("groups", List::Groups),
        ("group_memberships", List::Memberships),
        ("accounts", List::Accounts),
        ("customer_managed_policies", List::CustomerManagedPolicies),
    ];

    /// The list of a member.
    pub fn of_member(name: &str) -> Option<List> {
        List::ALL.iter().find(|(member, _)| *member == name).map(|(_, list)| *list)
    }

    /// True for the lists of rows, which are interned and whose text is not kept.
    pub fn has_rows(self) -> bool {
        matches!(self, List::Provisioning | List::Assignments | List::Memberships)
    }
}
