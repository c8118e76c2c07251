//! Points in time, always UTC.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A point in time, written RFC 3339 UTC with `Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// The last moment (UTC) that a date given by a person stands for: a day stands until its end.
    ///
    /// Accepts `2026-10-01` and RFC 3339 (`2026-10-01T12:00:00Z`).
    ///
    /// # Errors
    /// A sentence saying what is accepted.
    pub fn until(text: &str) -> Result<Self, String> {
        if let Ok(timestamp) = text.parse() {
            return Ok(timestamp);
        }
        text.parse::<Date>()
            .ok()
            .and_then(|date| date.at(23, 59, 59, 999_999_999).to_zoned(TimeZone::UTC).ok())
            .map(|zoned| Timestamp(zoned.timestamp()))
            .ok_or_else(|| {
                format!("`{text}` is not a date: write it as 2026-10-01 or 2026-10-01T12:00:00Z")
            })
    }
}

impl FromStr for Timestamp {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.parse().map(Timestamp)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_stands_until_its_end() {
        let until = Timestamp::until("2026-10-01").unwrap();
        assert!(until >= "2026-10-01T23:59:59Z".parse().unwrap());
        assert!(until < "2026-10-02T00:00:00Z".parse().unwrap());
        assert_eq!(Timestamp::until("2026-10-01T12:00:00+02:00").unwrap().to_string(), "2026-10-01T10:00:00Z");
        assert!(Timestamp::until("01.10.2026").unwrap_err().contains("2026-10-01"));
    }
}
