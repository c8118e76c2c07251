//! The truth itself is as was said when each kind of step was written down: it is not `ssoscan` that is tried here.

use std::collections::BTreeSet;

use super::changes::KINDS;
use super::expected::{Row, rows};
use super::{Case, Report, all_agree, is_long, records};

/// The row in words: the change and each cause.
fn words(row: &Row) -> Vec<String> {
    let change = row.change.word();
    match row.causes.as_deref() {
        None => vec![format!("{change} for whatever reason")],
        Some([]) => vec![change.to_owned()],
        Some(causes) => causes.iter().map(|(cause, _)| format!("{change} {cause}")).collect(),
    }
}

#[test]
fn each_kind_is_as_it_was_meant() {
    all_agree(KINDS, |kind| {
        let meant: BTreeSet<&str> = kind.tables.iter().copied().collect();
        let meant_to_show: BTreeSet<String> = kind.shows.iter().map(|show| (*show).to_owned()).collect();
        let least = if is_long() { 100 } else { 6 };
        let (mut tables, mut shows, mut happened) = (BTreeSet::new(), BTreeSet::new(), 0);
        for case in (0..400).filter_map(|seed| Case::alone(kind, seed)) {
            happened += 1;
            tables.extend(records::touched(&case.old, &case.new));
            shows.extend(rows(&case.old, &case.new).iter().flat_map(words));
            if happened >= least && tables == meant && shows == meant_to_show {
                return None;
            }
        }
        let text = format!("{}: happened {happened} times, in {tables:?}, and showed {shows:?}", kind.name);
        Some(Report { kinds: BTreeSet::new(), text })
    });
}

/// The mixes ask for every word there is, and leave little open.
#[test]
fn mixes_have_everything_in_them() {
    let mut seen = BTreeSet::new();
    let (mut all, mut open) = (0, 0);
    for seed in 10_000..10_050 {
        let case = Case::mix(seed);
        for row in rows(&case.old, &case.new) {
            all += 1;
            open += usize::from(row.causes.is_none());
            seen.extend(words(&row));
        }
    }
    for kind in KINDS {
        for show in kind.shows {
            assert!(seen.contains(*show), "no {show} in {seen:#?}");
        }
    }
    assert!(open * 20 < all, "{open} of {all} rows are open");
}
