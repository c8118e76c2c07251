//! Where the large lists stand in a snapshot's text, and where they can be cut: guesses, to be held against the text.
//!
//! A guess costs nothing where it is wrong but time: a list counts only if its member is met there, and a piece only if
//! the one before it ended exactly where it begins.

use memchr::{memchr_iter, memmem};

use super::flat::skip_blanks;

/// The lists that are read in pieces, side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// `permission_sets`
    PermissionSets,
    /// `permission_set_provisioning`
    Provisioning,
    /// `account_assignments`
    Assignments,
    /// `users`
    Users,
    /// `groups`
    Groups,
    /// `group_memberships`
    Memberships,
    /// `accounts`
    Accounts,
    /// `customer_managed_policies`
    CustomerManagedPolicies,
}

impl List {
    const ALL: [(&str, List); 8] = [
        ("permission_sets", List::PermissionSets),
        ("permission_set_provisioning", List::Provisioning),
        ("account_assignments", List::Assignments),
        ("users", List::Users),
        ("groups", List::Groups),
        ("group_memberships", List::Memberships),
        ("accounts", List::Accounts),
        ("customer_managed_policies", List::CustomerManagedPolicies),
    ];

    /// The list of a member.
    pub fn of_member(name: &str) -> Option<List> {
        List::ALL.iter().find(|(member, _)| *member == name).map(|(_, list)| *list)
    }
}

/// A part of a list: the records from `start` on, to where the next piece starts or to the end of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The list.
    pub list: List,
    /// The first byte: of a record, or of the `]` of an empty list.
    pub start: usize,
    /// Where the next piece starts; nothing for the last one.
    pub next: Option<usize>,
    /// No record of the piece is beyond this byte, unless a guess was wrong.
    pub bound: usize,
}

/// How many bytes a piece has.
const PIECE: usize = 4 * 1024 * 1024;

/// The pieces of all large lists, in the order of the text.
pub fn pieces(text: &[u8]) -> Vec<Piece> {
    let starts: Vec<(List, usize)> = memchr_iter(b'[', text)
        .filter_map(|bracket| Some((list_before(text, bracket)?, skip_blanks(text, bracket + 1))))
        .collect();
    let bounds = starts.iter().skip(1).map(|(_, start)| *start).chain([text.len()]);
    starts.iter().zip(bounds).flat_map(|((list, start), bound)| cut(text, *list, *start, bound)).collect()
}

/// The list whose member name stands before a bracket.
fn list_before(text: &[u8], bracket: usize) -> Option<List> {
    let before = text.get(..bracket)?.trim_ascii_end().strip_suffix(b":")?.trim_ascii_end();
    let before = before.strip_suffix(b"\"")?;
    // The longest name has fewer bytes.
    let near = before.get(before.len().saturating_sub(32)..)?;
    let quote = near.iter().rposition(|byte| *byte == b'"')?;
    List::of_member(std::str::from_utf8(near.get(quote + 1..)?).ok()?)
}

/// Cuts a list where a record seems to begin as its first one does: `{"UserId":`.
fn cut(text: &[u8], list: List, start: usize, bound: usize) -> Vec<Piece> {
    let within = text.get(start..bound).unwrap_or_default();
    let mut starts = vec![start];
    let colon = within.iter().take(64).position(|byte| *byte == b':');
    if let Some(first) = colon.and_then(|colon| within.get(..colon)) {
        let find = memmem::Finder::new(first);
        let mut at = PIECE;
        while let Some(found) = within.get(at..).and_then(|rest| find.find(rest)) {
            let place = at + found;
            if within.get(..place).is_some_and(|before| before.trim_ascii_end().ends_with(b",")) {
                starts.push(start + place);
                at = place + PIECE;
            } else {
                at = place + 1;
            }
        }
    }
    let nexts = starts.iter().skip(1).copied().map(Some).chain([None]);
    let piece = |(start, next): (&usize, Option<usize>)| Piece {
        list,
        start: *start,
        next,
        bound: next.unwrap_or(bound),
    };
    starts.iter().zip(nexts).map(piece).collect()
}
