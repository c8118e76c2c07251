//! Fills a check's message.

use crate::model::{Cell, Rows};

/// How many names a message spells out; the evidence has them all.
const NAMES: usize = 3;

/// Fills `{column}`, `{first|second}` (the first of them that is not empty, of the first row) and
/// `{list column|other}` (the distinct values of all rows). `{name}` is the subject's name.
pub fn message(template: &str, name: &str, rows: &Rows) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, place)) = rest.split_once('{') {
        text.push_str(before);
        let (place, after) = place.split_once('}').unwrap_or((place, ""));
        match place.strip_prefix("list ") {
            Some(columns) => text.push_str(&list(rows, columns)),
            None if place == "name" => text.push_str(name),
            None => text.push_str(&rows.rows.first().map(|row| value(rows, row, place)).unwrap_or_default()),
        }
        rest = after;
    }
    text + rest
}

/// The first of the columns (`a|b`) that is not empty in the row.
fn value(rows: &Rows, row: &[Cell], columns: &str) -> String {
    columns
        .split('|')
        .filter_map(|column| rows.column(column).and_then(|at| row.get(at)))
        .map(Cell::to_text)
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

fn list(rows: &Rows, columns: &str) -> String {
    let mut values: Vec<String> = rows.rows.iter().map(|row| value(rows, row, columns)).collect();
    values.sort();
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
            message("{name}: {list account_name|account_id} ({account_id}, {x|account_name})", "Ann", &rows),
            "Ann: 2, Audit, Log and 1 more (1, Prod)"
        );
    }
}
