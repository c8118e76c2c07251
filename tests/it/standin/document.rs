//! The snapshot that is served, found by key, and a request that looks into it.

use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::Value;

use super::wire::{Failure, Params};

static NONE: Value = Value::Null;

/// A snapshot with an index for each way it was looked into: large ones are asked thousands of times a second.
pub struct Document {
    content: Value,
    indexes: RefCell<HashMap<By, Index>>,
}

/// A list of the snapshot and the members that it is looked into by.
type By = (&'static str, Keys);
type Keys = &'static [&'static str];
type Index = HashMap<String, Vec<usize>>;

impl Document {
    pub fn new(content: Value) -> Self {
        Document { content, indexes: RefCell::default() }
    }

    pub fn get(&self, member: &str) -> Option<&Value> {
        self.content.get(member)
    }

    pub fn change(&mut self, change: impl FnOnce(&mut Value)) {
        change(&mut self.content);
        self.indexes.get_mut().clear();
    }

    /// A list of the snapshot: not there means that the caller may not see it.
    pub fn list(&self, member: &str) -> Result<&[Value], Failure> {
        list(&self.content, member)
    }

    /// The records of the list whose members `keys` are these.
    pub fn rows(&self, member: &'static str, keys: Keys, ids: &[&Value]) -> Result<Vec<&Value>, Failure> {
        let list = self.list(member)?;
        let mut indexes = self.indexes.borrow_mut();
        let index = indexes.entry((member, keys)).or_insert_with(|| index(list, keys));
        let places = index.get(&key(ids.iter().copied()));
        Ok(places.into_iter().flatten().map(|&place| &list[place]).collect())
    }

    /// The record of the list whose member `keys` is this.
    pub fn find(&self, member: &'static str, keys: Keys, id: &Value) -> Result<Option<&Value>, Failure> {
        Ok(self.rows(member, keys, &[id])?.first().copied())
    }
}

fn index(list: &[Value], keys: Keys) -> Index {
    let mut index = Index::new();
    for (place, record) in list.iter().enumerate() {
        index.entry(key(keys.iter().map(|key| &record[key]))).or_default().push(place);
    }
    index
}

fn key<'a>(ids: impl Iterator<Item = &'a Value>) -> String {
    ids.map(|id| id.as_str().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The list at `member` of a record: not there means that the caller may not see it.
pub fn list<'a>(holder: &'a Value, member: &str) -> Result<&'a [Value], Failure> {
    match part(holder, member)? {
        Value::Null => Ok(&[]),
        value => Ok(value.as_array().expect("a list of the snapshot")),
    }
}

/// The part `member` of a record: not there means that the caller may not see it.
pub fn part<'a>(holder: &'a Value, member: &str) -> Result<&'a Value, Failure> {
    holder.get(member).ok_or_else(Failure::denied)
}

/// How the stand-in tells what a snapshot does not say.
#[derive(Clone, Copy)]
pub struct Manner {
    /// A user's rows are those of its groups too.
    pub inherited_rows: bool,
    /// Accounts and units carry their place in the tree.
    pub paths: bool,
}

/// A request, and the document that it is about.
pub struct Asked<'a> {
    pub document: &'a Document,
    pub params: &'a Params,
    /// The account whose credentials signed it.
    pub account: &'a str,
    pub manner: Manner,
}

impl<'a> Asked<'a> {
    pub fn param(&self, name: &str) -> &'a Value {
        self.params.get(name).unwrap_or(&NONE)
    }

    /// True where the parameter `Filter` has this member, and `value` is not it.
    pub fn filters_out(&self, member: &str, value: &Value) -> bool {
        self.param("Filter").get(member).is_some_and(|wanted| wanted != value)
    }

    /// The records of the list whose `keys` are the parameters of the same names.
    pub fn rows(&self, member: &'static str, keys: Keys) -> Result<Vec<&'a Value>, Failure> {
        let ids: Vec<&Value> = keys.iter().map(|key| self.param(key)).collect();
        self.document.rows(member, keys, &ids)
    }

    /// The record of the list whose `keys` are the parameters of the same names.
    pub fn record(&self, member: &'static str, keys: Keys) -> Result<&'a Value, Failure> {
        self.rows(member, keys)?
            .first()
            .copied()
            .ok_or_else(|| Failure::not_found(&format!("one of the {member}")))
    }
}
