//! One of the two snapshots, and what it knows.

use crate::snapshot::coverage::{Operation, Standing, operation::*};
use crate::snapshot::v1::*;
use crate::snapshot::{Knowledge, Member, Names, Snapshot};

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
    pub fn lists(&self, permission_set_arn: &str) -> Result<(), Why> {
        let sets = self.snapshot.permission_sets.records();
        match sets.binary_search_by(|set| (*set.permission_set_arn).cmp(permission_set_arn)) {
            Ok(_) => Ok(()),
            Err(_) => self.has_read(&[LIST_PERMISSION_SETS], &[]),
        }
    }

    /// True for mode `pairs`.
    pub fn asks_only_where_provisioned(&self) -> bool {
        self.snapshot.collected.value().is_some_and(|collected| collected.mode.text() == Some("pairs"))
    }

    /// Whether a set is provisioned in an account, where that is known.
    pub fn is_provisioned(&self, [set, account]: [&str; 2]) -> Result<bool, Why> {
        if self.snapshot.provisioning(set, account).is_some() {
            return Ok(true);
        }
        self.lists(set)?;
        self.has_read(&PROVISIONING, &[set, account]).map(|()| false)
    }

    /// Whether what these operations give for these ids was read.
    pub fn has_read(&self, operations: &[Operation], ids: &[&str]) -> Result<(), Why> {
        match self.knowledge.standing_of_any(operations, ids) {
            Standing::Gap(_) => Err(self.why(operations, ids)),
            Standing::Unsaid | Standing::Complete => Ok(()),
        }
    }
}
