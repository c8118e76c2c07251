//! How fast policies are read, asked and compared: `cargo bench --bench policy`.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run must say so and stop")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value, json};
use ssoscan::policy::catalogue::{actions, managed_policies};
use ssoscan::policy::pattern::Syntax;
use ssoscan::policy::{Context, Document, Pattern, Policies, Request, compare, simulate};

criterion_main!(all);
criterion_group!(all, parse, simulate_requests, compare_versions, match_globs);

/// Every AWS managed policy of the catalogue.
fn parse(criterion: &mut Criterion) {
    let texts: Vec<&str> = managed_policies().map(|policy| policy.document).collect();
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Elements(texts.len() as u64)).sample_size(10);
    group.bench_function("managed policies", |bencher| {
        bencher.iter(|| texts.iter().map(|text| Document::parse(text).statements.len()).sum::<usize>());
    });
    group.finish();
}

/// Small requests, as a batch asks them: policies are read once.
fn simulate_requests(criterion: &mut Criterion) {
    let statements = json!([
        { "Effect": "Allow", "Action": ["s3:Get*", "s3:List*"], "Resource": ["arn:aws:s3:::blue-*", "arn:aws:s3:::blue-*/*"] },
        {
            "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::home/${aws:username}/*",
            "Condition": { "StringEquals": { "aws:PrincipalTag/team": ["blue", "green"] } },
        },
        { "Effect": "Deny", "NotAction": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } },
    ]);
    let policies = Policies::of(document(&statements));
    let entries =
        [("aws:username", "ana"), ("aws:PrincipalTag/team", "blue"), ("aws:SecureTransport", "true")];
    let context = Context::of(entries.map(|(key, value)| (key, vec![value.to_owned()])));
    let asked: Vec<(&str, String)> = (0..1000)
        .map(|number| match number % 4 {
            0 => ("s3:GetObject", format!("arn:aws:s3:::blue-{number}/report")),
            1 => ("s3:PutObject", format!("arn:aws:s3:::home/ana/{number}")),
            2 => ("s3:PutObject", format!("arn:aws:s3:::home/bob/{number}")),
            _ => ("ec2:StartInstances", format!("arn:aws:ec2:eu-west-1:111122223333:instance/i-{number}")),
        })
        .collect();
    // Read the catalogue before the clock runs.
    black_box(actions().len());
    let mut group = criterion.benchmark_group("simulate");
    group.throughput(Throughput::Elements(asked.len() as u64));
    group.bench_function("small requests", |bencher| {
        bencher.iter(|| {
            let decide = |(action, resource): &(&str, String)| {
                simulate(&policies, &Request::new(action, resource, &context)).decision
            };
            asked.iter().map(decide).filter(|decision| decision.as_str() == "allowed").count()
        });
    });
    group.finish();
}

/// Managed policies, each against itself without its last statement.
fn compare_versions(criterion: &mut Criterion) {
    let pairs: Vec<(Policies, Policies)> =
        managed_policies().filter_map(|policy| shortened(policy.document)).take(200).collect();
    assert_eq!(pairs.len(), 200);
    let mut group = criterion.benchmark_group("compare");
    group.throughput(Throughput::Elements(pairs.len() as u64)).sample_size(10);
    group.bench_function("managed policies", |bencher| {
        bencher.iter(|| pairs.iter().map(|(old, new)| compare(old, new).lost.len()).sum::<usize>());
    });
    group.finish();
}

/// A policy of several statements, and the same without the last.
fn shortened(text: &str) -> Option<(Policies, Policies)> {
    let mut policy: Value = serde_json::from_str(text).ok()?;
    let statements = policy.get_mut("Statement")?.as_array_mut().filter(|statements| statements.len() > 1)?;
    statements.pop();
    Some((Policies::of(Document::parse(text)), Policies::of(Document::parse(&policy.to_string()))))
}

fn document(statements: &Value) -> Document {
    Document::parse(&json!({ "Version": "2012-10-17", "Statement": statements }).to_string())
}

/// The shapes of patterns, each on a text that it matches at the very end, or not.
fn match_globs(criterion: &mut Criterion) {
    let long = "a".repeat(1000);
    let mut group = criterion.benchmark_group("glob");
    for (name, pattern, text) in [
        ("text", "arn:aws:s3:::blue-bucket/report", "arn:aws:s3:::blue-bucket/report"),
        ("prefix", "arn:aws:s3:::blue-bucket/*", "arn:aws:s3:::blue-bucket/report"),
        ("stars", "arn:aws:s3:::*/reports/*/2026-??", "arn:aws:s3:::blue-bucket/reports/x/2026-10"),
        ("stars that try again", "*a*a*a*a*a*b", long.as_str()),
    ] {
        let parse = || Pattern::parse(pattern, Syntax { wildcards: true, variables: true });
        group.bench_function(name, |bencher| {
            bencher.iter_batched_ref(
                parse,
                |pattern| pattern.matches(black_box(text)),
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();
}
