//! The top level of a snapshot, member by member.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::keys::for_each_list;
use super::super::member::Member;
use super::super::rows::{AssignmentRow, MembershipRow, ProvisioningRow};
use super::super::v1;
use super::chunks::Chunk;
use super::content::{Content, Lists, Segment};
use super::flat::{after, skip_blanks};
use super::list::List;
use super::part::{self, AnyPart, Part};
use super::record::record;
use crate::model::parallel::{cores, share_out};

/// The records of a content.
pub struct Walked<'t> {
    /// All records but those of the lists of rows.
    pub records: v1::Snapshot<'t>,
    /// `permission_set_provisioning`
    pub permission_set_provisioning: &'t Member<Vec<ProvisioningRow>>,
    /// `account_assignments`
    pub account_assignments: &'t Member<Vec<AssignmentRow>>,
    /// `group_memberships`
    pub group_memberships: &'t Member<Vec<MembershipRow>>,
    /// True where there are members that the format does not have.
    pub has_unknown_members: bool,
}

/// Reads the members; nothing where they are not valid, or a guess was wrong. Records may come twice, and so may members
/// that the format does not have.
pub fn walk(content: &Content) -> Option<Walked<'_>> {
    let (parts, has_unknown_members) = parts(&content.segments);
    let mut walk = Walk {
        lists: &content.lists,
        segments: content.segments.iter().zip(parts),
        text: b"",
        at: 0,
        seen: Vec::new(),
        walked: Walked {
            records: v1::Snapshot::default(),
            permission_set_provisioning: &Member::Absent,
            account_assignments: &Member::Absent,
            group_memberships: &Member::Absent,
            has_unknown_members: has_unknown_members || content.has_unknown_members,
        },
    };
    walk.members()?;
    Some(walk.walked)
}

/// Texts below this size are read by one thread.
const SMALL: usize = 1024 * 1024;

/// The records of each segment whose text is kept, on all cores; and whether any has members that the format does not
/// have.
fn parts(segments: &[Segment]) -> (Vec<Option<AnyPart<'_>>>, bool) {
    let chunks: Vec<(usize, &Chunk)> = segments
        .iter()
        .enumerate()
        .filter_map(|(place, segment)| match segment {
            Segment::Text(chunk) if chunk.list.is_some() => Some((place, chunk)),
            Segment::Text(_) | Segment::Rows { .. } => None,
        })
        .collect();
    let size: usize = chunks.iter().map(|(_, chunk)| chunk.text.len()).sum();
    let read = |(read, has_unknown_members): &mut (Vec<_>, bool), number: usize| {
        let chunk =
            chunks.get(number).map(|(place, chunk)| (*place, part::records(chunk, has_unknown_members)));
        read.extend(chunk);
    };
    let threads = if size < SMALL { 1 } else { cores() };
    let mut parts: Vec<Option<AnyPart>> = segments.iter().map(|_| None).collect();
    let mut has_unknown_members = false;
    for (read, unknown) in share_out(chunks.len(), threads, Default::default, read) {
        has_unknown_members |= unknown;
        for (place, part) in read {
            if let Some(slot) = parts.get_mut(place) {
                *slot = part;
            }
        }
    }
    (parts, has_unknown_members)
}

struct Walk<'t> {
    lists: &'t Lists,
    /// What is left, each with its records.
    segments: std::iter::Zip<std::slice::Iter<'t, Segment>, std::vec::IntoIter<Option<AnyPart<'t>>>>,
    /// The text that is walked.
    text: &'t [u8],
    at: usize,
    /// The members of the format met so far.
    seen: Vec<String>,
    walked: Walked<'t>,
}

impl<'t> Walk<'t> {
    /// The members of the whole object, and nothing after it.
    fn members(&mut self) -> Option<()> {
        self.more_text()?;
        self.take(b'{')?;
        if self.text.get(self.at) != Some(&b'}') {
            loop {
                let name: String = self.value()?;
                self.take(b':')?;
                self.member(&name)?;
                self.at = skip_blanks(self.text, self.at);
                match self.text.get(self.at)? {
                    b',' => self.take(b',')?,
                    b'}' => break,
                    _ => return None,
                }
                if self.at == self.text.len() {
                    self.more_text()?;
                }
            }
        }
        let end = skip_blanks(self.text, self.at + 1);
        let is_whole =
            ["format", "format_version"].iter().all(|name| self.seen.iter().any(|seen| seen == name));
        (end == self.text.len() && self.segments.next().is_none() && is_whole).then_some(())
    }

    /// Goes on in the next segment, which begins with a member.
    fn more_text(&mut self) -> Option<()> {
        match self.segments.next()? {
            (Segment::Text(Chunk { list: None, text }), _) => {
                (self.text, self.at) = (text, 0);
                Some(())
            }
            _ => None,
        }
    }

    /// This byte, with the blanks around it.
    fn take(&mut self, byte: u8) -> Option<()> {
        self.at = after(self.text, self.at, byte)?;
        Some(())
    }

    fn value<T: Deserialize<'t>>(&mut self) -> Option<T> {
        let (value, end) = record(self.text, self.at, &mut self.walked.has_unknown_members)?;
        self.at = end;
        Some(value)
    }

    fn member(&mut self, name: &str) -> Option<()> {
        if let Some(list) = List::of_member(name)
            && self.text.get(self.at) == Some(&b'[')
        {
            self.first(name)?;
            // The text is cut behind the bracket, or the guess was wrong.
            (self.at + 1 == self.text.len()).then_some(())?;
            return self.list(list);
        }
        macro_rules! read_list {
            ($name:literal, $member:ident, $record:ident) => {
                if name == $name {
                    self.first(name)?;
                    self.walked.records.$member = self.value()?;
                    return Some(());
                }
            };
        }
        match name {
            "permission_set_provisioning" => self.walked.permission_set_provisioning = self.none(name)?,
            "account_assignments" => self.walked.account_assignments = self.none(name)?,
            "group_memberships" => self.walked.group_memberships = self.none(name)?,
            _ => {
                for_each_list!(read_list);
                macro_rules! read_member {
                    ($($member:ident)*) => {
                        match name {
                            $( stringify!($member) => {
                                self.first(name)?;
                                self.walked.records.$member = self.value()?;
                            } )*
                            _ => {
                                self.walked.has_unknown_members = true;
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

    /// Notes a member of the format; nothing where it comes a second time.
    fn first(&mut self, name: &str) -> Option<()> {
        let is_first = !self.seen.iter().any(|seen| seen == name);
        self.seen.push(name.to_owned());
        is_first.then_some(())
    }

    /// `null` in place of a list of rows.
    fn none<R>(&mut self, name: &str) -> Option<&'t Member<Vec<R>>> {
        self.first(name)?;
        let () = self.value()?;
        Some(&Member::Null)
    }

    /// A list, of which each segment has a part; the walk goes on after it.
    fn list(&mut self, list: List) -> Option<()> {
        macro_rules! joined {
            ($part:ident, $member:ident) => {
                self.walked.records.$member = Member::Value(self.join(list, |part| match part {
                    AnyPart::$part(part) => Some(part),
                    _ => None,
                })?)
            };
        }
        match list {
            List::PermissionSets => joined!(PermissionSets, permission_sets),
            List::Users => joined!(Users, users),
            List::Groups => joined!(Groups, groups),
            List::Accounts => joined!(Accounts, accounts),
            List::CustomerManagedPolicies => joined!(CustomerManagedPolicies, customer_managed_policies),
            List::Provisioning => {
                self.pass_rows(list)?;
                self.walked.permission_set_provisioning = &self.lists.permission_set_provisioning;
            }
            List::Assignments => {
                self.pass_rows(list)?;
                self.walked.account_assignments = &self.lists.account_assignments;
            }
            List::Memberships => {
                self.pass_rows(list)?;
                self.walked.group_memberships = &self.lists.group_memberships;
            }
        }
        Some(())
    }

    /// All records of a list.
    fn join<T>(&mut self, list: List, of: impl Fn(AnyPart<'t>) -> Option<Part<T>>) -> Option<Vec<T>> {
        let mut parts = Vec::new();
        loop {
            let (Segment::Text(chunk), Some(part)) = self.segments.next()? else { return None };
            if chunk.list != Some(list) {
                return None;
            }
            let Part { records, end } = of(part)?;
            parts.push(records);
            if let Some(end) = end {
                (self.text, self.at) = (&chunk.text, end);
                return Some(in_one(parts));
            }
        }
    }

    /// Goes past the segments of a list of rows.
    fn pass_rows(&mut self, list: List) -> Option<()> {
        loop {
            match self.segments.next()? {
                (Segment::Rows { list: of, after }, _) if *of == list => {
                    if let Some(after) = after {
                        (self.text, self.at) = (after, 0);
                        return Some(());
                    }
                }
                _ => return None,
            }
        }
    }
}

/// One list of several, which are freed as they are taken over: there may be a hundred thousand records.
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
