//! Runs that are broken off, and what they leave for the next one.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::EVERYTHING;
use crate::harness::{Run, Running, Workplace};
use crate::snapshots::content;
use crate::standin::{Organization, StandIn};

pub const JOURNAL: &str = "out.json.journal";
/// What every run asks anew: credentials are kept nowhere.
const ROLE: &str = "AssumeRole";

/// One kind of run, and what comes of it where nothing goes wrong.
pub struct Whole {
    pub document: Value,
    more: Vec<String>,
    pub text: String,
    /// Requests, those for roles not counted.
    pub requests: usize,
    /// All requests.
    pub all: usize,
}

impl Whole {
    pub fn of(organization: Organization, more: &[&str]) -> Self {
        let document = organization.document();
        let more = EVERYTHING.iter().chain(more).map(|argument| (*argument).to_owned()).collect();
        let mut whole = Whole { document, more, text: String::new(), requests: 0, all: 0 };
        let standin = StandIn::of(&whole.document);
        let place = Workplace::near(&standin);
        whole.collect(&place, &[]).exits(0);
        whole.text = text(&place);
        (whole.requests, whole.all) = (asked(&standin), standin.requests().len());
        whole
    }

    fn arguments<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let own = self.more.iter().map(String::as_str);
        ["collect", "--out", "out.json", "--max-tps", "100000"]
            .into_iter()
            .chain(own)
            .chain(more.iter().copied())
            .collect()
    }

    pub fn collect(&self, place: &Workplace, more: &[&str]) -> Run {
        place.run(&self.arguments(more))
    }

    /// A run that waits for an answer which never comes, all before it being answered.
    pub fn held(&self, place: &Workplace, standin: &StandIn) -> Running {
        let running = place.start(&self.arguments(&[]));
        standin.wait_until_held();
        running
    }

    /// Where a run was killed after so many answers.
    pub fn killed_after(&self, answers: usize) -> Workplace {
        let standin = StandIn::of(&self.document).hold_after(answers);
        let place = Workplace::near(&standin);
        self.held(&place, &standin).kill();
        place
    }

    /// Goes on at another address: the snapshot is whole, asked for is what the journal did not have, and the
    /// journal is gone.
    #[track_caller]
    pub fn resumes(&self, place: Workplace) {
        let rest = self.requests - kept(&place.path(JOURNAL));
        self.resumes_with(place, rest);
    }

    /// Goes on with this many requests, those for roles not counted.
    #[track_caller]
    pub fn resumes_with(&self, place: Workplace, requests: usize) {
        let standin = StandIn::of(&self.document);
        let place = place.facing(&standin);
        self.collect(&place, &["--resume"]).exits(0);
        assert!(text(&place) == self.text, "the snapshot is not that of a run that was not broken off");
        assert_eq!(place.names(), ["out.json", "out.json.sha256"]);
        assert_eq!(asked(&standin), requests, "requests of the run that went on");
    }
}

/// What the snapshot of a run says of the instance, and what was observed meanwhile.
pub fn text(place: &Workplace) -> String {
    let snapshot = place.json("out.json");
    let observations = snapshot["observations"].to_string();
    content(snapshot).to_string() + &observations
}

/// How many requests came, those for roles not counted.
pub fn asked(standin: &StandIn) -> usize {
    standin.requests().len() - standin.calls(ROLE)
}

/// The records of a journal: lines that are whole, without the header.
pub fn records(journal: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(journal).unwrap_or_default();
    let whole = text.split_inclusive('\n').skip(1).filter(|line| line.ends_with('\n'));
    whole.map(|line| serde_json::from_str(line).expect("a record")).collect()
}

/// How many requests need not be repeated.
pub fn kept(journal: &Path) -> usize {
    records(journal).iter().map(|record| record["calls"].as_u64().expect("a count") as usize).sum()
}

/// Waits until something is so.
#[track_caller]
pub fn until(is_so: impl Fn() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(60), "it never came to be");
        std::thread::sleep(Duration::from_millis(10));
    }
}
