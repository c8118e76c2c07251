//! Which journal a run takes, and which it refuses and leaves as it is.

use super::broken_off::{JOURNAL, Whole};
use super::{collect, small};
use crate::harness::Workplace;
use crate::standin::StandIn;

/// A run of this kind, and a place where one was killed.
fn killed() -> (Whole, Workplace) {
    let whole = Whole::of(small(), &[]);
    let place = whole.killed_after(whole.all / 2);
    (whole, place)
}

/// The journal is refused with these words, and stays as it is.
#[track_caller]
fn refused(whole: &Whole, place: Workplace, more: &[&str], words: &[&str]) -> Workplace {
    let standin = StandIn::of(&whole.document);
    let place = place.facing(&standin);
    let journal = place.read(JOURNAL);
    whole.collect(&place, more).fails(&[words, &[JOURNAL]].concat());
    assert_eq!(place.names(), [JOURNAL]);
    assert!(place.read(JOURNAL) == journal, "the journal has changed");
    assert!(standin.requests().iter().all(|request| request.operation == "ListInstances"));
    place
}

#[test]
fn a_journal_is_never_gone_on_with_or_thrown_away_unasked() {
    let (whole, place) = killed();
    let place = refused(&whole, place, &[], &["a run was broken off", "--resume", "--restart"]);
    whole.resumes(place);
}

#[test]
fn a_restart_begins_anew() {
    let (whole, place) = killed();
    let standin = StandIn::of(&whole.document);
    let place = place.facing(&standin);
    whole.collect(&place, &["--restart"]).exits(0);
    assert_eq!(standin.requests().len(), whole.all);
    assert_eq!(place.names(), ["out.json", "out.json.sha256"]);
}

#[test]
fn a_journal_of_something_else_is_refused() {
    let (whole, place) = killed();
    let own = whole.document["instance"]["InstanceArn"].as_str().expect("an ARN");
    let journal = place.read(JOURNAL);
    let (header, records) = journal.split_once('\n').expect("a header");
    let changes = [
        (own, "arn:aws:sso:::instance/ssoins-0000000000000002", "ssoins-0000000000000002"),
        (r#""mode":"pairs""#, r#""mode":"principals""#, "principals"),
        (r#""format_version":1"#, r#""format_version":2"#, "format version 2"),
    ];
    let mut place = place;
    for (from, to, word) in changes {
        assert!(header.contains(from), "{header}");
        place.write(JOURNAL, &format!("{}\n{records}", header.replace(from, to)));
        place = refused(&whole, place, &["--resume"], &[word, "--restart"]);
    }
}

/// Nobody's file but a journal is thrown away.
#[test]
fn what_is_no_journal_is_neither_gone_on_with_nor_thrown_away() {
    let (whole, mut place) = killed();
    let of_another_tool = place.read(JOURNAL).replace("ssoscan-journal", "shopping-list");
    for text in [&of_another_tool, "milk\n", "milk", "{}\n", "\n"] {
        place.write(JOURNAL, text);
        for how in ["--resume", "--restart"] {
            place = refused(&whole, place, &[how], &["not a journal", "remove it"]);
        }
    }
}

#[test]
fn a_journal_that_a_run_writes_to_is_in_use() {
    let whole = Whole::of(small(), &[]);
    let holding = StandIn::of(&whole.document).hold_after(whole.all / 2);
    let place = Workplace::near(&holding);
    let running = whole.held(&place, &holding);
    let standin = StandIn::of(&whole.document);
    let place = place.facing(&standin);
    for more in [&[][..], &["--resume"], &["--restart"]] {
        whole.collect(&place, more).fails(&[JOURNAL, "in use"]);
        assert_eq!(place.names(), [JOURNAL]);
    }
    running.kill();
    whole.resumes(place);
}

#[test]
fn without_a_journal_a_run_that_is_to_go_on_starts_afresh_and_says_so() {
    let whole = Whole::of(small(), &[]);
    let standin = StandIn::of(&whole.document);
    let place = Workplace::near(&standin);
    whole.collect(&place, &["--resume"]).exits(0).says(&["there is no journal", JOURNAL, "afresh"]);
    assert_eq!(standin.requests().len(), whole.all);
}

#[test]
fn beside_standard_output_there_is_no_journal_to_go_on_with() {
    let standin = StandIn::of(&small().document());
    let place = Workplace::near(&standin);
    place.run(&["collect", "--out", "-", "--resume"]).fails(&["--resume", "--out"]);
    place.run(&["collect", "--out", "a.json", "--resume", "--restart"]).exits(2);
    assert_eq!(standin.requests().len(), 0);
    assert_eq!(place.names(), [""; 0]);
}

#[test]
fn a_run_that_cannot_begin_leaves_no_journal_and_spoils_none() {
    let whole = Whole::of(small(), &[]);
    let denying = StandIn::of(&whole.document).deny("ListPermissionSets");
    let place = Workplace::near(&denying);
    collect(&place).fails(&["ListPermissionSets"]);
    assert_eq!(place.names(), [""; 0]);

    // One that goes on from a journal without the permission sets, too.
    let place = whole.killed_after(1).facing(&denying);
    whole.collect(&place, &["--resume"]).exits(2).says(&["ListPermissionSets"]);
    assert_eq!(place.names(), [JOURNAL]);
    let standin = StandIn::of(&whole.document);
    let place = place.facing(&standin);
    whole.collect(&place, &["--resume"]).exits(0);
}
