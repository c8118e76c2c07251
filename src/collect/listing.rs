//! What was read: a page, and a list as far as its pages go.

use std::collections::HashSet;

use crate::snapshot::Keyed;

use super::call_error::CallError;
use super::ledger::Status;

/// One answer, already in the snapshot's own records.
#[derive(Debug)]
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    pub(super) next_token: Option<String>,
}

/// What was read of a list, and the error that ended it before its end.
#[derive(Debug)]
pub(super) struct Listing<T> {
    pub(super) items: Vec<T>,
    pub(super) calls: u64,
    pub(super) pages: u64,
    /// The tokens it was given: one that comes again would lead in a circle.
    pub(super) tokens: HashSet<Option<String>>,
    pub(super) failure: Option<CallError>,
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Listing { items: Vec::new(), calls: 0, pages: 0, tokens: HashSet::new(), failure: None }
    }
}

impl<T> Listing<T> {
    /// True where the list, or something of it, was learned.
    pub(super) fn learned(&self) -> bool {
        self.failure.is_none() || !self.items.is_empty()
    }

    pub(super) fn status(&self) -> Status {
        match &self.failure {
            None => Status::Complete,
            Some(_) if !self.items.is_empty() => Status::Partial,
            Some(error) => error.kind.into(),
        }
    }

    /// The same list without the items of a reading that broke: all or nothing.
    pub(super) fn whole(mut self) -> Self {
        if self.failure.is_some() {
            self.items.clear();
        }
        self
    }

    /// See [`unique`].
    pub(super) fn unique(mut self) -> Self
    where
        T: Keyed,
    {
        self.items = unique(self.items);
        self
    }

    /// Two lists that together answer one question.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.items.extend(other.items);
        self.calls += other.calls;
        self.pages += other.pages;
        self.failure = self.failure.or(other.failure);
        self
    }
}

/// In the order of the keys, and each once: a list that changes while it is paged may repeat a record.
pub(super) fn unique<T: Keyed>(mut records: Vec<T>) -> Vec<T> {
    records.sort_by(|one, other| one.key().cmp(&other.key()));
    records.dedup_by(|one, other| one.key() == other.key());
    records
}
