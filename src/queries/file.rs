//! One query file.

use super::QueryError;
use crate::model::Severity;

/// A query and its description.
#[derive(Clone, Debug)]
pub struct Query {
    /// The file's name: `boundary-missing`.
    pub id: String,
    /// One line on what the rows are.
    pub title: String,
    /// Tables and parts (`table.part_state`) that the query stands on; rows whose part is unknown are set aside.
    pub needs: Vec<String>,
    /// Tables and parts that the rows show; unknown ones stay, and are named.
    pub reads: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// The SQL.
    pub sql: String,
    /// What a check has beside.
    pub check: Option<CheckHeader>,
}

/// What makes a query a check.
#[derive(Clone, Debug)]
pub struct CheckHeader {
    /// The folder: `boundaries`.
    pub area: String,
    /// How much a finding matters.
    pub severity: Severity,
    /// The kind of thing a finding is about: `permission_set`.
    pub subject: String,
    /// The columns that identify the subject. Rows that share them are one finding.
    pub key: Vec<String>,
    /// The columns that name the subject, the best first.
    pub name: Vec<String>,
    /// The finding in one sentence; see `findings::message`.
    pub message: String,
    /// What to do.
    pub fix: String,
    /// Where AWS says so.
    pub refs: Vec<String>,
}

impl Query {
    /// Reads a file; `path` is relative to the queries folder: `checks/<area>/<id>.sql` or `reports/<id>.sql`.
    ///
    /// # Errors
    /// A path or a header that is not right.
    pub fn parse(path: &str, text: &str) -> Result<Query, QueryError> {
        let error = |what: String| QueryError::Header { path: path.to_owned(), what };
        let mut header = Header { path, entries: Vec::new() };
        let mut sql_start = 0;
        for line in text.split_inclusive('\n') {
            let Some(comment) = line.trim_end().strip_prefix("--") else {
                break;
            };
            sql_start += line.len();
            match (comment.strip_prefix("   "), comment.split_once(": "), header.entries.last_mut()) {
                (Some(more), _, Some((_, value))) => {
                    value.push(' ');
                    value.push_str(more.trim());
                }
                (None, Some((name, value)), _) => {
                    header.entries.push((name.trim().to_owned(), value.trim().to_owned()));
                }
                _ => {
                    return Err(error(format!("the header line `{}` is not `-- name: value`", line.trim())));
                }
            }
        }
        let parts: Vec<&str> = path.trim_end_matches(".sql").split('/').collect();
        let (id, check) = match parts.as_slice() {
            ["reports", id] => (*id, None),
            ["checks", area, id] => (*id, Some(header.check(area)?)),
            _ => {
                return Err(error("it is neither checks/<area>/<id>.sql nor reports/<id>.sql".to_owned()));
            }
        };
        let query = Query {
            id: id.to_owned(),
            title: header.take("title")?,
            needs: header.list("needs"),
            reads: header.list("reads"),
            why: header.take("why")?,
            sql: text.get(sql_start..).unwrap_or_default().to_owned(),
            check,
        };
        match header.entries.first() {
            Some((name, _)) => Err(error(format!("the header has an unknown entry `{name}`"))),
            None => Ok(query),
        }
    }
}

struct Header<'p> {
    path: &'p str,
    entries: Vec<(String, String)>,
}

impl Header<'_> {
    fn find(&mut self, name: &str) -> Option<String> {
        let at = self.entries.iter().position(|(entry, _)| entry == name)?;
        Some(self.entries.remove(at).1)
    }

    fn take(&mut self, name: &str) -> Result<String, QueryError> {
        self.find(name).ok_or_else(|| self.lacks(name))
    }

    fn lacks(&self, name: &str) -> QueryError {
        QueryError::Header { path: self.path.to_owned(), what: format!("the header has no `{name}`") }
    }

    fn list(&mut self, name: &str) -> Vec<String> {
        let text = self.find(name).unwrap_or_default();
        text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    fn check(&mut self, area: &str) -> Result<CheckHeader, QueryError> {
        let severity = self.take("severity")?;
        let severity =
            severity.parse().map_err(|what| QueryError::Header { path: self.path.to_owned(), what })?;
        let key = self.list("key");
        if key.is_empty() {
            return Err(self.lacks("key"));
        }
        Ok(CheckHeader {
            area: area.to_owned(),
            severity,
            subject: self.take("subject")?,
            key,
            name: self.take("name")?.split('|').map(str::to_owned).collect(),
            message: self.take("message")?,
            fix: self.take("fix")?,
            refs: self.take("refs")?.split_whitespace().map(str::to_owned).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_that_is_not_right_says_where_and_what() {
        let problem = |path: &str, text: &str| Query::parse(path, text).unwrap_err().to_string();
        assert_eq!(
            problem("reports/x.sql", "-- title: X\nSELECT 1"),
            "the query reports/x.sql: the header has no `why`"
        );
        assert!(
            problem("reports/x.sql", "-- title: X\n-- why: y\n-- wy: y\nSELECT 1")
                .contains("unknown entry `wy`")
        );
        assert!(problem("x.sql", "SELECT 1").contains("reports/<id>.sql"));
        let query =
            Query::parse("reports/x.sql", "-- title: X\n-- why: first\n--   second\nSELECT 1\n").unwrap();
        assert_eq!((query.why.as_str(), query.sql.as_str()), ("first second", "SELECT 1\n"));
    }
}
