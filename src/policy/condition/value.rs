//! The values of a condition, by the type that its operator compares.

use std::cmp::Ordering;
use std::net::IpAddr;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::operator::{Kind, Order};
use super::{Context, Truth, any};
use crate::policy::pattern::{Pattern, Piece, Syntax, Variable};

/// The values of a condition. `None` stands for one that is not of the type.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Texts, with their wildcards and variables.
    Text(Vec<Pattern>),
    /// Numbers.
    Number(Vec<Option<Number>>),
    /// Points in time, in nanoseconds since 1970.
    Date(Vec<Option<i128>>),
    /// `true` or `false`.
    Bool(Vec<Option<bool>>),
    /// Base64.
    Binary(Vec<String>),
    /// Networks.
    Network(Vec<Option<Network>>),
    /// Of an unknown operator or type.
    Unknown,
}

/// A number: exact where it is whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number.
    Whole(i128),
    /// Another.
    Fraction(f64),
}

impl Number {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(whole) = text.parse() {
            return Some(Number::Whole(whole));
        }
        let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
        text.parse::<f64>().ok().filter(|number| is_decimal && number.is_finite()).map(Number::Fraction)
    }

    fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Number::Whole(one), Number::Whole(other)) => Some(one.cmp(&other)),
            (one, other) => one.float().partial_cmp(&other.float()),
        }
    }

    fn float(self) -> f64 {
        match self {
            Number::Whole(number) => number as f64,
            Number::Fraction(number) => number,
        }
    }
}

/// An address, or a range of them (CIDR).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Reads `203.0.113.0/24`, `2001:db8::/32` or an address alone.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().ok()?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(longest);
        (bits <= longest).then_some(Network { address, bits })
    }

    fn number(address: IpAddr) -> (u128, u32) {
        match address {
            IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
            IpAddr::V6(address) => (u128::from(address), 128),
        }
    }

    /// Whether a network lies within this one.
    pub fn contains(&self, other: &Network) -> bool {
        let ((own, length), (others, other_length)) =
            (Self::number(self.address), Self::number(other.address));
        let shift = length - self.bits;
        let head = |number: u128| number.checked_shr(shift).unwrap_or(0);
        length == other_length && self.bits <= other.bits && head(own) == head(others)
    }

    /// The network's own address and its length.
    fn canonical(&self) -> String {
        let (number, length) = Self::number(self.address);
        let shift = length - self.bits;
        let head = number.checked_shr(shift).and_then(|head| head.checked_shl(shift)).unwrap_or(0);
        format!("{length}:{head:x}/{}", self.bits)
    }
}

/// A date as AWS takes them: ISO 8601 to the year, the day or finer (UTC unless it says), or seconds since 1970.
fn date(text: &str) -> Option<i128> {
    let text = text.trim();
    // No zone by name.
    if text.contains('[') {
        return None;
    }
    let of_date_time =
        |moment: DateTime| moment.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp().as_nanosecond());
    let is_number =
        |text: &str| text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit());
    if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        return Some(timestamp.as_nanosecond());
    }
    if is_number(text) && text.len() != 4 {
        return text.parse::<i128>().ok().map(|seconds| seconds.saturating_mul(1_000_000_000));
    }
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        17 if text.ends_with('Z') => format!("{}:00Z", text.trim_end_matches('Z')),
        _ => text.to_owned(),
    };
    if let Ok(timestamp) = full.parse::<jiff::Timestamp>() {
        return Some(timestamp.as_nanosecond());
    }
    let moment = full.parse::<DateTime>().or_else(|_| full.parse::<Date>().map(DateTime::from));
    moment.ok().and_then(of_date_time)
}

fn boolean(text: &str) -> Option<bool> {
    [("true", true), ("false", false)]
        .into_iter()
        .find(|(word, _)| text.eq_ignore_ascii_case(word))
        .map(|(_, value)| value)
}

/// Base64 without its padding.
fn binary(text: &str) -> String {
    text.trim().trim_end_matches('=').to_owned()
}

impl Values {
    /// Reads the values for an operator.
    pub fn parse(kind: Kind, values: &[String], variables: bool) -> Self {
        let texts = |wildcards| {
            let syntax = Syntax { wildcards, variables };
            Values::Text(values.iter().map(|value| Pattern::parse(value, syntax)).collect())
        };
        match kind {
            Kind::StringEquals => texts(false),
            Kind::StringEqualsIgnoreCase => texts(false),
            Kind::StringLike | Kind::Arn => texts(true),
            Kind::Numeric(_) => Values::Number(values.iter().map(|value| Number::parse(value)).collect()),
            Kind::Date(_) => Values::Date(values.iter().map(|value| date(value)).collect()),
            Kind::Bool | Kind::Null => Values::Bool(values.iter().map(|value| boolean(value)).collect()),
            Kind::BinaryEquals => Values::Binary(values.iter().map(|value| binary(value)).collect()),
            Kind::IpAddress => Values::Network(values.iter().map(|value| Network::parse(value)).collect()),
        }
    }

    /// Its texts, where its operator compares texts.
    pub fn texts(&self) -> &[Pattern] {
        if let Values::Text(texts) = self { texts } else { &[] }
    }

    /// The variables of its texts.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.texts().iter().flat_map(Pattern::variables)
    }

    /// True where no text has a wildcard.
    pub fn has_no_wildcards(&self) -> bool {
        self.texts()
            .iter()
            .all(|text| text.pieces().iter().all(|piece| !matches!(piece, Piece::One | Piece::Run)))
    }

    /// The places of values that are not of the operator's type.
    pub fn invalid(&self) -> Vec<usize> {
        fn none<T>(values: &[Option<T>]) -> Vec<usize> {
            values.iter().enumerate().filter(|(_, value)| value.is_none()).map(|(at, _)| at).collect()
        }
        match self {
            Values::Number(values) => none(values),
            Values::Date(values) => none(values),
            Values::Bool(values) => none(values),
            Values::Network(values) => none(values),
            Values::Text(_) | Values::Binary(_) | Values::Unknown => Vec::new(),
        }
    }

    /// For `Null`: whether the values name this (`true`: the key is missing).
    pub fn names_null(&self, is_missing: bool) -> Truth {
        let Values::Bool(values) = self else { return Truth::Unknown };
        any(values.iter().map(|value| value.map_or(Truth::Unknown, |value| (value == is_missing).into())))
    }

    /// Whether one of the values matches what the request has.
    pub fn any_matches(&self, kind: Kind, present: &str, context: &Context) -> Truth {
        fn typed<T>(values: &[Option<T>], matches: impl Fn(&T) -> bool) -> Truth {
            any(values
                .iter()
                .map(|value| value.as_ref().map_or(Truth::Unknown, |value| matches(value).into())))
        }
        match self {
            Values::Text(texts) => any(texts.iter().map(|text| text_matches(kind, text, present, context))),
            // A value of the request that is not of the type: nobody knows what AWS makes of it.
            Values::Number(values) => Number::parse(present).map_or(Truth::Unknown, |present| {
                typed(values, |value| present.compare(*value).is_some_and(|order| stands(kind, order)))
            }),
            Values::Date(values) => date(present)
                .map_or(Truth::Unknown, |present| typed(values, |value| stands(kind, present.cmp(value)))),
            Values::Bool(values) => {
                boolean(present).map_or(Truth::Unknown, |present| typed(values, |value| present == *value))
            }
            Values::Binary(values) => values.contains(&binary(present)).into(),
            Values::Network(values) => Network::parse(present)
                .map_or(Truth::Unknown, |present| typed(values, |value| value.contains(&present))),
            Values::Unknown => Truth::Unknown,
        }
    }

    /// The values, each the same for the same meaning.
    pub fn canonical(&self, written: &[String]) -> Vec<String> {
        let or_written = |meant: Vec<Option<String>>| {
            meant
                .into_iter()
                .zip(written)
                .map(|(meant, written)| meant.unwrap_or_else(|| format!("not of the type: {written}")))
                .collect()
        };
        match self {
            Values::Text(texts) => texts.iter().map(Pattern::canonical).collect(),
            Values::Number(values) => or_written(
                values
                    .iter()
                    .map(|value| {
                        value.map(|value| match value {
                            Number::Whole(number) => number.to_string(),
                            Number::Fraction(number) => number.to_string(),
                        })
                    })
                    .collect(),
            ),
            Values::Date(values) => {
                or_written(values.iter().map(|value| value.map(|value| value.to_string())).collect())
            }
            Values::Bool(values) => {
                or_written(values.iter().map(|value| value.map(|value| value.to_string())).collect())
            }
            Values::Network(values) => {
                or_written(values.iter().map(|value| value.map(|value| value.canonical())).collect())
            }
            Values::Binary(values) => values.clone(),
            Values::Unknown => written.to_vec(),
        }
    }
}

fn stands(kind: Kind, order: Ordering) -> bool {
    let (Kind::Numeric(wanted) | Kind::Date(wanted)) = kind else { return false };
    match wanted {
        Order::Equals => order.is_eq(),
        Order::LessThan => order.is_lt(),
        Order::LessThanEquals => order.is_le(),
        Order::GreaterThan => order.is_gt(),
        Order::GreaterThanEquals => order.is_ge(),
    }
}

fn text_matches(kind: Kind, text: &Pattern, present: &str, context: &Context) -> Truth {
    let Some(text) = text.filled(context) else { return Truth::No };
    match kind {
        Kind::StringEqualsIgnoreCase => {
            text.text().is_some_and(|text| text.to_lowercase() == present.to_lowercase()).into()
        }
        Kind::Arn => arn_matches(&text, present),
        _ => text.matches(present).into(),
    }
}

/// How many segments an ARN has; the last may hold colons.
const ARN_SEGMENTS: usize = 6;

/// Each of the six segments for itself; a lone `*` stands for every ARN. Of a pattern with fewer AWS says nothing.
fn arn_matches(pattern: &Pattern, present: &str) -> Truth {
    let segments: Vec<&str> = present.splitn(ARN_SEGMENTS, ':').collect();
    if segments.len() < ARN_SEGMENTS || segments.first() != Some(&"arn") {
        return Truth::No;
    }
    if pattern.is_all() {
        return Truth::Yes;
    }
    let patterns: Vec<&[Piece]> =
        pattern.pieces().splitn(ARN_SEGMENTS, |piece| *piece == Piece::Char(':')).collect();
    if patterns.len() < ARN_SEGMENTS {
        return Truth::Unknown;
    }
    let mut pairs = patterns.into_iter().zip(segments);
    pairs.all(|(pattern, segment)| Pattern::of(pattern.to_vec()).matches(segment)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_aws_reads_them() {
        let second = 1_000_000_000;
        for (text, seconds) in [
            ("2026", Some(1_767_225_600)),
            ("2026-01", Some(1_767_225_600)),
            ("2026-01-01", Some(1_767_225_600)),
            ("2026-01-01T00:00Z", Some(1_767_225_600)),
            ("2026-01-01T00:00:00Z", Some(1_767_225_600)),
            ("2026-01-01T01:00:00+01:00", Some(1_767_225_600)),
            ("2026-01-01T00:00:00", Some(1_767_225_600)),
            ("1767225600", Some(1_767_225_600)),
            ("yesterday", None),
        ] {
            assert_eq!(date(text), seconds.map(|seconds: i128| seconds * second), "{text}");
        }
    }

    #[test]
    fn networks_contain_what_lies_within() {
        let contains = |one, other| Network::parse(one).unwrap().contains(&Network::parse(other).unwrap());
        assert!(contains("203.0.113.0/24", "203.0.113.9"));
        assert!(!contains("203.0.113.0/24", "203.0.114.9"));
        assert!(contains("0.0.0.0/0", "203.0.114.9"));
        assert!(contains("2001:db8::/32", "2001:db8:1::1"));
        assert!(!contains("::/0", "203.0.113.9"));
        assert!(Network::parse("203.0.113.0/33").is_none());
    }
}
