//! A policy's text in normal form. Nothing is dropped: what is not understood stays, marked.

mod canonical;
mod json;
mod lint;
mod parse;
mod statement;

pub use lint::{LINTS, Lint, LintRule, lint, undefined_principal_tags};
pub use statement::{Actions, Effect, Resources, Statement};

/// The version of the policy language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// `2008-10-17`, also where the text names none: `${...}` is text.
    V2008,
    /// `2012-10-17`
    V2012,
}

/// A policy document.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text.
    pub text: String,
    /// The version.
    pub version: Version,
    /// The statements in their order.
    pub statements: Vec<Statement>,
    /// Why the text is no policy at all; then what it allows is unknown.
    pub unreadable: Option<String>,
    /// What is odd about the text itself, found while reading it.
    pub problems: Vec<Lint>,
}

impl Document {
    /// True where everything in it was understood.
    pub fn is_understood(&self) -> bool {
        self.unreadable.is_none() && self.statements.iter().all(|statement| statement.unknown.is_empty())
    }

    /// The lines (from 1) that its statements begin in.
    pub fn lines(&self) -> Vec<usize> {
        let starts: Vec<usize> = self.text.match_indices('\n').map(|(at, _)| at).collect();
        let line = |statement: &Statement| starts.partition_point(|start| *start < statement.span.start) + 1;
        self.statements.iter().map(line).collect()
    }

    /// Line and column (from 1) of a place in the text, in characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        (before.matches('\n').count() + 1, column)
    }
}
