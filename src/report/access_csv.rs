//! Changes of people's access as rows of CSV. There can be millions: what a part of a row says is put into the format
//! once, and a row is a few copies.

use std::io::{self, BufWriter, Write};

use super::csv::{BUFFER, END, add_doubled, field};
use crate::model::{Cell, CellRef, StarRows};

/// Writes a row for each change, in the columns of changes: what it is about as the key, the causes as the attribute,
/// the tiers as the values.
pub fn write(access: &StarRows, out: &mut dyn Write) -> io::Result<()> {
    let fields = |column| Part::of(access, column, |row| field(row.cell(column)));
    let (change, causes) = (fields("change")?, fields("causes")?);
    let (old_tier, new_tier) = (fields("old_tier")?, fields("new_tier")?);
    let user_key = key(access, "UserId", "user_id")?;
    let account_key = key(access, "AccountId", "account_id")?;
    let set_key = key(access, "PermissionSetArn", "permission_set_arn")?;
    let user = named(access, "user_id", "user_name")?;
    let account = named(access, "account_id", "account_name")?;
    let set = named(access, "permission_set_arn", "permission_set_name")?;
    let unknown = Part::of(access, "unknown", |row| match row.cell("unknown").to_text() {
        unknown if unknown.is_empty() => Ok(Quotable::default()),
        unknown => Ok(Quotable::of(&format!("; not known: {unknown}"))),
    })?;
    let mut out = BufWriter::with_capacity(BUFFER, out);
    (access.walk)(&mut |places| {
        out.write_all(change.at(places))?;
        out.write_all(b",access,\"{")?;
        out.write_all(user_key.at(places))?;
        out.write_all(b",")?;
        out.write_all(account_key.at(places))?;
        out.write_all(b",")?;
        out.write_all(set_key.at(places))?;
        out.write_all(b"}\",")?;
        let [user, set, account, unknown] = [&user, &set, &account, &unknown].map(|part| part.at(places));
        let quote: &[u8] = match [user, set, account, unknown].iter().any(|one| one.needs_quotes) {
            true => b"\"",
            false => b"",
        };
        let words = [b"user ", &*user.text, b" has ", &set.text, b" in ", &account.text, &unknown.text];
        out.write_all(quote)?;
        words.iter().try_for_each(|word| out.write_all(word))?;
        out.write_all(quote)?;
        for cell in [&causes, &old_tier, &new_tier] {
            out.write_all(b",")?;
            out.write_all(cell.at(places))?;
        }
        out.write_all(END)
    })?;
    out.flush()
}

/// What the rows of one part say.
struct Part<T> {
    /// Which of the parts.
    number: usize,
    rows: Vec<T>,
    none: T,
}

impl<T: Default> Part<T> {
    /// Of the part that has a column, made of each of its rows.
    fn of(access: &StarRows, column: &str, made: impl Fn(Row) -> io::Result<T>) -> io::Result<Self> {
        let mut parts = access.parts.iter().enumerate();
        let found = parts.find(|(_, part)| part.columns.iter().any(|name| name == column));
        let (number, part) = found.ok_or_else(|| io::Error::other(format!("no column {column}")))?;
        let rows = part.rows.iter().map(|cells| made(Row { columns: &part.columns, cells }));
        Ok(Part { number, rows: rows.collect::<io::Result<_>>()?, none: T::default() })
    }

    fn at(&self, places: &[u32]) -> &T {
        let place = places.get(self.number).and_then(|place| self.rows.get(*place as usize));
        place.unwrap_or(&self.none)
    }
}

/// A row of one part.
struct Row<'p> {
    columns: &'p [String],
    cells: &'p [Cell],
}

impl Row<'_> {
    fn cell(&self, column: &str) -> CellRef<'_> {
        let found = self.columns.iter().zip(self.cells).find(|(name, _)| *name == column);
        found.map_or(CellRef::Null, |(_, cell)| cell.by_ref())
    }
}

/// Text that is to stand in a field, its quotes doubled.
#[derive(Default)]
struct Quotable {
    text: Vec<u8>,
    /// True where the field must stand in quotes.
    needs_quotes: bool,
}

impl Quotable {
    fn of(text: &str) -> Self {
        let mut doubled = Vec::new();
        add_doubled(text.as_bytes(), &mut doubled);
        Quotable { needs_quotes: text.contains([',', '"', '\r', '\n']), text: doubled }
    }
}

/// A member of the key, as JSON within a field.
fn key(access: &StarRows, member: &str, id: &str) -> io::Result<Part<Vec<u8>>> {
    Part::of(access, id, |row| {
        let id = serde_json::to_string(&row.cell(id))?;
        Ok(Quotable::of(&format!("\"{member}\":{id}")).text)
    })
}

/// A name; the id where there is none.
fn named(access: &StarRows, id: &str, name: &str) -> io::Result<Part<Quotable>> {
    Part::of(access, name, |row| {
        let named = match row.cell(name) {
            CellRef::Null => row.cell(id),
            name => name,
        };
        Ok(Quotable::of(&named.to_text()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Rows;

    #[test]
    fn rows_are_read_back_as_they_were_meant() {
        let part = |columns: &[&str], rows: Vec<Vec<Cell>>| Rows {
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            rows,
        };
        let hostile = "=a \"b\", c\r\nd";
        let access = StarRows {
            parts: vec![
                part(&["change"], vec![vec!["gained".into()], vec!["unknown".into()]]),
                part(
                    &["user_id", "user_name"],
                    vec![vec!["u\"1".into(), hostile.into()], vec!["u2".into(), Cell::Null]],
                ),
                part(
                    &["account_id", "account_name", "ou_path"],
                    vec![vec!["1".into(), "Prod".into(), Cell::Null]],
                ),
                part(
                    &["permission_set_arn", "permission_set_name"],
                    vec![vec!["arn".into(), "Admin".into()]],
                ),
                part(&["old_tier"], vec![vec![Cell::Null], vec!["write".into()]]),
                part(&["new_tier"], vec![vec!["none".into()]]),
                part(
                    &["causes", "unknown"],
                    vec![
                        vec![Cell::List(vec!["joined-group".into(), "x".into()]), Cell::Null],
                        vec![Cell::List(Vec::new()), "why, \"so\"".into()],
                    ],
                ),
            ],
            count: 2,
            walk: Box::new(|each| {
                each(&[0, 0, 0, 0, 0, 0, 0])?;
                each(&[1, 1, 0, 0, 1, 0, 1])
            }),
        };
        let mut text = Vec::new();
        write(&access, &mut text).unwrap();
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_slice());
        let rows: Vec<Vec<String>> = reader.deserialize().map(Result::unwrap).collect();
        let key = |user: &str| format!(r#"{{"UserId":"{user}","AccountId":"1","PermissionSetArn":"arn"}}"#);
        let (first, second) = (
            format!("user {hostile} has Admin in Prod"),
            "user u2 has Admin in Prod; not known: why, \"so\"",
        );
        let expected = [
            ["gained", "access", &key("u\\\"1"), &first, "joined-group; x", "", "none"],
            ["unknown", "access", &key("u2"), second, "", "write", "none"],
        ];
        assert_eq!(rows, expected);
        assert!(String::from_utf8(text).unwrap().ends_with("write,none\r\n"));
    }
}
