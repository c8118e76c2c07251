//! Killed anywhere and resumed, a run ends in the snapshot of one that was not.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;

use super::broken_off::{JOURNAL, Whole};
use crate::standin::Organization;

/// Small, for it is collected four hundred times; yet every kind of record is in it.
const ORGANIZATION: (usize, usize, usize, usize, usize) = (2, 3, 4, 2, 6);

#[test]
fn from_200_kill_points_a_resumed_run_ends_in_the_same_snapshot() {
    let (sets, accounts, users, groups, assignments) = ORGANIZATION;
    let whole =
        |mode| Whole::of(Organization::new(sets, accounts, users, groups, assignments), &["--mode", mode]);
    let modes = [(whole("pairs"), 140), (whole("principals"), 30), (whole("exhaustive"), 30)];
    let points = modes
        .iter()
        .flat_map(|(whole, count)| (0..*count).map(move |point| (whole, point * whole.all / count)));
    let points = Mutex::new(points);
    let next = || points.lock().expect("no thread panicked here").next();
    let work = || {
        while let Some((whole, answers)) = next() {
            let tried = catch_unwind(AssertUnwindSafe(|| one(whole, answers)));
            if let Err(panic) = tried {
                eprintln!("killed after {answers} answers of {}", whole.all);
                resume_unwind(panic);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(work);
        }
    });
}

fn one(whole: &Whole, answers: usize) {
    let place = whole.killed_after(answers);
    // The first answer names the instance, and with it begins the journal.
    let left: &[&str] = if answers == 0 { &[] } else { &[JOURNAL] };
    assert_eq!(place.names(), left, "nothing stands under the snapshot's name");
    whole.resumes(place);
}
