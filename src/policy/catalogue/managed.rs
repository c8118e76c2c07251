//! The documents of AWS's managed policies: `managed_policies.txt.zst`.

use std::sync::OnceLock;

use super::{Origin, lines, text_of};

/// An AWS managed policy.
#[derive(Clone, Copy, Debug)]
pub struct ManagedDocument {
    /// Its ARN, in partition `aws`.
    pub arn: &'static str,
    /// The version that applies.
    pub version_id: &'static str,
    /// When that version was made, RFC 3339 UTC.
    pub update_date: &'static str,
    /// Its text.
    pub document: &'static str,
}

fn text() -> &'static str {
    static TEXT: OnceLock<&str> = OnceLock::new();
    TEXT.get_or_init(|| text_of(include_bytes!("managed_policies.txt.zst")))
}

/// Where the documents come from.
pub fn origin() -> Origin {
    Origin::of(text())
}

/// All of them, sorted by ARN.
pub fn managed_policies() -> impl Iterator<Item = ManagedDocument> {
    lines(text()).filter_map(read)
}

/// The one of an ARN. Policies of other partitions are not known: they may differ.
pub fn managed_policy(arn: &str) -> Option<ManagedDocument> {
    static LINES: OnceLock<Vec<&str>> = OnceLock::new();
    let all = LINES.get_or_init(|| lines(text()).collect());
    let arn_of = |line: &'static str| line.split('\t').next().unwrap_or_default();
    let place = all.binary_search_by(|line| arn_of(line).cmp(arn)).ok()?;
    all.get(place).and_then(|line| read(line))
}

fn read(line: &'static str) -> Option<ManagedDocument> {
    let mut fields = line.splitn(4, '\t');
    Some(ManagedDocument {
        arn: fields.next()?,
        version_id: fields.next()?,
        update_date: fields.next()?,
        document: fields.next()?,
    })
}
