//! What holds of all policies, tried on small random ones. A failure names its seed.

use fastrand::Rng;
use serde_json::{Value, json};
use ssoscan::policy::compare::{Difference, Relation, Verdict, concrete};
use ssoscan::policy::evaluate::Policy;
use ssoscan::policy::pattern::Syntax;
use ssoscan::policy::{
    Comparison, Context, Decision, Document, Pattern, Policies, Request, ResourcePattern, compare, simulate,
};

/// What policies name as actions, and what requests ask for: some of each that no other is about.
const ACTIONS: [&str; 11] = [
    "s3:GetObject",
    "s3:Get*",
    "S3:*object",
    "s3:*",
    "s3:Get?bject",
    "ec2:DescribeInstances",
    "ec2:*",
    "iam:*",
    "iam:CreateUser",
    "blue:Paint",
    "*",
];
const ASKED: [&str; 8] = [
    "s3:GetObject",
    "s3:GetBucketAcl",
    "s3:PutObject",
    "ec2:StartInstances",
    "ec2:DescribeInstances",
    "iam:CreateUser",
    "blue:Paint",
    "green:Grow",
];
/// It cannot be restricted to a resource: a real request for it is on `*`.
const STAR_ONLY: &str = "ec2:DescribeInstances";

const RESOURCES: [&str; 10] = [
    "*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::a*",
    "arn:aws:s3:::*ab*",
    "arn:aws:s3:::a?",
    "arn:aws:s3:::ab",
    "arn:aws:s3:::a*b",
    "arn:aws:ec2:*:*:instance/*",
    "arn:aws:ec2:eu-*-1:1:instance/a*",
    "arn:*:iam::1:user/b",
];
/// Elements whose meaning turns on the request, or that AWS does not explain.
const UNSURE: [&str; 7] = [
    "arn:aws:s3:::${aws:username}",
    "arn:aws:s3:::a/${aws:username}/*",
    "arn:aws:s3:::${aws:PrincipalTag/t, 'b'}*",
    "arn:aws:s3:::a${*}b",
    "arn:aws:s3*",
    "arn:aws:*:::a*",
    "ab",
];
const KEYS: [&str; 5] =
    ["aws:username", "aws:PrincipalTag/t", "aws:MultiFactorAuthPresent", "s3:max-keys", "aws:SourceArn"];
const VALUES: [&str; 7] = ["a", "b", "ab", "true", "false", "10", "arn:aws:s3:::ab"];
const OPERATORS: [&str; 12] = [
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringEqualsIgnoreCase",
    "StringLikeIfExists",
    "ForAllValues:StringEquals",
    "ForAnyValue:StringNotLike",
    "NumericLessThan",
    "Bool",
    "Null",
    "ArnEquals",
    "ArnLike",
];

/// Makes policies and requests.
struct Maker {
    rng: Rng,
    /// Conditions, variables and what AWS does not explain, too.
    everything: bool,
}

/// The property for this many seeds.
#[track_caller]
fn always(rounds: u64, everything: bool, property: fn(&mut Maker)) {
    for seed in 0..rounds {
        let run = std::panic::catch_unwind(|| property(&mut Maker { rng: Rng::with_seed(seed), everything }));
        assert!(run.is_ok(), "with seed {seed}");
    }
}

impl Maker {
    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.rng.usize(..of.len())]
    }

    fn some(&mut self, of: &[&str]) -> Value {
        let count = self.rng.usize(1..=2);
        let mut list: Vec<&str> = (0..count).map(|_| self.one(of)).collect();
        if list.len() == 1 { json!(list.remove(0)) } else { json!(list) }
    }

    fn resources(&mut self) -> Value {
        let unsure = self.everything && self.rng.u8(..4) == 0;
        let of: &[&str] = if unsure { &UNSURE } else { &RESOURCES };
        self.some(of)
    }

    fn condition(&mut self) -> Value {
        let mut condition = json!({});
        for _ in 0..self.rng.usize(1..=2) {
            let (operator, key) = (self.one(&OPERATORS), self.one(&KEYS));
            let key = if self.rng.bool() { key.to_uppercase() } else { key.to_owned() };
            condition[operator][key] = match operator {
                "Bool" | "Null" => json!(self.rng.bool()),
                "NumericLessThan" => json!(self.rng.u8(..20)),
                _ => self.some(&VALUES),
            };
        }
        condition
    }

    fn statement(&mut self, effect: &str) -> Value {
        let mut statement = json!({ "Effect": effect });
        let action = if self.rng.u8(..5) == 0 { "NotAction" } else { "Action" };
        statement[action] = self.some(&ACTIONS);
        let resource = if self.rng.u8(..5) == 0 { "NotResource" } else { "Resource" };
        statement[resource] = self.resources();
        if self.everything && self.rng.u8(..3) == 0 {
            statement["Condition"] = self.condition();
        }
        statement
    }

    fn statements(&mut self) -> Vec<Value> {
        let effects: Vec<bool> = (0..self.rng.usize(1..=3)).map(|_| self.rng.u8(..3) > 0).collect();
        effects.into_iter().map(|allows| self.statement(if allows { "Allow" } else { "Deny" })).collect()
    }

    fn policies(&mut self) -> Policies {
        let mut policies = Policies::of(document(&self.statements()));
        if self.rng.u8(..4) == 0 {
            policies = limited(policies, &self.statements());
        }
        policies
    }

    /// A policy and another that differs from it in one statement, or in all.
    fn pair(&mut self) -> (Policies, Policies) {
        let statements = self.statements();
        let mut others = if self.rng.bool() { statements.clone() } else { self.statements() };
        let at = self.rng.usize(..others.len());
        match self.rng.u8(..3) {
            0 => others.push(self.statement("Allow")),
            1 => others.push(self.statement("Deny")),
            _ => others[at] = self.statement("Allow"),
        }
        let mut pair = (Policies::of(document(&statements)), Policies::of(document(&others)));
        if self.rng.u8(..4) == 0 {
            let boundary = self.statements();
            pair = (limited(pair.0, &boundary), limited(pair.1, &boundary));
        }
        pair
    }

    fn word(&mut self, letters: &str, longest: usize) -> String {
        let letters: Vec<char> = letters.chars().collect();
        (0..self.rng.usize(..=longest)).map(|_| letters[self.rng.usize(..letters.len())]).collect()
    }

    fn request(&mut self) -> (&'static str, String) {
        let action = self.one(&ASKED);
        let resource = match self.rng.u8(..8) {
            _ if action == STAR_ONLY => "*".to_owned(),
            0 => "*".to_owned(),
            1 => {
                format!("arn:aws:ec2:{}:1:instance/{}", self.one(&["eu-west-1", "eu-1"]), self.word("ab", 2))
            }
            2 => format!("arn:aws:iam::1:user/{}", self.word("ab", 2)),
            _ => format!("arn:aws:s3:::{}", self.word("aabb/x", 5)),
        };
        (action, resource)
    }

    fn context(&mut self) -> Context {
        let keys: Vec<&str> = KEYS.into_iter().filter(|_| self.rng.bool()).collect();
        let values = |_| vec![self.one(&VALUES).to_owned()];
        let values: Vec<Vec<String>> = keys.iter().map(values).collect();
        Context::of(keys.into_iter().zip(values))
    }
}

fn document(statements: &[Value]) -> Document {
    Document::parse(&json!({ "Version": "2012-10-17", "Statement": statements }).to_string())
}

fn limited(policies: Policies, statements: &[Value]) -> Policies {
    Policies { boundary: Some(vec![Policy::new("boundary", document(statements))]), ..policies }
}

/// The policies, the identity policy with one more statement.
fn with(policies: &Policies, statement: Value) -> Policies {
    let mut more = policies.clone();
    more.identity.push(Policy::new("more", document(&[statement])));
    more
}

fn decision(policies: &Policies, action: &str, resource: &str, context: &Context) -> Decision {
    simulate(policies, &Request::new(action, resource, context)).decision
}

fn allows(policies: &Policies, (action, resource): &(&str, String)) -> bool {
    decision(policies, action, resource, &Context::default()) == Decision::Allowed
}

/// The texts of policies, for a message.
fn texts(policies: &Policies) -> String {
    let of_list = |list: &[Policy]| {
        let texts = list.iter().filter_map(|policy| Some(policy.text()?.to_owned()));
        texts.collect::<Vec<_>>().join(" ")
    };
    policies.lists().map(|(list, policies)| format!("\n{list:?}: {}", of_list(policies))).collect()
}

#[test]
fn policies_are_equal_to_themselves() {
    always(400, true, |make| {
        let policies = make.policies();
        let found = compare(&policies, &policies.clone());
        assert_eq!(found.verdict, Verdict::Equal, "{found:?}{}", texts(&policies));
    });
}

#[test]
fn gained_and_lost_swap_with_the_sides() {
    always(300, true, |make| {
        let (old, new) = make.pair();
        let (there, back) = (compare(&old, &new), compare(&new, &old));
        let context = format!("{there:?}\n{back:?}{}{}", texts(&old), texts(&new));
        let mirrored = match back.verdict {
            Verdict::Gained => Verdict::Lost,
            Verdict::Lost => Verdict::Gained,
            other => other,
        };
        assert_eq!(there.verdict, mirrored, "{context}");
        // Another action and resource may stand for a class; how many actions it has is the same.
        let classes = |list: &[Difference]| {
            let mut classes: Vec<usize> = list.iter().map(|one| one.known_actions).collect();
            classes.sort_unstable();
            classes
        };
        assert_eq!(classes(&there.gained), classes(&back.lost), "{context}");
        assert_eq!(classes(&there.lost), classes(&back.gained), "{context}");
    });
}

#[test]
fn a_request_shows_each_difference_that_turns_on_no_condition() {
    always(400, true, |make| {
        let (old, new) = make.pair();
        let found = compare(&old, &new);
        if found.verdict == Verdict::Undecided {
            return;
        }
        for (differences, expected) in [(&found.gained, (false, true)), (&found.lost, (true, false))] {
            for one in differences
                .iter()
                .filter(|one| one.old_conditions.is_empty() && one.new_conditions.is_empty())
            {
                let (resource, context) = concrete(one);
                let allows = |side| decision(side, &one.action, &resource, &context) == Decision::Allowed;
                assert_eq!((allows(&old), allows(&new)), expected, "{one:?}{}{}", texts(&old), texts(&new));
            }
        }
    });
}

/// Without conditions and variables every question has an answer, and no request is against it.
#[test]
fn no_request_is_against_the_verdict() {
    always(250, false, |make| {
        let (old, new) = make.pair();
        let found = compare(&old, &new);
        assert_ne!(found.verdict, Verdict::Undecided, "{found:?}{}{}", texts(&old), texts(&new));
        assert_ne!(found.verdict, Verdict::ConditionChanged, "{found:?}{}{}", texts(&old), texts(&new));
        for _ in 0..200 {
            let request = make.request();
            let against = match (allows(&old, &request), allows(&new, &request)) {
                (false, true) => found.gained.is_empty(),
                (true, false) => found.lost.is_empty(),
                _ => false,
            };
            assert!(!against, "{request:?}: {found:?}{}{}", texts(&old), texts(&new));
        }
    });
}

#[test]
fn the_canonical_text_means_the_same() {
    always(400, true, |make| {
        let written = document(&make.statements());
        let canonical = Document::parse(&written.canonical());
        assert_eq!(canonical.canonical(), written.canonical());
        let (written, canonical) = (Policies::of(written), Policies::of(canonical));
        let sides = format!("{}{}", texts(&written), texts(&canonical));
        let found = compare(&written, &canonical);
        assert_eq!(found.verdict, Verdict::Equal, "{found:?}{sides}");
        for _ in 0..20 {
            let ((action, resource), context) = (make.request(), make.context());
            let decide = |side| decision(side, action, &resource, &context);
            assert_eq!(decide(&written), decide(&canonical), "{action} on {resource}, {context:?}{sides}");
        }
    });
}

/// Nothing is gained: neither somewhere new nor under other conditions.
#[track_caller]
fn grants_no_more(found: &Comparison, sides: &str) {
    assert!(
        matches!(
            found.verdict,
            Verdict::Equal | Verdict::Lost | Verdict::ConditionChanged | Verdict::Undecided
        ),
        "{found:?}{sides}"
    );
    assert!(found.gained.is_empty(), "{found:?}{sides}");
    assert!(found.changed.iter().all(|one| one.relation == Relation::Narrowed), "{found:?}{sides}");
}

#[test]
fn a_deny_adds_no_access() {
    always(300, true, |make| {
        let policies = make.policies();
        let more = with(&policies, make.statement("Deny"));
        grants_no_more(&compare(&policies, &more), &texts(&more));
    });
}

#[test]
fn an_allow_takes_no_access() {
    always(300, true, |make| {
        let policies = make.policies();
        let more = with(&policies, make.statement("Allow"));
        grants_no_more(&compare(&more, &policies), &texts(&more));
    });
}

#[test]
fn a_limit_adds_no_access() {
    always(300, true, |make| {
        let policies = Policies::of(document(&make.statements()));
        let bounded = limited(policies.clone(), &make.statements());
        grants_no_more(&compare(&policies, &bounded), &texts(&bounded));
        let mut controlled = policies.clone();
        controlled.service_control.push(vec![Policy::new("level", document(&make.statements()))]);
        grants_no_more(&compare(&policies, &controlled), &texts(&controlled));
        for _ in 0..20 {
            let ((action, resource), context) = (make.request(), make.context());
            let allows = |side| decision(side, action, &resource, &context) == Decision::Allowed;
            assert!(allows(&policies) || !(allows(&bounded) || allows(&controlled)), "{}", texts(&bounded));
        }
    });
}

/// A policy that was not read is never taken for one that does nothing.
#[test]
fn an_unread_policy_is_equal_to_nothing() {
    always(100, true, |make| {
        let policies = make.policies();
        let mut more = policies.clone();
        more.identity.push(Policy::unlisted("unread", None));
        more.identity.push(Policy::new("broken", Document::parse("{")));
        let found = compare(&policies, &more);
        assert!(!found.undecided.is_empty(), "{found:?}");
        assert_ne!(found.verdict, Verdict::Equal);
        let same = compare(&more, &more.clone());
        assert_ne!(same.verdict, Verdict::Equal, "two policies that were not read may differ: {same:?}");
    });
}

/// The matcher that is easy to believe.
fn naive(pattern: &[char], text: &[char]) -> bool {
    match (pattern, text) {
        ([], []) => true,
        (['*', rest @ ..], _) => {
            naive(rest, text) || text.split_first().is_some_and(|(_, text)| naive(pattern, text))
        }
        (['?', rest @ ..], [_, text @ ..]) => naive(rest, text),
        ([own, rest @ ..], [character, text @ ..]) => own == character && naive(rest, text),
        _ => false,
    }
}

/// The same for a resource: up to the fifth colon, a wildcard that does not end its segment stays in it.
fn naive_resource(pattern: &[char], text: &[char], segment: usize) -> bool {
    let free = |rest: &[char]| segment >= 5 || matches!(rest, [] | [':', ..]);
    match (pattern, text) {
        ([], []) => true,
        (['*', rest @ ..], _) => {
            naive_resource(rest, text, segment)
                || text.split_first().is_some_and(|(character, text)| {
                    (free(rest) || *character != ':') && naive_resource(pattern, text, segment)
                })
        }
        (['?', rest @ ..], [character, text @ ..]) => {
            (segment >= 5 || *character != ':') && naive_resource(rest, text, segment)
        }
        ([own, rest @ ..], [character, text @ ..]) => {
            own == character && naive_resource(rest, text, segment + usize::from(*own == ':'))
        }
        _ => false,
    }
}

#[test]
fn globs_match_as_a_naive_matcher_does() {
    let chars = |text: &str| text.chars().collect::<Vec<char>>();
    let mut matched = 0;
    for seed in 0..20_000 {
        let mut make = Maker { rng: Rng::with_seed(seed), everything: true };
        let (pattern, text) = (make.word("aabbé*?:", 7), make.word("aabbé:", 8));
        let parsed = Pattern::parse(&pattern, Syntax { wildcards: true, variables: true });
        let expected = naive(&chars(&pattern), &chars(&text));
        assert_eq!(parsed.matches(&text), expected, "seed {seed}: {pattern} on {text}");
        matched += usize::from(expected);
    }
    assert!(matched > 500, "{matched}: the patterns are too seldom met");
}

#[test]
fn resources_match_as_a_naive_matcher_does() {
    let chars = |text: &str| text.chars().collect::<Vec<char>>();
    let mut matched = 0;
    for seed in 0..20_000 {
        let mut make = Maker { rng: Rng::with_seed(seed), everything: true };
        let segments: Vec<String> = (0..4).map(|_| make.word("ab*?", 3)).collect();
        let pattern = format!("arn:{}:{}", segments.join(":"), make.word("ab*?:", 4));
        let text: String = pattern
            .chars()
            .flat_map(|piece| match piece {
                '*' => make.word("ab:", 2).chars().collect(),
                '?' => vec![if make.rng.bool() { 'a' } else { ':' }],
                other => vec![other],
            })
            .collect();
        let found = ResourcePattern::parse(&pattern, true).matches(&text, &Context::default());
        let expected = naive_resource(&chars(&pattern), &chars(&text), 0);
        assert_eq!(found, Some(expected), "seed {seed}: {pattern} on {text}");
        matched += usize::from(expected);
    }
    assert!((500..19_500).contains(&matched), "{matched}: the patterns are met too seldom or always");
}
