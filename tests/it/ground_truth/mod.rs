//! People's access and why it changed, against the truth: an organization is made up, known things happen to it,
//! and `ssoscan diff` must tell of each of them and of nothing else. What it must tell is worked out from
//! `docs/access.md` and from the two organizations, user by user, set by set, account by account.
//!
//! The ordinary run takes each kind of step alone in a few organizations, and 50 random mixes of up to 50 steps.
//! The long run takes more of each, and 1,000 mixes:
//!
//! ```text
//! SSOSCAN_LONG=1 cargo test --test it ground_truth
//! ```

mod amounts;
mod answer;
mod changes;
mod expected;
mod mirror;
mod oracle;
mod organization;
mod policies;
mod records;
mod snapshot;
mod start;

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;
use serde_json::Value;

use self::answer::ask;
use self::changes::{KINDS, Kind};
use self::organization::Organization;

/// How many disagreements are shown of one case.
const SHOWN: usize = 12;
/// How many cases are shown in which the same kinds of thing are wrong.
const ALIKE: usize = 3;

/// Two readings of an organization, and what happened between them.
struct Case {
    seed: u64,
    steps: Vec<&'static str>,
    old: Organization,
    new: Organization,
}

impl Case {
    fn start(seed: u64) -> (Self, Rng) {
        let mut rng = Rng::with_seed(seed);
        let start = start::organization(&mut rng);
        (Case { seed, steps: Vec::new(), old: start.clone(), new: start }, rng)
    }

    /// Something that happens alone, if it can.
    fn alone(kind: &Kind, seed: u64) -> Option<Self> {
        let (mut case, mut rng) = Case::start(seed);
        case.happens(kind, &mut rng).then_some(case)
    }

    /// Many things one after the other. In every other mix all is read.
    fn mix(seed: u64) -> Self {
        let (mut case, mut rng) = Case::start(seed);
        let count = rng.usize(1..=50);
        while case.steps.len() < count {
            let kind = &KINDS[rng.usize(..KINDS.len())];
            if !kind.hides || seed % 2 == 1 {
                case.happens(kind, &mut rng);
            }
        }
        case
    }

    fn happens(&mut self, kind: &Kind, rng: &mut Rng) -> bool {
        let happened = kind.happens(&mut self.old, &mut self.new, rng);
        if happened {
            self.steps.push(kind.name);
        }
        happened
    }

    /// What is wrong; nothing where all is right.
    fn report(&self, found: &[String]) -> Option<Report> {
        let first = |line: &String| line.split("  ").next().unwrap_or_default().to_owned();
        let rest = found.len().saturating_sub(SHOWN);
        let more = if rest > 0 { format!("\n... and {rest} more") } else { String::new() };
        let shown = found.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
        let steps = self.steps.join("\n         ");
        (!found.is_empty()).then(|| Report {
            kinds: found.iter().map(first).collect(),
            text: format!("== seed {}\nSTEPS    {steps}\n{shown}{more}", self.seed),
        })
    }

    /// What is wrong in people's access.
    fn disagreements(&self) -> Vec<String> {
        match ask(&self.old, &self.new) {
            Ok(answer) => answer::disagreements(&self.old, &self.new, &answer),
            Err(why) => vec![why],
        }
    }
}

/// A snapshot of an organization that much has happened to.
pub fn some_snapshot(seed: u64) -> Value {
    snapshot::snapshot(&Case::mix(seed).new, "2026-10-01T00:00:00Z")
}

fn is_long() -> bool {
    std::env::var_os("SSOSCAN_LONG").is_some()
}

/// What is wrong with a case, for a person to read.
struct Report {
    /// `MISSING`, `SURPLUS`, `WRONG` and so on.
    kinds: BTreeSet<String>,
    text: String,
}

/// No case has a report. The cases are looked at on two threads.
#[track_caller]
fn all_agree<T: Send + Sync>(cases: &[T], report: impl Fn(&T) -> Option<Report> + Sync) {
    let of_thread =
        |thread: usize| cases.iter().skip(thread).step_by(2).filter_map(&report).collect::<Vec<_>>();
    let reports = std::thread::scope(|scope| {
        let other = scope.spawn(|| of_thread(1));
        let mut reports = of_thread(0);
        reports.extend(other.join().unwrap());
        reports
    });
    let mut alike: BTreeMap<&BTreeSet<String>, Vec<&str>> = BTreeMap::new();
    for report in &reports {
        alike.entry(&report.kinds).or_default().push(&report.text);
    }
    let groups = alike.iter().map(|(kinds, texts)| {
        let shown = texts.iter().take(ALIKE).copied().collect::<Vec<_>>().join("\n\n");
        format!("#### {} with {kinds:?}\n{shown}", texts.len())
    });
    let groups: Vec<String> = groups.collect();
    assert!(reports.is_empty(), "{} of {} are wrong\n{}", reports.len(), cases.len(), groups.join("\n\n"));
}

#[test]
fn each_kind_of_change_is_told_alone() {
    let count = if is_long() { 40 } else { 3 };
    let mut cases = Vec::new();
    for kind in KINDS {
        let happens = (0..).take(1000).filter_map(|seed| Case::alone(kind, seed));
        // Rather those that make a difference, where the kind can.
        let tells = |case: &Case| kind.shows.is_empty() || !expected::rows(&case.old, &case.new).is_empty();
        let of_kind: Vec<(&Kind, Case)> =
            happens.filter(tells).take(count).map(|case| (kind, case)).collect();
        assert!(!of_kind.is_empty(), "{} never happens", kind.name);
        cases.extend(of_kind);
    }
    all_agree(&cases, |(kind, case)| match ask(&case.old, &case.new) {
        Ok(answer) => {
            let mut found = answer::disagreements(&case.old, &case.new, &answer);
            found.extend(records::disagreements(kind, &case.old, &case.new, &answer));
            case.report(&found)
        }
        Err(why) => case.report(&[why]),
    });
}

#[test]
fn mixes_of_changes_are_told() {
    let count = if is_long() { 1000 } else { 50 };
    let seeds: Vec<u64> = (10_000..10_000 + count).collect();
    all_agree(&seeds, |seed| {
        let case = Case::mix(*seed);
        case.report(&case.disagreements())
    });
}

#[test]
fn mixes_of_changes_are_told_backwards() {
    let count = if is_long() { 300 } else { 20 };
    let seeds: Vec<u64> = (20_000..20_000 + count).collect();
    all_agree(&seeds, |seed| {
        let case = Case::mix(*seed);
        let back =
            Case { old: case.new.clone(), new: case.old.clone(), steps: case.steps.clone(), seed: *seed };
        let mut found = back.disagreements();
        found.extend(mirror::disagreements(&case.old, &case.new));
        back.report(&found)
    });
}

#[test]
fn what_did_not_change_is_not_told() {
    let seeds: Vec<u64> = (30_000..30_010).collect();
    all_agree(&seeds, |seed| {
        let mix = Case::mix(*seed);
        let same = Case { old: mix.new.clone(), ..mix };
        let found = match ask(&same.old, &same.new) {
            Ok(answer) => {
                let mut found = answer::disagreements(&same.old, &same.new, &answer);
                let rows = answer.access.iter().chain(&answer.records);
                found.extend(rows.map(|row| format!("SURPLUS  {row}")));
                found
            }
            Err(why) => vec![why],
        };
        same.report(&found)
    });
}
