//! `--out DIR`: a folder that gets a snapshot each run, and what else stands in it.

use serde_json::Value;

use super::broken_off::kept;
use super::small;
use crate::harness::{Run, Workplace};
use crate::standin::StandIn;

const OTHER: &str = "ssoins-0000000000000002";

/// A place with the folder `nightly`, from where this stand-in is reached.
fn beside_a_folder(standin: &StandIn) -> Workplace {
    let place = Workplace::near(standin);
    std::fs::create_dir(place.path("nightly")).expect("a folder");
    place
}

const COLLECT: [&str; 5] = ["collect", "--out", "nightly", "--max-tps", "100000"];

fn collect(place: &Workplace, more: &[&str]) -> Run {
    place.run(&[&COLLECT, more].concat())
}

/// The names in the folder, sorted.
fn names(place: &Workplace) -> Vec<String> {
    let entries = std::fs::read_dir(place.path("nightly")).expect("the folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

fn instance(document: &Value) -> String {
    let arn = document["instance"]["InstanceArn"].as_str().expect("an ARN");
    arn.rsplit('/').next().expect("a name").to_owned()
}

/// The same of another instance.
fn of_another(document: &Value) -> Value {
    serde_json::from_str(&document.to_string().replace(&instance(document), OTHER)).expect("JSON")
}

#[test]
fn each_instance_has_a_journal_of_its_own() {
    let document = small().document();
    let other = of_another(&document);
    let [journal, of_other] = [&document, &other].map(|document| instance(document) + ".journal");
    let standin = StandIn::of(&document).hold_after(30);
    let mut place = beside_a_folder(&standin);
    for document in [&document, &other] {
        let standin = StandIn::of(document).hold_after(30);
        place = place.facing(&standin);
        let running = place.start(&COLLECT);
        standin.wait_until_held();
        running.kill();
    }
    let mut both = [journal.clone(), of_other.clone()];
    both.sort();
    assert_eq!(names(&place), both);

    let left = std::fs::read(place.path(&format!("nightly/{of_other}"))).expect("a journal");
    let found = kept(&place.path(&format!("nightly/{journal}")));
    let again = StandIn::of(&document);
    let place = place.facing(&again);
    collect(&place, &[]).fails(&[&journal, "--resume", "--restart"]);
    collect(&place, &["--resume"]).exits(0).says(&["going on with", &journal]);
    let whole = StandIn::of(&document);
    collect(&beside_a_folder(&whole), &[]).exits(0);
    let of_the_refused_run = 1;
    assert_eq!(again.requests().len(), of_the_refused_run + whole.requests().len() - found);
    assert!(!names(&place).contains(&journal));
    assert_eq!(std::fs::read(place.path(&format!("nightly/{of_other}"))).expect("a journal"), left);

    let standin = StandIn::of(&other);
    let place = place.facing(&standin);
    collect(&place, &["--resume"]).exits(0).says(&["going on with", &of_other]);
    let snapshots = names(&place);
    assert_eq!(snapshots.len(), 4, "two snapshots with their checksums: {snapshots:?}");
    assert!(snapshots.iter().all(|name| name.contains(".json.zst")), "{snapshots:?}");
}

#[test]
fn the_newest_snapshots_are_kept_and_nothing_else_is_touched() {
    let document = small().document();
    let own = instance(&document);
    let standin = StandIn::of(&document);
    let place = beside_a_folder(&standin);
    let snapshot = |day: u32| format!("{own}-202401{day:02}T020000Z.json.zst");
    let sum = |name: &str| format!("{name}.sha256");
    for day in 1..=4 {
        place.write(&format!("nightly/{}", snapshot(day)), "old");
        place.write(&format!("nightly/{}", sum(&snapshot(day))), "old");
    }
    let others = [
        format!("{OTHER}-20240101T020000Z.json.zst"),
        format!("{own}-2-20240101T020000Z.json.zst"),
        format!("{own}-20240101T020000Z.json"),
        format!("{own}-20240101.json.zst"),
        format!("{own}-before-the-audit.json.zst"),
        "notes.txt".to_owned(),
    ];
    for name in &others {
        place.write(&format!("nightly/{name}"), "somebody's");
    }
    collect(&place, &["--keep", "3"]).exits(0);
    let mut left = names(&place);
    let is_old = |name: &String| others.contains(name) || name.contains("-20240");
    let new: Vec<String> = left.extract_if(.., |name| !is_old(name)).collect();
    assert_eq!(new.len(), 2, "{new:?}");
    assert_eq!(new[1], sum(&new[0]));
    let mut due = others.to_vec();
    for day in [3, 4] {
        due.extend([snapshot(day), sum(&snapshot(day))]);
    }
    due.sort();
    assert_eq!(left, due);
    assert!(others.iter().all(|name| place.read(&format!("nightly/{name}")) == "somebody's"));
}

/// Where the clock was wrong once, the snapshot just written is not the newest by name.
#[test]
fn the_snapshot_just_written_is_always_kept() {
    let document = small().document();
    let standin = StandIn::of(&document);
    let place = beside_a_folder(&standin);
    let ahead = format!("{}-20990101T020000Z.json.zst", instance(&document));
    place.write(&format!("nightly/{ahead}"), "of the future");
    collect(&place, &["--keep", "1"]).exits(0);
    let left = names(&place);
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(!left.contains(&ahead));
}

#[test]
fn snapshots_are_only_kept_apart_in_a_folder() {
    let standin = StandIn::of(&small().document());
    let place = Workplace::near(&standin);
    for out in ["out.json", "-"] {
        place.run(&["collect", "--out", out, "--keep", "3"]).fails(&["--keep", "folder", out]);
    }
    place.run(&["collect", "--out", ".", "--keep", "0"]).exits(2);
    assert_eq!(standin.requests().len(), 0);
}
