//! The policies that bear on a request.

use std::sync::Arc;

use crate::policy::document::{Document, Statement};

/// Where a policy stands in the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// It grants, or denies.
    Identity,
    /// The permissions boundary: it limits, and grants nothing.
    Boundary,
    /// A service control policy of one level of the organization, from the root (0) down: it limits, and grants
    /// nothing.
    ServiceControl(usize),
}

/// What kind of policy of a permission set one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyKind {
    /// It stands in the set itself.
    Inline,
    /// AWS keeps it, the same in every account.
    AwsManaged,
    /// Each account has its own under the name.
    CustomerManaged,
}

impl PolicyKind {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            PolicyKind::Inline => "inline",
            PolicyKind::AwsManaged => "aws_managed",
            PolicyKind::CustomerManaged => "customer_managed",
        }
    }
}

/// Why a policy has no document. What it allows or denies is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unread {
    /// It stands for a list that was not read: nobody knows which policies there are.
    List,
    /// It is named, and its document was not read.
    Document,
    /// It is named, and the account has none of that name.
    Missing,
}

/// A policy and what it is called.
#[derive(Clone, Debug)]
pub struct Policy {
    /// What it is called: `inline policy`, an ARN, a path and name.
    pub name: String,
    /// Its kind; nothing where nobody knows, and for one that is of no permission set.
    pub kind: Option<PolicyKind>,
    /// Its document, or why there is none.
    pub document: Result<Arc<Document>, Unread>,
}

impl Policy {
    /// A policy of no permission set, such as a file.
    pub fn new(name: impl Into<String>, document: Document) -> Self {
        Policy { name: name.into(), kind: None, document: Ok(Arc::new(document)) }
    }

    /// What stands for policies where nobody knows which there are.
    pub fn unlisted(name: impl Into<String>, kind: Option<PolicyKind>) -> Self {
        Policy { name: name.into(), kind, document: Err(Unread::List) }
    }

    /// The document, where it can be evaluated.
    pub fn readable(&self) -> Option<&Document> {
        self.document.as_deref().ok().filter(|document| document.unreadable.is_none())
    }

    /// The text of the document, where it was read.
    pub fn text(&self) -> Option<&str> {
        self.document.as_deref().ok().map(|document| document.text.as_str())
    }

    /// Its name in a sentence about what is not known.
    pub fn words(&self) -> String {
        match self.document {
            Err(Unread::Missing) => format!("{}, which the account does not have,", self.name),
            _ => self.name.clone(),
        }
    }
}

/// All policies that bear on what a principal may do.
#[derive(Clone, Debug, Default)]
pub struct Policies {
    /// The union of these grants.
    pub identity: Vec<Policy>,
    /// The permissions boundary: where there is one, it must allow too.
    pub boundary: Option<Vec<Policy>>,
    /// The service control policies, level by level from the root down: each level must allow too.
    pub service_control: Vec<Vec<Policy>>,
}

impl Policies {
    /// One identity policy and nothing else.
    pub fn of(document: Document) -> Self {
        Policies { identity: vec![Policy::new("policy", document)], ..Policies::default() }
    }

    /// The policies of a list; nothing where the list does not apply.
    pub fn list(&self, list: List) -> Option<&[Policy]> {
        match list {
            List::Identity => Some(&self.identity),
            List::Boundary => self.boundary.as_deref(),
            List::ServiceControl(level) => self.service_control.get(level).map(Vec::as_slice),
        }
    }

    /// The lists that apply, in the order of the decision.
    pub fn lists(&self) -> impl Iterator<Item = (List, &[Policy])> {
        let levels = (0..self.service_control.len()).map(List::ServiceControl);
        let all = [List::Identity, List::Boundary].into_iter().chain(levels);
        all.filter_map(|list| Some((list, self.list(list)?)))
    }

    /// Every policy, with its list.
    pub fn all(&self) -> impl Iterator<Item = (List, &Policy)> {
        self.lists().flat_map(|(list, policies)| policies.iter().map(move |policy| (list, policy)))
    }

    /// The lists that grant nothing and must allow too.
    pub fn limits(&self) -> impl Iterator<Item = List> {
        self.lists().map(|(list, _)| list).filter(|list| *list != List::Identity)
    }

    /// Every statement that can be evaluated, with its list, the policy's place in it, and the policy.
    pub fn statements(&self) -> impl Iterator<Item = (List, usize, &Policy, &Statement)> {
        self.lists().flat_map(|(list, policies)| {
            policies.iter().enumerate().flat_map(move |(place, policy)| {
                let statements = policy.readable().map_or(&[][..], |document| &document.statements);
                statements.iter().map(move |statement| (list, place, policy, statement))
            })
        })
    }

    /// The policies of a list that cannot be evaluated.
    pub fn unread(&self, list: List) -> impl Iterator<Item = &Policy> {
        self.list(list).unwrap_or_default().iter().filter(|policy| policy.readable().is_none())
    }

    /// Every policy that cannot be evaluated.
    pub fn all_unread(&self) -> impl Iterator<Item = &Policy> {
        self.all().map(|(_, policy)| policy).filter(|policy| policy.readable().is_none())
    }
}
