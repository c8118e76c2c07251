//! Text in spreadsheets: a cell must never become a formula.

use std::borrow::Cow;

/// What begins a formula: `= + - @`, tab and carriage return (OWASP, "CSV Injection"), their full-width forms,
/// and a line feed. And `'` itself, so that neutralising can be undone.
fn begins_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠'])
}

/// Puts `'` before text that a spreadsheet would take for a formula, and before text that begins with `'`
/// itself. So it is undone by taking one leading `'` away, wherever there is one.
pub fn neutralise(text: &str) -> Cow<'_, str> {
    if begins_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Undoes [`neutralise`]. A `'` that a person typed before other text stays.
pub fn restore(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| begins_formula(rest)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_neutralised_and_come_back() {
        for text in
            ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "'quoted", "＝1", "plain", "", "a=b"]
        {
            let safe = neutralise(text);
            assert!(
                !safe.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']),
                "{text:?} gave {safe:?}"
            );
            assert_eq!(safe.strip_prefix('\'').unwrap_or(&safe), text);
            assert_eq!(restore(&safe), text);
        }
        assert_eq!(restore("'tis fine"), "'tis fine");
    }
}
