//! What goes wrong: errors, lost connections, slow answers, and changes while the instance is read.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

use serde_json::Value;

use super::document::Document;
use super::wire::{Failure, Recorded};

#[derive(Clone)]
pub enum Fault {
    /// An answer that is this error.
    Answer(Failure),
    /// No answer: the connection closes.
    Hangup,
    /// The right answer, so much later.
    Slow(Duration),
}

/// A fault of an operation: of some or all of its requests, counted apart for each operation it is about.
struct Rule {
    /// `*` is every operation; `organizations:ListTagsForResource` that of one service.
    operation: String,
    /// The ids that the request must be about, joined by commas; empty is any.
    scope: String,
    /// Which of these requests it strikes, the first being 0.
    strikes: Range<usize>,
    fault: Fault,
    seen: HashMap<(&'static str, String), usize>,
}

type Change = Box<dyn FnOnce(&mut Value) + Send>;

#[derive(Default)]
pub struct Faults {
    rules: Vec<Rule>,
    changes: Vec<(String, Change)>,
}

impl Faults {
    pub fn add(&mut self, operation: &str, scope: &str, strikes: Range<usize>, fault: Fault) {
        let (operation, scope) = (operation.to_owned(), scope.to_owned());
        self.rules.push(Rule { operation, scope, strikes, fault, seen: HashMap::new() });
    }

    pub fn change_after(&mut self, operation: &str, change: Change) {
        self.changes.push((operation.to_owned(), change));
    }

    /// The fault that strikes this request, if one does.
    pub fn strike(&mut self, request: &Recorded) -> Option<Fault> {
        self.rules.iter_mut().find_map(|rule| {
            let about = request.is_of(&rule.operation);
            if !about || !(rule.scope.is_empty() || request.is_about(&rule.scope)) {
                return None;
            }
            let seen = rule.seen.entry((request.service, request.operation.clone())).or_default();
            let strikes = rule.strikes.contains(seen);
            *seen += 1;
            strikes.then(|| rule.fault.clone())
        })
    }

    /// Makes the changes that wait for this request's operation to have ended.
    pub fn ended(&mut self, request: &Recorded, document: &mut Document) {
        for (_, change) in self.changes.extract_if(.., |(awaited, _)| request.is_of(awaited)) {
            document.change(change);
        }
    }
}
