//! A review that people filled in, as CSV, perhaps through a spreadsheet.

use rustc_hash::FxHashMap;
use thiserror::Error;

use super::row::Ids;
use crate::model::formula::restore;

/// What is wrong with a review that was read.
#[derive(Debug, Error, PartialEq, Eq)]
#[expect(missing_docs, reason = "the message says what each field is")]
pub enum ReviewError {
    /// A workbook of Excel or LibreOffice.
    #[error("it is a workbook: open it and save its sheet as CSV (UTF-8)")]
    Workbook,
    #[error("line {line}: it is not UTF-8: save it as \"CSV UTF-8\"")]
    NotUtf8 { line: usize },
    #[error("line {line}: {what}")]
    Csv { line: u64, what: String },
    #[error("line 1: there is no column `{column}`: is it a review that `report access-review` wrote?")]
    NoColumn { column: &'static str },
    #[error(
        "line {line}, column row_id: {text:?} is not 16 hexadecimal digits: a spreadsheet may have taken it for a \
         number; open the review again with this column as text, or as .xlsx"
    )]
    NoRowId { line: u64, text: String },
    #[error("line {line}, column row_id: {row_id} stands in line {first} already: leave one of the two")]
    Twice { line: u64, first: u64, row_id: String },
    #[error(
        "line {line}, column decision: {text:?} is no decision: write approve (approved, keep), revoke (revoked, \
         remove, removed), or nothing"
    )]
    NoDecision { line: u64, text: String },
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The access stays.
    Approve,
    /// The access is to be taken away.
    Revoke,
}

impl Decision {
    fn parse(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "approve" | "approved" | "keep" => Some(Decision::Approve),
            "revoke" | "revoked" | "remove" | "removed" => Some(Decision::Revoke),
            _ => None,
        }
    }
}

/// What decides whether a decision still holds: the same words, the same access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts<'f> {
    /// The tier.
    pub tier: &'f str,
    /// The status of the path.
    pub status: &'f str,
    /// The status of the user.
    pub user_status: &'f str,
}

/// The columns that are read, in the order of [`Past`]'s cells.
const COLUMNS: [&str; 12] = [
    "row_id",
    "tier",
    "status",
    "user_status",
    "reviewer",
    "decision",
    "justification",
    "decided_on",
    "user_id",
    "account_id",
    "permission_set_arn",
    "group_id",
];

/// A row of an earlier review.
#[derive(Debug)]
pub struct Past {
    /// Its line in the file.
    pub line: u64,
    /// What was decided, if it was.
    pub decision: Option<Decision>,
    cells: [String; COLUMNS.len()],
}

impl Past {
    fn facts(&self) -> Facts<'_> {
        let [_, tier, status, user_status, ..] = &self.cells;
        Facts { tier, status, user_status }
    }

    /// `reviewer`, `decision`, `justification`, `decided_on`, as they were written.
    pub fn filled_in(&self) -> [&str; 4] {
        let [_, _, _, _, reviewer, decision, justification, decided_on, ..] = &self.cells;
        [reviewer, decision, justification, decided_on]
    }

    /// The ids, if the file still has those that the row's id was made of.
    pub fn ids(&self) -> Option<Ids<'_>> {
        let [row_id, .., user, account, permission_set, group] = &self.cells;
        let ids = Ids { user, account, permission_set, group };
        (ids.row_id() == *row_id).then_some(ids)
    }

    /// The ids as the file has them, right or not.
    pub fn written_ids(&self) -> Ids<'_> {
        let [.., user, account, permission_set, group] = &self.cells;
        Ids { user, account, permission_set, group }
    }
}

/// How a row stands to an earlier review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It was not there.
    New,
    /// It was there, and is another thing now: the decision does not hold.
    Changed,
    /// It was there and is the same: the decision holds.
    Unchanged,
}

impl State {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            State::New => "new",
            State::Changed => "changed",
            State::Unchanged => "unchanged",
        }
    }
}

/// A row and what an earlier review says of it.
pub struct Judged<'p> {
    /// How it stands.
    pub state: State,
    /// What changed.
    pub changes: Vec<String>,
    /// The earlier row.
    pub past: Option<&'p Past>,
}

/// A review that people filled in.
#[derive(Debug, Default)]
pub struct Previous {
    rows: FxHashMap<String, Past>,
}

impl Previous {
    /// Reads it, whatever a spreadsheet made of its separators, its line ends and its first bytes.
    ///
    /// # Errors
    /// What is wrong, with line and column.
    pub fn read(bytes: &[u8]) -> Result<Self, ReviewError> {
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(ReviewError::Workbook);
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            ReviewError::NotUtf8 { line: 1 + before.iter().filter(|byte| **byte == b'\n').count() }
        })?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut reader = [b',', b';', b'\t']
            .into_iter()
            .map(|separator| reader(text, separator))
            .find_map(|mut reader| columns(&mut reader).contains(&COLUMNS[0].to_owned()).then_some(reader))
            .ok_or(ReviewError::NoColumn { column: COLUMNS[0] })?;
        let names = columns(&mut reader);
        let mut places = [0; COLUMNS.len()];
        for (place, column) in places.iter_mut().zip(COLUMNS) {
            *place = names.iter().position(|name| name == column).ok_or(ReviewError::NoColumn { column })?;
        }
        let mut rows: FxHashMap<String, Past> = FxHashMap::default();
        let mut lines = Lines { text, at: 0, line: 1 };
        for record in reader.records() {
            let record = record.map_err(|error| ReviewError::Csv {
                line: error.position().map_or(1, csv::Position::line),
                what: "it cannot be read as CSV".to_owned(),
            })?;
            // A spreadsheet may leave empty rows behind.
            if record.iter().all(str::is_empty) {
                continue;
            }
            let line = lines.line_at(record.position().map_or(0, csv::Position::byte));
            let past = Past::read(line, places.map(|place| record.get(place).unwrap_or_default()))?;
            let [row_id, ..] = &past.cells;
            if let Some(first) = rows.get(row_id) {
                return Err(ReviewError::Twice { line, first: first.line, row_id: row_id.clone() });
            }
            rows.insert(row_id.clone(), past);
        }
        Ok(Previous { rows })
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True where it has none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Its rows, in the order of the file.
    pub fn in_order(&self) -> Vec<(&str, &Past)> {
        let mut rows: Vec<(&str, &Past)> = self.rows.iter().map(|(id, past)| (id.as_str(), past)).collect();
        rows.sort_unstable_by_key(|(_, past)| past.line);
        rows
    }

    /// How a row stands to this review. A row of unknown members is never unchanged: other people may be meant.
    pub fn judge(&self, row_id: &str, now: &Facts) -> Judged<'_> {
        let Some(past) = self.rows.get(row_id) else {
            return Judged { state: State::New, changes: Vec::new(), past: None };
        };
        let then = past.facts();
        let pairs = [
            ("tier", then.tier, now.tier),
            ("status", then.status, now.status),
            ("user_status", then.user_status, now.user_status),
        ];
        let differ = pairs.into_iter().filter(|(_, then, now)| then != now);
        let mut changes: Vec<String> =
            differ.map(|(what, then, now)| format!("{what}: {then} -> {now}")).collect();
        if now.user_status == then.user_status && now.user_status == "members-unknown" {
            changes.push("user_status: the members are still unknown and may be others".to_owned());
        }
        let state = if changes.is_empty() { State::Unchanged } else { State::Changed };
        Judged { state, changes, past: Some(past) }
    }
}

impl Past {
    fn read(line: u64, cells: [&str; COLUMNS.len()]) -> Result<Self, ReviewError> {
        let mut cells = cells.map(|cell| restore(cell.trim()).to_owned());
        let [row_id, _, _, _, _, decision, ..] = &mut cells;
        if row_id.len() != 16 || !row_id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ReviewError::NoRowId { line, text: row_id.clone() });
        }
        row_id.make_ascii_lowercase();
        let parsed = Decision::parse(decision);
        if parsed.is_none() && !decision.is_empty() {
            return Err(ReviewError::NoDecision { line, text: decision.clone() });
        }
        Ok(Past { line, decision: parsed, cells })
    }
}

/// Counts lines. (The reader's own count is one short after CRLF: it takes the LF for a part of the next record.)
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the record that begins at this byte, which is not before those asked about earlier.
    fn line_at(&mut self, byte: u64) -> u64 {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        let text = self.text.as_bytes();
        let ends = text.iter().skip(start).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = text.get(self.at..start.saturating_add(ends)).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at += passed.len();
        self.line
    }
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes())
}

fn columns(reader: &mut csv::Reader<&[u8]>) -> Vec<String> {
    let names = reader.headers().map(|names| names.iter().map(|name| name.trim().to_owned()).collect());
    names.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "row_id,tier,status,user_status,reviewer,decision,justification,decided_on,user_id,account_id,\
                          permission_set_arn,group_id";

    fn review(rows: &[&str]) -> String {
        format!("{HEADER}\r\n{}\r\n", rows.join("\r\n"))
    }

    fn judged(text: &str, now: &Facts) -> (State, Vec<String>) {
        let previous = Previous::read(text.as_bytes()).unwrap();
        let judged = previous.judge("00000000000000aa", now);
        (judged.state, judged.changes)
    }

    const NOW: Facts = Facts { tier: "write", status: "active", user_status: "enabled" };
    const ROW: &str = "00000000000000aa,write,active,enabled,ann,Approved,'=ticket,2026-07-01,u,a,s,";

    #[test]
    fn a_spreadsheet_may_have_saved_it_again() {
        let plain = review(&[ROW]);
        for text in [
            plain.clone(),
            format!("\u{FEFF}{plain}"),
            plain.replace(',', ";"),
            plain.replace(',', "\t"),
            plain.replace("\r\n", "\n"),
            format!("{plain},,,,,,,,,,,\r\n\r\n"),
            plain.replace("00aa", "00AA"),
        ] {
            let previous = Previous::read(text.as_bytes()).unwrap();
            assert_eq!(previous.len(), 1, "{text}");
            let [(_, past)] = previous.in_order()[..] else { panic!("{text}") };
            assert_eq!(past.filled_in(), ["ann", "Approved", "=ticket", "2026-07-01"]);
            assert_eq!(past.decision, Some(Decision::Approve));
            assert_eq!(judged(&text, &NOW), (State::Unchanged, Vec::new()));
        }
    }

    #[test]
    fn what_differs_is_changed_and_says_so() {
        let text = review(&[ROW]);
        let now = Facts { tier: "administrator", ..NOW };
        assert_eq!(judged(&text, &now), (State::Changed, vec!["tier: write -> administrator".to_owned()]));
        let unknown = text.replace("enabled", "members-unknown");
        let now = Facts { user_status: "members-unknown", ..NOW };
        assert_eq!(judged(&unknown, &now).0, State::Changed, "other people may be meant");
        let previous = Previous::read(text.as_bytes()).unwrap();
        assert_eq!(previous.judge("00000000000000bb", &NOW).state, State::New);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let other = ROW.replace("00aa", "00bb");
        for (text, words) in [
            (review(&[ROW, &other, ROW]).replace("\r\n", "\n"), "line 4, column row_id"),
            (review(&[&ROW.replace("'=ticket", "\"a\nb\""), "", &other, ROW]), "line 6, column row_id"),
            ("PK\x03\x04rest".to_owned(), "workbook"),
            ("a,b\n1,2\n".to_owned(), "line 1: there is no column `row_id`"),
            (review(&[ROW]).replace("decision", "decided"), "line 1: there is no column `decision`"),
            (review(&[ROW, &other, ROW]), "line 4, column row_id: 00000000000000aa stands in line 2"),
            (review(&[&other, &ROW.replace("Approved", "maybe")]), "line 3, column decision: \"maybe\""),
            (review(&[&ROW.replace("00000000000000aa", "1.2E+15")]), "line 2, column row_id: \"1.2E+15\""),
        ] {
            let error = Previous::read(text.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
        let latin = [review(&[]).as_bytes(), b"caf\xe9"].concat();
        assert_eq!(Previous::read(&latin).unwrap_err(), ReviewError::NotUtf8 { line: 3 });
    }

    #[test]
    fn the_words_of_a_decision() {
        for word in ["approve", "APPROVED", "Keep"] {
            assert_eq!(Decision::parse(word), Some(Decision::Approve));
        }
        for word in ["revoke", "Revoked", "remove", "REMOVED"] {
            assert_eq!(Decision::parse(word), Some(Decision::Revoke));
        }
        assert_eq!(Decision::parse("ok"), None);
    }
}
