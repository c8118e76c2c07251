//! From bytes to typed records and interned rows, in one pass, on all cores.
//!
//! The top level is walked member by member. The large lists were guessed beforehand ([`sections`]) and read in pieces
//! side by side ([`piece`]); where the walk meets one it takes the pieces, each of which must end where the next
//! begins. All else is serde_json's.

mod flat;
mod piece;
mod record;
mod sections;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::keys::for_each_list;
use super::member::Member;
use super::rows::{AssignmentRow, MembershipRow, ProvisioningRow};
use super::symbols::Symbols;
use super::v1;
use flat::skip_blanks;
use piece::{AnyPart, Part, PartsRead};
use record::record;
use sections::{List, Piece};

/// What was read.
pub struct Loaded<'t> {
    /// All records but those of the three large lists.
    pub records: v1::Snapshot<'t>,
    /// `permission_set_provisioning`
    pub permission_set_provisioning: Member<Vec<ProvisioningRow>>,
    /// `account_assignments`
    pub account_assignments: Member<Vec<AssignmentRow>>,
    /// `group_memberships`
    pub group_memberships: Member<Vec<MembershipRow>>,
    /// The symbols of the rows.
    pub symbols: Symbols,
    /// True where there are members that the format does not have.
    pub has_unknown_members: bool,
}

/// Reads a text; nothing where it is not valid. Records may come twice, and so may members that the format does not
/// have.
pub fn load(text: &[u8]) -> Option<Loaded<'_>> {
    let pieces = sections::pieces(text);
    let PartsRead { parts, symbols, has_unknown_members } = piece::read_all(text, &pieces);
    let mut walk = Walk {
        text,
        at: 0,
        seen: Vec::new(),
        pieces: pieces.into_iter().zip(parts).collect(),
        loaded: Loaded {
            records: v1::Snapshot::default(),
            permission_set_provisioning: Member::Absent,
            account_assignments: Member::Absent,
            group_memberships: Member::Absent,
            symbols,
            has_unknown_members,
        },
    };
    walk.members()?;
    Some(walk.loaded)
}

struct Walk<'t> {
    text: &'t [u8],
    at: usize,
    /// The members met so far.
    seen: Vec<String>,
    pieces: Vec<(Piece, Option<AnyPart<'t>>)>,
    loaded: Loaded<'t>,
}

impl<'t> Walk<'t> {
    /// The members of the whole object, and nothing after it.
    fn members(&mut self) -> Option<()> {
        self.take(b'{')?;
        if self.text.get(self.at) != Some(&b'}') {
            loop {
                let name: String = self.value()?;
                self.take(b':')?;
                self.member(&name)?;
                self.seen.push(name);
                self.at = skip_blanks(self.text, self.at);
                match self.text.get(self.at)? {
                    b',' => self.take(b',')?,
                    b'}' => break,
                    _ => return None,
                }
            }
        }
        let end = skip_blanks(self.text, self.at + 1);
        let is_whole =
            ["format", "format_version"].iter().all(|name| self.seen.iter().any(|seen| seen == name));
        (end == self.text.len() && is_whole).then_some(())
    }

    /// This byte, with the blanks around it.
    fn take(&mut self, byte: u8) -> Option<()> {
        let at = skip_blanks(self.text, self.at);
        (self.text.get(at) == Some(&byte)).then_some(())?;
        self.at = skip_blanks(self.text, at + 1);
        Some(())
    }

    fn value<T: Deserialize<'t>>(&mut self) -> Option<T> {
        let (value, end) = record(self.text, self.at, &mut self.loaded.has_unknown_members)?;
        self.at = end;
        Some(value)
    }

    fn member(&mut self, name: &str) -> Option<()> {
        if let Some(list) = List::of_member(name)
            && self.text.get(self.at) == Some(&b'[')
        {
            self.is_new(name)?;
            return self.list(list);
        }
        macro_rules! read_list {
            ($name:literal, $member:ident, $record:ident) => {
                if name == $name {
                    self.is_new(name)?;
                    self.loaded.records.$member = self.value()?;
                    return Some(());
                }
            };
        }
        match name {
            "permission_set_provisioning" => self.loaded.permission_set_provisioning = self.none(name)?,
            "account_assignments" => self.loaded.account_assignments = self.none(name)?,
            "group_memberships" => self.loaded.group_memberships = self.none(name)?,
            _ => {
                for_each_list!(read_list);
                macro_rules! read_member {
                    ($($member:ident)*) => {
                        match name {
                            $( stringify!($member) => {
                                self.is_new(name)?;
                                self.loaded.records.$member = self.value()?;
                            } )*
                            _ => {
                                self.loaded.has_unknown_members = true;
                                self.value::<IgnoredAny>()?;
                            }
                        }
                    };
                }
                read_member!(format format_version collected instance access_control_attributes organization observations);
            }
        }
        Some(())
    }

    /// Nothing where a member that the format has comes twice.
    fn is_new(&self, name: &str) -> Option<()> {
        (!self.seen.iter().any(|seen| seen == name)).then_some(())
    }

    /// `null` in place of a large list.
    fn none<T>(&mut self, name: &str) -> Option<Member<Vec<T>>> {
        self.is_new(name)?;
        self.value::<()>()?;
        Some(Member::Null)
    }

    /// A list that was read in pieces.
    fn list(&mut self, list: List) -> Option<()> {
        let start = skip_blanks(self.text, self.at + 1);
        let loaded = &mut self.loaded;
        let mut parts = Parts {
            text: self.text,
            list,
            start,
            pieces: &mut self.pieces,
            symbols: &mut loaded.symbols,
            has_unknown_members: &mut loaded.has_unknown_members,
        };
        macro_rules! joined {
            ($part:ident, $into:expr) => {{
                let (records, end) = parts.join(|part| match part {
                    AnyPart::$part(part) => Some(part),
                    _ => None,
                })?;
                $into = Member::Value(records);
                end
            }};
        }
        let records = &mut loaded.records;
        self.at = match list {
            List::PermissionSets => joined!(PermissionSets, records.permission_sets),
            List::Provisioning => joined!(Provisioning, loaded.permission_set_provisioning),
            List::Assignments => joined!(Assignments, loaded.account_assignments),
            List::Users => joined!(Users, records.users),
            List::Groups => joined!(Groups, records.groups),
            List::Memberships => joined!(Memberships, loaded.group_memberships),
            List::Accounts => joined!(Accounts, records.accounts),
            List::CustomerManagedPolicies => {
                joined!(CustomerManagedPolicies, records.customer_managed_policies)
            }
        };
        Some(())
    }
}

/// The pieces of one list, to be joined.
struct Parts<'w, 't> {
    text: &'t [u8],
    list: List,
    start: usize,
    pieces: &'w mut [(Piece, Option<AnyPart<'t>>)],
    symbols: &'w mut Symbols,
    has_unknown_members: &'w mut bool,
}

impl<'t> Parts<'_, 't> {
    /// All records of the list, and where it ends.
    fn join<T>(&mut self, of: impl Fn(AnyPart<'t>) -> Option<Part<T>>) -> Option<(Vec<T>, usize)> {
        self.joined(&of).or_else(|| {
            // A guess was wrong, or the list is not valid: read as a whole it tells.
            let whole = Piece { list: self.list, start: self.start, next: None, bound: self.text.len() };
            let part = piece::read(self.text, &whole, self.symbols, self.has_unknown_members)?;
            of(part).map(|part| (part.records, part.end))
        })
    }

    fn joined<T>(&mut self, of: &impl Fn(AnyPart<'t>) -> Option<Part<T>>) -> Option<(Vec<T>, usize)> {
        let first =
            self.pieces.iter().position(|(piece, _)| piece.start == self.start && piece.list == self.list)?;
        let mut parts = Vec::new();
        let mut at = self.start;
        for (piece, part) in self.pieces.get_mut(first..)? {
            if piece.start != at || piece.list != self.list {
                return None;
            }
            let Part { records, end, is_last } = of(part.take()?)?;
            parts.push(records);
            at = end;
            if is_last {
                return Some((in_one(parts), end));
            }
        }
        None
    }
}

/// One list of several, which are freed as they are taken over: there may be millions of records.
fn in_one<T>(mut parts: Vec<Vec<T>>) -> Vec<T> {
    if let [_] = parts.as_slice() {
        return parts.pop().unwrap_or_default();
    }
    let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    for part in parts {
        all.extend(part);
    }
    all
}
