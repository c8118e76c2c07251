//! What of a snapshot's text is kept: rows as symbols, all else as it stands.

use std::mem;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};

use super::super::error::SnapshotError;
use super::super::member::Member;
use super::super::rows::{self, AssignmentRow, MembershipRow, ProvisioningRow, Row};
use super::super::symbols::{Symbol, Symbols};
use super::chunks::{Chunk, Chunks};
use super::list::List;
use super::part;
use crate::model::parallel::cores;

/// The content of a snapshot file.
pub struct Content {
    /// The chunks in their order.
    pub segments: Vec<Segment>,
    /// The lists of rows.
    pub lists: Lists,
    /// True where a row has members that the format does not have.
    pub has_unknown_members: bool,
}

/// What is kept of a chunk.
pub enum Segment {
    /// All of it.
    Text(Chunk),
    /// Its rows are in [`Lists`].
    Rows {
        /// The list.
        list: List,
        /// The text after the list; nothing where the list goes on in the next chunk.
        after: Option<Vec<u8>>,
    },
}

/// The lists of rows, sorted by their keys, each key once. A list without text is absent.
#[derive(Default)]
pub struct Lists {
    /// The ids of the rows.
    pub symbols: Symbols,
    /// `permission_set_provisioning`
    pub permission_set_provisioning: Member<Vec<ProvisioningRow>>,
    /// `account_assignments`
    pub account_assignments: Member<Vec<AssignmentRow>>,
    /// `group_memberships`
    pub group_memberships: Member<Vec<MembershipRow>>,
}

impl Content {
    /// Reads all chunks; nothing where rows are not valid, come twice, or a guess was wrong.
    ///
    /// # Errors
    /// The text cannot be read.
    pub fn read(mut chunks: Chunks<'_>) -> Result<Option<Self>, SnapshotError> {
        let mut own = Reader::default();
        own.step(&mut chunks)?;
        // A short text is read by one thread.
        let others = if chunks.is_long() { cores() - 1 } else { 0 };
        let chunks = Mutex::new(chunks);
        let readers: Result<Vec<Reader>, SnapshotError> = std::thread::scope(|scope| {
            let others: Vec<_> =
                (0..others).map(|_| scope.spawn(|| Reader::default().run(&chunks))).collect();
            let own = own.run(&chunks);
            let others =
                others.into_iter().map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            [own].into_iter().chain(others).collect()
        });
        Ok(Content::of(readers?))
    }

    fn of(readers: Vec<Reader>) -> Option<Self> {
        let mut all = Reader::default();
        for reader in readers {
            all.absorb(reader);
        }
        let Reader { symbols, mut segments, provisioning, assignments, memberships, .. } = all;
        segments.sort_unstable_by_key(|(place, _)| *place);
        let mut ranks = None;
        let lists = Lists {
            permission_set_provisioning: joined(provisioning, &symbols, &mut ranks)?,
            account_assignments: joined(assignments, &symbols, &mut ranks)?,
            group_memberships: joined(memberships, &symbols, &mut ranks)?,
            symbols,
        };
        all.is_valid.then(|| Content {
            segments: segments.into_iter().map(|(_, segment)| segment).collect(),
            lists,
            has_unknown_members: all.has_unknown_members,
        })
    }
}

/// The rows of several chunks, each with its place.
type Parts<R> = Vec<(usize, Vec<R>)>;

/// What one thread reads.
struct Reader {
    /// The buffer of the chunks whose text is not kept.
    buffer: Vec<u8>,
    symbols: Symbols,
    segments: Vec<(usize, Segment)>,
    provisioning: Parts<ProvisioningRow>,
    assignments: Parts<AssignmentRow>,
    memberships: Parts<MembershipRow>,
    has_unknown_members: bool,
    is_valid: bool,
}

impl Default for Reader {
    fn default() -> Self {
        Reader {
            buffer: Vec::new(),
            symbols: Symbols::default(),
            segments: Vec::new(),
            provisioning: Vec::new(),
            assignments: Vec::new(),
            memberships: Vec::new(),
            has_unknown_members: false,
            is_valid: true,
        }
    }
}

impl Reader {
    fn run(mut self, chunks: &Mutex<Chunks<'_>>) -> Result<Self, SnapshotError> {
        loop {
            // One thread reads while the others parse.
            let mut source = chunks.lock().unwrap_or_else(PoisonError::into_inner);
            let Some((place, chunk)) = source.next(mem::take(&mut self.buffer))? else { return Ok(self) };
            drop(source);
            self.take(place, chunk);
        }
    }

    /// The next chunk alone.
    fn step(&mut self, chunks: &mut Chunks<'_>) -> Result<(), SnapshotError> {
        if let Some((place, chunk)) = chunks.next(Vec::new())? {
            self.take(place, chunk);
        }
        Ok(())
    }

    fn take(&mut self, place: usize, chunk: Chunk) {
        let Some(list) = chunk.list.filter(|list| list.has_rows()) else {
            let mut chunk = chunk;
            chunk.text.shrink_to_fit();
            return self.segments.push((place, Segment::Text(chunk)));
        };
        let text = &chunk.text;
        let Reader { symbols, has_unknown_members: unknown, .. } = self;
        let end = match list {
            List::Provisioning => keep(place, part::rows(text, symbols, unknown), &mut self.provisioning),
            List::Assignments => keep(place, part::rows(text, symbols, unknown), &mut self.assignments),
            _ => keep(place, part::rows(text, symbols, unknown), &mut self.memberships),
        };
        self.is_valid &= end.is_some();
        let after = end.flatten().and_then(|end| text.get(end..)).map(<[u8]>::to_vec);
        self.segments.push((place, Segment::Rows { list, after }));
        self.buffer = chunk.text;
    }

    /// Takes over what another thread read.
    fn absorb(&mut self, other: Reader) {
        let (symbols, renamed) = match self.symbols.is_empty() {
            true => (other.symbols, None),
            false => {
                let mut symbols = mem::take(&mut self.symbols);
                let renamed = symbols.absorb(&other.symbols);
                (symbols, Some(renamed))
            }
        };
        self.symbols = symbols;
        let rename = renamed.as_deref();
        self.provisioning.extend(renamed_parts(other.provisioning, rename));
        self.assignments.extend(renamed_parts(other.assignments, rename));
        self.memberships.extend(renamed_parts(other.memberships, rename));
        self.segments.extend(other.segments);
        self.has_unknown_members |= other.has_unknown_members;
        self.is_valid &= other.is_valid;
    }
}

/// Keeps the rows of a chunk and tells where their list ends: nothing where they are not valid.
fn keep<R>(place: usize, part: Option<part::Part<R>>, parts: &mut Parts<R>) -> Option<Option<usize>> {
    let part::Part { records, end } = part?;
    parts.push((place, records));
    Some(end)
}

fn renamed_parts<R: Row>(mut parts: Parts<R>, renamed: Option<&[Symbol]>) -> Parts<R> {
    if let Some(renamed) = renamed {
        let new = |symbol: Symbol| renamed.get(symbol.index()).copied().unwrap_or(symbol);
        parts.iter_mut().flat_map(|(_, rows)| rows).for_each(|row| *row = row.renamed(new));
    }
    parts
}

/// One sorted list of the parts of its chunks, which are freed as they are taken over; nothing where a key comes twice.
fn joined<R: Row>(
    mut parts: Parts<R>,
    symbols: &Symbols,
    ranks: &mut Option<Vec<u32>>,
) -> Option<Member<Vec<R>>> {
    if parts.is_empty() {
        return Some(Member::Absent);
    }
    parts.sort_unstable_by_key(|(place, _)| *place);
    let mut all = Vec::with_capacity(parts.iter().map(|(_, rows)| rows.len()).sum());
    parts.into_iter().for_each(|(_, rows)| all.extend(rows));
    rows::sort(&mut all, symbols, ranks).then_some(Member::Value(all))
}
