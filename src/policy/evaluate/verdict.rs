//! What is asked, and what is answered.

use super::simulate::Matched;
use crate::policy::pattern::Pattern;

/// The answer, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is granted, and nothing forbids it.
    Allowed,
    /// It is granted, or not forbidden, under conditions that a request may fulfil.
    Conditional,
    /// It cannot be said: a document was not read, or something in one was not understood.
    Undecided,
    /// It is granted, and the permissions boundary does not let it through.
    CutByBoundary,
    /// A statement forbids it.
    Denied,
    /// Nothing grants it.
    NotGranted,
}

impl Verdict {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Allowed => "allowed",
            Verdict::Conditional => "conditional",
            Verdict::Undecided => "undecided",
            Verdict::CutByBoundary => "cut-by-boundary",
            Verdict::Denied => "denied",
            Verdict::NotGranted => "not-granted",
        }
    }

    /// True where access may be there: allowed, conditional or undecided.
    pub fn may_allow(self) -> bool {
        self <= Verdict::Undecided
    }
}

/// Which resources are asked about.
#[derive(Clone, Copy, Debug)]
pub enum Of<'q> {
    /// Any of these shapes (`policy::space::shapes`), or any at all where there are none.
    Any(&'q [Pattern]),
    /// This one.
    One(&'q str),
    /// Any that matches.
    Matching(&'q Pattern),
}

/// The answer and what it stands on.
#[derive(Clone, Debug)]
pub struct Outcome<'p> {
    /// The answer.
    pub verdict: Verdict,
    /// The action that it is about.
    pub action: String,
    /// A resource that it holds for.
    pub resource: String,
    /// The statement that grants, where one does or may.
    pub grant: Option<Matched<'p>>,
    /// The statement that decides against it, or may: the one that denies.
    pub deny: Option<Matched<'p>>,
    /// The statement of the boundary that lets it through; nothing where there is no boundary or none does.
    pub boundary: Option<Matched<'p>>,
    /// What a request must fulfil, in words.
    pub conditions: Vec<String>,
    /// What was not read or not understood and could change the answer.
    pub doubts: Vec<String>,
}

impl Outcome<'_> {
    /// Nothing grants it, and nothing more is known.
    pub fn none() -> Self {
        Outcome {
            verdict: Verdict::NotGranted,
            action: String::new(),
            resource: String::new(),
            grant: None,
            deny: None,
            boundary: None,
            conditions: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// Nothing grants it; undecided where these policies were not read.
    pub fn not_granted(unread: Vec<String>) -> Self {
        let verdict = if unread.is_empty() { Verdict::NotGranted } else { Verdict::Undecided };
        Outcome { verdict, doubts: unread, ..Outcome::none() }
    }
}
