//! Patterns match as a matcher does that is easy to believe: pattern and text, a line each.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ssoscan_fuzz::policy::pattern::Syntax;
use ssoscan_fuzz::policy::{Context, Pattern, ResourcePattern};

/// Which ends of `text` the rest of `pattern` reaches. Up to the fifth colon of a resource, a wildcard that does not
/// end its segment stays in it.
fn naive(pattern: &[char], text: &[char], is_resource: bool) -> bool {
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    let mut segment = if is_resource { 0 } else { 5 };
    for (at, piece) in pattern.iter().enumerate() {
        let is_free = segment >= 5 || (*piece == '*' && matches!(pattern.get(at + 1), None | Some(':')));
        let takes = |character: char| is_free || character != ':';
        let mut next = vec![false; text.len() + 1];
        for place in 0..=text.len() {
            let after = place.checked_sub(1).map(|before| (before, text[before]));
            next[place] = match piece {
                '*' => {
                    reached[place]
                        || after.is_some_and(|(before, character)| next[before] && takes(character))
                }
                '?' => after.is_some_and(|(before, character)| reached[before] && takes(character)),
                own => after.is_some_and(|(before, character)| reached[before] && character == *own),
            };
        }
        reached = next;
        segment += usize::from(*piece == ':');
    }
    reached[text.len()]
}

fuzz_target!(|given: &str| {
    let Some((pattern, text)) = given.split_once('\n') else { return };
    if given.len() > 2_000 {
        return;
    }
    let chars = |text: &str| text.chars().collect::<Vec<char>>();
    let (pieces, characters) = (chars(pattern), chars(text));
    let parsed = Pattern::parse(pattern, Syntax { wildcards: true, variables: false });
    assert_eq!(parsed.matches(text), naive(&pieces, &characters, false));

    let resource = ResourcePattern::parse(pattern, false);
    if resource.doubt.is_none() && !resource.pattern.is_all() {
        assert_eq!(resource.matches(text, &Context::default()), Some(naive(&pieces, &characters, true)));
    }
    // With variables: whatever the text, an answer.
    ResourcePattern::parse(pattern, true)
        .matches(text, &Context::of([("aws:username", vec![text.to_owned()])]));
});
