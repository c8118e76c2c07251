//! Texts of which nearly every row has one of its own, in few bytes and without loss.

use super::symbols::{Neighbours, Symbol, Symbols};

/// An id as AWS makes them: a UUID, maybe behind the id of the store. Any other text is interned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Id {
    /// Any text.
    Text(Symbol),
    /// A UUID in lower case, its digits from the left, and the text before it.
    Uuid(Symbol, [u32; 4]),
}

/// A time as ssoscan writes it: RFC 3339 with `Z`, to the microsecond at most. Any other text is interned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// Any text.
    Text(Symbol),
    /// The digits of date and time, and those of the fraction with how many there are.
    Digits([u32; 3]),
}

/// How many bytes a UUID has.
const UUID: usize = 36;
/// Where its dashes are.
const DASHES: [usize; 4] = [8, 13, 18, 23];
/// How many values a fraction of six digits has.
const FRACTIONS: u32 = 1_000_000;

impl Id {
    /// Packs a text of the record's member at `place`.
    pub fn pack(text: &str, place: usize, ids: &mut Neighbours) -> Self {
        let split = text.len().checked_sub(UUID).and_then(|at| text.split_at_checked(at));
        match split.and_then(|(before, uuid)| Some((before, digits_of_uuid(uuid)?))) {
            Some((before, digits)) => Id::Uuid(ids.intern(place, before), digits),
            None => Id::Text(ids.intern(place, text)),
        }
    }

    /// The text.
    pub fn unpack(self, symbols: &Symbols) -> String {
        let (before, digits) = match self {
            Id::Text(symbol) => return symbols.text(symbol).to_owned(),
            Id::Uuid(before, digits) => (before, digits),
        };
        let [first, second, third, fourth] = digits;
        let (before, low) = (symbols.text(before), |word: u32| word & 0xffff);
        format!(
            "{before}{first:08x}-{:04x}-{:04x}-{:04x}-{:04x}{fourth:08x}",
            second >> 16,
            low(second),
            third >> 16,
            low(third)
        )
    }

    /// True where two ids by different symbols are the same text.
    pub fn is(self, symbols: &Symbols, other: Self, others: &Symbols) -> bool {
        match (self, other) {
            (Id::Text(one), Id::Text(other)) => symbols.text(one) == others.text(other),
            (Id::Uuid(one, digits), Id::Uuid(other, of_other)) => {
                digits == of_other && symbols.text(one) == others.text(other)
            }
            // What can be packed is.
            _ => false,
        }
    }

    /// The same by other symbols.
    pub fn renamed(self, rename: impl Fn(Symbol) -> Symbol) -> Self {
        match self {
            Id::Text(symbol) => Id::Text(rename(symbol)),
            Id::Uuid(before, digits) => Id::Uuid(rename(before), digits),
        }
    }
}

impl Time {
    /// Packs a text of the record's member at `place`.
    pub fn pack(text: &str, place: usize, ids: &mut Neighbours) -> Self {
        digits_of_time(text).map_or_else(|| Time::Text(ids.intern(place, text)), Time::Digits)
    }

    /// The text.
    pub fn unpack(self, symbols: &Symbols) -> String {
        let [date, time, fraction] = match self {
            Time::Text(symbol) => return symbols.text(symbol).to_owned(),
            Time::Digits(digits) => digits,
        };
        let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100);
        let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100);
        let (digits, fraction) = (fraction / FRACTIONS, fraction % FRACTIONS);
        let fraction = match digits {
            0 => String::new(),
            digits => format!(".{fraction:0width$}", width = digits as usize),
        };
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
    }

    /// True where two times by different symbols are the same text.
    pub fn is(self, symbols: &Symbols, other: Self, others: &Symbols) -> bool {
        match (self, other) {
            (Time::Text(one), Time::Text(other)) => symbols.text(one) == others.text(other),
            (Time::Digits(one), Time::Digits(other)) => one == other,
            // What can be packed is.
            _ => false,
        }
    }

    /// The same by other symbols.
    pub fn renamed(self, rename: impl Fn(Symbol) -> Symbol) -> Self {
        match self {
            Time::Text(symbol) => Time::Text(rename(symbol)),
            Time::Digits(digits) => Time::Digits(digits),
        }
    }
}

fn digits_of_uuid(text: &str) -> Option<[u32; 4]> {
    let mut digits = 0_u128;
    for (place, byte) in text.bytes().enumerate() {
        let digit = match byte {
            b'-' if DASHES.contains(&place) => continue,
            _ if DASHES.contains(&place) => return None,
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            _ => return None,
        };
        digits = digits << 4 | u128::from(digit);
    }
    #[expect(clippy::cast_possible_truncation, reason = "a word of it is wanted")]
    Some([96, 64, 32, 0].map(|shift| (digits >> shift) as u32))
}

fn digits_of_time(text: &str) -> Option<[u32; 3]> {
    let (date, rest) = text.split_once('T')?;
    let (time, fraction) = match rest.strip_suffix('Z')?.split_once('.') {
        Some((time, fraction)) if (1..=6).contains(&fraction.len()) => (time, fraction),
        Some(_) => return None,
        None => (rest.strip_suffix('Z')?, ""),
    };
    let count = u32::try_from(fraction.len()).ok()?;
    Some([number(date, "dddd-dd-dd")?, number(time, "dd:dd:dd")?, count * FRACTIONS + number_of(fraction)?])
}

/// The number that the digits of a text are, where it has digits where the shape has `d`, and its other characters.
fn number(text: &str, shape: &str) -> Option<u32> {
    let fits = |(byte, wanted): (u8, u8)| if wanted == b'd' { byte.is_ascii_digit() } else { byte == wanted };
    let is_so = text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits);
    let digits = || text.bytes().filter(u8::is_ascii_digit);
    is_so.then(|| digits().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

fn number_of(digits: &str) -> Option<u32> {
    number(digits, "dddddd".get(..digits.len())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_whatever_it_was() {
        let uuid = "0a1b2c3d-0000-4fff-8000-00000000000e";
        let store = format!("90677c608a-{uuid}");
        let ids = [
            uuid,
            &store,
            "",
            "x",
            "0A1b2c3d-0000-4fff-8000-00000000000e",
            &uuid[1..],
            "é0a1b2c3d-0000-4fff-8000-00000000000",
        ];
        let mut symbols = Symbols::default();
        for text in ids {
            let id = Id::pack(text, 2, &mut Neighbours::new(&mut symbols));
            assert_eq!(
                (id.unpack(&symbols).as_str(), matches!(id, Id::Uuid(..))),
                (text, text.ends_with(uuid))
            );
        }
        let times = [
            ("2026-10-01T02:15:03Z", true),
            ("2026-10-01T02:15:03.5Z", true),
            ("2026-10-01T02:15:03.000Z", true),
            ("0000-99-00T99:00:09.000001Z", true),
            ("2026-10-01T02:15:03.0000001Z", false),
            ("2026-10-01T02:15:03.Z", false),
            ("2026-10-01T02:15:03", false),
            ("2026-10-01T02:15:03+00:00", false),
            ("2026-10-1T02:15:03Z", false),
            ("", false),
        ];
        for (text, is_packed) in times {
            let time = Time::pack(text, 3, &mut Neighbours::new(&mut symbols));
            assert_eq!((time.unpack(&symbols).as_str(), matches!(time, Time::Digits(_))), (text, is_packed));
        }
    }

    #[test]
    fn the_same_text_is_the_same_by_other_symbols() {
        let (mut one, mut other) = (Symbols::default(), Symbols::default());
        other.intern("something before");
        let texts =
            ["a", "b", "s-0a1b2c3d-0000-4fff-8000-00000000000e", "0a1b2c3d-0000-4fff-8000-00000000000e"];
        for first in texts {
            for second in texts {
                let here = Id::pack(first, 0, &mut Neighbours::new(&mut one));
                let there = Id::pack(second, 0, &mut Neighbours::new(&mut other));
                assert_eq!(here.is(&one, there, &other), first == second, "{first} {second}");
            }
        }
    }
}
