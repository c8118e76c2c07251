//! What the tables are built from, and the names that ids have.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::categories::Categories;
use super::frame::Part;
use super::policies::{Group, groups};
use crate::documents::{Library, ManagedFolder, Parsed};
use crate::model::NotEvaluated;
use crate::snapshot::v1::{Account, OrganizationalUnit, Tag, User};
use crate::snapshot::{Knowledge, Member, Names, Snapshot, Symbol};

/// A snapshot, its coverage and the ids of its tables.
pub struct Source<'s> {
    /// The snapshot.
    pub snapshot: &'s Snapshot<'s>,
    /// What it knows.
    pub knowledge: Knowledge<'s>,
    /// The ids of the tables.
    pub categories: Categories<'s>,
    names: OnceLock<Names<'s>>,
    units: OnceLock<FxHashMap<&'s str, &'s OrganizationalUnit<'s>>>,
    folder: ManagedFolder,
    parsed: Parsed,
    library: OnceLock<Library<'s>>,
    groups: OnceLock<Vec<Group<'s>>>,
}

impl<'s> Source<'s> {
    /// A snapshot to build from.
    pub fn new(snapshot: &'s Snapshot<'s>, folder: ManagedFolder) -> Self {
        Self::sharing(snapshot, folder, Parsed::default())
    }

    /// Another snapshot to build from, which is compared with this one: they share their documents.
    pub fn beside<'n>(&self, snapshot: &'n Snapshot<'n>) -> Source<'n> {
        Source::sharing(snapshot, self.folder.clone(), self.parsed.clone())
    }

    fn sharing(snapshot: &'s Snapshot<'s>, folder: ManagedFolder, parsed: Parsed) -> Self {
        Source {
            snapshot,
            knowledge: Knowledge::new(&snapshot.coverage),
            categories: Categories::new(snapshot.symbols),
            names: OnceLock::new(),
            units: OnceLock::new(),
            folder,
            parsed,
            library: OnceLock::new(),
            groups: OnceLock::new(),
        }
    }

    /// Of each symbol of the snapshot's rows, whether it is one of these ids.
    pub fn listed<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Vec<bool> {
        let symbols = self.snapshot.symbols;
        let mut listed = vec![false; symbols.len()];
        for symbol in ids.filter_map(|id| symbols.find(id)) {
            if let Some(is_listed) = listed.get_mut(symbol.index()) {
                *is_listed = true;
            }
        }
        listed
    }

    /// The accounts where each set is provisioned or assigned, sorted, by ARN.
    pub fn accounts_by_set(&self) -> FxHashMap<&'s str, Vec<&'s str>> {
        let snapshot = self.snapshot;
        let provisioned = snapshot.permission_set_provisioning.records().iter();
        let assigned = snapshot.account_assignments.records().iter();
        let mut pairs: Vec<[Symbol; 2]> =
            provisioned.map(|pair| [pair.permission_set, pair.account]).collect();
        pairs.extend(assigned.map(|row| [row.permission_set, row.account]));
        pairs.sort_unstable();
        pairs.dedup();
        let mut accounts: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for of_set in pairs.chunk_by(|[set, _], [other, _]| set == other) {
            let mut ids: Vec<&str> = of_set.iter().map(|[_, account]| snapshot.id(*account)).collect();
            ids.sort_unstable();
            accounts.extend(of_set.first().map(|[set, _]| (snapshot.id(*set), ids)));
        }
        accounts
    }

    /// The documents of the policies.
    pub fn library(&self) -> &Library<'s> {
        self.library.get_or_init(|| Library::new(self.snapshot, self.folder.clone(), self.parsed.clone()))
    }

    /// All sets, sorted by ARN, each in the groups of accounts where its policies are the same.
    pub fn groups(&self) -> &[Group<'s>] {
        self.groups.get_or_init(|| groups(self))
    }

    /// What is said of a part that is unknown.
    pub fn gap(&self, part: &Part, ids: &[&str]) -> NotEvaluated {
        let (why, asked_for) = self.knowledge.why(part.operations, ids);
        NotEvaluated { what: format!("{} of {}", part.words, self.describe(ids)), why, asked_for }
    }

    /// Ids in words: `permission set Audit in account Prod`.
    pub fn describe(&self, ids: &[&str]) -> String {
        let names = self.names.get_or_init(|| Names::new(self.snapshot));
        ids.iter().map(|id| names.describe(id)).collect::<Vec<_>>().join(" in ")
    }

    /// The names from the root down to a root or organizational unit, joined by `/`; nothing where a step is
    /// not known.
    pub fn ou_path(&self, id: &str) -> Option<String> {
        let mut names = Vec::new();
        for id in self.units_above(id)? {
            names.push(if id.starts_with("r-") {
                let root = self.snapshot.roots.records().iter().find(|root| &*root.id == id);
                root.and_then(|root| root.name.text()).unwrap_or("Root")
            } else {
                self.unit(id)?.name.text()?
            });
        }
        names.reverse();
        Some(names.join("/"))
    }

    /// The ids from a root or organizational unit up to the root; nothing where a step is not known.
    pub fn units_above<'i>(&self, id: &'i str) -> Option<Vec<&'i str>>
    where
        's: 'i,
    {
        let mut above = vec![id];
        let mut at = id;
        // AWS nests five deep: a circle in damaged data ends here.
        for _ in 0..64 {
            if at.starts_with("r-") {
                return Some(above);
            }
            at = self.unit(at)?.parent_id.text()?;
            above.push(at);
        }
        None
    }

    fn unit(&self, id: &str) -> Option<&'s OrganizationalUnit<'s>> {
        let units = self.units.get_or_init(|| {
            self.snapshot.organizational_units.records().iter().map(|unit| (&*unit.id, unit)).collect()
        });
        units.get(id).copied()
    }
}

/// Tags as one text, `Key=Value; Key=Value` by key; a `;`, `=` or `\` inside is escaped with `\`.
pub fn tags_text(tags: &Member<Vec<Tag>>) -> Option<String> {
    let mut tags: Vec<&Tag> = tags.list()?.iter().collect();
    tags.sort_by(|one, other| one.key.cmp(&other.key));
    let escape = |text: &str| -> String {
        text.chars()
            .flat_map(|c| matches!(c, ';' | '=' | '\\').then_some('\\').into_iter().chain([c]))
            .collect()
    };
    let words: Vec<String> = tags
        .iter()
        .map(|tag| format!("{}={}", escape(&tag.key), escape(tag.value.text().unwrap_or_default())))
        .collect();
    Some(words.join("; "))
}

/// The primary e-mail address, or the first.
pub fn email<'u>(user: &'u User) -> Option<&'u str> {
    let emails = user.emails.records();
    emails
        .iter()
        .find(|email| email.primary.value() == Some(&true))
        .or_else(|| emails.first())
        .and_then(|email| email.value.text())
}

/// The state of an account: `State`, or the retired `Status` where State is absent.
pub fn account_status<'a>(account: &'a Account) -> Member<&'a str> {
    match (&account.state, &account.status) {
        (Member::Value(status), _) | (_, Member::Value(status)) => Member::Value(status),
        (Member::Null, _) | (_, Member::Null) => Member::Null,
        (Member::Absent, Member::Absent) => Member::Absent,
    }
}
