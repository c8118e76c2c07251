//! The condition operators by name.

use std::fmt;

/// What an operator compares, without its negation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "named as AWS names the operators")]
pub enum Kind {
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    Numeric(Order),
    Date(Order),
    Bool,
    BinaryEquals,
    IpAddress,
    /// ArnEquals and ArnLike, which are one.
    Arn,
    Null,
}

/// How two numbers or dates are to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "named as AWS names the operators")]
pub enum Order {
    Equals,
    LessThan,
    LessThanEquals,
    GreaterThan,
    GreaterThanEquals,
}

/// What is asked of several values of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Qualifier {
    /// Each of them.
    ForAllValues,
    /// At least one.
    ForAnyValue,
}

/// A condition operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operator {
    /// What it compares.
    pub kind: Kind,
    /// It holds where the comparison does not.
    pub negated: bool,
    /// It holds where the request does not have the key.
    pub if_exists: bool,
    /// `ForAllValues:` or `ForAnyValue:`.
    pub qualifier: Option<Qualifier>,
}

/// Every operator: name, what it compares, whether it negates.
const NAMES: [(&str, Kind, bool); 29] = [
    ("StringEquals", Kind::StringEquals, false),
    ("StringNotEquals", Kind::StringEquals, true),
    ("StringEqualsIgnoreCase", Kind::StringEqualsIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", Kind::StringEqualsIgnoreCase, true),
    ("StringLike", Kind::StringLike, false),
    ("StringNotLike", Kind::StringLike, true),
    ("NumericEquals", Kind::Numeric(Order::Equals), false),
    ("NumericNotEquals", Kind::Numeric(Order::Equals), true),
    ("NumericLessThan", Kind::Numeric(Order::LessThan), false),
    ("NumericLessThanEquals", Kind::Numeric(Order::LessThanEquals), false),
    ("NumericGreaterThan", Kind::Numeric(Order::GreaterThan), false),
    ("NumericGreaterThanEquals", Kind::Numeric(Order::GreaterThanEquals), false),
    ("DateEquals", Kind::Date(Order::Equals), false),
    ("DateNotEquals", Kind::Date(Order::Equals), true),
    ("DateLessThan", Kind::Date(Order::LessThan), false),
    ("DateLessThanEquals", Kind::Date(Order::LessThanEquals), false),
    ("DateGreaterThan", Kind::Date(Order::GreaterThan), false),
    ("DateGreaterThanEquals", Kind::Date(Order::GreaterThanEquals), false),
    ("Bool", Kind::Bool, false),
    ("BinaryEquals", Kind::BinaryEquals, false),
    ("IpAddress", Kind::IpAddress, false),
    ("NotIpAddress", Kind::IpAddress, true),
    // ArnEquals takes wildcards too, so that the two are one.
    ("ArnLike", Kind::Arn, false),
    ("ArnNotLike", Kind::Arn, true),
    ("ArnEquals", Kind::Arn, false),
    ("ArnNotEquals", Kind::Arn, true),
    ("Null", Kind::Null, false),
    // Spelt so in older policies.
    ("StringEqualsIgnorecase", Kind::StringEqualsIgnoreCase, false),
    ("StringNotEqualsIgnorecase", Kind::StringEqualsIgnoreCase, true),
];

impl Operator {
    /// The operator of a name, which ignores case.
    pub fn parse(name: &str) -> Option<Self> {
        let strip = |text: &'_ str, prefix: &str| {
            let head = text.get(..prefix.len())?;
            head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..).unwrap_or_default().to_owned())
        };
        let (qualifier, rest) = match (strip(name, "ForAllValues:"), strip(name, "ForAnyValue:")) {
            (Some(rest), _) => (Some(Qualifier::ForAllValues), rest),
            (_, Some(rest)) => (Some(Qualifier::ForAnyValue), rest),
            _ => (None, name.to_owned()),
        };
        let lower = rest.to_ascii_lowercase();
        let (base, if_exists) = match lower.strip_suffix("ifexists") {
            Some(base) => (base, true),
            None => (lower.as_str(), false),
        };
        let (_, kind, negated) = NAMES.into_iter().find(|(name, _, _)| name.eq_ignore_ascii_case(base))?;
        // Null is what tells whether a key exists.
        let is_sound = !(kind == Kind::Null && if_exists);
        is_sound.then_some(Operator { kind, negated, if_exists, qualifier })
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.qualifier {
            Some(Qualifier::ForAllValues) => f.write_str("ForAllValues:")?,
            Some(Qualifier::ForAnyValue) => f.write_str("ForAnyValue:")?,
            None => {}
        }
        let name = NAMES.iter().find(|(_, kind, negated)| *kind == self.kind && *negated == self.negated);
        f.write_str(name.map_or("", |(name, _, _)| name))?;
        if self.if_exists { f.write_str("IfExists") } else { Ok(()) }
    }
}
