//! Two policies, a line each: each is equal to itself, the answer turns round with the sides, and a request shows
//! each difference that turns on no condition.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ssoscan_fuzz::policy::compare::{Verdict, concrete};
use ssoscan_fuzz::policy::{Decision, Document, Policies, Request, compare, simulate};

fuzz_target!(|given: &str| {
    let Some((old, new)) = given.split_once('\n') else { return };
    let read = |text: &str| {
        let document = Document::parse(text);
        document.unreadable.is_none().then(|| Policies::of(document))
    };
    let (Some(old), Some(new)) = (read(old), read(new)) else { return };
    for side in [&old, &new] {
        let found = compare(side, side);
        assert!(matches!(found.verdict, Verdict::Equal), "{found:?}");
    }
    let (there, back) = (compare(&old, &new), compare(&new, &old));
    let mirrored = match back.verdict {
        Verdict::Gained => Verdict::Lost,
        Verdict::Lost => Verdict::Gained,
        other => other,
    };
    assert_eq!(there.verdict, mirrored, "{there:?} {back:?}");
    if there.verdict == Verdict::Undecided {
        return;
    }
    for (differences, expected) in [(&there.gained, (false, true)), (&there.lost, (true, false))] {
        for one in
            differences.iter().filter(|one| one.old_conditions.is_empty() && one.new_conditions.is_empty())
        {
            let (resource, context) = concrete(one);
            let request = Request::new(&one.action, &resource, &context);
            let allows = |side| simulate(side, &request).decision == Decision::Allowed;
            assert_eq!((allows(&old), allows(&new)), expected, "{one:?}");
        }
    }
});
