//! The families that a caller may choose from, and what each needs of the others.

use std::collections::BTreeSet;

macro_rules! families {
    ($( $(#[doc = $doc:literal])+ $family:ident: $name:literal, needs $needs:expr; )*) => {
        /// A part of the instance that can be left out.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Family {
            $( $(#[doc = $doc])+ $family, )*
        }

        impl Family {
            /// Every family.
            pub const ALL: &'static [Family] = &[$( Family::$family ),*];

            /// The name as `--only` and `--skip` take it.
            pub fn name(self) -> &'static str {
                match self { $( Family::$family => $name, )* }
            }

            /// The families without which this one cannot be read.
            fn needs(self) -> &'static [Family] {
                match self { $( Family::$family => &$needs, )* }
            }

            /// What it is, in a line.
            pub fn about(self) -> &'static str {
                match self { $( Family::$family => concat!($($doc),+).trim_ascii(), )* }
            }
        }
    };
}

families! {
    /// Users, groups and who is in which group.
    Identity: "identity", needs [];
    /// Who was given which permission set in which account.
    Assignments: "assignments", needs [Family::Provisioning];
    /// Which permission set is provisioned in which account.
    Provisioning: "provisioning", needs [];
    /// The policies and the boundary of each permission set.
    Policies: "policies", needs [];
    /// Applications, their providers and the token issuers they trust.
    Applications: "applications", needs [];
    /// The requests of the last days to assign and to provision.
    Operations: "operations", needs [];
    /// The organization: accounts, organizational units, delegated administrators.
    Organization: "organization", needs [];
    /// The tags of each account.
    AccountTags: "account-tags", needs [Family::Organization];
    /// Service and resource control policies with their targets (left out unless asked for).
    OrganizationPolicies: "organization-policies", needs [Family::Organization];
    /// The documents of the AWS managed policies that sets and boundaries name.
    ManagedPolicies: "managed-policies", needs [Family::Policies];
    /// What account access manager lets people do.
    Entitlements: "entitlements", needs [Family::Organization];
}

/// What to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Families(BTreeSet<Family>);

impl Default for Families {
    /// All but the policies of the organization.
    fn default() -> Self {
        let mut families: BTreeSet<Family> = Family::ALL.iter().copied().collect();
        families.remove(&Family::OrganizationPolicies);
        Families(families)
    }
}

impl Families {
    /// These and what they need.
    pub fn only(families: &[Family]) -> Self {
        Families(BTreeSet::new()).with(families)
    }

    /// These as well, and what they need.
    pub fn with(mut self, families: &[Family]) -> Self {
        for family in families {
            self.0.insert(*family);
            self = self.with(family.needs());
        }
        self
    }

    /// All but these and those that need them.
    pub fn without(mut self, families: &[Family]) -> Self {
        self.0.retain(|family| !families.contains(family));
        let lacking = |family: &Family| family.needs().iter().any(|needed| !self.0.contains(needed));
        let lacking: Vec<Family> = self.0.iter().copied().filter(lacking).collect();
        if lacking.is_empty() { self } else { self.without(&lacking) }
    }

    /// Whether this one is read.
    pub fn has(&self, family: Family) -> bool {
        self.0.contains(&family)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_comes_with_what_it_needs_and_goes_with_it() {
        let families = Families::only(&[Family::Assignments]);
        assert!(families.has(Family::Provisioning) && !families.has(Family::Identity));
        let families = Families::default().without(&[Family::Policies]);
        assert!(!families.has(Family::ManagedPolicies) && families.has(Family::Assignments));
        assert!(!Families::default().has(Family::OrganizationPolicies));
        assert!(Families::default().with(&[Family::OrganizationPolicies]).has(Family::OrganizationPolicies));
    }
}
