//! Fills a check's message.

use std::borrow::Cow;

use crate::model::{Selected, Table};

/// How many names a message spells out; the evidence has them all.
const NAMES: usize = 3;

/// Fills `{column}`, `{first|second}` (the first of them that is not empty, of the first row) and
/// `{list column|other}` (the distinct values of all rows). `{name}` is the subject's name.
pub fn message(template: &str, name: &str, rows: &Selected) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, place)) = rest.split_once('{') {
        text.push_str(before);
        let (place, after) = place.split_once('}').unwrap_or((place, ""));
        match place.strip_prefix("list ") {
            Some(columns) => text.push_str(&list(rows, columns)),
            None if place == "name" => text.push_str(name),
            None => {
                let columns = places(rows.table(), place);
                let first = rows.places().next();
                text.push_str(&first.map(|row| value(rows.table(), row, &columns)).unwrap_or_default());
            }
        }
        rest = after;
    }
    text + rest
}

/// The places of columns (`a|b`).
fn places(table: &dyn Table, columns: &str) -> Vec<usize> {
    columns.split('|').filter_map(|column| table.column(column)).collect()
}

/// The first of the columns that is not empty in the row.
fn value<'t>(table: &'t dyn Table, row: usize, columns: &[usize]) -> Cow<'t, str> {
    let mut texts = columns.iter().map(|column| table.cell(row, *column).to_text());
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

fn list(rows: &Selected, columns: &str) -> String {
    let columns = places(rows.table(), columns);
    let mut values: Vec<Cow<str>> = rows.places().map(|row| value(rows.table(), row, &columns)).collect();
    values.sort_unstable();
    values.dedup();
    let more = values.len().saturating_sub(NAMES);
    values.truncate(NAMES);
    match more {
        0 => values.join(", "),
        more => format!("{} and {more} more", values.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cell, Rows};

    #[test]
    fn messages_name_things_and_count_the_rest() {
        let row = |name: Cell, id: &str| vec![name, id.into()];
        let rows = Rows {
            columns: vec!["account_name".into(), "account_id".into()],
            rows: vec![
                row("Prod".into(), "1"),
                row(Cell::Null, "2"),
                row("Prod".into(), "1"),
                row("Audit".into(), "3"),
                row("Log".into(), "4"),
            ],
        };
        assert_eq!(
            message(
                "{name}: {list account_name|account_id} ({account_id}, {x|account_name})",
                "Ann",
                &rows.into()
            ),
            "Ann: 2, Audit, Log and 1 more (1, Prod)"
        );
    }
}
