//! The records of the large lists: objects whose members are plain texts.
//!
//! Only the simplest spelling is read here, and what is read here any JSON reader reads the same. Everything else (an
//! escape, a member of another name or type, a member that comes twice) is left to serde_json.

use super::super::member::Member;
use super::super::rows::Row;
use super::super::symbols::{Neighbours, Symbols};
use super::record::record;

/// Reads the records of one list, one after the other.
pub struct FlatReader<'s, R> {
    ids: Neighbours<'s>,
    /// True once a member was met that the format does not have.
    pub has_unknown_members: bool,
    row: std::marker::PhantomData<R>,
}

impl<'s, R: Row> FlatReader<'s, R> {
    /// A reader that interns into `symbols`.
    pub fn new(symbols: &'s mut Symbols) -> Self {
        FlatReader {
            ids: Neighbours::new(symbols),
            has_unknown_members: false,
            row: std::marker::PhantomData,
        }
    }

    /// The record that starts at `at`, and where it ends; nothing where there is no valid one.
    pub fn read(&mut self, text: &str, at: usize) -> Option<(R, usize)> {
        if let Some((members, end)) = plain_members(text, at, R::MEMBERS, R::REQUIRED) {
            return Some((R::of(members, &mut self.ids)?, end));
        }
        let (read, end) = record::<R::Record<'_>>(text.as_bytes(), at, &mut self.has_unknown_members)?;
        Some((R::of(R::members(&read), &mut self.ids)?, end))
    }
}

/// The texts of an object that has these members and no others, each a text without escapes or (but for the required
/// ones, which come first) `null`.
fn plain_members<'t>(
    text: &'t str,
    at: usize,
    members: &[&str],
    required: usize,
) -> Option<([Member<&'t str>; 4], usize)> {
    let mut cursor = Cursor { text, at };
    let mut texts = [Member::Absent; 4];
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
            *texts.get_mut(member)? = Member::Null;
        } else {
            *texts.get_mut(member)? = Member::Value(cursor.plain_text()?);
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

/// Where the text goes on after this byte and the blanks around it; nothing where another is there.
pub fn after(text: &[u8], at: usize, byte: u8) -> Option<usize> {
    let at = skip_blanks(text, at);
    (text.get(at) == Some(&byte)).then(|| skip_blanks(text, at + 1))
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

    fn read(text: &str) -> Option<([Member<&str>; 4], usize)> {
        plain_members(text, 0, &MEMBERS, 2)
    }

    #[test]
    fn plain_records_are_read_in_any_order_and_spelling() {
        use Member::{Absent, Null, Value};
        assert_eq!(read(r#"{"A":"x","B":"yy"},"#), Some(([Value("x"), Value("yy"), Absent, Absent], 18)));
        let spaced = "{ \"C\" : null ,\n\t\"B\" : \"é\" , \"A\" : \"\" }";
        assert_eq!(read(spaced), Some(([Value(""), Value("é"), Null, Absent], spaced.len())));
        let long = "0123456789".repeat(7);
        assert_eq!(read(&format!(r#"{{"A":"{long}","B":"b","C":"c"}}"#)).unwrap().0[0], Value(long.as_str()));
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
