//! Texts with wildcards and variables.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Resource" (wildcards) and "Variables and tags".

use std::borrow::Cow;

use super::condition::Context;

/// One piece of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Piece {
    /// This character.
    Char(char),
    /// `?`: one character.
    One,
    /// `*`: any characters, or none.
    Run,
    /// `?` within a segment of an ARN: one character but the colon.
    OneInSegment,
    /// `*` within a segment of an ARN: any characters but the colon.
    RunInSegment,
    /// A variable: the value of a context key.
    Variable(Box<Variable>),
}

impl Piece {
    /// Whether a piece that stands for one character takes this one.
    pub fn takes(&self, character: char) -> bool {
        match self {
            Piece::Char(own) => *own == character,
            Piece::One => true,
            Piece::OneInSegment => character != ':',
            Piece::Run | Piece::RunInSegment | Piece::Variable(_) => false,
        }
    }
}

/// `${key}` or `${key, 'default'}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variable {
    /// The context key, as it is written.
    pub key: String,
    /// What stands where the request has no single value.
    pub default: Option<String>,
}

impl Variable {
    fn parse(inner: &str) -> Option<Self> {
        let (key, default) = match inner.split_once(',') {
            None => (inner, None),
            Some((key, default)) => {
                let quoted = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
                (key, Some(quoted.replace("''", "'")))
            }
        };
        let key = key.trim();
        // The key of a tag may hold blanks.
        let is_key = !key.is_empty() && !key.contains(['\'', '{', '$']);
        is_key.then(|| Variable { key: key.to_owned(), default })
    }

    /// The one value that the request has, or the default where it has none. Several values are no value.
    pub fn value<'v>(&'v self, context: &'v Context) -> Option<&'v str> {
        match context.values(&self.key) {
            Some([value]) => Some(value),
            None | Some([]) => self.default.as_deref(),
            Some(_) => None,
        }
    }

    /// `${key}`, the same for the same value.
    pub fn canonical(&self) -> String {
        let key = self.key.to_ascii_lowercase();
        match &self.default {
            None => format!("${{{key}}}"),
            Some(default) => format!("${{{key}, '{}'}}", default.replace('\'', "''")),
        }
    }
}

/// What a text of a policy means.
#[derive(Clone, Copy, Debug)]
pub struct Syntax {
    /// `*` and `?` are wildcards.
    pub wildcards: bool,
    /// `${...}` are variables: from Version 2012-10-17 on.
    pub variables: bool,
}

/// A text with wildcards and variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    pieces: Vec<Piece>,
    /// The characters before the first piece that is none.
    start: String,
    shape: Shape,
    malformed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// `start` alone.
    Text,
    /// `start` and a `*`.
    Prefix,
    /// Stars that take everything: the leftmost match is the right one.
    Glob,
    /// Wildcards that stop at a colon.
    Segmented,
    /// Variables to be filled first.
    Variable,
}

impl Pattern {
    /// Reads a text.
    pub fn parse(text: &str, syntax: Syntax) -> Self {
        let mut pieces = Vec::with_capacity(text.len());
        let mut malformed = false;
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            if syntax.variables
                && let Some(after) = rest.strip_prefix("${")
            {
                if let Some((inner, after)) = close(after) {
                    match inner {
                        "*" | "?" | "$" => pieces.extend(inner.chars().map(Piece::Char)),
                        _ => match Variable::parse(inner) {
                            Some(variable) => pieces.push(Piece::Variable(Box::new(variable))),
                            None => {
                                malformed = true;
                                pieces.extend(format!("${{{inner}}}").chars().map(Piece::Char));
                            }
                        },
                    }
                    rest = after;
                    continue;
                }
                malformed = true;
            }
            pieces.push(match character {
                '*' if syntax.wildcards => Piece::Run,
                '?' if syntax.wildcards => Piece::One,
                _ => Piece::Char(character),
            });
            rest = rest.get(character.len_utf8()..).unwrap_or_default();
        }
        Pattern { malformed, ..Pattern::of(pieces) }
    }

    /// The pattern of these pieces.
    pub fn of(mut pieces: Vec<Piece>) -> Self {
        // Two stars are one.
        pieces.dedup_by(|next, piece| *next == Piece::Run && *piece == Piece::Run);
        let characters = pieces.iter().map_while(|piece| match piece {
            Piece::Char(character) => Some(*character),
            _ => None,
        });
        let start: String = characters.collect();
        let count = start.chars().count();
        let has = |wanted: fn(&Piece) -> bool| pieces.iter().any(wanted);
        let shape = match pieces.get(count..) {
            None | Some([]) => Shape::Text,
            Some([Piece::Run]) => Shape::Prefix,
            _ if has(|piece| matches!(piece, Piece::Variable(_))) => Shape::Variable,
            _ if has(|piece| matches!(piece, Piece::OneInSegment | Piece::RunInSegment)) => Shape::Segmented,
            _ => Shape::Glob,
        };
        Pattern { pieces, start, shape, malformed: false }
    }

    /// The same pattern, known to hold a `${` that is no variable.
    pub fn malformed(self) -> Self {
        Pattern { malformed: true, ..self }
    }

    /// The pieces.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The pieces themselves.
    pub fn into_pieces(self) -> Vec<Piece> {
        self.pieces
    }

    /// The text before the first wildcard or variable.
    pub fn start(&self) -> &str {
        &self.start
    }

    /// The text, where there is neither wildcard nor variable.
    pub fn text(&self) -> Option<&str> {
        (self.shape == Shape::Text).then_some(self.start.as_str())
    }

    /// True for a text, and for one that ends in its only wildcard, a `*`: two of these lie within one another or apart.
    pub fn is_nested(&self) -> bool {
        matches!(self.shape, Shape::Text | Shape::Prefix)
    }

    /// True for `*`.
    pub fn is_all(&self) -> bool {
        self.pieces == [Piece::Run]
    }

    /// True where a `${` is no variable.
    pub fn is_malformed(&self) -> bool {
        self.malformed
    }

    /// Its variables.
    pub fn variables(&self) -> impl Iterator<Item = &Variable> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(&**variable),
            _ => None,
        })
    }

    /// The pattern with its variables filled; nothing where one has no value. A value's own `*` is a letter.
    pub fn filled(&self, context: &Context) -> Option<Cow<'_, Pattern>> {
        if self.shape != Shape::Variable {
            return Some(Cow::Borrowed(self));
        }
        let mut pieces = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            match piece {
                Piece::Variable(variable) => pieces.extend(variable.value(context)?.chars().map(Piece::Char)),
                piece => pieces.push(piece.clone()),
            }
        }
        Some(Cow::Owned(Pattern::of(pieces)))
    }

    /// The pattern with `*` for each variable.
    pub fn with_any_value(&self) -> Pattern {
        let any =
            |piece: &Piece| if matches!(piece, Piece::Variable(_)) { Piece::Run } else { piece.clone() };
        Pattern::of(self.pieces.iter().map(any).collect())
    }

    /// Whether the text matches. A variable that is not filled matches nothing.
    pub fn matches(&self, text: &str) -> bool {
        match self.shape {
            Shape::Text => text == self.start,
            Shape::Prefix => text.starts_with(&self.start),
            Shape::Glob => leftmost(&self.pieces, text),
            Shape::Segmented => stepwise(&self.pieces, text),
            Shape::Variable => false,
        }
    }

    /// The text again, the same for the same meaning.
    pub fn canonical(&self) -> String {
        let mut text = String::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            match piece {
                Piece::Char(special @ ('*' | '?' | '$')) => text.extend(['$', '{', *special, '}']),
                Piece::Char(character) => text.push(*character),
                Piece::One | Piece::OneInSegment => text.push('?'),
                Piece::Run | Piece::RunInSegment => text.push('*'),
                Piece::Variable(variable) => text.push_str(&variable.canonical()),
            }
        }
        text
    }
}

/// The most bytes of a variable: a key of 128 characters and a default.
const LONGEST_VARIABLE: usize = 4096;

/// What stands before the `}` that ends a variable, and what after. A quoted default may hold one.
fn close(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    for (at, character) in text.char_indices().take_while(|(at, _)| *at < LONGEST_VARIABLE) {
        match character {
            '\'' => quoted = !quoted,
            '}' if !quoted => return Some((text.get(..at)?, text.get(at + 1..)?)),
            _ => {}
        }
    }
    None
}

/// Matches with stars that take everything: after the first place where the rest may begin, no other can be
/// better, so that only the last star is ever tried again.
fn leftmost(pieces: &[Piece], text: &str) -> bool {
    let (mut at, mut rest) = (0, text);
    let mut again: Option<(usize, &str)> = None;
    loop {
        match (pieces.get(at), rest.chars().next()) {
            (Some(Piece::Run), _) => {
                at += 1;
                again = Some((at, rest));
                continue;
            }
            (Some(piece), Some(character)) if piece.takes(character) => {
                at += 1;
                rest = rest.get(character.len_utf8()..).unwrap_or_default();
                continue;
            }
            (None, None) => return true,
            _ => {}
        }
        let Some((star, from)) = again else { return false };
        let Some(character) = from.chars().next() else { return false };
        rest = from.get(character.len_utf8()..).unwrap_or_default();
        at = star;
        again = Some((star, rest));
    }
}

/// Matches with all places at once where the pattern may stand: time is text times pattern, whatever it holds.
fn stepwise(pieces: &[Piece], text: &str) -> bool {
    let mut places = vec![false; pieces.len() + 1];
    if let Some(first) = places.first_mut() {
        *first = true;
    }
    skip_runs(pieces, &mut places);
    for character in text.chars() {
        let mut next = vec![false; places.len()];
        for (at, piece) in pieces.iter().enumerate() {
            if places.get(at) != Some(&true) {
                continue;
            }
            let stays = match piece {
                Piece::Run => true,
                Piece::RunInSegment => character != ':',
                _ => false,
            };
            let to = if stays { at } else { at + 1 };
            if (stays || piece.takes(character))
                && let Some(place) = next.get_mut(to)
            {
                *place = true;
            }
        }
        skip_runs(pieces, &mut next);
        places = next;
    }
    places.last() == Some(&true)
}

/// A star may take nothing.
fn skip_runs(pieces: &[Piece], places: &mut [bool]) {
    for (at, piece) in pieces.iter().enumerate() {
        if matches!(piece, Piece::Run | Piece::RunInSegment)
            && places.get(at) == Some(&true)
            && let Some(place) = places.get_mut(at + 1)
        {
            *place = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Syntax = Syntax { wildcards: true, variables: true };

    #[test]
    fn wildcards_match() {
        for (pattern, text, matches) in [
            ("*", "", true),
            ("a*", "abc", true),
            ("a*c", "abcbc", true),
            ("a*c", "abcb", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("?", "é", true),
            ("*a*b*c*", "xxaxxbxxcxx", true),
            ("*a*b*c*", "xxaxxcxxbxx", false),
            ("a**b", "ab", true),
        ] {
            let parsed = Pattern::parse(pattern, ALL);
            assert_eq!(parsed.matches(text), matches, "{pattern} on {text}");
            assert_eq!(stepwise(parsed.pieces(), text), matches, "{pattern} on {text}, stepwise");
        }
    }

    #[test]
    fn variables_are_filled_once_and_their_stars_are_letters() {
        let context =
            Context::of([("aws:username", vec!["b*b".to_owned()]), ("two", vec!["x".into(), "y".into()])]);
        let matches = |pattern: &str, text: &str| {
            Pattern::parse(pattern, ALL).filled(&context).is_some_and(|pattern| pattern.matches(text))
        };
        assert!(matches("home/${aws:UserName}/*", "home/b*b/x"));
        assert!(!matches("home/${aws:username}/*", "home/bob/x"));
        assert!(!matches("${two}", "x"));
        assert!(matches("${none, 'it''s }'}", "it's }"));
        assert!(!matches("${two, 'x'}", "x"));
        assert!(!matches("${none}", ""));
        assert!(matches("a${*}${?}${$}", "a*?$"));
        assert!(Pattern::parse("${a", ALL).is_malformed());
        assert!(Pattern::parse("${a, b}", ALL).is_malformed());
        assert!(matches("${a", "${a"));
    }
}
