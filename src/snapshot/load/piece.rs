//! Reads pieces of lists, on all cores.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;

use super::super::rows::{AssignmentRow, MembershipRow, ProvisioningRow, Row};
use super::super::symbols::Symbols;
use super::super::v1::{Account, CustomerManagedPolicy, Group, PermissionSet, User};
use super::flat::{FlatReader, skip_blanks};
use super::record::record;
use super::sections::{List, Piece};

/// The records of a piece.
pub struct Part<T> {
    /// In the order of the text.
    pub records: Vec<T>,
    /// Where reading ended: where the next piece starts, or after the `]`.
    pub end: usize,
    /// True where the list ended.
    pub is_last: bool,
}

/// The records of a piece of any list.
pub enum AnyPart<'t> {
    /// Of `permission_sets`.
    PermissionSets(Part<PermissionSet<'t>>),
    /// Of `permission_set_provisioning`.
    Provisioning(Part<ProvisioningRow>),
    /// Of `account_assignments`.
    Assignments(Part<AssignmentRow>),
    /// Of `users`.
    Users(Part<User<'t>>),
    /// Of `groups`.
    Groups(Part<Group<'t>>),
    /// Of `group_memberships`.
    Memberships(Part<MembershipRow>),
    /// Of `accounts`.
    Accounts(Part<Account<'t>>),
    /// Of `customer_managed_policies`.
    CustomerManagedPolicies(Part<CustomerManagedPolicy<'t>>),
}

/// What was read of the pieces.
pub struct PartsRead<'t> {
    /// One for each piece; nothing where it is not valid, or a guess was wrong.
    pub parts: Vec<Option<AnyPart<'t>>>,
    /// The symbols of all rows.
    pub symbols: Symbols,
    /// True where a record has members that the format does not have.
    pub has_unknown_members: bool,
}

/// Texts below this size are read by one thread.
const SMALL: usize = 1024 * 1024;

/// Reads the pieces of a text.
pub fn read_all<'t>(text: &'t [u8], pieces: &[Piece]) -> PartsRead<'t> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let readers = if text.len() < SMALL { 1 } else { cores.min(pieces.len()).max(1) };
    let next = AtomicUsize::new(0);
    let mut all: Vec<Reader> = std::thread::scope(|scope| {
        let others: Vec<_> =
            (1..readers).map(|_| scope.spawn(|| Reader::default().run(text, pieces, &next))).collect();
        let own = Reader::default().run(text, pieces, &next);
        let joined =
            others.into_iter().map(|reader| reader.join().unwrap_or_else(|panic| resume_unwind(panic)));
        [own].into_iter().chain(joined).collect()
    });
    let mut parts: Vec<Option<AnyPart>> = pieces.iter().map(|_| None).collect();
    let mut has_unknown_members = false;
    let mut symbols = Symbols::default();
    for (number, reader) in all.iter_mut().enumerate() {
        has_unknown_members |= reader.has_unknown_members;
        let own = std::mem::take(&mut reader.symbols);
        let renamed = if number == 0 {
            symbols = own;
            None
        } else {
            Some(symbols.absorb(&own))
        };
        for (place, mut part) in std::mem::take(&mut reader.parts) {
            if let Some(renamed) = &renamed {
                part.rename(&|symbol| renamed.get(symbol.index()).copied().unwrap_or(symbol));
            }
            if let Some(slot) = parts.get_mut(place) {
                *slot = Some(part);
            }
        }
    }
    PartsRead { parts, symbols, has_unknown_members }
}

/// What one thread reads.
#[derive(Default)]
struct Reader<'t> {
    symbols: Symbols,
    parts: Vec<(usize, AnyPart<'t>)>,
    has_unknown_members: bool,
}

impl<'t> Reader<'t> {
    fn run(mut self, text: &'t [u8], pieces: &[Piece], next: &AtomicUsize) -> Self {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = pieces.get(place) else { return self };
            let part = read(text, piece, &mut self.symbols, &mut self.has_unknown_members);
            self.parts.extend(part.map(|part| (place, part)));
        }
    }
}

/// Reads one piece; nothing where it is not valid, or a guess was wrong.
pub fn read<'t>(
    text: &'t [u8],
    piece: &Piece,
    symbols: &mut Symbols,
    has_unknown_members: &mut bool,
) -> Option<AnyPart<'t>> {
    Some(match piece.list {
        List::Provisioning => AnyPart::Provisioning(rows(text, piece, symbols, has_unknown_members)?),
        List::Assignments => AnyPart::Assignments(rows(text, piece, symbols, has_unknown_members)?),
        List::Memberships => AnyPart::Memberships(rows(text, piece, symbols, has_unknown_members)?),
        List::PermissionSets => AnyPart::PermissionSets(records(text, piece, has_unknown_members)?),
        List::Users => AnyPart::Users(records(text, piece, has_unknown_members)?),
        List::Groups => AnyPart::Groups(records(text, piece, has_unknown_members)?),
        List::Accounts => AnyPart::Accounts(records(text, piece, has_unknown_members)?),
        List::CustomerManagedPolicies => {
            AnyPart::CustomerManagedPolicies(records(text, piece, has_unknown_members)?)
        }
    })
}

impl AnyPart<'_> {
    fn rename(&mut self, rename: &dyn Fn(super::super::Symbol) -> super::super::Symbol) {
        fn all<R: Row>(part: &mut Part<R>, rename: &dyn Fn(super::super::Symbol) -> super::super::Symbol) {
            for row in &mut part.records {
                *row = row.renamed(rename);
            }
        }
        match self {
            AnyPart::Provisioning(part) => all(part, rename),
            AnyPart::Assignments(part) => all(part, rename),
            AnyPart::Memberships(part) => all(part, rename),
            _ => {}
        }
    }
}

/// The rows of a piece of a large list.
fn rows<R: Row>(
    text: &[u8],
    piece: &Piece,
    symbols: &mut Symbols,
    has_unknown_members: &mut bool,
) -> Option<Part<R>> {
    let base = piece.start;
    let of_piece = std::str::from_utf8(text.get(base..piece.bound)?).ok()?;
    let mut reader = FlatReader::<R>::new(symbols);
    let part = items(text, piece, |at| {
        let (row, end) = reader.read(of_piece, at - base, base)?;
        Some((row, base + end))
    });
    *has_unknown_members |= reader.has_unknown_members;
    part
}

/// The records of a piece of any other list.
fn records<'t, T: Deserialize<'t>>(
    text: &'t [u8],
    piece: &Piece,
    has_unknown_members: &mut bool,
) -> Option<Part<T>> {
    items(text, piece, |at| record(text, at, has_unknown_members))
}

/// The items of a list from the start of a piece on, each read by `item`, which gives where it ends.
fn items<T>(
    text: &[u8],
    piece: &Piece,
    mut item: impl FnMut(usize) -> Option<(T, usize)>,
) -> Option<Part<T>> {
    let part = |mut records: Vec<T>, end, is_last| {
        records.shrink_to_fit();
        Part { records, end, is_last }
    };
    let mut records = Vec::new();
    let mut at = piece.start;
    if text.get(at) == Some(&b']') {
        return Some(part(records, at + 1, true));
    }
    loop {
        let (read, end) = item(at)?;
        records.push(read);
        at = skip_blanks(text, end);
        match text.get(at)? {
            b',' => at = skip_blanks(text, at + 1),
            b']' => return Some(part(records, at + 1, true)),
            _ => return None,
        }
        match piece.next {
            Some(next) if at == next => return Some(part(records, at, false)),
            // The guess was wrong: what it took for a record is a part of one.
            Some(next) if at > next => return None,
            _ => {}
        }
    }
}
