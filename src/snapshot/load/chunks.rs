//! The text of a snapshot in chunks, cut between records.
//!
//! Where to cut is a guess, made by what stands around the place. A wrong guess costs time and memory and nothing else: a chunk
//! counts only if whole records end where it ends, and otherwise the text is read whole and cut where its lists are.

use std::collections::VecDeque;
use std::mem;

use memchr::{memchr_iter, memmem};
use serde::de::IgnoredAny;

use super::super::error::SnapshotError;
use super::super::file::Source;
use super::super::keys::for_each_list;
use super::flat::{self, skip_blanks};
use super::list::List;
use super::record::record;

/// How many bytes a chunk has, or somewhat more.
pub const SIZE: usize = 4 * 1024 * 1024;

/// A part of the text.
#[derive(Default)]
pub struct Chunk {
    /// The list whose records it begins with: the text before it ends after the `[`, or after a record and its comma.
    pub list: Option<List>,
    /// The part.
    pub text: Vec<u8>,
}

/// Where chunks come from.
pub struct Chunks<'b> {
    from: From<'b>,
    /// How many were given out.
    given: usize,
}

enum From<'b> {
    /// Guessed while the text is read.
    Guessed(Box<Guesses<'b>>),
    /// Cut before.
    Cut(VecDeque<Chunk>),
}

impl<'b> Chunks<'b> {
    /// Of a text that is read from its start.
    pub fn of(source: Source<'b>) -> Self {
        Chunks { from: From::Guessed(Box::new(Guesses::new(source))), given: 0 }
    }

    /// Of a text in memory, cut where its lists begin and nowhere else; nothing where it is not valid.
    pub fn exact(text: &[u8]) -> Option<Self> {
        Some(Chunks { from: From::Cut(exact(text)?), given: 0 })
    }

    /// True where there is more text to come than was read at once.
    pub fn is_long(&self) -> bool {
        match &self.from {
            From::Guessed(guesses) => !guesses.at_end,
            From::Cut(chunks) => chunks.iter().map(|chunk| chunk.text.len()).sum::<usize>() > SIZE,
        }
    }

    /// The next chunk and its place among all, in a buffer that is used again.
    ///
    /// # Errors
    /// The text cannot be read on. After an error there are no more chunks.
    pub fn next(&mut self, buffer: Vec<u8>) -> Result<Option<(usize, Chunk)>, SnapshotError> {
        let chunk = match &mut self.from {
            From::Guessed(guesses) => guesses.next(buffer),
            From::Cut(chunks) => Ok(chunks.pop_front()),
        };
        if chunk.is_err() {
            self.from = From::Cut(VecDeque::new());
        }
        Ok(chunk?.map(|chunk| {
            self.given += 1;
            (self.given - 1, chunk)
        }))
    }
}

struct Guesses<'b> {
    source: Source<'b>,
    at_end: bool,
    /// What was read beyond the last cut.
    ahead: Vec<u8>,
    /// The list that `ahead` is in.
    list: Option<List>,
    /// How the records of that list begin, as the first one does: `{"UserId"`.
    beginning: Vec<u8>,
    /// The members at which a cut was made: each comes once.
    met: Vec<&'static str>,
}

/// Where a chunk ends, and the list that the next one begins in.
struct Cut {
    at: usize,
    next: Option<List>,
}

impl<'b> Guesses<'b> {
    fn new(source: Source<'b>) -> Self {
        Guesses {
            source,
            at_end: false,
            ahead: Vec::new(),
            list: None,
            beginning: Vec::new(),
            met: Vec::new(),
        }
    }

    fn next(&mut self, mut text: Vec<u8>) -> Result<Option<Chunk>, SnapshotError> {
        text.clear();
        text.append(&mut self.ahead);
        let (mut looked_at, mut blanks) = (0, 0);
        let cut = loop {
            let wanted = looked_at + SIZE;
            while !self.at_end && text.len() < wanted {
                self.at_end = self.source.read(wanted - text.len(), &mut text)? == 0;
            }
            if let Some(cut) = self.list_beyond(&text, looked_at) {
                break cut;
            }
            if self.at_end {
                break Cut { at: text.len(), next: None };
            }
            blanks = skip_blanks(&text, blanks);
            if let Some(cut) = self.last_record(&text, looked_at, blanks) {
                break cut;
            }
            looked_at = text.len();
        };
        self.ahead.extend_from_slice(text.get(cut.at..).unwrap_or_default());
        text.truncate(cut.at);
        let list = mem::replace(&mut self.list, cut.next);
        Ok((!text.is_empty()).then_some(Chunk { list, text }))
    }

    /// The first list that begins in the text: after its `[`, or before the name of one that is not cut further.
    fn list_beyond(&mut self, text: &[u8], looked_at: usize) -> Option<Cut> {
        let brackets = memchr_iter(b'[', text.get(looked_at..)?);
        for bracket in brackets.map(|at| looked_at + at) {
            let Some((name, quote)) = name_before(text, bracket).filter(|(name, _)| !self.met.contains(name))
            else {
                continue;
            };
            match List::of_member(name) {
                Some(list) => {
                    self.met.push(name);
                    self.beginning.clear();
                    return Some(Cut { at: bracket + 1, next: Some(list) });
                }
                // Its records may begin as those of the list before it do.
                None if self.list.is_some() && quote > 0 => {
                    self.met.push(name);
                    return Some(Cut { at: quote, next: None });
                }
                None => {}
            }
        }
        None
    }

    /// The last record that begins in the text as the first one does, after a comma. So many `blanks` are before the
    /// first.
    fn last_record(&mut self, text: &[u8], looked_at: usize, blanks: usize) -> Option<Cut> {
        let list = self.list?;
        if self.beginning.is_empty() {
            let start = text.get(blanks..).filter(|start| start.starts_with(b"{"))?;
            let colon = start.iter().take(64).position(|byte| *byte == b':')?;
            self.beginning.extend_from_slice(start.get(..colon)?);
        }
        // One that begins before may end after.
        let from = looked_at.saturating_sub(self.beginning.len());
        let within = text.get(from..)?;
        let finder = memmem::FinderRev::new(&self.beginning);
        let mut end = within.len();
        while let Some(at) =
            within.get(..end).and_then(|within| finder.rfind(within)).filter(|at| from + at > 0)
        {
            if text.get(..from + at)?.trim_ascii_end().ends_with(b",") {
                return Some(Cut { at: from + at, next: Some(list) });
            }
            end = at + self.beginning.len() - 1;
        }
        None
    }
}

/// The list of the format whose member name stands before a bracket, and where the name's first quote is.
fn name_before(text: &[u8], bracket: usize) -> Option<(&'static str, usize)> {
    let before = text.get(..bracket)?.trim_ascii_end().strip_suffix(b":")?.trim_ascii_end();
    let before = before.strip_suffix(b"\"")?;
    macro_rules! find {
        ($name:literal, $member:ident, $record:ident) => {
            if let Some(before) = before.strip_suffix($name.as_bytes())
                && before.ends_with(b"\"")
            {
                return Some(($name, before.len() - 1));
            }
        };
    }
    for_each_list!(find);
    None
}

/// The chunks of a text, cut where each [`List`] begins and where the next member begins; nothing where it is not valid.
fn exact(text: &[u8]) -> Option<VecDeque<Chunk>> {
    let mut chunks = VecDeque::new();
    let (mut start, mut list) = (0, None);
    let mut cut = |at: usize, next: Option<List>| {
        chunks.push_back(Chunk { list, text: text.get(start..at).unwrap_or_default().to_vec() });
        (start, list) = (at, next);
    };
    let mut at = flat::after(text, 0, b'{')?;
    let mut unknown = false;
    while text.get(at) == Some(&b'"') {
        let (name, end) = record::<String>(text, at, &mut unknown)?;
        at = flat::after(text, end, b':')?;
        let begins = (text.get(at) == Some(&b'[')).then(|| List::of_member(&name)).flatten();
        if begins.is_some() {
            cut(at + 1, begins);
        }
        let (IgnoredAny, end) = record(text, at, &mut unknown)?;
        at = skip_blanks(text, end);
        if text.get(at) == Some(&b',') {
            at = flat::after(text, at, b',')?;
            if begins.is_some() {
                cut(at, None);
            }
        }
    }
    cut(text.len(), None);
    Some(chunks)
}
