//! The records that a chunk begins with.

use serde::Deserialize;

use super::super::rows::Row;
use super::super::symbols::Symbols;
use super::super::v1::{Account, CustomerManagedPolicy, Group, PermissionSet, User};
use super::chunks::{Chunk, SIZE};
use super::flat::{FlatReader, skip_blanks};
use super::list::List;
use super::record::record;

/// The records of a list that stand in one chunk.
pub struct Part<T> {
    /// In the order of the text.
    pub records: Vec<T>,
    /// Where the list ends, after its `]`; nothing where it goes on in the next chunk.
    pub end: Option<usize>,
}

/// The records of a list whose text is kept.
pub enum AnyPart<'t> {
    /// Of `permission_sets`.
    PermissionSets(Part<PermissionSet<'t>>),
    /// Of `users`.
    Users(Part<User<'t>>),
    /// Of `groups`.
    Groups(Part<Group<'t>>),
    /// Of `accounts`.
    Accounts(Part<Account<'t>>),
    /// Of `customer_managed_policies`.
    CustomerManagedPolicies(Part<CustomerManagedPolicy<'t>>),
}

/// The records of a chunk whose text is kept; nothing where they are not valid, or a guess was wrong.
pub fn records<'t>(chunk: &'t Chunk, has_unknown_members: &mut bool) -> Option<AnyPart<'t>> {
    let text = &chunk.text;
    Some(match chunk.list? {
        List::PermissionSets => AnyPart::PermissionSets(of_type(text, has_unknown_members)?),
        List::Users => AnyPart::Users(of_type(text, has_unknown_members)?),
        List::Groups => AnyPart::Groups(of_type(text, has_unknown_members)?),
        List::Accounts => AnyPart::Accounts(of_type(text, has_unknown_members)?),
        List::CustomerManagedPolicies => {
            AnyPart::CustomerManagedPolicies(of_type(text, has_unknown_members)?)
        }
        List::Provisioning | List::Assignments | List::Memberships => return None,
    })
}

fn of_type<'t, T: Deserialize<'t>>(text: &'t [u8], has_unknown_members: &mut bool) -> Option<Part<T>> {
    items(text, |at| record(text, at, has_unknown_members))
}

/// The rows of a chunk; nothing where they are not valid, or a guess was wrong.
pub fn rows<R: Row>(text: &[u8], symbols: &mut Symbols, has_unknown_members: &mut bool) -> Option<Part<R>> {
    let text = std::str::from_utf8(text).ok()?;
    let mut reader = FlatReader::<R>::new(symbols);
    let part = items(text.as_bytes(), |at| reader.read(text, at));
    *has_unknown_members |= reader.has_unknown_members;
    part
}

/// The items that a text begins with, each read by `item`, which gives where it ends.
fn items<T>(text: &[u8], mut item: impl FnMut(usize) -> Option<(T, usize)>) -> Option<Part<T>> {
    let mut records = Vec::new();
    let mut at = skip_blanks(text, 0);
    if text.get(at) == Some(&b']') {
        return Some(Part { records, end: Some(at + 1) });
    }
    let end = loop {
        let (read, end) = item(at)?;
        if records.is_empty() {
            // Records of one list are about as long, unless somebody means to have memory run out.
            records.reserve(text.len().min(SIZE) / (end - at).max(1));
        }
        records.push(read);
        at = skip_blanks(text, end);
        match text.get(at)? {
            b',' => at = skip_blanks(text, at + 1),
            b']' => break Some(at + 1),
            _ => return None,
        }
        if at == text.len() {
            break None;
        }
    };
    records.shrink_to_fit();
    Some(Part { records, end })
}
