//! What a run that goes on takes from the journal, whatever state it is in.

use std::os::unix::fs::PermissionsExt;

use super::broken_off::{JOURNAL, Whole, kept, text, until};
use super::small;
use crate::harness::Workplace;
use crate::standin::{Organization, StandIn};

/// A place with this journal and nothing else.
fn with_journal(journal: &[u8]) -> Workplace {
    let place = Workplace::new().env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
    place.write_bytes(JOURNAL, journal);
    place.env("AWS_REGION", "us-east-1")
}

fn journal_of(place: &Workplace) -> Vec<u8> {
    std::fs::read(place.path(JOURNAL)).expect("a journal")
}

#[test]
fn every_answer_is_kept_and_hardly_anything_is_asked_twice() {
    let whole = Whole::of(Organization::new(20, 12, 40, 15, 150), &[]);
    let answers = whole.all / 2;
    let standin = StandIn::of(&whole.document).hold_after(answers);
    let place = Workplace::near(&standin);
    let running = whole.held(&place, &standin);
    let answered = |operation: &str| {
        standin.requests().iter().filter(|request| request.is_of(operation) && request.succeeded()).count()
    };
    let not_kept = answered("ListInstances") + answered("AssumeRole") + answered("GetCallerIdentity");
    until(|| kept(&place.path(JOURNAL)) == answers - not_kept);
    running.kill();
    let under_way = standin.requests().len() - answers;

    let again = StandIn::of(&whole.document);
    let place = place.facing(&again);
    whole.collect(&place, &["--resume"]).exits(0).says(&["going on with", "answers are in it"]);
    assert_eq!(text(&place), whole.text);
    let both = standin.requests().len() + again.requests().len();
    let twice = both - whole.all - under_way - not_kept;
    assert!(twice * 100 <= whole.all, "{twice} of {} requests were repeated", whole.all);
}

#[test]
fn a_record_torn_anywhere_is_asked_again() {
    let whole = Whole::of(small(), &[]);
    let journal = journal_of(&whole.killed_after(whole.all / 2));
    let end = journal.iter().rposition(|byte| *byte == b'\n').expect("a line") + 1;
    let last = journal[..end - 1].iter().rposition(|byte| *byte == b'\n').expect("a line before") + 1;
    let mut random = fastrand::Rng::with_seed(7);
    for cut in [last + 1, end - 1].into_iter().chain((0..6).map(|_| random.usize(last..end))) {
        whole.resumes(with_journal(&journal[..cut]));
    }
}

#[test]
fn what_stands_before_a_damaged_record_is_used() {
    let whole = Whole::of(small(), &[]);
    let journal = journal_of(&whole.killed_after(whole.all / 2));
    let lines: Vec<&[u8]> = journal.split_inclusive(|byte| *byte == b'\n').collect();
    let rubbish: [&[u8]; 4] = [
        b"\x00\xff\x00 rubbish\n",
        b"\n",
        b"{\"service\":\"sso-admin\"}\n",
        b"{\"service\":\"sso-admin\",\"operation\":\"DeleteEverything\",\"scope\":\"\",\"page\":0,\"calls\":1,\"items\":[]}\n",
    ];
    let before = lines.len() / 2;
    let before_it = with_journal(&lines[..before].concat());
    let rest = whole.requests - kept(&before_it.path(JOURNAL));
    for rubbish in rubbish {
        let damaged = [&lines[..before], &[rubbish], &lines[before..]].concat().concat();
        whole.resumes_with(with_journal(&damaged), rest);
    }
}

#[test]
fn a_journal_torn_in_its_first_line_is_one_with_nothing_in_it() {
    let whole = Whole::of(small(), &[]);
    let journal = journal_of(&whole.killed_after(1));
    let header = journal.iter().position(|byte| *byte == b'\n').expect("a line");
    for cut in [0, 1, header / 2, header] {
        whole.resumes(with_journal(&journal[..cut]));
    }
}

/// AWS lets a NextToken live for a while only.
#[test]
fn a_token_that_is_not_accepted_any_more_begins_the_list_anew() {
    for mode in ["pairs", "principals"] {
        let whole = Whole::of(Organization::new(2, 3, 201, 2, 10), &["--mode", mode]);
        let late = whole.killed_after(whole.all - 5);
        let pages: Vec<String> = late.read(JOURNAL).lines().map(str::to_owned).collect();
        let is_of_users = |line: &String| line.contains(r#""ListUsers""#);
        assert_eq!(pages.iter().filter(|line| is_of_users(line)).count(), 3);
        let broken_off = pages.iter().filter(|line| !(is_of_users(line) && line.contains(r#""page":2"#)));
        let expired: String = broken_off
            .map(|line| line.replace(r#""next_token":"ListUsers-"#, r#""next_token":"Old-"#) + "\n")
            .collect();
        let place = with_journal(expired.as_bytes());
        let (refused, read_again) = (1, 2);
        let rest = whole.requests - kept(&place.path(JOURNAL));
        whole.resumes_with(place, rest + refused + read_again);
    }
}

#[test]
fn no_credentials_are_in_the_journal() {
    const OWN: &str = "the-session-of-the-caller";
    let whole = Whole::of(small(), &[]);
    let standin = StandIn::of(&whole.document).hold_after(whole.all - 1);
    let place = Workplace::near(&standin).env("AWS_SESSION_TOKEN", OWN);
    whole.held(&place, &standin).kill();
    assert!(standin.calls("AssumeRole") > 0);
    let journal = place.read(JOURNAL);
    for secret in [OWN, "the-session-of-a-role", "ASIA", "\"secret\"", "AssumeRole"] {
        assert!(!journal.contains(secret), "{secret}");
    }
    let mode = std::fs::metadata(place.path(JOURNAL)).expect("the journal").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
