//! Text from AWS is untrusted: names and descriptions may hold anything.

use std::borrow::Cow;

/// True for characters that can change what a terminal or a reader sees without being seen: control
/// characters (C0, DEL, C1), the bidirectional controls of Unicode (UAX #9) and line separators.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}' | '\u{3164}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The text with every hidden character written as an escape (`\n`, `\u{1b}`), so that it stays on its line
/// and cannot steer a terminal.
pub fn visible(text: &str) -> Cow<'_, str> {
    visible_except(text, |_, _| false)
}

/// Like [`visible`], for whole documents: tabs and line ends (LF, CR LF) stay.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    visible_except(text, |character, next| match character {
        '\n' | '\t' => true,
        '\r' => next == Some('\n'),
        _ => false,
    })
}

/// `keep` is asked about each hidden character and the one after it.
fn visible_except(text: &str, keep: impl Fn(char, Option<char>) -> bool) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if is_hidden(character) && !keep(character, characters.peek().copied()) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_become_visible() {
        assert_eq!(visible("a\u{1b}[31mred"), "a\\u{1b}[31mred");
        assert_eq!(visible("csi \u{9b}2J"), "csi \\u{9b}2J");
        assert_eq!(visible("evil\u{202e}txt.exe"), "evil\\u{202e}txt.exe");
        assert_eq!(visible("two\nlines"), "two\\nlines");
        assert!(matches!(visible("Zoë O'Hara 日本"), Cow::Borrowed("Zoë O'Hara 日本")));
        assert_eq!(visible_lines("two\r\nlines\t\u{7}"), "two\r\nlines\t\\u{7}");
        assert_eq!(visible_lines("mallory\rbob"), "mallory\\rbob");
    }
}
