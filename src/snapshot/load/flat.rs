//! The records of the large lists: objects whose members are plain texts.
//!
//! Only the simplest spelling is read here, and what is read here any JSON reader reads the same. Everything else (an
//! escape, a member of another name or type, a member that comes twice) is left to serde_json.

use super::super::rows::{Place, Row};
use super::super::symbols::{Symbol, Symbols};
use super::record::record;

/// Reads the records of one list, and remembers the record before: neighbours share most of their ids.
pub struct FlatReader<'t, 's, R> {
    symbols: &'s mut Symbols,
    last: [Option<(&'t str, Symbol)>; 4],
    /// True once a member was met that the format does not have.
    pub has_unknown_members: bool,
    row: std::marker::PhantomData<R>,
}

impl<'t, 's, R: Row> FlatReader<'t, 's, R> {
    /// A reader that interns into `symbols`.
    pub fn new(symbols: &'s mut Symbols) -> Self {
        FlatReader { symbols, last: [None; 4], has_unknown_members: false, row: std::marker::PhantomData }
    }

    /// The record that starts at `at`, and where it ends; nothing where there is no valid one. `base` is where `text`
    /// begins in the file.
    pub fn read(&mut self, text: &'t str, at: usize, base: usize) -> Option<(R, usize)> {
        if let Some((texts, end)) = plain_members(text, at, R::MEMBERS, R::REQUIRED) {
            let mut symbols = [None; 4];
            for (place, symbol) in symbols.iter_mut().enumerate().take(R::INTERNED) {
                *symbol = texts.get(place).copied().flatten().map(|text| self.intern(place, text));
            }
            return Some((R::of(symbols, place(base + at, end - at))?, end));
        }
        let (read, end) = record::<R::Record<'t>>(text.as_bytes(), at, &mut self.has_unknown_members)?;
        let mut symbols = R::texts(&read).map(|text| text.map(|text| self.symbols.intern(text)));
        symbols.iter_mut().skip(R::INTERNED).for_each(|symbol| *symbol = None);
        Some((R::of(symbols, place(base + at, end - at))?, end))
    }

    fn intern(&mut self, place: usize, text: &'t str) -> Symbol {
        match self.last.get(place) {
            Some(Some((last, symbol))) if *last == text => *symbol,
            _ => {
                let symbol = self.symbols.intern(text);
                if let Some(last) = self.last.get_mut(place) {
                    *last = Some((text, symbol));
                }
                symbol
            }
        }
    }
}

fn place(start: usize, length: usize) -> Place {
    Place { start, length: u32::try_from(length).unwrap_or(u32::MAX) }
}

/// The texts of an object that has these members and no others, each a text without escapes or (but for the required
/// ones, which come first) `null`.
fn plain_members<'t>(
    text: &'t str,
    at: usize,
    members: &[&str],
    required: usize,
) -> Option<([Option<&'t str>; 4], usize)> {
    let mut cursor = Cursor { text, at };
    let mut texts = [None; 4];
    let mut seen = 0_u8;
    let mut expected = 0;
    cursor.take(b'{')?;
    loop {
        // Mostly the members come in their order.
        let in_order = members.get(expected).is_some_and(|member| cursor.starts_with(member));
        let member =
            if in_order { expected } else { members.iter().position(|member| cursor.starts_with(member))? };
        expected = member + 1;
        if seen >> member & 1 == 1 {
            return None;
        }
        seen |= 1 << member;
        cursor.at += members.get(member)?.len();
        cursor.take(b':')?;
        cursor.skip_blanks();
        if member >= required && cursor.starts_with("null") {
            cursor.at += "null".len();
        } else {
            *texts.get_mut(member)? = Some(cursor.plain_text()?);
        }
        cursor.skip_blanks();
        match cursor.byte()? {
            b',' => cursor.at += 1,
            b'}' => break,
            _ => return None,
        }
        cursor.skip_blanks();
    }
    let all_required = (1_u8 << required) - 1;
    (seen & all_required == all_required).then_some((texts, cursor.at + 1))
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn starts_with(&self, text: &str) -> bool {
        self.rest().starts_with(text.as_bytes())
    }

    fn skip_blanks(&mut self) {
        self.at = skip_blanks(self.text.as_bytes(), self.at);
    }

    /// This byte, with the blanks around it.
    fn take(&mut self, byte: u8) -> Option<()> {
        self.skip_blanks();
        (self.byte()? == byte).then_some(())?;
        self.at += 1;
        self.skip_blanks();
        Some(())
    }

    /// A text without escapes.
    fn plain_text(&mut self) -> Option<&'t str> {
        (self.byte()? == b'"').then_some(())?;
        self.at += 1;
        let length = plain_length(self.rest())?;
        let text = self.text.get(self.at..self.at + length)?;
        self.at += length + 1;
        Some(text)
    }
}

/// The first byte from `at` on that is no blank of JSON.
pub fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = text.get(at) {
        at += 1;
    }
    at
}

/// How many bytes stand before the closing quote; nothing where an escape or a control character comes first.
fn plain_length(text: &[u8]) -> Option<usize> {
    const WORD: usize = 8;
    let (words, rest) = text.as_chunks::<WORD>();
    let mut length = 0;
    for word in words {
        let ends = ends_in(u64::from_le_bytes(*word));
        if ends != 0 {
            let place = length + ends.trailing_zeros() as usize / WORD;
            return (text.get(place) == Some(&b'"')).then_some(place);
        }
        length += WORD;
    }
    let place = length + rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))?;
    (text.get(place) == Some(&b'"')).then_some(place)
}

/// The high bit of each byte that is a quote, a backslash or a control character; above the first such byte others may
/// be set too.
fn ends_in(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word;
    let is = |byte: u8| zeros(word ^ (ONES * u64::from(byte)));
    let controls = word.wrapping_sub(ONES * 0x20) & !word;
    (is(b'"') | is(b'\\') | controls) & HIGHS
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMBERS: [&str; 3] = ["\"A\"", "\"B\"", "\"C\""];

    fn read(text: &str) -> Option<([Option<&str>; 4], usize)> {
        plain_members(text, 0, &MEMBERS, 2)
    }

    #[test]
    fn plain_records_are_read_in_any_order_and_spelling() {
        assert_eq!(read(r#"{"A":"x","B":"yy"},"#), Some(([Some("x"), Some("yy"), None, None], 18)));
        let spaced = "{ \"C\" : null ,\n\t\"B\" : \"é\" , \"A\" : \"\" }";
        assert_eq!(read(spaced), Some(([Some(""), Some("é"), None, None], spaced.len())));
        let long = "0123456789".repeat(7);
        assert_eq!(read(&format!(r#"{{"A":"{long}","B":"b","C":"c"}}"#)).unwrap().0[0], Some(long.as_str()));
    }

    #[test]
    fn everything_else_is_left_to_others() {
        for text in [
            r#"{"A":"x"}"#,
            r#"{"A":"x","B":"y","A":"x"}"#,
            r#"{"A":"x","B":"y","D":"z"}"#,
            r#"{"A":"x","B":null}"#,
            r#"{"A":"x","B":1}"#,
            r#"{"A":"a\"b","B":"y"}"#,
            "{\"A\":\"a\nb\",\"B\":\"y\"}",
            r#"{"A":"x","B":"y",}"#,
            r#"{"A":"x","B":"y""#,
            r#"{"A":"x" "B":"y"}"#,
            r#"{"A":"x","B":"y"#,
            r#"{}"#,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_ends_at_its_quote_wherever_that_is() {
        for before in 0..40 {
            for special in ["\"", "\\\"", "\u{1f}\"", "\u{0}\""] {
                let text = format!(
                    "{}{special}{}",
                    "é!#[]~".chars().cycle().take(before).collect::<String>(),
                    "x\"".repeat(9)
                );
                let plain = text.find(special).filter(|_| special == "\"");
                assert_eq!(plain_length(text.as_bytes()), plain, "{text:?}");
            }
        }
        assert_eq!(plain_length(b"no end, in more than one word"), None);
    }
}
