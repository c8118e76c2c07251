//! What goes wrong: errors, throttling, lost connections, and changes while the instance is read.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;

use super::wire::{Failure, Recorded};

#[derive(Clone)]
pub enum Fault {
    /// An answer that is this error.
    Answer(Failure),
    /// The service's own way to say "slow down".
    Throttle,
    /// No answer: the connection closes.
    Hangup,
}

/// A fault of an operation: of some or all of its requests, counted apart for each operation it is about.
struct Rule {
    /// `*` is every operation.
    operation: String,
    /// The ids that the request must be about, joined by commas; empty is any.
    scope: String,
    /// Which of these requests it strikes, the first being 0.
    strikes: Range<usize>,
    fault: Fault,
    seen: HashMap<String, usize>,
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
            let about = rule.operation == "*" || rule.operation == request.operation;
            if !about || !(rule.scope.is_empty() || request.is_about(&rule.scope)) {
                return None;
            }
            let seen = rule.seen.entry(request.operation.clone()).or_default();
            let strikes = rule.strikes.contains(seen);
            *seen += 1;
            strikes.then(|| rule.fault.clone())
        })
    }

    /// Makes the changes that wait for this operation to have ended.
    pub fn ended(&mut self, operation: &str, document: &mut Value) {
        for (_, change) in self.changes.extract_if(.., |(awaited, _)| awaited == operation) {
            change(document);
        }
    }
}
